from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from cordee.observatory.lake.store import Lake, open_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.web import lakes


INSERM = "02vjkv261"
ROWS = [
    {"declared": 1, "organisation": INSERM, "team": "Team A", "partner": "University of Oxford",
     "country": "GB", "theme": "Cancer", "first_year": 2019, "last_year": 2021},
    {"declared": 2, "organisation": INSERM, "team": "Team B", "partner": "<b>Kathmandu</b>",
     "country": "NP", "theme": None, "first_year": 2020, "last_year": 2020},
]  # fmt: skip


@pytest.fixture
def teller(made_lake: Lake, tmp_path: Path, settings: Any) -> Iterator[Client]:
    """A reader of the made lake with two collaborations declared."""
    path = tmp_path / "lake"
    shutil.copytree(made_lake.path, path)
    with open_lake(path).write() as transaction:
        table = pa.Table.from_pylist(ROWS, schema=SNAPSHOT_TABLES["declared"])
        transaction.put_snapshot_tables({"declared": table}, at=datetime(2026, 1, 6, tzinfo=UTC))
    settings.CORDEE_LAKE = str(path)
    lakes.forget()
    yield Client()
    lakes.forget()


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_both_sides_stand_beside_each_other(teller: Client) -> None:
    page = read(teller, f"/declared?org={INSERM}")

    assert "Team A" in page
    assert "declared and observed 1 · declared only 1" in page
    assert "&lt;b&gt;Kathmandu" in page
    assert "two years after" in page
    assert "Partners recognised: by name 1 · by the linker 0 · not recognised 1" in page
    assert 'href="/about#definition-declared_partner"' in page


def test_years_teams_and_people_are_behind_each_partner(teller: Client) -> None:
    page = read(teller, f"/declared?org={INSERM}")
    row = re.search(r"<tr>\s*<th[^>]*>United Kingdom(.*?)</tr>", page, re.DOTALL)
    assert row
    assert "declared 2019" in row[1]
    assert "Declaring teams: Team A" in row[1]
    opened = re.search(r'<a class="num" href="(/works[^"]*person[^"]*)"[^>]*>(\d+)</a>', row[1])
    assert opened
    listed = read(teller, opened[1].replace("&amp;", "&"))
    assert re.search(rf'<h1 class="num">{opened[2]}\D', listed)
    everyone = re.search(r'href="(/who[^"]*)"', row[1])
    assert everyone
    assert "United Kingdom" in read(teller, everyone[1].replace("&amp;", "&"))


def test_a_row_opens_as_many_works_as_it_says(teller: Client) -> None:
    page = read(teller, f"/declared?org={INSERM}&country=GB&from=2018")
    assert "Kathmandu" not in page.partition('id="rows"')[2]

    found = re.search(r'id="rows".*?<a href="(/works[^"]*)">(\d+)</a>', page, re.DOTALL)
    assert found
    listed = read(teller, found[1].replace("&amp;", "&"))
    assert re.search(rf'<h1 class="num">{found[2]}\D', listed)


def test_the_tables_are_taken_away(teller: Client) -> None:
    assert len(read(teller, f"/declared/declarations?org={INSERM}").splitlines()) == 3
    assert "University of Oxford" in read(teller, f"/declared/partners?org={INSERM}")
    assert "Népal" in read(teller, f"/declared/countries?org={INSERM}&lang=fr")


def test_without_a_home_or_declarations_a_sentence(reader: Client) -> None:
    assert "Choose an organisation" in read(reader, "/declared")
    page = read(reader, f"/declared?org={INSERM}")
    assert "No collaboration of this home is declared" in page
    assert "<table" not in page  # rows of zeros would only repeat it


def test_nonsense_is_said(reader: Client) -> None:
    assert "<h1" in read(reader, f"/declared/moons?org={INSERM}", 404)
    assert "<h1" in read(reader, f"/declared?org={INSERM}&country=XX", 404)
