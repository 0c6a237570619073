from __future__ import annotations

import io
import json
import re
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from django.test import Client


INSERM = "02vjkv261"


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


@pytest.mark.parametrize("of", ["countries", "organisations", "unit-partners", "themes"])
def test_the_page_draws_and_tells_the_same(reader: Client, of: str) -> None:
    page = read(reader, f"/network?org={INSERM}&of={of}")

    drawn = page.count("data-node=")
    assert drawn > 3
    assert page.count('<td class="end num soft">') == drawn
    assert "style=" not in page.split("<main", 1)[1]


def test_a_home_leads_to_its_network(reader: Client) -> None:
    assert f'href="/network?org={INSERM}&amp;from=2020"' in read(
        reader, f"/?org={INSERM}&from=2020"
    )


def test_the_question_is_kept_by_every_control(reader: Client) -> None:
    page = read(reader, f"/network?org={INSERM}&of=organisations&most=5&from=2020")

    assert page.count("data-node=") == 5
    assert '<input type="hidden" name="most" value="5">' in page
    assert f"/network/graphml?org={INSERM}&amp;from=2020&amp;of=organisations&amp;most=5" in page


@pytest.mark.parametrize(
    ("place", "counts", "owns"),
    [
        ("/", True, True),
        ("/dossiers", True, True),
        ("/network", False, False),
        ("/network/chord", False, False),
        ("/network/flows", False, False),
        ("/who", False, False),
        ("/finder", False, True),
        ("/declared", False, True),
        ("/projects", False, False),
    ],
)
def test_a_setting_is_offered_where_it_changes_something_and_kept_elsewhere(
    reader: Client, place: str, counts: bool, owns: bool
) -> None:
    page = read(reader, f"{place}?org={INSERM}&counting=fractional&own=1")
    page = page.split('id="chooser"')[1].split("</form>")[0]

    assert ('id="counting-full"' in page) == counts
    assert ('id="own-as-partners"' in page) == owns
    assert ('type="hidden" name="counting" value="fractional"' in page) != counts
    assert ('type="hidden" name="own" value="1"' in page) != owns


def test_files_agree_with_each_other(reader: Client) -> None:
    asked = f"?org={INSERM}&of=organisations&most=8"
    graph = nx.read_graphml(io.BytesIO(read(reader, f"/network/graphml{asked}").encode()))
    network = json.loads(read(reader, f"/network/vosviewer{asked}"))["network"]
    drawing = ET.fromstring(read(reader, f"/network/svg{asked}"))
    table = read(reader, f"/network/csv{asked}").splitlines()

    assert len(graph) == len(network["items"]) == len(table) - 1 == 8
    assert graph.number_of_edges() == len(network["links"])
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}circle")) == 8


@pytest.mark.parametrize("of", ["countries", "organisations", "themes"])
def test_years_add_up_to_the_whole(reader: Client, of: str) -> None:
    told = json.loads(read(reader, f"/network/json?org={INSERM}&of={of}"))

    assert sum(one["works"] for one in told["years"]) == told["works"]
    for one in (*told["nodes"], *told["links"]):
        assert sum(one["years"].values()) == one["works"]
    for year in told["years"]:
        name = str(year["year"])
        assert year["nodes"] == sum(name in one["years"] for one in told["nodes"])
        assert year["links"] == sum(name in one["years"] for one in told["links"])


def test_the_picture_of_a_year_keeps_its_places(reader: Client) -> None:
    asked = f"org={INSERM}&most=12"
    whole = re.findall(r'cx="([^"]+)" cy="([^"]+)"', read(reader, f"/network?{asked}"))
    page = read(reader, f"/network?{asked}&year=2020&window=2")

    assert re.findall(r'cx="([^"]+)" cy="([^"]+)"', page) == whole
    assert '<option value="2020" selected>' in page
    assert '<th scope="col" class="end">Works, 2019–2020</th>' in page
    assert f"/network/png?org={INSERM}&amp;most=12&amp;year=2020&amp;window=2" in page
    nobody = read(reader, f"/network?{asked}&year=1999")
    assert nobody.count(" gone") == len(whole)


def test_a_picture_is_a_png(reader: Client) -> None:
    answer = reader.get(f"/network/png?org={INSERM}&most=5")

    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_a_theme_leads_to_the_figures_of_its_works(reader: Client) -> None:
    page = read(reader, f"/network?org={INSERM}&of=themes")
    code = re.search(r"select=theme%3Amesh%2F(\w+)", page)[1]
    assert f'href="/?org={INSERM}&amp;within=theme%3Amesh%2F{code}"' in page


def test_partner_countries_among_themselves(reader: Client) -> None:
    page = read(reader, f"/network/chord?org={INSERM}&arcs=8")
    table = read(reader, f"/network/chord/csv?org={INSERM}&arcs=8").splitlines()
    drawing = ET.fromstring(read(reader, f"/network/chord/svg?org={INSERM}&arcs=8"))

    ribbons = page.count("data-ends=")
    assert ribbons == len(table) - 1 > 3
    assert len([one for one in drawing.iter() if one.get("data-ends")]) == ribbons
    assert "style=" not in page.split("<main", 1)[1]
    found = re.search(r'href="(/works[^"]*)">(\d+)</a></td>', page)
    assert f"{found[2]} works" in read(reader, found[1].replace("&amp;", "&")).replace("<b>", "")


@pytest.mark.parametrize("ends", ["towns", "countries"])
def test_the_map_of_flows(reader: Client, ends: str) -> None:
    asked = f"org={INSERM}&ends={ends}"
    page = read(reader, f"/network/flows?{asked}")
    table = read(reader, f"/network/flows/csv?{asked}").splitlines()
    drawing = ET.fromstring(read(reader, f"/network/flows/svg?{asked}"))

    assert page.count('<td class="end num soft">') == len(table) - 1 > 3
    circles = drawing.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(circles) == page.count("data-node=")
    assert "Paris" in page
    first = re.search(r'<a href="(/works[^"]*)">(\d+)</a></td>', page)
    assert first
    kind = "city" if ends == "towns" else "country"
    assert f"select={kind}%3A" in first[1]
    assert re.search(rf'<h1 class="num">{first[2]}\D', read(reader, first[1].replace("&amp;", "&")))


@pytest.mark.parametrize("name", ["chord", "flows"])
def test_the_other_pictures_are_pngs_and_say_what_they_lack(reader: Client, name: str) -> None:
    answer = reader.get(f"/network/{name}/png?org={INSERM}")

    assert answer.content.startswith(b"\x89PNG")
    assert "Choose an organisation" in read(reader, f"/network/{name}")
    assert "Choose other years" in read(reader, f"/network/{name}?org={INSERM}&to=1900")


def test_without_a_home_or_works_a_sentence(reader: Client) -> None:
    assert "Choose an organisation" in read(reader, "/network")
    assert "No country is known on the 0 works" in read(reader, f"/network?org={INSERM}&to=1900")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/network?org={INSERM}&of=authors", 400),
        (f"/network?org={INSERM}&most=5000", 400),
        (f"/network?org={INSERM}&least=many", 400),
        (f"/network?org={INSERM}&year=soon", 400),
        (f"/network?org={INSERM}&year=2020&window=0", 400),
        (f"/network?org={INSERM}&year=2020&window=1000", 400),
        (f"/network/pdf?org={INSERM}", 404),
        (f"/network/chord?org={INSERM}&arcs=41", 400),
        (f"/network/chord/graphml?org={INSERM}", 404),
        (f"/network/flows?org={INSERM}&ends=moon", 400),
        (f"/network/flows?org={INSERM}&flows=501", 400),
    ],
)
def test_nonsense_is_said(reader: Client, address: str, status: int) -> None:
    assert "<h1" in read(reader, address, status)
