"""Output, coverage, classes of co-publication and leadership, in two counts."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import PLACES, ROLES, ZONES, get_table


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


def counts_by_side() -> ir.Table:
    """Return one row: of each role, on how many works it is known who holds it, the home, or another.

    The other is the one organisation of the table `asked`. Columns, of each role: `{role}_known` (a
    country of the holder is known, or the holder is one of the two), `{role}_home` and
    `{role}_other`, in full counting. A work whose holder is of both counts for both.
    """
    works, asked = get_table("home_works"), get_table("asked")
    rows = get_table("home_organisations")
    other = rows.semi_join(asked, rows.organisation == asked.value)
    held = other.select(held="work", **{f"{role}_held": other[role] for role in ROLES})
    joined = works.left_join(held, works.work == held.held)
    found = {}
    for role in ROLES:
        theirs, place = joined[f"{role}_held"].fill_null(False), joined[f"{role}_place"]
        found[f"{role}_known"] = ((place >= PLACES["abroad"]) | theirs).sum()
        found[f"{role}_home"] = (place == PLACES["home"]).sum()
        found[f"{role}_other"] = theirs.sum()
    return joined.aggregate(**found)


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
