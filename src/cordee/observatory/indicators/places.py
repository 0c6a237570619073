"""Where the partners of a home are, and which of its units take part."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table
from cordee.observatory.units.evidence import OWN_ROLES


def partner_cities() -> ir.Table:
    """Return one row a city of partner organisations on the home's works.

    Columns: country; city (as the registry writes it, with its region where the country has two of
    that name); works (full counting: a work with two
    organisations of a city counts once); organisations (how many of the city); first_year and
    last_year of these works; latitude and longitude (the mean of the organisations, each as often
    as it has works; null when the registry has none).
    """
    rows = placed_partners()
    return rows.group_by("country", "city").aggregate(
        works=rows.work.nunique(),
        organisations=rows.organisation.nunique(),
        first_year=rows.year.min(),
        last_year=rows.year.max(),
        latitude=rows.latitude.mean(),
        longitude=rows.longitude.mean(),
    )


def placed_partners() -> ir.Table:
    """Return the partner organisations of the home's works whose city the registry knows.

    Own bodies are no partners, and no partner city is theirs. `named` is the city as the registry
    writes it, which two towns of a country may share.
    """
    rows = get_table("home_organisations").filter(lambda t: ~t.home & ~t.own & t.country.notnull())
    known = located_organisations()
    joined = rows.inner_join(known, rows.organisation == known.organisation)
    return joined.select(
        work=rows.work,
        year=rows.year,
        organisation=rows.organisation,
        country=rows.country,
        city=known.town,
        named=known.city,
        latitude=known.latitude,
        longitude=known.longitude,
    )


def located_organisations() -> ir.Table:
    """Return organisations whose city the registry knows: organisation, city, town, degrees.

    `town` is the city, with its region where the country has another of that name.
    """
    known = get_table("organisations").filter(lambda t: t.city.notnull())
    names = get_table("town_names")
    joined = known.left_join(names, known.organisation == names.organisation)
    return joined.select(
        organisation=known.organisation,
        city=known.city,
        town=ibis.coalesce(names.town, known.city),
        latitude=known.latitude,
        longitude=known.longitude,
    )


def is_in_city(rows: ir.Table, value: ir.StringValue) -> ir.BooleanValue:
    """Say which of `placed_partners` are in a city, ``GB/London`` or ``US/Rochester, Minnesota``.

    A name alone that several towns of the country share means them all.
    """
    return (rows.country + "/" + rows.city == value) | (rows.country + "/" + rows.named == value)


def home_units() -> ir.Table:
    """Return one row a research unit of the home on its works.

    A unit is the home's when an organisation of the home supervises it, is the hospital around it,
    or is its own record in the registry. Columns: unit (code); name, acronym and town (null when not
    known); works; first_year and last_year of these works.
    """
    rows = list_unit_works()
    counted = rows.group_by("unit").aggregate(
        works=rows.count(), first_year=rows.year.min(), last_year=rows.year.max()
    )
    units = get_table("units")
    return counted.inner_join(units, counted.unit == units.unit).select(
        unit=counted.unit,
        name=units.name,
        acronym=units.acronym,
        town=units.town,
        works=counted.works,
        first_year=counted.first_year,
        last_year=counted.last_year,
    )


def list_unit_works() -> ir.Table:
    """Return unit, work, year: each work of the home with a code of a unit of the home, once."""
    own = list_own_units().semi_join(get_table("home_members"), "organisation")
    own = own.select("unit").distinct()
    works = get_table("home_works")
    rows = get_table("unit_works").semi_join(own, "unit").select("unit", "work").distinct()
    return rows.inner_join(works, rows.work == works.work).select(rows.unit, works.work, works.year)


def list_own_units() -> ir.Table:
    """Return unit, organisation: who supervises a unit, is it, or is the hospital around it."""
    ties = get_table("unit_organisations").filter(lambda t: t.role.isin(list(OWN_ROLES)))
    return ties.select("unit", "organisation").distinct()
