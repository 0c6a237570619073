"""A small lake with something in every table that an indicator reads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from tests.unit.observatory.building.made_lakes import draw_works
from tests.unit.observatory.figures.lakes import A, B, G, N, U, Work, make_lake

from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


Rows = list[dict[str, Any]]

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

WORKS = 320
"""More than fifty of each of four years: citations are compared among no fewer."""

NAMES = (
    "Zoë Müller-Lüdenscheidt",
    "Ángel Núñez",
    "Siobhán O’Brien",
    "J Dupont",
    "李 明",
    "Łukasz Groß",
    "Rene\u0301 Petit",
    "ADA LOVELACE",
    "–",
    None,
)
"""Accents of one and of two characters, other letters, initials, and who has no name left."""

SIDED = ("home/ada lovelace", "partner/ada lovelace", "other/angel nunez", "0000-0000-0000-000X")
PEOPLE = (*SIDED, f"{G}/ada lovelace", f"{U}/ada lovelace", f"{B}/angel nunez")
PLACES = ("FR", "GB", "GB/Ville", "home", "national", "abroad")
THEMES = ("mesh/C04", "mesh/C04+mesh/C08")

ASKED = {
    0: (*PLACES, *THEMES, *PEOPLE, A, B, G, U, N, "UMR8104", "UMR9"),
    1: ("education", "company", B, G, U, "FR", "UMR8104"),
    2: (B, G),
}
"""What an expression may be asked for. None takes what is meant for another: a code of a country is no
ROR id, no theme, no person."""


GIVEN: dict[str, Rows] = {
    "home_folds": [{"territory": "HK", "folded_into": "CN"}],
    "town_names": [{"organisation": U, "town": "Ville, Californie"}],
}
"""What a question or the registry adds, which is no table of the lake."""


def write_full_lake(path: Path) -> Lake:
    """Return a lake of `WORKS` works and some more with all that the home `A` may meet."""
    rows = {**make_lake(draw_all_works()).tables, **list_units(), "declared": list_declared()}
    for row in rows["organisations"]:
        if row["organisation"] == N:  # near the home
            row |= {"latitude": 48.7, "longitude": 2.2}
    for number, row in enumerate(rows["works"]):
        row |= {"type": "article", "citations": number % 7 if number % 11 else None}
    rows |= list_people([row["work"] for row in rows["works"]])
    # Units are on works the home has and on works it does not know of.
    rows["unit_works"] = [
        {"unit": unit, "work": row["work"], "year": 2020}
        for number, row in enumerate(rows["works"])
        for unit in ("UMR8104", "UMR9")[: number % 3]
    ]
    tables = {
        name: pa.Table.from_pylist(rows.get(name, []), schema=schema)
        for name, schema in SNAPSHOT_TABLES.items()
    }
    lake = create_lake(path, at=AT)
    with lake.write() as transaction:
        transaction.put_snapshot_tables(tables, at=AT, linker="1", registry="2.9")
    return lake


def draw_all_works() -> list[Work]:
    works = draw_works(5, WORKS)
    for number, work in enumerate(works):
        work.authors = (1, 3, 150)[number % 3]
    alone = {"organisations": {A: frozenset(["first", "last"])}, "authors": 1}
    return [*works, Work(7, 2020, countries={"FR": frozenset(["first", "last"])}, **alone)]


def list_people(works: list[int]) -> dict[str, Rows]:
    """Three authors a work: linked, stated or not at all, persons and groups."""
    authorships = []
    for number, work in enumerate(works):
        for position in range(4):  # 0 is of no certain author
            turn = number + position
            authorships.append(
                {
                    "work": work,
                    "position": position,
                    "name": NAMES[turn % len(NAMES)],
                    "orcid": "0000-0000-0000-000x" if turn % len(NAMES) == 1 else None,
                    "corresponding": (None, False, True)[turn % 3],
                    "collective": turn % 17 == 0,
                    "affiliations": [] if turn % 5 == 0 else [turn % 6, number % 4],
                    "stated_organisations": [G] if turn % 10 == 0 else [],
                    "stated_countries": ["GB", "GP"] if turn % 15 == 0 else [],
                }
            )
    linked = [(0, A), (0, B), (1, A), (2, G), (3, U), (3, A), (4, N)]
    read = [(0, "FR"), (1, "FR"), (2, "GB"), (3, "US"), (3, "FR"), (4, None), (5, "GP"), (5, "HK")]
    return {
        "authorships": authorships,
        "links": [{"affiliation": one, "organisation": other} for one, other in linked],
        "affiliation_countries": [{"affiliation": one, "country": other} for one, other in read],
    }


def list_units() -> dict[str, Rows]:
    tied = [("UMR8104", A, "tutelle"), ("UMR8104", B, "beside"), ("UMR9", U, "tutelle")]
    coded = [("UMR8104", 0), ("UMR8104", 2), ("UMR9", 3)]
    return {
        "units": [
            {"unit": "UMR8104", "name": "Institut d’ici", "acronym": "II", "town": "Ville"},
            {"unit": "UMR9"},
        ],
        "unit_organisations": [
            {"unit": unit, "organisation": one, "role": role} for unit, one, role in tied
        ],
        "unit_affiliations": [{"unit": unit, "affiliation": one} for unit, one in coded],
    }


def list_declared() -> Rows:
    return [
        {"declared": 1, "organisation": A, "country": "US", "first_year": 2019, "team": "Équipe"},
        {"declared": 2, "country": "GB", "last_year": 2018, "partner": "Oxford", "affiliation": 2},
        {"declared": 3, "country": None},
        {"declared": 4, "organisation": U, "country": "FR"},
        {"declared": 5, "organisation": A, "country": "GB", "first_year": 2030},
    ]
