"""The strength of a tie and its change, from counts of works.

A tie is between the home and one partner, by full counting. Four counts make it: n_ij works together,
n_i of the home, n_j of the partner in the corpus, N of the corpus, all in the same years and all of
one universe, so that a part is never larger than its whole. For countries the universe is the covered
works, those of a single country included everywhere; for organisations it is the works with a known
organisation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cordee.observatory.figures.parts import Ties, TiesBasis
from cordee.observatory.figures.statistics import GROWTH_FLOOR, get_share


AFFINITY_FLOOR = 5
"""Under 5 works together, one work more or less moves an index by more than a fifth, and its chance
error alone (1 / √n) is about half of it: two partners could not be told apart by it."""

MEAN_YEARS = 3
"""A mean over three years evens out a year in which a large consortium happened to publish."""

FULL_YEARS_FOR_SMOOTHED = MEAN_YEARS + 2
"""Five years give three means in a row, and so two steps; with one step it is a mere ratio."""


@dataclass(frozen=True, slots=True)
class Universe:
    """What a kind of ties is judged in: one question's countries, or its organisations."""

    home: int  # n_i
    corpus: int  # N
    # n_j, by country; of organisations it stands in a column of its own.
    partners: Mapping[str, int]
    full_years: int  # how many years of a trend, from its first, the lake holds in full


def get_affinity(together: int, home: int, partner: int, corpus: int) -> float | None:
    """Return the probabilistic affinity index n_ij N / (n_i n_j), or None under 5 works together.

    1 when home and partner publish together as often as two random sets of these sizes would; 2 when
    twice as often. Zitt, Bassecoulard and Okubo, "Shadows of the past in international cooperation"
    (2000), Scientometrics 47(3), doi:10.1023/A:1005632319799.

    >>> get_affinity(10, 20, 50, 100)
    1.0
    """
    if together < AFFINITY_FLOOR:
        return None
    return together * corpus / (home * partner)


def get_salton(together: int, home: int, partner: int) -> float | None:
    """Return Salton's cosine n_ij / √(n_i n_j), or None under 5 works together.

    Salton and McGill, Introduction to Modern Information Retrieval (1983).

    >>> get_salton(10, 20, 80)
    0.25
    """
    if together < AFFINITY_FLOOR:
        return None
    # The root of a product of integers can come out a hair under them both.
    return min(1.0, together / math.sqrt(home * partner))


def get_jaccard(together: int, home: int, partner: int) -> float | None:
    """Return Jaccard's index n_ij / (n_i + n_j - n_ij), or None under 5 works together.

    >>> get_jaccard(10, 20, 80) == 10 / 90
    True
    """
    if together < AFFINITY_FLOOR:
        return None
    return together / (home + partner - together)


def split_halves(years: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first and the second half of years in order, equally long; both empty under two.

    Of an odd number of years the middle one is in neither half: a longer half would find more
    partners by its length alone.

    >>> split_halves([2019, 2020, 2021])
    ((2019,), (2021,))
    """
    half = len(years) // 2
    return (tuple(years[:half]), tuple(years[-half:])) if half else ((), ())


def get_change(before: int, after: int) -> str | None:
    """Return "new", "lost" or "sustained" for works in the first and the second half.

    None when there are none in either: then they are all in the middle year, or in one that is not
    complete.

    >>> get_change(0, 3)
    'new'
    """
    if before and after:
        return "sustained"
    if before:
        return "lost"
    return "new" if after else None


def get_smoothed_growth(counts: Sequence[int]) -> float | None:
    """Return the compound rate a year from the mean of the first three years to that of the last three.

    (last / first)^(1 / (years - 3)) - 1. None with fewer than five years or five works, or from
    nothing.

    >>> round(get_smoothed_growth([1, 2, 4, 8, 16, 32]), 9)
    1.0
    """
    if len(counts) < FULL_YEARS_FOR_SMOOTHED or sum(counts) < GROWTH_FLOOR:
        return None
    before, after = sum(counts[:MEAN_YEARS]), sum(counts[-MEAN_YEARS:])
    if not before:
        return None
    return float((after / before) ** (1 / (len(counts) - MEAN_YEARS)) - 1)


def make_ties(partner: str, together: int, counts: Sequence[int], universe: Universe) -> Ties:
    """Return the tie with one partner; `counts` are the works together of each year of the period."""
    return measure_tie(together, universe.partners.get(partner, together), counts, universe)


def measure_tie(together: int, total: int, counts: Sequence[int], universe: Universe) -> Ties:
    """Return the tie with a partner that has `total` works in the corpus."""
    full = counts[: universe.full_years]
    before, after = (sum(half) for half in split_halves(full))
    home = universe.home
    return Ties(
        partner_works=total,
        partner_share=get_share(together, total),
        affinity=get_affinity(together, home, total, universe.corpus),
        salton=get_salton(together, home, total),
        jaccard=get_jaccard(together, home, total),
        works_before=before if len(full) > 1 else None,
        works_after=after if len(full) > 1 else None,
        change=get_change(before, after),
        smoothed_growth=get_smoothed_growth(full),
    )


def make_basis(covered: int, linked: int, full_years: Sequence[int]) -> TiesBasis:
    """Return what the ties of one answer are judged against."""
    first, second = split_halves(full_years)
    return TiesBasis(
        corpus_covered_works=covered,
        corpus_linked_works=linked,
        least_works=AFFINITY_FLOOR,
        first_half=(first[0], first[-1]) if first else None,
        second_half=(second[0], second[-1]) if second else None,
        has_smoothed_growth=len(full_years) >= FULL_YEARS_FOR_SMOOTHED,
    )
