"""Who is on the home's works, and who is on them together.

For each network an engine builds `network_rows` from one of `MEMBERS`, then `network_pairs` for the
nodes that stand in the table `asked`; what is left reads those two, whatever the nodes are.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table
from cordee.observatory.units.evidence import OWN_ROLES


def country_members() -> ir.Table:
    """Return the countries on each work of the home, the home's own included.

    Columns, of this and the other kinds: work; year; node (here the country's code); country; home (1
    for a node of the home); weight (fractional counting); circle (see `tables.NETWORK_TABLES`).
    """
    rows = get_table("home_countries")
    return _make_members(rows, node=rows.country, country=rows.country, home=rows.home)


def organisation_members() -> ir.Table:
    """Return the organisations on each work of the home. The node is the ROR id."""
    rows = get_table("home_organisations")
    return _make_members(rows, node=rows.organisation, country=rows.country, home=rows.home)


def theme_members() -> ir.Table:
    """Return the themes of each work of the home, tied with those of their own vocabulary alone.

    The node is vocabulary and code, "mesh/C04". A work's 1 is divided equally over its themes of one
    vocabulary. No theme is of the home.
    """
    ids, rows = get_table("home_ids"), get_table("home_themes")
    rows = rows.inner_join(ids, rows.work == ids.work).select(
        rows.work, ids.year, rows.vocabulary, rows.theme
    )
    rows = _divide(rows, "work", "vocabulary")
    node = rows.vocabulary + "/" + rows.theme
    return _make_members(rows, node=node, circle=rows.vocabulary)


def unit_members() -> ir.Table:
    """Return the research units on each work of the home, those of other organisations included.

    The node is the unit's code. A work's 1 is divided equally over its units. A unit is of the home
    when an organisation of the home supervises it, is the unit itself or is the hospital around it.
    """
    ids, works = get_table("home_ids"), get_table("unit_works")
    own = (
        get_table("unit_organisations")
        .filter(lambda t: t.role.isin(list(OWN_ROLES)))
        .semi_join(get_table("home_members"), "organisation")
        .select("unit")
        .distinct()
    )
    # The year is the work's own, so that a table built before a correction cannot split a work.
    joined = works.inner_join(ids, works.work == ids.work).left_join(own, works.unit == own.unit)
    rows = joined.select(works.work, ids.year, works.unit, home=own.unit.notnull()).distinct()
    rows = _divide(rows, "work")
    return _make_members(rows, node=rows.unit, home=rows.home)


def unit_partner_members() -> ir.Table:
    """Return the research units on each work of the home, and its partner organisations abroad.

    Organisations are tied with units and not with each other: each is a circle of its own.
    """
    rows = get_table("home_organisations")
    here = get_table("home_members").select("country").distinct()
    abroad = rows.filter(~rows.home & ~rows.own & rows.country.notnull()).anti_join(here, "country")
    partners = _make_members(
        abroad, node=abroad.organisation, country=abroad.country, circle=abroad.organisation
    )
    return unit_members().union(partners)


MEMBERS: dict[str, Callable[[], ir.Table]] = {
    "countries": country_members,
    "organisations": organisation_members,
    "units": unit_members,
    "unit-partners": unit_partner_members,
    "themes": theme_members,
}
"""Who is on each work, by what the nodes of a network are."""


def nodes() -> ir.Table:
    """Return one row a node.

    Columns: node; country; home; works (full counting); weight (fractional counting); apart (1 for a
    node with a circle of its own).
    """
    rows = get_table("network_rows")
    return rows.group_by("node").aggregate(
        country=rows.country.max(),
        home=rows.home.max(),
        works=rows.work.nunique(),
        weight=rows.weight.sum(),
        apart=(rows.circle == rows.node).ifelse(1, 0).max(),
    )


def node_years() -> ir.Table:
    """Return one row a node asked for a year in which it has works: node, year, works."""
    rows = _get_asked_rows()
    return rows.group_by("node", "year").aggregate(works=rows.work.nunique())


def network_pairs() -> ir.Table:
    """Return one row a pair of nodes asked for a year in which they share works of the home.

    Columns: source and target (source before target); year; works (that name both, each counted
    once: full counting). Only nodes asked for are paired: a work of five thousand authors may name a
    thousand organisations, half a million pairs of which a picture shows few.
    """
    kept = _get_asked_rows().select("work", "year", "node", "circle").distinct()
    left = kept.select("work", "year", source="node", circle="circle")
    right = kept.select(other="work", target="node", ring="circle")
    both = left.inner_join(right, [left.work == right.other, left.source < right.target])
    tied = both.filter((both.circle == "") | (both.ring == "") | (both.circle == both.ring))
    return tied.group_by("source", "target", "year").aggregate(works=tied.count())


def pairs() -> ir.Table:
    """Return one row a pair of nodes: source, target, works over all years."""
    rows = get_table("network_pairs")
    return rows.group_by("source", "target").aggregate(works=rows.works.sum())


def pair_counts() -> ir.Table:
    """Return one row a year and a number of works: how many pairs of so many works were at work then.

    Columns: year; works (of a pair, over all years); pairs. So the links of a year can be told for
    any least number of works without a row a link a year.
    """
    rows, totals = get_table("network_pairs"), pairs()
    joined = rows.inner_join(
        totals, [rows.source == totals.source, rows.target == totals.target]
    ).select(rows.year, totals.works)
    return joined.group_by("year", "works").aggregate(pairs=joined.count())


def pair_years() -> ir.Table:
    """Return one row a pair asked for a year: source, target, year, works.

    A pair is asked for by two rows of the table `asked` with one `part`, a node in each.
    """
    asked, rows = get_table("asked"), get_table("network_pairs")
    left = asked.select(part="part", source="value")
    right = asked.select(other="part", target="value")
    wanted = left.inner_join(right, [left.part == right.other, left.source < right.target])
    return rows.semi_join(wanted, ["source", "target"])


def home_years() -> ir.Table:
    """Return one row a year: year, works of the home."""
    rows = get_table("home_works")
    return rows.group_by("year").aggregate(works=rows.count())


def _get_asked_rows() -> ir.Table:
    rows, asked = get_table("network_rows"), get_table("asked")
    return rows.semi_join(asked, rows.node == asked.value)


def _divide(rows: ir.Table, *keys: str) -> ir.Table:
    """Return `rows` with `weight`: 1 divided equally over the rows of the same keys."""
    return rows.group_by(*keys).mutate(weight=lambda t: 1 / t.count())


def _make_members(
    rows: ir.Table,
    *,
    node: ir.StringValue,
    country: ir.StringValue | None = None,
    home: ir.BooleanValue | None = None,
    circle: ir.StringValue | str = "",
) -> ir.Table:
    none = ibis.null("string")
    return rows.select(
        work=rows.work,
        year=rows.year,
        node=node,
        country=none if country is None else country,
        home=ibis.literal(0, "int8") if home is None else home.ifelse(1, 0).cast("int8"),
        weight=rows.weight,
        circle=ibis.literal(circle) if isinstance(circle, str) else circle,
    )
