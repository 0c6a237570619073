"""From the towns of a home to those of its partners: who shares works over which distance.

An organisation is in the town the registry gives it: all of Inserm is in Paris, where its seat is. Own
bodies of the home (its kin, co-tutelles) are no partners, so no flow leads to them.
"""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.places import located_organisations
from cordee.observatory.indicators.tables import get_table


def towns() -> ir.Table:
    """Return one row a town with an organisation on the home's works.

    Columns: town (with its region where the country has two of that name); country; home (1 for a town of the home's own organisations, 0 for one of others);
    abroad (1 outside the countries of the home); latitude and longitude (degrees, the mean of its
    organisations, each as often as it has works); works; organisations. A town with organisations of the home and others has a row
    of each.
    """
    rows = _locate()
    return rows.group_by("country", "town", "home", "abroad").aggregate(
        latitude=rows.latitude.mean(),
        longitude=rows.longitude.mean(),
        works=rows.work.nunique(),
        organisations=rows.organisation.nunique(),
    )


def town_flows() -> ir.Table:
    """Return one row a town of the home and a town of others that share works.

    Columns: town, country (of the home's), other_town, other_country; abroad (1 when the other is
    outside the countries of the home); works (with both, each counted once).
    """
    rows = _locate()
    ours, others = _end(rows.filter(rows.home == 1)), _end(rows.filter(rows.home == 0))
    ours = ours.drop("abroad")
    others = others.select(
        other="work", other_country="country", other_town="town", abroad="abroad"
    )
    both = ours.inner_join(others, ours.work == others.other)
    keys = ("country", "town", "other_country", "other_town", "abroad")
    return both.group_by(*keys).aggregate(works=both.count())


def country_flows() -> ir.Table:
    """Return one row a town of the home and a partner country that share works.

    Columns: town, country (of the home's), other_country; works. A partner country is known of more
    works than a partner's town: a text may name the country alone.
    """
    rows = _locate()
    ours = _end(rows.filter(rows.home == 1))
    partners = get_table("home_countries").filter(lambda t: ~t.home)
    partners = partners.select(other="work", other_country="country").distinct()
    both = ours.inner_join(partners, ours.work == partners.other)
    return both.group_by("country", "town", "other_country").aggregate(works=both.count())


def located_works() -> ir.Table:
    """Return one row: how many works have a partner, and of how many the town of one is known.

    Columns: partnered and located, of all partners; partnered_abroad and located_abroad, of those
    abroad.
    """
    rows = _side(get_table("home_organisations"))
    rows = rows.filter(rows.home == 0)
    found = _locate().filter(lambda t: t.home == 0)
    known = found.group_by("work").aggregate(abroad=found.abroad.max())
    every = rows.group_by("work").aggregate(abroad=rows.abroad.max())
    joined = every.left_join(known, every.work == known.work).select(
        outside=every.abroad, seen=known.abroad
    )
    return joined.aggregate(
        partnered=joined.count(),
        located=joined.seen.notnull().sum(),
        partnered_abroad=(joined.outside == 1).sum(),
        located_abroad=(joined.seen == 1).sum(),
    )


def _side(rows: ir.Table) -> ir.Table:
    """Return organisations on works but own bodies, with `home` and `abroad` as numbers."""
    rows = rows.filter(~rows.own)
    here = get_table("home_members").select("country").distinct()
    joined = rows.left_join(here, rows.country == here.country)
    return joined.select(
        work=rows.work,
        organisation=rows.organisation,
        country=rows.country,
        home=rows.home.ifelse(1, 0),
        abroad=(rows.country.notnull() & here.country.isnull()).ifelse(1, 0),
    )


def _locate() -> ir.Table:
    """Return organisations on works with their towns, where the registry has them on the map."""
    rows, known = _side(get_table("home_organisations")), located_organisations()
    known = known.filter(known.latitude.notnull() & known.longitude.notnull())
    joined = rows.inner_join(known, rows.organisation == known.organisation)
    return joined.select(
        rows.work,
        rows.organisation,
        rows.country,
        rows.home,
        rows.abroad,
        town=known.town,
        latitude=known.latitude,
        longitude=known.longitude,
    ).filter(lambda t: t.country.notnull())


def _end(rows: ir.Table) -> ir.Table:
    return rows.select("work", "country", "town", "abroad").distinct()
