from __future__ import annotations

import json
import re

import pytest
from django.test import Client


INSERM, OXFORD = "02vjkv261", "052gg0110"
ASKED = f"org={INSERM}&with=country:GB"


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_a_figure_of_a_person_opens_its_works(reader: Client) -> None:
    found = json.loads(read(reader, f"/who/json?{ASKED}"))
    page = read(reader, f"/who?{ASKED}")

    assert found["works"] >= found["here"]["people"][0]["works"] > 0
    for person in (*found["here"]["people"][:2], *found["there"]["people"][:2]):
        address = f"/works?org={INSERM}&within=country:GB&select={person['selection']}"
        heading = re.search(r'<h1 class="num">(\d+)', read(reader, address))
        assert heading
        assert int(heading[1]) == person["works"]
        assert person["name"] in page
    assert {one["country"] for one in found["there"]["people"]} == {"GB"}


def test_without_a_subject_partners_and_themes_are_offered(reader: Client) -> None:
    page = read(reader, f"/who?org={INSERM}")

    assert f"/who?org={INSERM}&amp;with=country%3AGB" in page
    assert "with=organisation%3A" in page
    assert "with=theme%3Amesh%2FD12" in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("royaume", "with=country%3AGB"),
        ("Oxford", "with=city%3AGB%2FOxford"),
        ("university of oxford", f"with=organisation%3A{OXFORD}"),
        ("tumeurs", "with=theme%3Amesh%2FC04"),
        ("qqqqzzzz", "porte ce nom"),
    ],
)
def test_what_is_typed_is_found_by_its_kind(reader: Client, typed: str, found: str) -> None:
    assert found in read(reader, f"/who?org={INSERM}&whom={typed}&lang=fr")


def test_the_question_is_kept(reader: Client) -> None:
    page = read(reader, f"/who?{ASKED}&from=2020")

    assert '<input type="hidden" name="with" value="country:GB">' in page
    assert f"/who/csv?org={INSERM}&amp;from=2020&amp;with=country%3AGB" in page
    assert f"/who?org={INSERM}" in read(reader, f"/?org={INSERM}")


def test_the_list_is_taken_away(reader: Client) -> None:
    lines = read(reader, f"/who/csv?{ASKED}").splitlines()
    found = json.loads(read(reader, f"/who/json?{ASKED}"))

    assert len(lines) - 1 == found["here"]["count"] + found["there"]["count"]


def test_without_a_home_or_works_a_sentence(reader: Client) -> None:
    assert "Choose an organisation" in read(reader, "/who")
    assert "No work of the home" in read(reader, f"/who?org={INSERM}&with=country:NP")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/who?org={INSERM}&with=year:2020", 400),
        (f"/who?org={INSERM}&with=country:GB,country:US", 400),
        (f"/who?org={INSERM}&with=nonsense", 400),
        (f"/who?org={INSERM}&with=city:London", 400),
        (f"/who?org={INSERM}&with=organisation:{INSERM}", 400),
        (f"/who?org={INSERM}&with=organisation:012345678", 404),
        (f"/who/csv?org={INSERM}", 400),
        (f"/who/pdf?{ASKED}", 404),
        (f"/works?org={INSERM}&select=person:,", 400),
    ],
)
def test_nonsense_is_said(reader: Client, address: str, status: int) -> None:
    assert "<h1" in read(reader, address, status)
