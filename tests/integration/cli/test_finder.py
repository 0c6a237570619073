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
INSERM, OXFORD, HARVARD = "02vjkv261", "052gg0110", "03vek6s52"
COUNTRIES = {INSERM: "FR", OXFORD: "GB", HARVARD: "US"}


@pytest.fixture
def lake(tmp_path: Path) -> str:
    signed = {1: INSERM, 2: INSERM, 3: OXFORD, 4: OXFORD, 5: OXFORD, 6: HARVARD}
    rows = {
        "works": [{"work": n, "year": 2020} for n in signed],
        "work_organisations": [
            {"work": n, "organisation": one, "country": COUNTRIES[one], "weight": 1.0}
            for n, one in signed.items()
        ],
        "work_themes": [
            {
                "work": n,
                "vocabulary": "mesh",
                "theme": "C10" if n == 2 else "C04",
                "basis": "heading",
            }
            for n in signed
        ],
        "organisations": [
            {"organisation": one, "name": f"Name {one}", "country": country}
            for one, country in COUNTRIES.items()
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


def test_finds_who_is_close(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["finder", "--org", INSERM, "--lake", lake, "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    [one] = found["candidates"]
    assert (one["organisation"], one["works"]) == (OXFORD, 3)
    assert found["selection"] == "themes:mesh/C10+mesh/C04"


def test_names_the_people_closest(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["finder", "--org", INSERM, "--people", "--lake", lake]) == 0
    assert "First people there" in " ".join(capsys.readouterr().out.split())


def test_says_it_to_a_person(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["finder", "--org", INSERM, "--least", "1", "--not", OXFORD, "--lake", lake]
    assert run(words) == 0

    said = capsys.readouterr().out
    assert HARVARD in said
    assert OXFORD not in said
    assert "this corpus knows" in said


@pytest.mark.parametrize("word", ["--country=XX", "--type=club", "--theme=../x", "--in-zone=MOON"])
def test_what_cannot_be_asked(lake: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["finder", "--org", INSERM, word, "--lake", lake]) != 0
    assert capsys.readouterr().err
