from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.lake.verify import verify_lake


AT = datetime(2026, 1, 1, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "sources/cordis"


def write(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def write_projects(path: Path, *rows: str) -> Path:
    return write(path, "id;acronym;title;ecMaxContribution;contentUpdateDate", *rows)


def write_people(path: Path, *rows: str) -> Path:
    header = "projectID;organisationID;name;role;country;ecContribution;contentUpdateDate"
    return write(path, header, *rows)


def read(lake: Lake, query: str) -> list[tuple[object, ...]]:
    assert verify_lake(lake) == []
    return lake.connect().execute(query).fetchall()


def test_amounts_are_decimals_and_sum_to_the_cent(tmp_path):
    lake = create_lake(tmp_path / "lake", at=AT)
    assert ingest(lake, [FOLDER], at=AT).faults == ()
    sums = read(
        lake,
        "SELECT p.acronym, sum(o.ec_contribution) FROM project_organisations o "
        "JOIN projects p USING (project) GROUP BY ALL ORDER BY 1",
    )
    assert sums == [
        ("OLDIE", Decimal("1000000.00")),
        ("ROPE", Decimal("6999999.99")),
        ("SOLO", Decimal("1500000.00")),
    ]
    assert read(lake, "SELECT count(*), count(DISTINCT label) FROM project_themes") == [(2, 1)]
    assert read(lake, "SELECT count(*) FROM affiliations") == [(5,)]


def test_the_latest_change_counts_whatever_the_order_and_participants_come_together(tmp_path):
    new = [
        write_projects(tmp_path / "p2.csv", "1;NEW;T;2;2024-02-01"),
        write_people(tmp_path / "o2.csv", "1;10;Acme;coordinator;FR;5;2024-02-01"),
    ]
    old = [
        write_projects(tmp_path / "p1.csv", "1;OLD;T;1;2024-01-01", "2;TWO;T;1;2024-01-01"),
        write_people(
            tmp_path / "o1.csv",
            "1;10;Acme;participant;FR;5;2024-01-01",
            "1;11;Gone;coordinator;FR;5;2024-01-01",
            "2;11;Gone;coordinator;FR;5;2024-01-01",
            "3;12;Waits for its project;coordinator;FR;5;2024-01-01",
        ),
    ]
    found = []
    for number, files in enumerate(((*new, *old), (*old, *new))):
        lake = create_lake(tmp_path / f"lake{number}", at=AT)
        for path in files:
            ingest(lake, [path], at=AT)
        found.append(
            read(
                lake,
                "SELECT acronym, list(name || ' ' || role ORDER BY name) FROM projects "
                "JOIN project_organisations USING (project) GROUP BY ALL ORDER BY 1",
            )
        )
    assert found[0] == [("NEW", ["Acme coordinator"]), ("TWO", ["Gone coordinator"])]
    assert found[0] == found[1]
