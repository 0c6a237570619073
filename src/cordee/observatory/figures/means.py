"""Means over works, from sums by year, so that a year and the whole period are reckoned alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cordee.observatory.figures.citations import make_cited
from cordee.observatory.figures.comparables import Mean
from cordee.observatory.figures.lake_facts import Row


_Z = 1.96

DIGITS = 6
"""More than any reader sees, and fewer than the same sum in another order differs by: two versions of a
lake with the same works have equal figures."""


def make_means(distances: Sequence[Row], cited: Sequence[Row]) -> dict[str, Mean]:
    """Return the means of `comparables.MEANS` from rows of `distances_by_year` and `citations_by_year`.

    The intervals of the distance and of the citation score are the normal ones, mean ± 1.96 s / √n.
    Citations a work have none: a few works hold most of them.
    """
    one = make_cited("works", cited)
    return {
        "km": _make_distance(distances),
        "citations": _make_mean(one.mean, one.works),
        "citation_score": _make_mean(one.score, one.compared_works, one.score_low, one.score_high),
    }


def count_top(cited: Sequence[Row]) -> tuple[float, int]:
    """Return how many works are among the tenth most cited, in parts of works, and of how many."""
    compared = int(sum(row["compared"] for row in cited))
    return round(float(sum(row["top"] for row in cited)), DIGITS), compared


def _make_distance(rows: Sequence[Row]) -> Mean:
    works = sum(row["works"] for row in rows)
    if not works:
        return _make_mean(None, 0)
    mean = math.fsum(row["km"] for row in rows) / works
    if works < 2:
        return _make_mean(mean, works)
    squares = math.fsum(row["square"] for row in rows)
    margin = _Z * math.sqrt(max(0.0, squares - works * mean * mean) / (works - 1) / works)
    return _make_mean(mean, works, max(0.0, mean - margin), mean + margin)


def _make_mean(
    value: float | None, works: int, low: float | None = None, high: float | None = None
) -> Mean:
    value, low, high = (one if one is None else round(one, DIGITS) for one in (value, low, high))
    return Mean(value, works, low, high)
