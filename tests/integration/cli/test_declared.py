from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cordee.cli.__main__ import run
from cordee.observatory.lake.store import create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM = "02vjkv261"


@pytest.fixture
def lake(tmp_path: Path) -> str:
    rows = {
        "works": [{"work": 1, "year": 2020}],
        "work_organisations": [{"work": 1, "organisation": INSERM, "country": "FR", "weight": 1.0}],
        "work_countries": [
            {"work": 1, "country": country, "weight": 0.5} for country in ("FR", "US")
        ],
        "declared": [{"declared": 1, "team": "T", "partner": "Kyoto", "country": "JP"}],
    }
    made = create_lake(tmp_path / "lake", at=AT)
    with made.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(content, schema=SNAPSHOT_TABLES[name])
                for name, content in rows.items()
            },
            at=AT,
        )
    return str(made.path)


def test_says_both_sides(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["declared", "--org", INSERM, "--lake", lake]) == 0
    said = capsys.readouterr().out
    assert "declared only" in said
    assert "observed only" in said


def test_as_json_and_as_a_list(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["declared", "--org", INSERM, "--lake", lake, "--table", "declarations"]
    assert run([*words, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["key"]: one["status"] for one in found["countries"]} == {
        "JP": "declared",
        "US": "observed",
    }
    assert run([*words, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("T,Kyoto,,Japan")
