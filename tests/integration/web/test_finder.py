from __future__ import annotations

import json
import re

import pytest
from django.test import Client


CURIE, ROUSSY, HARVARD = "04t0gwh46", "0321g0743", "03vek6s52"
ASKED = f"org={HARVARD}&everywhere=1&least=1"


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def ask(client: Client, address: str) -> dict[str, object]:
    return json.loads(read(client, address))


def count(client: Client, address: str) -> int:
    found = re.search(r'<h1 class="num">([\d,]+)', read(client, address))
    assert found
    return int(found[1].replace(",", ""))


@pytest.fixture
def home(reader: Client) -> str:
    """A home and years in which some organisation of the lake is no partner of it."""
    for years in ("&from=2018&to=2018", "&from=2019&to=2019", ""):
        for one in (HARVARD, CURIE, "03a62bv60", "01swzsf04"):
            address = f"org={one}&everywhere=1&least=1{years}"
            if ask(reader, f"/finder/json?{address}")["candidates"]:
                return address
    pytest.fail("everyone works with everyone in the made lake")


def test_every_number_opens_its_works(reader: Client, home: str) -> None:
    found = ask(reader, f"/finder/json?{home}")
    years = "&from" + home.partition("&from")[2] if "&from" in home else ""
    for one in found["candidates"][:3]:
        theirs = f"/works?org={one['organisation']}{years}"
        assert count(reader, theirs) == one["works"]
        selection = found["selection"].replace("+", "%2B")
        assert count(reader, f"{theirs}&select={selection}") == one["on_themes"]["works"]
        for theme in one["shared_themes"]:
            asked = f"{theirs}&select=theme:{theme['theme']['key']}"
            assert count(reader, asked) == theme["works"]
        for partner in one["common"]:
            asked = f"{theirs}&select=organisation:{partner['organisation']},few_organisations"
            assert count(reader, asked) == partner["works"]


def test_the_people_and_units_closest_open_their_works(reader: Client, home: str) -> None:
    page = reader.get(f"/finder?{home}").content.decode()
    groups = re.findall(r'<ul class="reasons">(?:(?!</ul>).)*</ul>\s*</details>', page, re.DOTALL)
    opened = [
        (address.replace("&amp;", "&"), int(said))
        for group in groups[:2]
        for address, said in re.findall(r'<a class="num" href="([^"]*)"[^>]*>(\d+)</a>', group)
    ]
    assert "People there" in groups[0]
    assert any("person" in address for address, _said in opened)
    for address, said in opened:
        assert count(reader, address) == said


def test_who_is_ruled_out_is_not_there(reader: Client, home: str) -> None:
    found = ask(reader, f"/finder/json?{home}")["candidates"]
    first = found[0]["organisation"]
    page = read(reader, f"/finder?{home}&not={first}")
    rest = ask(reader, f"/finder/json?{home}&not={first}")["candidates"]

    assert first not in {one["organisation"] for one in rest}
    assert len(rest) == len(found) - 1
    assert "Ruled out" in page


def test_the_choice_is_kept(reader: Client) -> None:
    page = read(reader, f"/finder?{ASKED}&land=GB&type=education&lang=fr")

    assert '<option value="GB" selected>Royaume-Uni</option>' in page
    assert '<option value="education" selected>Universités et écoles</option>' in page
    assert f"/finder/csv?org={HARVARD}&amp;land=GB&amp;type=education" in page
    assert f"/finder?org={HARVARD}" in read(reader, f"/?org={HARVARD}")


def test_a_list_for_a_spreadsheet(reader: Client, home: str) -> None:
    lines = read(reader, f"/finder/csv?{home}").splitlines()
    assert len(lines) - 1 == len(ask(reader, f"/finder/json?{home}")["candidates"])


def test_without_a_home_or_works_a_sentence(reader: Client) -> None:
    assert "Choose an organisation" in read(reader, "/finder")
    assert "None in this selection" in read(reader, f"/finder?org={HARVARD}&to=1900")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/finder?org={HARVARD}&land=XX", 404),
        (f"/finder?org={HARVARD}&zone=MOON", 404),
        (f"/finder?org={HARVARD}&type=club", 400),
        (f"/finder?org={HARVARD}&theme=../x", 400),
        (f"/finder?org={HARVARD}&least=0", 400),
        (f"/finder?org={HARVARD}&least=many", 400),
        (f"/finder?org={HARVARD}&show=5000", 400),
        (f"/finder?org={HARVARD}&not=harvard", 400),
        (f"/finder/pdf?org={HARVARD}", 404),
        (f"/works?org={HARVARD}&select=themes:a%2Bb%2Bc%2Bd%2Be%2Bf%2Bg%2Bh%2Bi", 400),
    ],
)
def test_nonsense_is_said(reader: Client, address: str, status: int) -> None:
    assert "<h1" in read(reader, address, status)
