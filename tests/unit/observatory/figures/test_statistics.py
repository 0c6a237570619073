from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.figures.statistics import (
    get_growth,
    get_interval,
    get_ranks,
    get_share,
    make_share,
)


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(case: tuple[int, int]):
    works, of = case
    low, high = get_interval(works, of)
    assert 0 <= low <= works / of <= high <= 1


def test_the_interval_of_the_headline():
    low, high = get_interval(165, 321)
    assert (low, high) == (pytest.approx(0.4595, abs=5e-4), pytest.approx(0.5682, abs=5e-4))


def test_nothing_over_nothing_is_no_share():
    assert get_share(0, 0) is None
    assert make_share(0, 0).value is None


@pytest.mark.parametrize(("of", "small"), [(29, True), (30, False)])
def test_a_small_number(of: int, small: bool):
    assert make_share(1, of).small is small


@pytest.mark.parametrize(
    ("counts", "growth"),
    [
        ([1, 1, 2], (None, None)),  # under five works
        ([9], (None, None)),
        ([0, 9], (None, None)),  # from nothing
        ([0, 5, 5], (None, None)),
        ([2, 0, 0, 2, 4], (pytest.approx(2 ** (1 / 4) - 1), "cagr")),
        ([4, 6, 0], (-1.0, "halves")),
        ([2, 4, 9, 3, 0], (-0.5, "halves")),  # the middle year is left out
    ],
)
def test_growth(counts: list[int], growth: tuple[float | None, str | None]):
    assert get_growth(counts) == growth


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5)))
def test_a_rank_is_one_more_than_those_above(values: dict[str, int]):
    ranks = get_ranks(values)
    for key, value in values.items():
        assert ranks[key] == 1 + sum(other > value for other in values.values())
