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
INSERM, OXFORD = "02vjkv261", "052gg0110"


@pytest.fixture
def lake(tmp_path: Path) -> str:
    years = range(2012, 2020)
    rows = {
        "works": [{"work": year, "year": year, "authors": 2} for year in years],
        "work_organisations": [
            {"work": year, "year": year, "organisation": one}
            for year in years
            for one in (INSERM, OXFORD)
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


def write(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join(("ror_a,ror_b,year", *lines)) + "\n", encoding="utf-8")
    return str(path)


def test_says_why_no_figure_is_given(
    lake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = write(tmp_path, f"{INSERM},https://ror.org/{OXFORD},2015")
    assert run(["outcomes", pairs, "--lake", lake]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "No figure is given: 0 of 1 pairs could be compared, and under 10" in said
    assert "It is not a proof" in said


def test_faults_are_told_by_line_and_the_others_are_compared(
    lake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = write(
        tmp_path,
        f"{INSERM},{OXFORD},2015",
        f"{INSERM},Oxford,2015",
        f"{INSERM},{OXFORD},soon",
        f"{INSERM},000000000,2015",
    )
    assert run(["outcomes", pairs, "--lake", lake, "--format", "json"]) == 4
    heard = capsys.readouterr()
    found = json.loads(heard.out)
    assert [(one["fate"], one["before"], one["after"]) for one in found["pairs"]] == [
        ("alone", 3, 3)
    ]
    assert found["refused"] is True
    assert found["finding"] is None
    for line in (3, 4, 5):
        assert f"line {line}" in heard.err


def test_tables_are_written_as_csv(
    lake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = write(tmp_path, f"{INSERM};{OXFORD};2015".replace(";", ","))
    words = ["outcomes", pairs, "--lake", lake, "--format", "csv"]
    assert run(words) == 0
    assert "University of Oxford" in capsys.readouterr().out
    assert run([*words, "--table", "balance"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_file_that_is_no_table_of_pairs_is_refused(
    lake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    assert run(["outcomes", str(other), "--lake", lake]) == 4
    assert "ror_a" in capsys.readouterr().err
    other.write_bytes(b"\xff\xfe\x00")
    assert run(["outcomes", str(other), "--lake", lake]) == 4
