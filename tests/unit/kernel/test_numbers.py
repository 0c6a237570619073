from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.numbers import (
    write_change,
    write_count,
    write_decimal,
    write_interval,
    write_share,
)


def test_french_sets_narrow_spaces_and_a_comma() -> None:
    assert write_count(1234567, "fr") == "1\u202f234\u202f567"
    assert write_decimal(1234.5, "fr") == "1\u202f234,5"
    assert write_share(0.5144, "fr") == "51,4\u00a0%"
    assert write_interval(0.46, 0.568, "fr") == "46,0–56,8\u00a0%"


@pytest.mark.parametrize(
    ("rate", "said"),
    [(0.5, "+50.0%"), (-0.031, "−3.1%"), (0.0, "0.0%"), (-0.0001, "0.0%"), (None, "–")],
)
def test_changes_have_a_sign_unless_nothing_changed(rate: float | None, said: str) -> None:
    assert write_change(rate, "en") == said


@given(st.integers(-(10**15), 10**15))
def test_a_count_keeps_its_digits_in_both_languages(number: int) -> None:
    for language, space in (("en", ","), ("fr", "\u202f")):
        assert int(write_count(number, language).replace(space, "")) == number
