"""A small lake made of invented works between real organisations, for the pages to read."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from cordee.kernel.identifiers import hash_key
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.organisations import Registry, load_registry
from cordee.web import lakes


AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

INSERM, CURIE, ROUSSY = "02vjkv261", "04t0gwh46", "0321g0743"
ABROAD = (
    "03vek6s52",  # Harvard University
    "052gg0110",  # University of Oxford
    "056d84691",  # Karolinska Institutet
    "04cdgtt98",  # DKFZ
    "01tgyzw49",  # National University of Singapore
    "03a62bv60",  # University of Malta
    "03dbr7087",  # University of Toronto
    "057zh3y96",  # University of Tokyo
    "041kmwe10",  # Imperial College London
    "01swzsf04",  # Université de Genève
)
THEMES = ("C04", "D12", "G05", "N05", "C10", "E05")
HOSTILE_TITLE = "=cmd|' /C calc'!A0 <script>alert('title')</script> & co."


def make_lake(path: Path, works: int = 240, seed: int = 20) -> Lake:
    """Make a lake whose works, by a fixed seed, are the same on each machine."""
    lake = create_lake(path, at=AT)
    registry = load_registry()
    tables = _make_rows(registry, works, random.Random(seed))
    with lake.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(tables.get(name, []), schema=schema)
                for name, schema in SNAPSHOT_TABLES.items()
            },
            at=AT,
            linker="test",
            registry=registry.version,
        )
    return lake


def _make_rows(
    registry: Registry, works: int, chance: random.Random
) -> dict[str, list[dict[str, object]]]:
    tables: dict[str, list[dict[str, object]]] = {name: [] for name in SNAPSHOT_TABLES}
    known = [one for one in (INSERM, CURIE, ROUSSY, *ABROAD) if one in registry]
    for one in known:
        found = registry.get(one)
        tables["organisations"].append(
            {
                "organisation": one,
                "name": found.name,
                "acronym": found.acronym,
                "country": found.country,
                "city": found.city,
                "latitude": found.latitude,
                "longitude": found.longitude,
                "types": list(found.types),
                "parents": list(found.parents),
            }
        )
        text = f"Department of Oncology, {found.name}, {found.city}, {found.country}"
        _add_affiliation(tables, text, found.name, one, found.country or "")
    for number in range(1, works + 1):
        _add_work(tables, registry, number, known, chance)
    return tables


def _add_affiliation(
    tables: dict[str, list[dict[str, object]]], text: str, name: str, one: str, country: str
) -> None:
    key, start = hash_key(one), text.index(name)
    tables["affiliations"].append({"affiliation": key, "text": text})
    tables["links"].append(
        {
            "affiliation": key,
            "organisation": one,
            "score": 0.93,
            "reason": "name",
            "start": start,
            "end": start + len(name),
        }
    )
    tables["affiliation_countries"].append(
        {"affiliation": key, "country": country, "basis": "organisation"}
    )


def _add_work(
    tables: dict[str, list[dict[str, object]]],
    registry: Registry,
    number: int,
    known: list[str],
    chance: random.Random,
) -> None:
    work, year = hash_key(f"pubmed:{number}"), chance.choice([2018, 2019, 2020, 2020, 2021, 2021])
    home = [INSERM] if chance.random() < 0.8 else [CURIE]
    if chance.random() < 0.3:
        home.append(ROUSSY)
    partners = chance.sample(known[3:], chance.choice([0, 0, 1, 1, 2, 4])) if number > 6 else []
    organisations = home + partners if number % 25 else []
    tables["works"].append(
        {
            "work": work,
            "source": "pubmed",
            "source_id": str(number),
            "version": 1,
            "doi": f"10.1234/cordee.{number}",
            "pmid": str(30_000_000 + number),
            "title": HOSTILE_TITLE if number == 7 else f"Invented study number {number} of tumours",
            "year": year,
            "date": date(year, 1 + number % 12, 1),
            "type": "article",
            "venue": "Journal of Invented Results",
            "language": "en",
            "authors": max(1, len(organisations)),
            "retracted": False,
            "sources": [f"pubmed:{number}"],
        }
    )
    tables["authorships"] += [
        {
            "work": work,
            "position": place,
            "name": f"Alice Martin {place}",
            "orcid": "0000-0002-1825-0097" if place == 1 else None,
            "corresponding": None,
            "collective": False,
            "affiliations": [hash_key(one)] if organisations else [],
            "stated_organisations": [],
            "stated_countries": [],
        }
        for place, one in enumerate(organisations or ["none"], start=1)
    ]
    _add_marts(tables, registry, work, year, organisations)
    if number % 3:
        tables["work_themes"].append(
            {
                "work": work,
                "year": year,
                "vocabulary": "mesh",
                "theme": THEMES[number % len(THEMES)],
                "basis": "heading",
            }
        )


def _add_marts(
    tables: dict[str, list[dict[str, object]]],
    registry: Registry,
    work: int,
    year: int,
    organisations: list[str],
) -> None:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(organisations):
        country = registry.get(one).country or ""
        places.setdefault(country, []).append(place)
        tables["work_organisations"].append(
            {
                "work": work,
                "year": year,
                "organisation": one,
                "country": country,
                "weight": 1 / len(organisations),
                "first": place == 0,
                "last": place == len(organisations) - 1,
                "corresponding": None,
            }
        )
    for country, seats in places.items():
        tables["work_countries"].append(
            {
                "work": work,
                "year": year,
                "country": country,
                "weight": len(seats) / len(organisations),
                "first": 0 in seats,
                "last": len(organisations) - 1 in seats,
                "corresponding": None,
            }
        )


@pytest.fixture(scope="session")
def made_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return make_lake(tmp_path_factory.mktemp("web") / "lake")


@pytest.fixture
def reader(made_lake: Lake, settings: Any) -> Client:
    """A reader of the pages over the made lake.

    It stays open from one test to the next: opening it takes longer than most tests.
    """
    settings.CORDEE_LAKE = str(made_lake.path)
    if lakes.get_ground().lake.path != made_lake.path:
        lakes.forget()
    return Client()
