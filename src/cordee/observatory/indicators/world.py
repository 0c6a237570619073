"""The whole corpus by country: a cube of country sets, and what is read from it.

A work's countries, sorted, are one text. Works of a year with the same text are one row, so ten
million works become a few hundred thousand rows that still carry every pair of countries, every class
and every share, exactly.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table
from cordee.observatory.indicators.ties import count_by_year


SEPARATOR = ","


def country_sets() -> ir.Table:
    """Return one row a year and set of countries: `size` of the set and `works`.

    Every dated work is in exactly one row; those without a known country have the empty set.
    """
    rows = get_table("work_countries")
    rows = rows.filter(rows.country.notnull(), rows.year.notnull())
    found = rows.group_by("work").aggregate(
        year=rows.year.min(), size=rows.count(), first=rows.country.min(), last=rows.country.max()
    )
    # Lists are dear and nearly all works have one or two countries: only the others are listed.
    many = found.filter(found["size"] > 2).select("work")
    listed = rows.semi_join(many, "work")
    listed = listed.group_by("work").aggregate(names=listed.country.collect())
    listed = listed.select("work", names=listed.names.sort().join(SEPARATOR))
    named = found.left_join(listed, found.work == listed.work).select(
        year=found.year,
        size=found["size"],
        countries=listed.names.fill_null(
            (found["size"] == 2).ifelse(found["first"] + SEPARATOR + found["last"], found["first"])
        ),
    )
    sets = named.group_by("year", "countries", "size").aggregate(works=named.count())
    return sets.union(_count_unknown(rows))


def _count_unknown(rows: ir.Table) -> ir.Table:
    """Return the empty set of each year: the dated works of which `rows` name no country."""
    works = get_table("works").filter(lambda t: t.year.notnull())
    dated = works.group_by("year").aggregate(works=works.count())
    covered = count_by_year(rows)
    joined = dated.left_join(covered, dated.year == covered.year)
    unknown = joined.select(
        year=dated.year,
        countries=ibis.literal(""),
        size=ibis.literal(0, "int64"),
        works=dated.works - covered.works.fill_null(0),
    )
    return unknown.filter(unknown.works > 0)


def country_links() -> ir.Table:
    """Return one row a year and pair of countries, source before target: `works` that name both."""
    sets = get_table("country_sets").filter(lambda t: t["size"] > 1)
    one = sets.select("year", "countries", "works", source=_split(sets))
    both = one.select("year", "source", "works", target=_split(one))
    both = both.filter(both.source < both.target)
    return both.group_by("year", "source", "target").aggregate(works=both.works.sum())


def country_classes() -> ir.Table:
    """Return one row a year and country: `works`, and `international` ones among them."""
    sets = get_table("country_sets").filter(lambda t: t["size"] > 0)
    rows = sets.select("year", "size", "works", country=_split(sets))
    return rows.group_by("year", "country").aggregate(
        works=rows.works.sum(),
        international=(rows["size"] > 1).ifelse(rows.works, 0).sum(),
    )


CUBE_BUILD: dict[str, Callable[[], ir.Table]] = {
    "country_sets": country_sets,
}
"""The cube adds up: those of two disjoint sets of works, summed row by row, are that of both."""

WORLD_BUILD: dict[str, Callable[[], ir.Table]] = {
    "country_links": country_links,
    "country_classes": country_classes,
}
"""Tables read from the cube."""


def _split(rows: ir.Table) -> ir.Value:
    return rows.countries.split(SEPARATOR).unnest()
