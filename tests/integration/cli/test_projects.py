from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from cordee.cli.__main__ import run
from cordee.observatory.lake.store import create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM, KAROLINSKA = "02vjkv261", "056d84691"


@pytest.fixture
def lake(tmp_path: Path) -> str:
    """A lake with one project that Inserm coordinates with Karolinska and an unknown partner."""
    people = [
        (1, "INSERM", "FR", "coordinator", "2000000.33"),
        (2, "KAROLINSKA", "SE", "participant", "3000000.33"),
        (3, "A COMPANY", "FR", "thirdParty", None),
    ]
    rows = {
        "projects": [
            {
                "project": 1,
                "number": "101057001",
                "acronym": "ROPE",
                "title": "Roped together",
                "start_date": date(2022, 9, 1),
                "end_date": date(2027, 8, 31),
                "programme": "HORIZON",
                "ec_contribution": Decimal("6999999.99"),
            }
        ],
        "project_organisations": [
            {
                "project": 1,
                "position": n,
                "participant": str(n),
                "name": name,
                "country": country,
                "role": role,
                "ec_contribution": Decimal(amount) if amount else None,
                "affiliation": n,
            }
            for n, name, country, role, amount in people
        ],
        "links": [
            {"affiliation": 1, "organisation": INSERM, "score": 0.9, "start": 0, "end": 5},
            {"affiliation": 2, "organisation": KAROLINSKA, "score": 0.9, "start": 0, "end": 5},
        ],
    }
    made = create_lake(tmp_path / "lake", at=AT)
    with made.write() as transaction:
        transaction.put_snapshot_tables(
            {n: pa.Table.from_pylist(r, schema=SNAPSHOT_TABLES[n]) for n, r in rows.items()},
            at=AT,
            linker="1",
            registry="2.9",
        )
    return str(made.path)


def call(lake: str, *words: str) -> int:
    return run(["projects", "--org", INSERM, "--lake", lake, *words])


def test_the_terminal_shows_figures_and_projects(lake, capsys):
    assert run(["--lang=fr", "projects", "--org", INSERM, "--lake", lake]) == 0
    out = " ".join(capsys.readouterr().out.replace("\u202f", " ").split())
    assert "2 000 000,33 €" in out
    assert "ROPE" in out
    assert "coordinateur" in out


@pytest.mark.parametrize(
    ("of", "row"),
    [
        ("countries", "1,SE,Sweden,1,1,0,3000000.33"),
        ("organisations", f"1,{KAROLINSKA},Karolinska Institutet,Sweden,1,0,3000000.33"),
        ("projects", "101057001,ROPE,Roped together,2022-09-01,2027-08-31,HORIZON"),
    ],
)
def test_csv_has_every_column(lake, capsys, of, row):
    assert call(lake, "--of", of, "--format", "csv") == 0
    assert row in capsys.readouterr().out


def test_json_keeps_cents(lake, capsys):
    assert call(lake, "--format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["figures"]["contribution"] == "2000000.33"
    assert document["projects"][0]["countries"] == ["FR", "SE"]


def test_a_lake_without_projects_says_what_to_do(tmp_path, capsys):
    made = create_lake(tmp_path / "empty", at=AT)
    with made.write() as transaction:
        table = SNAPSHOT_TABLES["works"].empty_table()
        transaction.put_snapshot_tables({"works": table}, at=AT, linker="1", registry="2.9")
    assert call(str(made.path)) == 0
    assert "no European project" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"), [(["--country", "XX"], 3), (["--years", "20-19"], 2), (["--of", "x"], 2)]
)
def test_nonsense_is_refused(lake, words, code):
    assert call(lake, *words) == code
