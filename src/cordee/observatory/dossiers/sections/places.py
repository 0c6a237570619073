"""Where the partners are: organisations, cities, a map; and which units of the home take part."""

from __future__ import annotations

from collections.abc import Sequence

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    FIRST_ROWS,
    join_notes,
    make_country_map,
    make_country_table,
    make_organisation_table,
    say_rows,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Column,
    Kind,
    Section,
    Shade,
    Spot,
    Table,
    WorldMap,
)
from cordee.observatory.figures.surroundings import CityFigures, HomeUnit


MOST_SPOTS = 60
"""Circles on a map of one country; more of them, of one or two works each, hide each other."""


def describe_organisations(inquiry: Inquiry) -> Section | None:
    """Return the partner organisations: of the country, or all abroad for other subjects."""
    rows = inquiry.get_joint().partner_organisations
    if inquiry.country:
        kept = list(rows.list_in(inquiry.country))
        title = inquiry.say(N_("Organisations"))
    else:
        kept = [one for one in rows.list_abroad() if one.id not in inquiry.subject.keys]
        title = inquiry.say(N_("Partner organisations abroad"))
    if not kept:
        return None
    table = make_organisation_table(
        inquiry,
        "organisations",
        title,
        kept,
        with_country=not inquiry.country,
    )
    return Section("organisations", title, (table,))


def describe_cities(inquiry: Inquiry) -> Section | None:
    """Return the cities of the country's partner organisations, as a map and a table."""
    rows = [one for one in inquiry.get_surroundings().cities if one.country == inquiry.country]
    if not rows:
        return None
    title = inquiry.say(N_("Cities"))
    return Section("cities", title, (_map_cities(inquiry, rows), _tabulate_cities(inquiry, rows)))


def _map_cities(inquiry: Inquiry, rows: Sequence[CityFigures]) -> WorldMap:
    country = inquiry.name_country(inquiry.country)
    joint = inquiry.get_joint()
    spots = [
        Spot(
            inquiry.name_town(one.city, one.country),
            one.latitude,
            one.longitude,
            one.works,
            inquiry.links.to_works(("city", one.selection)),
        )
        for one in rows
        if one.latitude is not None and one.longitude is not None
    ]
    first = ", ".join(
        f"{inquiry.name_town(one.city, one.country)} ({one.works})" for one in rows[:5]
    )
    return WorldMap(
        name="cities-map",
        title=inquiry.say(N_("Where the partners are: {country}"), country=country),
        shades=(Shade(inquiry.country, country, joint.works),),
        homes=joint.home_countries,
        kind=Kind.COUNT,
        definition="cities",
        link=inquiry.links.to_works(),
        description=inquiry.say(
            N_("Map, {country}: a circle a city, as large as its works. The first are: {first}."),
            country=country,
            first=first,
        ),
        spots=tuple(spots[:MOST_SPOTS]),
        focus=inquiry.country,
    )


def _tabulate_cities(inquiry: Inquiry, rows: Sequence[CityFigures]) -> Table:
    say = inquiry.say
    shown = rows[:FIRST_ROWS]
    return Table(
        name="cities",
        title=say(N_("Cities of the partner organisations")),
        columns=(
            Column(say(N_("City")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Organisations")), Kind.COUNT),
            Column(say(N_("Since")), Kind.YEAR),
            Column(say(N_("Latest")), Kind.YEAR),
        ),
        rows=tuple(
            (
                inquiry.name_town(one.city, one.country),
                one.works,
                one.organisations,
                one.first_year,
                one.last_year,
            )
            for one in shown
        ),
        definition="cities",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("city", one.selection)) for one in shown),
        note=join_notes(_say_townless(inquiry), say_rows(inquiry, len(shown), len(rows))),
    )


def _say_townless(inquiry: Inquiry) -> str:
    """Return how many organisations of the country are in no row, as the registry has no town of them."""
    there = inquiry.get_joint().partner_organisations.list_in(inquiry.country)
    left = sum(one.city is None for one in there)
    if not left:
        return ""
    return inquiry.say(
        N_("The registry gives no town for {left} of the {count} organisations there."),
        left=left,
        count=len(there),
    )


def describe_units(inquiry: Inquiry) -> Section | None:
    """Return the home's research units on these works."""
    rows = inquiry.get_surroundings().units
    if not rows:
        return None
    title = inquiry.say(N_("Our research units"))
    return Section("units", title, (_tabulate_units(inquiry, title, rows),))


def _tabulate_units(inquiry: Inquiry, title: str, rows: Sequence[HomeUnit]) -> Table:
    say = inquiry.say
    shown = rows[:FIRST_ROWS]
    return Table(
        name="units",
        title=title,
        columns=(
            Column(say(N_("Unit")), Kind.TEXT),
            Column(say(N_("Name")), Kind.TEXT),
            Column(say(N_("Town")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Since")), Kind.YEAR),
            Column(say(N_("Latest")), Kind.YEAR),
        ),
        rows=tuple(
            (
                one.unit,
                one.name or one.acronym,
                one.town,
                one.works,
                one.first_year,
                one.last_year,
            )
            for one in shown
        ),
        definition="home_units",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("unit", one.unit)) for one in shown),
        note=join_notes(
            say(
                N_(
                    "Read from the codes printed in affiliations; works without a code are not here."
                )
            ),
            say_rows(inquiry, len(shown), len(rows)),
        ),
    )


def describe_third_countries(inquiry: Inquiry) -> Section | None:
    """Return which countries are on these works that are of neither side."""
    joint = inquiry.get_joint()
    sides = _list_other_side(inquiry)
    rows = [one for one in joint.partner_countries if one.code not in sides]
    if not rows:
        return None
    title = inquiry.say(N_("Other countries on these works"))
    note = ""
    if inquiry.country:
        note = inquiry.say(
            N_("Bilateral works, with no third country: {count} of {works}."),
            count=joint.by_country_count.bilateral,
            works=joint.covered_works,
        )
    table = make_country_table(inquiry, "third-countries", title, rows, note)
    return Section("third-countries", title, (table,))


def _list_other_side(inquiry: Inquiry) -> tuple[str, ...]:
    """Return the countries of the second side of a pair; the first's are no partners of itself."""
    if inquiry.country:
        return (inquiry.country,)
    second = inquiry.look_from(inquiry.subject.keys[-1])
    return second.get_home().home_countries


def describe_partner_countries(inquiry: Inquiry) -> Section | None:
    """Return the partner countries of these works, as a map and a table."""
    joint = inquiry.get_joint()
    if not joint.partner_countries:
        return None
    title = inquiry.say(N_("Partner countries"))
    return Section(
        "countries",
        title,
        (
            make_country_map(inquiry, joint, inquiry.say(N_("Where the partners are"))),
            make_country_table(inquiry, "countries", title, joint.partner_countries),
        ),
    )
