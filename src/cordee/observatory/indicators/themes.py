"""Themes of the home's works."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def themes() -> ir.Table:
    """Return one row a theme.

    Columns: vocabulary; theme; works; heading and keyword (works on which indexers, or authors,
    named it; a work can be in both); covered; international.
    """
    rows, works = get_table("home_themes"), get_table("home_works")
    joined = rows.inner_join(works, rows.work == works.work).select(
        vocabulary=rows.vocabulary,
        theme=rows.theme,
        heading=rows.heading,
        keyword=rows.keyword,
        countries=works.countries,
    )
    return joined.group_by("vocabulary", "theme").aggregate(
        works=joined.count(),
        heading=joined.heading.sum(),
        keyword=joined.keyword.sum(),
        covered=(joined.countries >= 1).sum(),
        international=(joined.countries >= 2).sum(),
    )


def themed_works() -> ir.Table:
    """Return one row a vocabulary: works with at least one of its themes, its shares' denominator."""
    rows = get_table("home_themes")
    return rows.group_by("vocabulary").aggregate(works=rows.work.nunique())
