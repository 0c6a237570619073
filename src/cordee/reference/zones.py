"""Zones: dated sets of countries, such as the European Union by accession and withdrawal.

>>> is_member("EU", "GB", 2019), is_member("EU", "GB", 2020)
(True, False)
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Membership:
    """One country's time in a zone: the first and the last day, None while it lasts.

    `since` is `date.min` where the zone does not depend on time.
    """

    country: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Zone:
    """A named set of countries with dates, defined in both languages."""

    code: str
    name_en: str
    name_fr: str
    definition_en: str
    definition_fr: str
    memberships: tuple[Membership, ...]

    def members_in(self, year: int) -> frozenset[str]:
        """Return the countries that are members on 1 July of `year` (see `is_member`)."""
        return frozenset(
            one.country for one in self.memberships if _holds(one.since, one.until, year)
        )


_WORDS = {
    "EU": (
        "European Union",
        "Union européenne",
        (
            "The member States of the European Union and of the Communities before it, each from its "
            "accession to its withdrawal. Overseas countries and territories with an ISO code of "
            "their own (Réunion, Guadeloupe…) are counted with their State, not listed here."
        ),
        (
            "Les États membres de l’Union européenne et, avant elle, des Communautés, chacun de son "
            "adhésion à son retrait. Les territoires ultramarins qui ont leur propre code ISO (La "
            "Réunion, Guadeloupe…) sont comptés avec leur État et ne figurent pas ici."
        ),
    ),
    "EA": (
        "Euro area",
        "Zone euro",
        (
            "The member States of the European Union whose currency is the euro, each from the day it "
            "adopted it (1999 for the first eleven, 2023 for Croatia, 2026 for Bulgaria)."
        ),
        (
            "Les États membres de l’Union européenne dont la monnaie est l’euro, chacun depuis le jour "
            "de son adoption (1999 pour les onze premiers, 2023 pour la Croatie, 2026 pour la "
            "Bulgarie)."
        ),
    ),
    "EEA": (
        "European Economic Area",
        "Espace économique européen",
        (
            "The States to which the EEA Agreement applies since 1994: the members of the European "
            "Union, with Norway, Iceland and Liechtenstein (since May 1995), each from the day the "
            "Agreement or its enlargement applied. The United Kingdom until 31 January 2020."
        ),
        (
            "Les États auxquels s’applique l’accord EEE depuis 1994 : les membres de l’Union "
            "européenne, la Norvège, l’Islande et le Liechtenstein (depuis mai 1995), chacun depuis le "
            "jour où l’accord ou son élargissement s’est appliqué. Le Royaume-Uni jusqu’au 31 janvier "
            "2020."
        ),
    ),
    "EUROPE": (
        "Europe",
        "Europe",
        (
            "Europe as a research institution's partners make it, the same list in every year: all "
            "States that are or were members of the European Union (the United Kingdom with them), "
            "Iceland, Liechtenstein, Norway and Switzerland, the European countries associated to "
            "Horizon Europe (Albania, Armenia, Bosnia and Herzegovina, Faroe Islands, Georgia, Kosovo, "
            "Moldova, Montenegro, North Macedonia, Serbia, Türkiye, Ukraine), Andorra, Monaco, San "
            "Marino and Vatican City, and the European territories with an ISO code of their own "
            "(Åland, Gibraltar, Guernsey, Isle of Man, Jersey, Svalbard). Not Russia or Belarus."
        ),
        (
            "L’Europe des partenaires d’un établissement de recherche, la même liste chaque année : "
            "tous les États qui sont ou ont été membres de l’Union européenne (dont le Royaume-Uni), "
            "l’Islande, le Liechtenstein, la Norvège et la Suisse, les pays européens associés à "
            "Horizon Europe (Albanie, Arménie, Bosnie-Herzégovine, îles Féroé, Géorgie, Kosovo, "
            "Moldavie, Monténégro, Macédoine du Nord, Serbie, Turquie, Ukraine), Andorre, Monaco, "
            "Saint-Marin et le Vatican, et les territoires européens qui ont leur propre code ISO "
            "(Åland, Gibraltar, Guernesey, île de Man, Jersey, Svalbard). Ni la Russie ni le Bélarus."
        ),
    ),
}


def all_zones() -> tuple[Zone, ...]:
    """Return the zones: EU, EA (euro area), EEA, EUROPE."""
    return tuple(_read_zones().values())


def get_zone(code: str) -> Zone:
    """Return the zone of `code`; NotFoundError when there is none."""
    found = _read_zones().get(code.strip().upper())
    if found is None:
        raise NotFoundError(
            N_("There is no zone “{code}”. The zones are {known}."),
            code=code,
            known=", ".join(_read_zones()),
        )
    return found


def is_member(zone: str, country: str, year: int) -> bool:
    """Say whether `country` counts in `zone` for works published in `year`.

    A country counts for a year when it is a member on 1 July. Most works are known by their year
    alone, so one day has to stand for it, and the middle of the year is the day that is right for
    at least half of the year's works whatever the date of accession or withdrawal. Croatia, which
    joined on 1 July 2013, counts in 2013; the United Kingdom, which left on 31 January 2020,
    counts until 2019.
    """
    return country in get_zone(zone).members_in(year)


def zone_years(first: int, last: int) -> pa.Table:
    """Return who was a member when, for joins: columns zone, country, year, one row a fact.

    Years run from `first` to `last`, both included. `year` is a 16-bit integer.
    """
    rows = [
        (zone.code, country, year)
        for zone in all_zones()
        for year in range(first, last + 1)
        for country in sorted(zone.members_in(year))
    ]
    zones, countries, years = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "zone": pa.array(zones, pa.string()),
            "country": pa.array(countries, pa.string()),
            "year": pa.array(years, pa.int16()),
        }
    )


def _holds(since: date, until: date | None, year: int) -> bool:
    middle = date(year, 7, 1)
    return since <= middle and (until is None or middle <= until)


@cache
def _read_zones() -> Mapping[str, Zone]:
    memberships: dict[str, list[Membership]] = defaultdict(list)
    with (DATA / "zones.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            since = date.fromisoformat(row["since"]) if row["since"] else date.min
            until = date.fromisoformat(row["until"]) if row["until"] else None
            memberships[row["zone"]].append(Membership(row["country"], since, until))
    zones = {code: Zone(code, *words, tuple(memberships[code])) for code, words in _WORDS.items()}
    return MappingProxyType(zones)
