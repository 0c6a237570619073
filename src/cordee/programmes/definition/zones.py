"""Which zone of an instrument a country is in on a day, and which zones are open in a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cordee.programmes.definition.parts import Definition, InstrumentZone
from cordee.reference.countries import get_country
from cordee.reference.zones import get_zone


LONGEST_CALENDAR = 30
"""Years looked ahead for the next opening; cycles are of two to four."""


def find_zone(definition: Definition, country: str, on: date) -> InstrumentZone | None:
    """Return the first zone that takes `country` on that day, or None when none does."""
    return next((zone for zone in definition.zones if _takes(zone, country, on)), None)


def list_open_zones(definition: Definition, year: int) -> tuple[InstrumentZone, ...]:
    """Return the zones an instrument is open for in a year: by its rotation, or all it has."""
    rotation = definition.rotation
    if rotation is None:
        return definition.zones
    in_cycle = rotation.cycle[(year - rotation.anchor_year) % len(rotation.cycle)]
    codes = next((one.zones for one in rotation.exceptions if one.year == year), in_cycle)
    return tuple(zone for zone in definition.zones if zone.code in codes)


def find_next_year(definition: Definition, country: str, from_year: int) -> int | None:
    """Return the first year, not before `from_year`, that is open for `country`; None when none is.

    Membership is taken on 1 July of each year, like the zones of publications.
    """
    for year in range(from_year, from_year + LONGEST_CALENDAR):
        zone = find_zone(definition, country, date(year, 7, 1))
        if zone is not None and zone in list_open_zones(definition, year):
            return year
    return None


def find_open(definition: Definition, countries: Iterable[str], on: date, year: int) -> set[str]:
    """Return those of the countries that lie in a zone open in `year`."""
    if not definition.zones:
        return set(countries)
    opened = list_open_zones(definition, year)
    return {one for one in countries if find_zone(definition, one, on) in opened}


def _takes(zone: InstrumentZone, country: str, on: date) -> bool:
    if zone.is_rest:
        return True
    found = get_country(country)
    # Réunion is France: a territory stands where its State does, unless it is named itself.
    names = {country, found.part_of or country}
    if zone.reference and any(
        one.country in names and one.since <= on and (one.until is None or on <= one.until)
        for one in get_zone(zone.reference).memberships
    ):
        return True
    if get_country(found.part_of or country).continent in zone.continents:
        return True
    return any(
        one.country in names
        and (one.since is None or one.since <= on)
        and (one.until is None or on <= one.until)
        for one in zone.members
    )
