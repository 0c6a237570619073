"""Small lakes on the disk, made of works written as values."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from tests.unit.observatory.figures.lakes import COUNTRY_OF, Work, make_lake

from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
COUNTRIES = ("FR", "GB", "US", "DE", "JP", "HR")
ROLES = ("first", "last", "corresponding")


def draw_works(seed: int, count: int = 60) -> list[Work]:
    """Works of every kind: without a year, without a country, of many countries."""
    draw = random.Random(seed)

    def hold(names: list[str]) -> dict[str, frozenset[str]]:
        chosen = draw.sample(names, draw.randint(0, min(4, len(names))))
        return {one: frozenset(draw.sample(ROLES, draw.randint(0, 2))) for one in chosen}

    return [
        Work(
            key=draw.randint(-(2**63), 2**63 - 1),
            year=draw.choice([None, 2018, 2019, 2020, 2021]),
            organisations=hold(list(COUNTRY_OF)),
            countries=hold(list(COUNTRIES)),
            themes=frozenset(
                ("mesh", theme, draw.choice(["heading", "keyword"]))
                for theme in draw.sample(["C04", "C08", "C14"], draw.randint(0, 2))
            ),
            says_corresponding=draw.random() < 0.5,
            source=draw.choice(["pubmed", "openalex"]),
        )
        for _ in range(count)
    ]


def put_works(lake: Lake, works: list[Work]) -> None:
    """Make these works what is true of a lake now."""
    rows = make_lake(works).tables
    tables = {
        name: pa.Table.from_pylist(rows.get(name, []), schema=SNAPSHOT_TABLES[name])
        for name in ("works", "work_countries", "work_organisations", "work_themes")
    }
    with lake.write() as transaction:
        transaction.put_snapshot_tables(tables, at=AT, linker="1", registry="2.9")


def write_lake(path: Path, works: list[Work]) -> Lake:
    lake = create_lake(path, at=AT)
    put_works(lake, works)
    return lake
