from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.ledger import begin, give_password, set_up_second_factor
from tests.functional.test_imports import send
from tests.integration.web.conftest import make_lake


pytestmark = MARKS

TEAM = "kind,name in English,country,town,latitude,longitude,part of\nteam,Team of the Rope,FR,Chamonix,45.92,6.87,04t0gwh46\n"
WRONG = """\
Prénom;Nom de famille;ORCID;Adresse électronique;Organisation;Rôle;Depuis le;Compétences
Nina;Exemple;0000-0002-1825-0079;nina@curie.example;Team of the Rope;dirige;01/01/2021;cryo-microscopie (10.1000/abc)
Omar;Exemple;;omar;Équipe inconnue;travaille à;;cytométrie
"""
RIGHT = (
    WRONG.replace("0079", "0097")
    .replace(";omar;", ";omar@curie.example;")
    .replace("Équipe inconnue", "Team of the Rope")
    .replace("cytométrie", "cytométrie (tient la plateforme)")
    .replace("travaille à", "works at")
    .replace("dirige", "leads")
)
MACHINES = """\
kind,name in English,organisation,open to,contact
equipment,Helium cryostat,Team of the Rope,anyone,Nina Exemple
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of pages over a ledger nobody has an account in, and its folder."""
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        yield address, state


def list_letters(state: Path, reader: str) -> list[str]:
    """Return the letters to somebody, in the order in which they were sent."""
    files = sorted((state / "mail").glob("*"), key=lambda one: one.stat().st_mtime_ns)
    return [text for one in files if f"To: {reader}" in (text := one.read_text("utf-8"))]


def test_from_a_table_of_people_to_a_machine_used(
    browser: Browser, house: tuple[str, Path]
) -> None:
    """Alice brings her people in; Bob finds her cryostat, asks for it, and uses it.

    1. The people of a table have faults: an ORCID's digit, an address, a team, a skill without proof.
       Each is said by line and column, and nothing is written.
    2. The mended table comes in; the machine they answer for comes in too, and is offered.
    3. Bob, a member by invitation, finds the cryostat and asks for it; Alice is told by letter.
    4. Alice accepts; Bob is told, and states what he used.
    5. Where the organisations are is seen on a map, in French, on a telephone, in the dark.
    """
    address, state = house
    alice = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    alice.goto(f"{address}/start")
    begin(alice, state)
    alice.goto(f"{address}/account/2fa/")
    set_up_second_factor(alice)

    send(alice, address, "Organisations", "teams.csv", TEAM, "utf-8")
    alice.get_by_role("button", name="Bring it in").click()
    bring_people_in(alice, address)
    send(alice, address, "Facilities, equipment and services", "machines.csv", MACHINES, "utf-8")
    alice.get_by_role("button", name="Bring it in").click()
    expect(alice.get_by_text("machines.csv is brought in: 1 new.")).to_be_visible()
    offer(alice, address)

    bob = invite(alice, browser, address)
    ask(bob, address)
    (letter,) = list_letters(state, "alice@curie.example")[-1:]
    assert "Subject: =?utf-8?" in letter or "Nights at the cryostat" in letter
    asked = re.search(r"/directory/requests/[0-9a-f-]{36}", letter)
    assert asked is not None
    alice.goto(address + asked[0])
    assert find_faults(alice) == []
    alice.get_by_role("link", name="Accept the request").click()
    alice.get_by_label("What you write to the other side").fill("From Monday on.")
    alice.get_by_role("button", name="Accept the request").click()
    expect(alice.get_by_text("the others see it")).to_be_visible()
    assert "From Monday on." in list_letters(state, "bob@curie.example")[-1]

    bob.reload()
    bob.get_by_role("link", name="State what was used").click()
    bob.get_by_label("What you write to the other side").fill("Three nights.")
    bob.get_by_role("button", name="State what was used").click()
    expect(bob.get_by_text("Three nights.")).to_be_visible()
    assert "Three nights." in list_letters(state, "alice@curie.example")[-1]

    bob.goto(f"{address}/directory?q=rope&view=map")
    expect(bob.get_by_role("img", name=re.compile("1 organisation in 1 place"))).to_be_visible()
    assert find_faults(bob) == []
    bob.set_viewport_size({"width": 380, "height": 800})
    bob.emulate_media(color_scheme="dark")
    bob.goto(f"{address}/directory?view=map&lang=fr")
    expect(bob.get_by_role("heading", name="Où sont les organisations")).to_be_visible()
    bob.get_by_text("La même chose en tableau").click()
    expect(bob.get_by_role("cell", name="Team of the Rope")).to_be_visible()
    assert bob.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(bob) == []
    take(bob, "directory-map-narrow")


def bring_people_in(page: Page, address: str) -> None:
    send(page, address, "People", "equipe.csv", WRONG, "utf-8-sig")
    faults = page.get_by_role("region", name="What is wrong")
    expect(faults.get_by_text("the last one does not fit the others")).to_be_visible()
    expect(faults.get_by_text("“omar” is no e-mail address")).to_be_visible()
    expect(faults.get_by_text("no organisation “Équipe inconnue”")).to_be_visible()
    expect(faults.get_by_text("what shows the skill “cytométrie”")).to_be_visible()
    assert find_faults(page) == []
    page.goto(f"{address}/directory?q=exemple")
    expect(page.get_by_role("link", name="Nina Exemple")).to_have_count(0)
    send(page, address, "People", "equipe.csv", RIGHT, "utf-8-sig")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("equipe.csv is brought in: 2 new.")).to_be_visible()
    page.goto(f"{address}/directory?q=exemple")
    page.get_by_role("link", name="Nina Exemple").click()
    expect(page.get_by_role("link", name="cryo-microscopie", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Team of the Rope").first).to_be_visible()


def offer(page: Page, address: str) -> None:
    page.goto(f"{address}/directory/offers/new")
    page.get_by_label("What is offered").select_option("machine")
    page.get_by_label("Name in English").fill("Nights at the cryostat")
    page.get_by_label("Facility, machine or service").fill("Helium cryostat")
    page.get_by_label("Open to").select_option("anyone")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nights at the cryostat")


def invite(alice: Page, browser: Browser, address: str) -> Page:
    alice.goto(f"{address}/me")
    alice.get_by_role("link", name="Institut Curie").click()
    alice.get_by_label("E-mail address").fill("bob@curie.example")
    alice.get_by_label("Role", exact=True).select_option("member")
    alice.get_by_role("button", name="Send the invitation").click()
    found = re.search(r"/invitations/[\w-]+", alice.locator(".notes").inner_text())
    assert found is not None
    bob = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    bob.goto(address + found[0])
    bob.get_by_label("Your name").fill("Bob Durand")
    give_password(bob)
    bob.get_by_role("button", name="Take it up").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text("My account")
    return bob


def ask(page: Page, address: str) -> None:
    page.goto(f"{address}/directory")
    page.get_by_label("What are you looking for?").fill("cryostat")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Nights at the cryostat").click()
    page.get_by_role("link", name="Ask for it").click()
    page.get_by_label("What it is for").fill("Twelve samples of the glacier.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("The request is sent.")).to_be_visible()
    assert find_faults(page) == []
