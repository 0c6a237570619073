from __future__ import annotations

from datetime import date

import pytest

from cordee.kernel.periods import Years
from cordee.web.wording import (
    format_count,
    format_date,
    format_decimal,
    format_interval,
    format_period,
    format_share,
    format_theme,
    join_names,
)


@pytest.mark.usefixtures("english")
def test_english_numbers() -> None:
    assert format_count(1234567) == "1,234,567"
    assert format_share(0.5144) == "51.4%"
    assert format_interval(0.46, 0.568) == "46.0–56.8%"
    assert format_date(date(2021, 3, 9)) == "9 March 2021"


@pytest.mark.usefixtures("french")
def test_french_numbers_keep_narrow_spaces() -> None:
    assert format_count(1234567) == "1\u202f234\u202f567"
    assert format_share(0.5144) == "51,4\u00a0%"
    assert format_decimal(1234.5) == "1\u202f234,5"
    assert format_date(date(2021, 3, 9)) == "9 mars 2021"


@pytest.mark.usefixtures("english")
def test_share_without_denominator_is_a_dash() -> None:
    assert format_share(None) == "–"
    assert format_interval(None, None) == ""


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (Years(), "all years"),
        (Years(2019, 2021), "2019–2021"),
        (Years(2020, 2020), "2020"),
        (Years(None, 2020), "until 2020"),
        (Years(2020, None), "from 2020"),
    ],
)
@pytest.mark.usefixtures("english")
def test_periods(years: Years, said: str) -> None:
    assert format_period(years) == said


@pytest.mark.usefixtures("english")
def test_many_names_are_counted() -> None:
    assert join_names(["A", "B"]) == "A + B"
    assert join_names(["A", "B", "C", "D"]) == "A + B + C and 1 other"


@pytest.mark.usefixtures("french")
def test_themes_of_other_vocabularies_keep_their_own_name() -> None:
    assert format_theme("C04") == "Tumeurs"
    assert format_theme("T10001", "Immunology") == "Immunology"
    assert format_theme("T10001") == "T10001"
