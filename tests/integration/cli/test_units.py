from __future__ import annotations

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
INSERM = "02vjkv261"


@pytest.fixture
def lake(tmp_path: Path) -> str:
    """A lake with two units, U1016 with three works and CIC1418 with one."""
    rows: dict[str, list[dict[str, Any]]] = {
        "works": [{"work": n, "year": 2019 + n % 2, "title": f"Work {n}"} for n in range(4)],
        "work_countries": [
            {"work": n, "country": c} for n, c in ((0, "FR"), (0, "US"), (1, "FR"), (3, "FR"))
        ],
        "units": [
            {
                "unit": "UMR8104",
                "codes": ["UMR8104", "U1016"],
                "kind": "UMR",
                "name": "Institut Cochin",
                "town": "Paris",
                "texts": 5,
                "works": 3,
                "source": "corpus",
            },
            {
                "unit": "CIC1418",
                "codes": ["CIC1418"],
                "kind": "CIC",
                "texts": 1,
                "works": 1,
                "source": "corpus",
            },
        ],
        "unit_organisations": [
            {
                "unit": "UMR8104",
                "organisation": INSERM,
                "name": "Inserm",
                "role": "tutelle",
                "basis": "number",
                "texts": 5,
                "share": 1.0,
            },
            {
                "unit": "CIC1418",
                "organisation": INSERM,
                "name": "Inserm",
                "role": "beside",
                "basis": "texts",
                "texts": 1,
                "share": 1.0,
            },
        ],
        "unit_works": [
            {"unit": "UMR8104", "work": 0, "year": 2019},
            {"unit": "UMR8104", "work": 1, "year": 2020},
            {"unit": "UMR8104", "work": 2, "year": 2019},
            {"unit": "CIC1418", "work": 3, "year": 2020},
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


def test_lists_units_by_works(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["units", "--lake", lake, "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["total"] == 2
    assert [(one["unit"], one["works"]) for one in found["units"]] == [
        ("UMR8104", 3),
        ("CIC1418", 1),
    ]


@pytest.mark.parametrize("organisation", [INSERM, f"https://ror.org/{INSERM}", "inserm"])
def test_an_organisations_units_are_not_those_it_is_named_beside(
    lake: str, capsys: pytest.CaptureFixture[str], organisation: str
) -> None:
    assert run(["units", "--lake", lake, "--org", organisation, "--format", "csv"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("unit,codes,name")
    assert lines[1:] == ['UMR8104,"UMR8104, U1016",Institut Cochin,Paris,3,5,Inserm,corpus']


@pytest.mark.parametrize(
    "words", [["UMR8104"], ["U1016"], ["umr", "8104"], ["UMR_S 1016"], ["UMR 1016"]]
)
def test_shows_a_unit_by_any_of_its_codes(
    lake: str, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(["units", "show", *words, "--lake", lake, "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["unit"]["unit"] == "UMR8104"
    assert found["by_year"] == [[2019, 2], [2020, 1]]
    assert (found["international"]["works"], found["international"]["of"]) == (1, 2)


def test_shows_a_unit_to_a_person(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["units", "--lake", lake, "show", "U1016"]) == 0

    said = capsys.readouterr().out
    assert "Institut Cochin" in said
    assert "50.0% (1 of 2 works with a known country)" in said
    assert "supervising body" in said


def test_an_unknown_unit_is_said(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["units", "show", "U9999", "--lake", lake]) != 0
    assert "No unit known here has the code U9999" in " ".join(capsys.readouterr().err.split())


def test_a_list_needs_a_lake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORDEE_LAKE", raising=False)

    assert run(["units"]) == 2
    assert "--lake" in capsys.readouterr().err


def test_brings_the_directory_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    table = tmp_path / "structures.csv"
    table.write_text(
        "numero_national_de_structure;libelle;label_numero;tutelles\n"
        "200012345A;Institut;U 830;Inserm\nwrong;Institut;U 831;Inserm\n",
        encoding="utf-8",
    )

    assert run(["rnsr", "status"]) == 0
    assert "There is no directory" in capsys.readouterr().out
    assert run(["rnsr", "update", str(table)]) == 4  # one line was left out
    said = capsys.readouterr()
    assert "1 structures written" in said.out
    assert "line 3" in said.err
    assert run(["rnsr", "status"]) == 0
    assert "structures: 1" in capsys.readouterr().out
