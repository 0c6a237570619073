"""Output, coverage, classes of co-publication and leadership, in one count."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import ROLES, ZONES, get_table


KEYS = (
    "year",
    "countries",
    "outside",
    "alone",
    "company",
    "reach",
    "hyper",
    *ZONES,
    "themed",
    "pubmed",
    *(f"{role}_place" for role in ROLES),
)


def counts_by_class() -> ir.Table:
    """Return how many works share a year, a number of countries, all flags and all places of roles.

    Columns: those of `KEYS`, as in `home_works`, and works (full counting). A work is in exactly one
    row, so the works of any class of `cordee.observatory.indicators.classes` in any years are a sum
    of rows. This is exact, and one narrow count costs an engine a fifth of two dozen conditional
    sums.
    """
    works = get_table("home_works")
    return works.group_by(*KEYS).aggregate(works=works.count())


def distances() -> ir.Table:
    """Return one row: `km`, the mean over located works of kilometres to the farthest partner."""
    works = get_table("home_works")
    return works.aggregate(km=works.km.mean())
