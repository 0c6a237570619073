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
    first_year, last_year, affiliation (key of its partner as a text; null in older lakes).
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
    columns = ("team", "partner", "country", "theme", "first_year", "last_year", "affiliation")
    return rows.select("declared", *columns)


def declared_links() -> ir.Table:
    """Return one row an organisation that the linker reads in a declared partner's text.

    Columns: declared (key of `declared_rows`), organisation, name, place (its country), score, start.
    """
    rows = declared_rows().select("declared", "affiliation")
    links = get_table("links").select("affiliation", "organisation", "score", "start")
    places = get_table("organisations").select("organisation", "name", place="country")
    found = rows.inner_join(links, "affiliation").left_join(places, "organisation")
    return found.select("declared", "organisation", "name", "place", "score", "start")


def people_by_country() -> ir.Table:
    """Return one row a person of the home and partner country asked for, on a work together.

    Columns: partner (country), person (key), works, first_year, last_year.
    """
    rows = get_table("home_countries").filter(lambda t: ~t.home)
    return _count_people(rows.select("work", partner="country"))


def people_by_organisation() -> ir.Table:
    """Return one row a person of the home and partner organisation asked for, as `people_by_country`."""
    rows = get_table("home_organisations").filter(lambda t: ~t.home & ~t.own)
    return _count_people(rows.select("work", partner="organisation"))


def _count_people(partners: ir.Table) -> ir.Table:
    people = get_table("home_people").filter(lambda t: t.side == "home")
    people = people.select("work", "year", "person").distinct()
    kept = partners.semi_join(get_table("asked"), [("partner", "value")])
    rows = people.inner_join(kept, "work")
    return rows.group_by("partner", "person").aggregate(
        works=rows.work.nunique(), first_year=rows.year.min(), last_year=rows.year.max()
    )
