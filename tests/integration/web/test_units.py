from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from cordee.observatory.lake.store import Lake, open_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.web import lakes


AT = datetime(2026, 1, 5, tzinfo=UTC)
INSERM = "02vjkv261"
HOSTILE = "<script>alert('unit')</script>"
WORKS = 30


@pytest.fixture
def units(made_lake: Lake, tmp_path: Path, settings: Any) -> Any:
    """A reader of a lake where U830 has thirty works and the name of an attacker."""
    copy = tmp_path / "lake"
    copy.mkdir()
    for one in made_lake.path.rglob("*"):
        target = copy / one.relative_to(made_lake.path)
        if one.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.read_bytes())
    lake = open_lake(copy)
    with lake.connect() as connection:
        keys = connection.execute("SELECT work, year FROM works ORDER BY work").fetchmany(WORKS)
    rows: dict[str, list[dict[str, Any]]] = {
        "units": [
            {
                "unit": "UMR3215",
                "codes": ["UMR3215", "U934"],
                "kind": "UMR",
                "name": HOSTILE,
                "texts": 4,
                "works": WORKS,
                "source": "RNSR",
                "structure": "200012345A",
            }
        ],
        "unit_organisations": [
            {
                "unit": "UMR3215",
                "organisation": one,
                "name": name,
                "role": "tutelle",
                "basis": "RNSR",
                "texts": 4,
                "share": 1.0,
            }
            for one, name in ((INSERM, "Inserm"), (None, "École sans ROR"))
        ],
        "unit_works": [{"unit": "UMR3215", "work": work, "year": year} for work, year in keys],
    }
    with lake.write() as transaction:
        transaction.put_snapshot_tables(
            {
                name: pa.Table.from_pylist(content, schema=SNAPSHOT_TABLES[name])
                for name, content in rows.items()
            },
            at=AT,
        )
    settings.CORDEE_LAKE = str(copy)
    lakes.forget()
    yield Client()
    lakes.forget()


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_home_ranks_its_units(units: Client) -> None:
    page = read(units, f"/?org={INSERM}")

    assert 'id="research-units"' in page
    assert f'href="/units/UMR3215?org={INSERM}"' in page
    assert HOSTILE not in page


def test_a_home_without_units_has_no_panel(reader: Client) -> None:
    assert "research-units" not in read(reader, f"/?org={INSERM}")


def test_a_period_narrows_units_and_their_works(units: Client) -> None:
    asked = f"?org={INSERM}&from=2021&to=2021&counting=fractional"
    whole, narrowed = (read(units, f"/units/U934{one}") for one in ("", asked))
    counts = [int(re.search(r'id="works">(\d+)', one)[1]) for one in (whole, narrowed)]
    listed = read(units, f"/units{asked}")

    assert 0 < counts[1] < counts[0]
    assert "Works of 2021 alone" in narrowed
    assert f'href="/?{asked[1:]}"'.replace("&", "&amp;") in narrowed
    assert "Works of 2021 alone" in listed
    assert f'#works">{counts[1]}</a>' in listed
    assert "UMR3215" not in read(units, f"/units?org={INSERM}&from=1990&to=1990")


def test_a_unit_has_its_evidence_and_works(units: Client) -> None:
    page = read(units, "/units/U934")

    assert "UMR 3215, U 934" in page
    assert "200012345A" in page
    assert "École sans ROR" in page
    assert HOSTILE not in page
    assert page.count("<h2><a href=") == 25
    assert "Page 1 of 2" in page
    assert "Page 2 of 2" in read(units, "/units/UMR3215?page=2")


@pytest.mark.parametrize(
    "address", ["/units/U9999", "/units/%3Cscript%3E", "/units/UMR3215?page=3"]
)
def test_what_is_not_there_is_said(units: Client, address: str) -> None:
    page = read(units, address, 404)

    assert "<script>" not in page.split("<main", 1)[-1]


def list_links(page: str, begin: str, end: str) -> list[str]:
    block = page.split(begin, 1)[1].split(end, 1)[0]
    return [html.unescape(one) for one in re.findall(r'href="(/[^"]*)"', block)]


def list_crumbs(page: str) -> list[str]:
    return list_links(page, 'class="crumbs"', "</p>")


@pytest.mark.parametrize("home", ["", f"?org={INSERM}"])
def test_a_work_leads_back_to_the_unit_and_the_unit_to_its_list(units: Client, home: str) -> None:
    page = f"{home}&page=2" if home else "?page=2"
    unit = read(units, f"/units/UMR3215{page}")
    work = read(units, list_links(unit, '<ol class="panel works">', "</ol>")[0])

    assert list_crumbs(work) == [f"/units/UMR3215{page}#works"]
    assert "Page 2 of 2" in read(units, list_crumbs(work)[0])
    ways = [f"/units{home}"]
    assert list_crumbs(unit) == ([f"/{home}", *ways] if home else ways)


def test_all_units_of_a_lake_are_listed(units: Client) -> None:
    assert "UMR 3215" in read(units, "/units")
    assert "UMR 3215" in read(units, f"/units?org={INSERM}")
    assert "UMR 3215" not in read(units, "/units?org=04t0gwh46")
