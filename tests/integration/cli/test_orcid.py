from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cordee.cli.__main__ import run
from cordee.observatory.lake.store import create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, tzinfo=UTC)
RECORDS = Path(__file__).parents[2] / "unit/observatory/sources/orcid"
CARBERRY = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"


@pytest.fixture
def lake(tmp_path: Path) -> str:
    """Work one bears Carberry's ORCID, work two nobody's, work nine Carberry's and is not listed."""
    rows: dict[str, list[dict[str, Any]]] = {
        "works": [
            {"work": 1, "doi": "10.1234/one", "pmid": "101", "title": "One", "year": 2020},
            {"work": 2, "doi": "10.1234/two", "title": "Two", "year": 2021},
            {"work": 9, "doi": "10.1234/nine", "title": "=Nine", "year": 2023},
        ],
        "authorships": [
            {"work": 1, "position": 1, "orcid": CARBERRY},
            {"work": 1, "position": 2, "orcid": None},
            {"work": 2, "position": 1, "orcid": None},
            {"work": 9, "position": 1, "orcid": CARBERRY},
        ],
    }
    made = create_lake(tmp_path / "lake", at=AT)
    with made.write() as transaction:
        transaction.put_snapshot_tables(
            {n: pa.Table.from_pylist(r, schema=SNAPSHOT_TABLES[n]) for n, r in rows.items()}, at=AT
        )
    return str(made.path)


def call(lake: str, *words: str) -> int:
    return run(["orcid", "check", str(RECORDS), "--lake", lake, *words])


def test_each_person_has_counts_that_add_up(lake, capsys):
    assert call(lake, "--format", "csv") == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[1:] == [
        [OTHER, "1", "0", "1", "0", "0", "0"],
        [CARBERRY, "4", "1", "1", "1", "1", "1"],
    ]


def test_each_work_says_how_it_stands(lake, capsys):
    assert call(lake, "--of", "works", "--format", "csv") == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (OTHER, "unmarked", "One"),
        (CARBERRY, "marked", "One"),
        (CARBERRY, "unmarked", "Two"),
        (CARBERRY, "missing", "Work three"),
        (CARBERRY, "unidentified", "A book"),
        (CARBERRY, "unlisted", "'=Nine"),
    ]


def test_one_state_alone(lake, capsys):
    assert call(lake, "--of", "works", "--state", "missing", "--format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["doi"] for one in document["works"]] == ["10.1234/three"]
    assert document["persons"][1]["counts"]["missing"] == 1


def test_the_terminal_speaks_french(lake, capsys):
    assert run(["--lang=fr", "orcid", "check", str(RECORDS), "--lake", lake]) == 0
    assert "absents du lac" in " ".join(capsys.readouterr().out.split())


def test_a_table_is_checked_too(lake, tmp_path, capsys):
    table = tmp_path / "team.csv"
    table.write_text(f"orcid,pmid\n{CARBERRY},101\nx,102\n")
    assert run(["orcid", "check", str(table), "--lake", lake, "--format", "csv"]) == 4
    out = capsys.readouterr()
    assert f"{CARBERRY},1,1,0,0,0,1" in out.out
    assert "is not an ORCID" in out.err


@pytest.mark.parametrize(("words", "code"), [(["--state", "lost"], 2), (["--of", "x"], 2)])
def test_nonsense_is_refused(lake, words, code):
    assert call(lake, *words) == code


def test_a_folder_that_is_not_there_is_said(lake, capsys):
    assert run(["orcid", "check", "/nowhere/at/all", "--lake", lake]) == 4
    assert "/nowhere/at/all" in capsys.readouterr().err
