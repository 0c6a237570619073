"""One row a work of the home, with all that its classes are judged by."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.classes import (
    EARTH_KM,
    FAR_KM,
    HYPER_AUTHORS,
    HYPER_COUNTRIES,
    MANY_COUNTRIES,
    NEAR_KM,
    REACHES,
)
from cordee.observatory.indicators.tables import PLACES, ROLES, ZONES, get_table, to_flag


def home_works() -> ir.Table:
    """Return one row a work of the home with all that its classes are judged by."""
    ids, by_country, by_organisation = get_table("home_ids"), _spread(), _circle()
    by_distance = _stretch()
    themed = get_table("home_themes").select("work").distinct()
    rows = (
        ids.left_join(by_country, ids.work == by_country.work)
        .left_join(by_organisation, ids.work == by_organisation.work)
        .left_join(by_distance, ids.work == by_distance.work)
        .left_join(themed, ids.work == themed.work)
    )
    crowded = (ids.authors.fill_null(0) > HYPER_AUTHORS) | by_country.crowded.fill_null(False)
    places = {f"{role}_place": _get_place(by_country, by_organisation, role) for role in ROLES}
    return rows.select(
        work=ids.work,
        year=ids.year,
        pubmed=ids.pubmed,
        countries=by_country.countries.fill_null(0),
        organisations=by_organisation.organisations.fill_null(0),
        outside=by_organisation.outside.fill_null(0),
        company=by_organisation.company.fill_null(0),
        reach=_get_reach(by_distance.km),
        km=by_distance.km,
        alone=to_flag(ids.authors.fill_null(0) == 1),
        hyper=to_flag(crowded),
        **{name: by_country[name].fill_null(0) for name in ZONES},
        themed=to_flag(themed.work.notnull()),
        **places,
    )


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
    return found.mutate(
        countries=few.ifelse(found.countries, MANY_COUNTRIES),
        crowded=found.countries > HYPER_COUNTRIES,
    )


def _circle() -> ir.Table:
    """Return one row a work: how many organisations, which kinds are outside, roles at home."""
    found, sites = get_table("home_organisations"), get_table("sites")
    joined = found.left_join(sites, found.organisation == sites.organisation)
    rows = joined.select(
        *found.columns, partner=~found.home & ~found.own, company=sites.company.fill_null(False)
    )
    return rows.group_by("work").aggregate(
        organisations=rows.count(),
        outside=to_flag(rows.partner).max(),
        company=to_flag(rows.partner & rows.company).max(),
        **{f"{role}_home": (rows.home & rows[role]).any() for role in ROLES},
    )


def _get_place(by_country: ir.Table, by_organisation: ir.Table, role: str) -> ir.IntegerValue:
    abroad_or_national = by_country[f"{role}_place"].fill_null(PLACES["nowhere"])
    return by_organisation[f"{role}_home"].ifelse(PLACES["home"], abroad_or_national)


def _stretch() -> ir.Table:
    """Return one row a work with partners: kilometres from the home to the farthest of them.

    By great circles (haversine; Sinnott, "Virtues of the haversine", 1984, Sky and Telescope 68:159)
    between the places that the registry gives; where several organisations of the home are on a work,
    from whichever is farther. After Waltman, Tijssen and van Eck, "Globalisation of science in
    kilometres" (2011), doi:10.1016/j.joi.2011.05.003, who take the greatest distance between any two.
    """
    found, sites = get_table("home_organisations"), get_table("sites")
    placed = found.inner_join(sites, found.organisation == sites.organisation)
    rows = placed.filter(sites.latitude.notnull()).select(
        work=found.work,
        inside=found.home,
        partner=~found.home & ~found.own,
        latitude=sites.latitude.radians(),
        longitude=sites.longitude.radians(),
    )
    ours = rows.filter(rows.inside).select(here="work", y="latitude", x="longitude")
    theirs = rows.filter(rows.partner).select("work", "latitude", "longitude")
    both = theirs.inner_join(ours, theirs.work == ours.here)
    rise = ((both.latitude - both.y) / 2).sin() ** 2
    turn = ((both.longitude - both.x) / 2).sin() ** 2
    chord = rise + both.latitude.cos() * both.y.cos() * turn
    # Rounding can push the opposite end of the Earth a hair past 1, where the root has no arcsine.
    bounded = (chord > 1).ifelse(1.0, chord)
    pairs = both.select("work", km=2 * EARTH_KM * bounded.sqrt().asin())
    return pairs.group_by("work").aggregate(km=pairs.km.max())


def _get_reach(km: ir.FloatingValue) -> ir.IntegerValue:
    reach = ibis.cases(
        (km.isnull(), REACHES["nowhere"]),
        (km <= NEAR_KM, REACHES["near"]),
        (km >= FAR_KM, REACHES["far"]),
        else_=REACHES["middle"],
    )
    return reach.cast("int8")
