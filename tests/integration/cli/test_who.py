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
    rows = {
        "works": [{"work": n, "year": 2018 + n} for n in (1, 2)],
        "organisations": [
            {
                "organisation": OXFORD,
                "name": "University of Oxford",
                "country": "GB",
                "city": "Oxford",
            }
        ],
        "work_organisations": [
            {"work": n, "organisation": one, "country": country, "weight": 0.5}
            for n in (1, 2)
            for one, country in ((INSERM, "FR"), (OXFORD, "GB"))
        ],
        "work_countries": [
            {"work": n, "country": country, "weight": 0.5}
            for n in (1, 2)
            for country in ("FR", "GB")
        ],
        "authorships": [
            {"work": n, "position": p, "name": name, "collective": False, "affiliations": [p]}
            for n in (1, 2)
            for p, name in ((1, "Zoé Durand"), (2, "Ann Smith"))
        ],
        "links": [
            {"affiliation": 1, "organisation": INSERM},
            {"affiliation": 2, "organisation": OXFORD},
        ],
        "affiliation_countries": [{"affiliation": 2, "country": "GB"}],
        "units": [{"unit": "U1", "codes": ["U1"], "name": "One"}],
        "unit_organisations": [{"unit": "U1", "organisation": INSERM, "role": "tutelle"}],
        "unit_affiliations": [{"unit": "U1", "affiliation": 1}],
        "unit_works": [{"unit": "U1", "work": n} for n in (1, 2)],
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


@pytest.mark.parametrize("subject", ["United Kingdom", "city:GB/Oxford", "University of Oxford"])
def test_says_who_works_with(lake: str, subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["who", "--org", INSERM, "--with", subject, "--lake", lake, "--format", "json"]
    assert run(words) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["works"], found["first_year"], found["last_year"]) == (2, 2019, 2020)
    [here], [there], [unit] = (
        found["here"]["people"],
        found["there"]["people"],
        found["units"]["units"],
    )
    assert (here["name"], here["first"], here["unit"]) == ("Zoé Durand", 2, "U1")
    assert (there["name"], there["last"]) == ("Ann Smith", 2)
    assert there["organisation_name"] == "University of Oxford"
    assert (unit["unit"], unit["works"], unit["first"], unit["last"]) == ("U1", 2, 2, 0)


def test_says_it_to_a_person(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["who", "--org", INSERM, "--with", "GB", "--lake", lake]) == 0

    said = capsys.readouterr().out
    assert "Zoé Durand" in said
    assert "not told apart" in said


def test_a_list_for_a_spreadsheet(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["who", "--org", INSERM, "--with", "GB", "--lake", lake, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("here,Zoé Durand")


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("University", "may mean several things"),
        ("qqqqzzzz", "is called"),
        ("year:2020", "is not a country"),
        (f"organisation:{INSERM}", "is of the home"),
    ],
)
def test_what_cannot_be_asked(
    lake: str, subject: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["who", "--org", INSERM, "--with", subject, "--lake", lake]) != 0
    assert said in capsys.readouterr().err
