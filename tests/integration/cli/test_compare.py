from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cordee.cli.__main__ import run
from cordee.observatory.lake.store import create_lake, open_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM, CURIE = "02vjkv261", "04t0gwh46"
WORKS = {1: (INSERM, ("FR", "GB")), 2: (INSERM, ("FR",)), 3: (CURIE, ("FR", "GB"))}


@pytest.fixture
def lake(tmp_path: Path) -> str:
    rows = {
        "works": [{"work": n, "year": 2020, "title": f"Work {n}"} for n in WORKS],
        "work_organisations": [
            {"work": n, "organisation": one, "country": "FR", "weight": 1.0}
            for n, (one, _) in WORKS.items()
        ],
        "work_countries": [
            {"work": n, "country": code, "weight": 1 / len(codes)}
            for n, (_, codes) in WORKS.items()
            for code in codes
        ],
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


def test_shows_sides_to_a_person(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "Inserm", f"{CURIE}", f"{INSERM}+{CURIE}", "--lake", lake]) == 0

    said = capsys.readouterr().out
    assert "Inserm + Institut Curie" in said
    assert "50.0%" in said
    assert "66.7%" in said
    assert "1 in all, 1 common to every side" in said


def test_writes_what_programs_read(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", INSERM, f"{INSERM},country:GB", "--lake", lake, "--indicator", "works"]
    assert run([*asked, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [side["total"]["amount"] for side in document["sides"]] == [2, 1]

    assert run([*asked, "--format", "csv", "--table", "indicators"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["Side"] for row in rows} == {INSERM, f"{INSERM},country:GB"}


@pytest.mark.parametrize("side", ["Nowhere at all", ",country:GB", f"{INSERM},planet:Mars"])
def test_nonsense_is_said(lake: str, side: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", INSERM, side, "--lake", lake]) != 0
    assert "Error: " in capsys.readouterr().err


def test_versions_need_a_version_before(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--versions", "--lake", lake]) != 0
    assert "keeps no version before" in capsys.readouterr().err

    with open_lake(lake).write() as transaction:
        transaction.put_snapshot_tables(
            {"works": pa.Table.from_pylist([], schema=SNAPSHOT_TABLES["works"])}, at=AT
        )
    assert run(["compare", "--versions", INSERM, "--lake", lake]) == 0
    assert "Inserm: 0 works gained, 2 lost." in capsys.readouterr().out
    assert run(["compare", "--versions", INSERM, "--lake", lake, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["homes"][0]["lost"]["total"] == 2
    assert run(["compare", "--versions", "--lake", lake, "--format", "csv"]) != 0
