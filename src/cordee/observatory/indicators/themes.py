"""Themes of the home's works."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.view import get_table


def themes() -> ir.Table:
    """Return one row a theme.

    Columns: vocabulary; theme; works; heading and keyword (works on which indexers, or authors,
    named it; a work can be in both); covered; international.
    """
    rows = get_table("home_themes")
    works = get_table("home_works").select("work", "covered", "international")
    rows = rows.inner_join(works, "work")
    return rows.group_by("vocabulary", "theme").aggregate(
        works=rows.count(),
        heading=rows.heading.sum(),
        keyword=rows.keyword.sum(),
        covered=rows.covered.sum(),
        international=rows.international.sum(),
    )


def themed_works() -> ir.Table:
    """Return one row a vocabulary: works with at least one of its themes, its shares' denominator."""
    rows = get_table("home_themes")
    return rows.group_by("vocabulary").aggregate(works=rows.work.nunique())
