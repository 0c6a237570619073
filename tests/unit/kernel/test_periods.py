from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import UsageError
from cordee.kernel.periods import Years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", Years()),
        ("2020", Years(2020, 2020)),
        ("2019-2021", Years(2019, 2021)),
        ("2019 – 2021", Years(2019, 2021)),
        ("2019:2021", Years(2019, 2021)),
        ("2019-", Years(2019, None)),
        ("-2021", Years(None, 2021)),
    ],
)
def test_reads_periods_as_people_write_them(text: str, years: Years) -> None:
    assert Years.from_text(text) == years


@pytest.mark.parametrize(
    "text", ["last year", "2021-2019", "9999", "0", "-", "2019-2020-2021", "2019--2021"]
)
def test_refuses_what_is_no_period_with_a_sentence(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        Years.from_text(text)
    assert str(refusal.value).endswith(".")


@given(st.integers(1500, 2100), st.integers(1500, 2100))
def test_a_year_is_in_its_period_exactly_when_between(first: int, last: int) -> None:
    low, high = sorted((first, last))
    years = Years(low, high)
    assert low in years
    assert high in years
    assert low - 1 not in years
    assert high + 1 not in years
