"""Declared collaborations: what teams say, beside what works show."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def declared_countries() -> ir.Table:
    """Return one row a partner's country (null when unreadable): collaborations declared by the home.

    Columns: country; declared (how many of `declared_rows`).
    """
    rows = declared_rows()
    return rows.group_by("country").aggregate(declared=rows.count())


def declared_rows() -> ir.Table:
    """Return one row a collaboration declared by the home in the period, as the table has it.

    A declaration is the home's when its organisation is of the home, or when the table it came from
    names none (it is then taken as the reader's own). It counts when its years touch the period; a
    missing year leaves that end open. Columns: declared (key), team, partner, country, theme,
    first_year, last_year.
    """
    rows = get_table("declared")
    members = get_table("home_members").select(member="organisation").distinct()
    span = get_table("home_years").aggregate(
        period_first=lambda t: t.year.min(), period_last=lambda t: t.year.max()
    )
    rows = rows.left_join(members, rows.organisation == members.member).cross_join(span)
    rows = rows.filter(
        rows.organisation.isnull() | rows.member.notnull(),
        rows.first_year.isnull() | (rows.first_year <= rows.period_last),
        rows.last_year.isnull() | (rows.last_year >= rows.period_first),
    )
    return rows.select("declared", "team", "partner", "country", "theme", "first_year", "last_year")
