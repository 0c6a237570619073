from __future__ import annotations

import csv
import io

import pytest
from django.test import Client


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


def test_the_page_has_map_years_matrix_and_pairs(reader: Client) -> None:
    page = read(reader, "/world")
    for part in ('id="map-data"', 'id="years-data"', 'class="data num matrix"', "Largest pairs"):
        assert part in page
    assert page.count('class="end own"') == 10  # one a country, up to fifteen
    assert "style=" not in page.split("<main", 1)[1]
    assert 'href="/world" aria-current="page"' in page


def test_the_period_is_kept_by_the_tables(reader: Client) -> None:
    page = read(reader, "/world?from=2019&to=2020")
    assert 'href="/world/matrix?from=2019&amp;to=2020"' in page
    rows = list(csv.reader(io.StringIO(read(reader, "/world/matrix?from=2019&to=2020"))))
    assert rows[0] == ["year", "country", "with", "works"]
    assert {row[0] for row in rows[1:]} == {"2019", "2020"}


@pytest.mark.parametrize("name", ["countries", "years", "matrix"])
def test_tables_in_french(reader: Client, name: str) -> None:
    header, *rows = csv.reader(io.StringIO(read(reader, f"/world/{name}?lang=fr")))
    assert "publications" in header
    assert rows


def test_nonsense_gets_a_sentence(reader: Client) -> None:
    assert "There is no table" in read(reader, "/world/nothing", 404)
    assert "not a period" in read(reader, "/world?from=soon", 400).replace("’", "'")
    assert "None in this selection" in read(reader, "/world?from=1800&to=1801")
