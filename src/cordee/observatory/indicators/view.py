"""The home view: a few small tables, restricted to the works of one home, that indicators read.

A *home* is a set of organisations looked at as one. For each question an engine holds, beside the
lake's snapshot tables, the *question tables* (`HOME_MEMBERS`, `HOME_YEARS`, `ZONE_YEARS`, `ASKED`),
and builds the *view tables* in the order of `BUILD`. Indicators are Ibis expressions over those names
and schemas, so that they are written once and run on any engine that Ibis speaks.

Two choices serve portability: no value of a question is ever inside an expression (it stands in a
question table, so an expression compiles once for all questions), and nothing but filters, joins,
groups, simple aggregates and windows over one key is used.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.classes import MANY_COUNTRIES
from cordee.observatory.indicators.tables import PLACES, ROLES, ZONES, get_table


def home_ids() -> ir.Table:
    """Return the works of the home: an organisation of the home on it, a year in the period."""
    works = get_table("works")
    dated = _of_members(works).semi_join(get_table("home_years"), "year")
    return dated.select("work", "year", pubmed=_to_flag(works.source == "pubmed"))


def undated_works() -> ir.Table:
    """Return one row, `works`: the home's works whose year is unknown; they are in no figure."""
    undated = get_table("works").filter(lambda t: t.year.isnull())
    works = _of_members(undated.select("work"))
    return works.aggregate(works=works.count())


def home_countries() -> ir.Table:
    """Return the countries of the home's works with what each is to the home.

    Membership of a zone is judged at the year of publication.
    """
    rows = get_table("work_countries").filter(lambda t: t.country.notnull())
    ids, zones = get_table("home_ids"), get_table("zone_years")
    here = get_table("home_members").select("country").distinct()
    # The year is the work's own, so that a mart built before a correction cannot split a work.
    joined = (
        rows.inner_join(ids, rows.work == ids.work)
        .left_join(here, rows.country == here.country)
        .left_join(zones, [rows.country == zones.country, ids.year == zones.year])
    )
    return joined.select(
        work=rows.work,
        year=ids.year,
        country=rows.country,
        weight=rows.weight,
        home=here.country.notnull(),
        **{name: zones[name].fill_null(0) for name in ZONES},
        **_get_roles(rows),
    )


def home_organisations() -> ir.Table:
    """Return the organisations of the home's works and whether each is of the home."""
    rows, ids = get_table("work_organisations"), get_table("home_ids")
    members = get_table("home_members")
    joined = rows.inner_join(ids, rows.work == ids.work).left_join(
        members, rows.organisation == members.organisation
    )
    return joined.select(
        work=rows.work,
        year=ids.year,
        organisation=rows.organisation,
        country=rows.country,
        weight=rows.weight,
        home=members.organisation.notnull(),
        **_get_roles(rows),
    )


def home_themes() -> ir.Table:
    """Return the themes of the home's works, each once a work, and who named it."""
    rows = get_table("work_themes").semi_join(get_table("home_ids"), "work")
    return rows.group_by("work", "vocabulary", "theme").aggregate(
        heading=_to_flag(rows.basis == "heading").max(),
        keyword=_to_flag(rows.basis == "keyword").max(),
    )


def home_works() -> ir.Table:
    """Return one row a work of the home with all that its classes are judged by."""
    ids, by_country, by_organisation = get_table("home_ids"), _spread(), _circle()
    themed = get_table("home_themes").select("work").distinct()
    rows = (
        ids.left_join(by_country, ids.work == by_country.work)
        .left_join(by_organisation, ids.work == by_organisation.work)
        .left_join(themed, ids.work == themed.work)
    )
    places = {f"{role}_place": _get_place(by_country, by_organisation, role) for role in ROLES}
    return rows.select(
        work=ids.work,
        year=ids.year,
        pubmed=ids.pubmed,
        countries=by_country.countries.fill_null(0),
        organisations=by_organisation.organisations.fill_null(0),
        outside=by_organisation.outside.fill_null(0),
        **{name: by_country[name].fill_null(0) for name in ZONES},
        themed=_to_flag(themed.work.notnull()),
        **places,
    )


BUILD: dict[str, Callable[[], ir.Table]] = {
    "home_ids": home_ids,
    "home_countries": home_countries,
    "home_organisations": home_organisations,
    "home_themes": home_themes,
    "home_works": home_works,
}
"""The view tables in the order in which an engine builds them: later ones read earlier ones."""


def _of_members(works: ir.Table) -> ir.Table:
    of_home = get_table("work_organisations").semi_join(get_table("home_members"), "organisation")
    return works.semi_join(of_home, "work")


def _get_roles(rows: ir.Table) -> dict[str, ir.BooleanValue]:
    return {role: rows[role].fill_null(False) for role in ROLES}


def _to_flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    # Numbers rather than booleans: every engine takes their maximum, and one rule bounds them all.
    return condition.ifelse(ibis.literal(1, "int8"), ibis.literal(0, "int8"))


def _spread() -> ir.Table:
    """Return one row a work with known countries: how many, of which zones, where its roles are."""
    rows = get_table("home_countries")
    place = rows.home.ifelse(PLACES["national"], PLACES["abroad"])
    found = (
        rows.mutate(place=place)
        .group_by("work")
        .aggregate(
            countries=lambda t: t.count(),
            **{name: lambda t, name=name: t[name].max(where=~t.home) for name in ZONES},
            **{f"{role}_place": lambda t, role=role: t.place.max(where=t[role]) for role in ROLES},
        )
    )
    few = found.countries < MANY_COUNTRIES
    return found.mutate(countries=few.ifelse(found.countries, MANY_COUNTRIES))


def _circle() -> ir.Table:
    """Return one row a work: how many organisations, whether one is outside, roles at home."""
    rows = get_table("home_organisations")
    return rows.group_by("work").aggregate(
        organisations=rows.count(),
        outside=_to_flag(~rows.home).max(),
        **{f"{role}_home": (rows.home & rows[role]).any() for role in ROLES},
    )


def _get_place(by_country: ir.Table, by_organisation: ir.Table, role: str) -> ir.IntegerValue:
    abroad_or_national = by_country[f"{role}_place"].fill_null(PLACES["nowhere"])
    return by_organisation[f"{role}_home"].ifelse(PLACES["home"], abroad_or_national)
