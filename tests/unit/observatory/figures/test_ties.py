from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import A, G, SmallRegistry, U, Work, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.exports import make_table
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.ties import (
    AFFINITY_FLOOR,
    get_affinity,
    get_change,
    get_jaccard,
    get_salton,
    get_smoothed_growth,
    split_halves,
)


NOBODY = frozenset()
SIZES = st.tuples(st.integers(AFFINITY_FLOOR, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))


@given(SIZES)
def test_salton_and_jaccard_are_the_same_from_both_sides_and_within_bounds(sizes):
    together, mine, theirs = sizes
    home, partner = together + mine, together + theirs
    for index in (get_salton, get_jaccard):
        value = index(together, home, partner)
        assert value == index(together, partner, home)
        assert 0 < value <= 1
    assert get_jaccard(together, home, partner) <= get_salton(together, home, partner)


@given(SIZES, st.integers(0, 10**6))
def test_affinity_is_the_same_from_both_sides(sizes, others):
    together, mine, theirs = sizes
    home, partner = together + mine, together + theirs
    corpus = home + partner - together + others
    assert get_affinity(together, home, partner, corpus) == get_affinity(
        together, partner, home, corpus
    )


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(AFFINITY_FLOOR, 1000))
def test_affinity_of_the_independent_is_one(a, b, times):
    # A part 1/a of the corpus is the home's, and a part 1/b of each of the two is the partner's.
    corpus = times * a * b
    assert get_affinity(times, corpus // a, corpus // b, corpus) == 1


def test_few_works_have_no_index():
    few = AFFINITY_FLOOR - 1
    assert get_affinity(few, 9, 9, 99) is get_salton(few, 9, 9) is get_jaccard(few, 9, 9) is None
    assert get_affinity(AFFINITY_FLOOR, 9, 9, 99) is not None


@pytest.mark.parametrize(
    ("years", "halves"),
    [
        ([], ((), ())),
        ([2020], ((), ())),
        ([2020, 2021], ((2020,), (2021,))),
        ([2019, 2020, 2021], ((2019,), (2021,))),  # the middle year is in neither
        ([2018, 2019, 2020, 2021], ((2018, 2019), (2020, 2021))),
        ([2017, 2018, 2019, 2020, 2021], ((2017, 2018), (2020, 2021))),
    ],
)
def test_halves(years, halves):
    assert split_halves(years) == halves


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(0, 2, "new"), (2, 0, "lost"), (1, 9, "sustained"), (0, 0, None)],
)
def test_change(before, after, change):
    assert get_change(before, after) == change


@pytest.mark.parametrize(
    ("counts", "growth"),
    [
        ([9, 9, 9, 9], None),  # four years
        ([1, 0, 1, 1, 1], None),  # under five works
        ([0, 0, 0, 9, 9], None),  # from nothing
        ([3, 3, 3, 3, 3], 0),
        ([4, 4, 4, 0, 0, 0], -1),
        ([3, 0, 0, 6, 6], 1),  # 3 then 12 works in three years, two steps
    ],
)
def test_smoothed_growth(counts, growth):
    assert get_smoothed_growth(counts) == (None if growth is None else pytest.approx(growth))


def write_years(start: int, organisation: str, country: str, years: list[int]) -> list[Work]:
    return [
        Work(start + n, year, {A: NOBODY, organisation: NOBODY}, {"FR": NOBODY, country: NOBODY})
        for n, year in enumerate(years)
    ]


@pytest.fixture(scope="module")
def figures():
    """Six years: with GB from the first to the last, with the US in the last three alone."""
    works = write_years(1, G, "GB", [2016, 2017, 2018, 2019, 2020, 2021])
    works += write_years(50, U, "US", [2019, 2020, 2021])
    works += [
        Work(90 + n, 2020, {G: NOBODY}, {"GB": NOBODY})
        for n in range(6)  # GB alone
    ]
    return Observatory(make_lake(works), SmallRegistry()).get_figures(Question((A,)))


def test_an_answer_holds_both_ways_of_the_share(figures):
    found = {one.code: one for one in figures.partner_countries}
    gb = found["GB"]
    assert (gb.works, gb.share, gb.ties.partner_works) == (6, 6 / 9, 12)
    assert gb.ties.partner_share == 6 / 12
    assert gb.ties.affinity == pytest.approx(6 * 15 / (9 * 12))
    assert found["US"].ties.affinity is None  # three works together
    [organisation] = [one for one in figures.partner_organisations if one.id == G]
    assert organisation.ties.partner_works == 12


def test_an_answer_holds_the_change(figures):
    basis = figures.ties_basis
    assert (basis.first_half, basis.second_half) == ((2016, 2018), (2019, 2021))
    found = {one.code: one.ties for one in figures.partner_countries}
    assert found["GB"][5:] == (3, 3, "sustained", 0.0)
    assert found["US"][5:] == (0, 3, "new", None)


def test_exports_say_the_change_in_words(figures):
    table = make_table("partner_countries", figures, "fr")
    assert {row[table.headers.index(table.headers[-2])] for row in table.rows} == {
        "nouveau", "maintenu",
    }  # fmt: skip
