"""Who is on the home's works, and who is on them together."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def country_nodes() -> ir.Table:
    """Return one row a country of the home's works, the home's own included.

    Columns: node (code); country (the same); home (1 for a home country); works (full counting);
    weight (fractional counting).
    """
    rows = get_table("home_countries")
    return _count_nodes(rows.mutate(node=rows.country))


def organisation_nodes() -> ir.Table:
    """Return one row an organisation of the home's works, the home's own included.

    Columns: node (ROR id); country (null when the registry gives none); home (1 for one of the
    home); works (full counting); weight (fractional counting).
    """
    rows = get_table("home_organisations")
    return _count_nodes(rows.mutate(node=rows.organisation))


def country_pairs() -> ir.Table:
    """Return one row a pair of countries asked for that share works of the home.

    The countries are those of the table `asked`. Columns: source and target (codes, source before
    target); works (that name both, each counted once: full counting).
    """
    rows = get_table("home_countries")
    return _count_pairs(rows.select("work", node=rows.country))


def organisation_pairs() -> ir.Table:
    """Return one row a pair of organisations asked for that share works of the home.

    As `country_pairs`, with ROR ids. Only those asked for are paired: a work of five thousand
    authors may name a thousand organisations, half a million pairs of which a picture shows few.
    """
    rows = get_table("home_organisations")
    return _count_pairs(rows.select("work", node=rows.organisation))


def _count_nodes(rows: ir.Table) -> ir.Table:
    return rows.group_by("node").aggregate(
        country=rows.country.max(),
        home=rows.home.ifelse(1, 0).max(),
        works=rows.work.nunique(),
        weight=rows.weight.sum(),
    )


def _count_pairs(rows: ir.Table) -> ir.Table:
    asked = get_table("asked")
    kept = rows.semi_join(asked, rows.node == asked.value).distinct()
    left = kept.select(work="work", source="node")
    right = kept.select(other="work", target="node")
    both = left.inner_join(right, [left.work == right.other, left.source < right.target])
    return both.group_by("source", "target").aggregate(works=both.count())
