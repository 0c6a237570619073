"""Which zone of an instrument a country is in, and when it is open, as tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.spec.programmes.made import ZONES, define

from cordee.programmes.definition.zones import find_next_year, find_zone, list_open_zones


EU = [
    {"code": "eu", "label": {"fr": "UE", "en": "EU"}, "reference": "EU"},
    {
        "code": "near",
        "label": {"fr": "Voisins", "en": "Neighbours"},
        "members": [
            {"country": "CH"},
            {"country": "GB", "since": "2020-02-01"},
            {"country": "TR", "until": "2025-12-31"},
        ],
    },
]

PLACES = [
    # zones, country, day, zone
    ("a member", EU, "DE", "2026-01-01", "eu"),
    ("before it left", EU, "GB", "2020-01-31", "eu"),
    ("after it left", EU, "GB", "2020-02-01", "near"),
    ("overseas France is France", EU, "RE", "2026-01-01", "eu"),
    ("a zone of the instrument's own", EU, "CH", "1990-01-01", "near"),
    ("its last day", EU, "TR", "2025-12-31", "near"),
    ("no zone takes it", EU, "TR", "2026-01-01", None),
    ("the first zone wins: Türkiye is Europe before Asia", ZONES, "TR", "2026-01-01", "europe"),
    ("a continent", ZONES, "JP", "2026-01-01", "asia"),
    ("the rest", ZONES, "BR", "2026-01-01", "rest"),
    ("Israel is on the continent of Asia", ZONES, "IL", "2026-01-01", "asia"),
    ("French Polynesia is France", ZONES, "PF", "2026-01-01", "europe"),
]


@pytest.mark.parametrize(
    ("zones", "country", "day", "code"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_zone_of_a_country(
    zones: list[dict[str, Any]], country: str, day: str, code: str | None
) -> None:
    found = find_zone(define(zones=zones), country, date.fromisoformat(day))
    assert (found.code if found else None) == code


TURNING = define(
    zones=ZONES,
    rotation={
        "anchor_year": 2024,
        "cycle": [["europe"], ["asia", "rest"]],
        "exceptions": [{"year": 2027, "zones": []}],
    },
)

YEARS = [
    (2024, ["europe"]),
    (2025, ["asia", "rest"]),
    (2026, ["europe"]),
    (2027, []),
    (2028, ["europe"]),
    (2023, ["asia", "rest"]),
]


@pytest.mark.parametrize(("year", "codes"), YEARS)
def test_rotation(year: int, codes: list[str]) -> None:
    assert [zone.code for zone in list_open_zones(TURNING, year)] == codes


NEXT = [
    ("this year already", "FR", 2026, 2026),
    ("next year", "JP", 2024, 2025),
    ("the year after one that leaves the cycle", "JP", 2026, 2029),
    ("in none", "JP", 2026, None),
]


@pytest.mark.parametrize(
    ("country", "since", "year"), [row[1:] for row in NEXT], ids=[row[0] for row in NEXT]
)
def test_next_opening(country: str, since: int, year: int | None) -> None:
    definition = TURNING
    if year is None:
        definition = define(zones=ZONES, rotation={"anchor_year": 2024, "cycle": [["europe"]]})
    assert find_next_year(definition, country, since) == year


def test_without_rotation_every_zone_is_open() -> None:
    assert find_next_year(define(zones=ZONES), "BR", 2026) == 2026
