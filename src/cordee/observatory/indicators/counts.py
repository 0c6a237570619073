"""Output, coverage, classes of co-publication and leadership, in two counts."""

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
)


PLACE_COLUMNS = tuple(f"{role}_place" for role in ROLES)


def counts_by_class() -> ir.Table:
    """Return how many works share a year, a number of countries and all flags.

    Columns: those of `KEYS`, as in `home_works`, and works (full counting). A work is in exactly one
    row, so the works of any class of `cordee.observatory.indicators.classes` in any years are a sum
    of rows. This is exact, and one narrow count costs an engine a fifth of two dozen conditional
    sums.
    """
    works = get_table("home_works")
    return works.group_by(*KEYS).aggregate(works=works.count())


def counts_by_place() -> ir.Table:
    """Return how many works share a year, a number of countries and where all their roles are.

    Columns: year; countries; a place of `PLACES` for each role; works (full counting). Apart from
    `counts_by_class`, because the two are asked apart, and together they have thirty times the rows.
    """
    works = get_table("home_works")
    return works.group_by("year", "countries", *PLACE_COLUMNS).aggregate(works=works.count())


def distances() -> ir.Table:
    """Return one row: `km`, the mean over located works of kilometres to the farthest partner."""
    works = get_table("home_works")
    return works.aggregate(km=works.km.mean())


def distances_by_year() -> ir.Table:
    """Return one row a year: located works, sum of their `distances` kilometres and of its square."""
    works = get_table("home_works").filter(lambda t: t.km.notnull())
    return works.group_by("year").aggregate(
        works=works.count(), km=works.km.sum(), square=(works.km * works.km).sum()
    )
