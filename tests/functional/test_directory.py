from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.ledger import begin, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of pages over a ledger nobody has an account in, and its folder."""
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        yield address, state


def test_from_the_registry_to_a_cryostat_found(browser: Browser, house: tuple[str, Path]) -> None:
    """Alice fills the directory of Institut Curie and finds a machine in it.

    1. Alice begins, sets up a second factor, and opens the directory.
    2. She takes Gustave Roussy from the registry, and enters a team by hand as a part of her house.
    3. She enters a person who leads the team, and a cryostat the person answers for.
    4. A typing error still finds the cryostat; its record says whom it is open to.
    5. She changes the team's entry in two windows: the second is told and shown both texts.
    6. The record reads in French, on a telephone, in the dark.
    """
    address, state = house
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    alice = context.new_page()
    alice.goto(f"{address}/start")
    begin(alice, state)
    alice.goto(f"{address}/account/2fa/")
    set_up_second_factor(alice)
    alice.get_by_role("link", name="Directory", exact=True).click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Directory")
    assert find_faults(alice) == []

    alice.get_by_role("link", name="Take from the registry").click()
    alice.get_by_label("Organisation", exact=True).fill("0321g0743")
    alice.get_by_role("button", name="Enter them").click()
    expect(alice.locator(".notes")).to_contain_text("entered")

    alice.goto(f"{address}/directory/organisations/new")
    assert find_faults(alice) == []
    alice.get_by_label("Kind").select_option("team")
    alice.get_by_label("Name in English").fill("Team of the Rope")
    alice.get_by_label("Part of").fill("Institut Curie")
    alice.get_by_role("button", name="Enter it").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Team of the Rope")
    team = alice.url

    enter_person_and_machine(alice)
    alice.goto(f"{address}/directory")
    alice.get_by_label("What are you looking for?").fill("cryosatt")
    alice.get_by_role("button", name="Search").click()
    expect(alice.locator(".notes")).to_contain_text("cryostat")
    assert find_faults(alice) == []
    take(alice, "directory-search", whole=True)
    alice.get_by_role("link", name="Helium cryostat").click()
    expect(alice.get_by_text("Own people and partners by agreement", exact=True)).to_be_visible()
    expect(alice.get_by_role("link", name="Nina Exemple")).to_be_visible()
    assert find_faults(alice) == []

    change_in_two_windows(alice, context.new_page(), team)

    narrow = browser.new_context(
        viewport={"width": 380, "height": 800},
        locale="fr-FR",
        color_scheme="dark",
        storage_state=context.storage_state(),
    ).new_page()
    narrow.goto(f"{team}?lang=fr")
    expect(narrow.get_by_role("heading", name="En bref")).to_be_visible()
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(narrow) == []


def enter_person_and_machine(page: Page) -> None:
    page.get_by_role("link", name="Add People").click()
    page.get_by_label("Given name").fill("Nina")
    page.get_by_label("Family name").fill("Exemple")
    page.get_by_label("There, the person…").select_option("leads")
    page.get_by_role("button", name="Enter them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nina Exemple")
    page.get_by_role("link", name="Team of the Rope").first.click()
    page.get_by_role("link", name="Add Facilities, equipment and services").click()
    page.get_by_label("Kind").select_option("equipment")
    page.get_by_label("Name in English").fill("Helium cryostat")
    page.get_by_label("Open to").select_option("partners")
    page.get_by_label("Contact").fill("Nina Exemple")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Helium cryostat")


def change_in_two_windows(first: Page, second: Page, address: str) -> None:
    for page in (first, second):
        page.goto(f"{address}/change")
    first.get_by_label("Town").fill("Lyon")
    first.get_by_role("button", name="Save").click()
    expect(first.locator(".notes")).to_contain_text("saved")
    second.get_by_label("Town").fill("Nice")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("main")).to_contain_text("The last change is by Alice Martin")
    expect(second.get_by_role("row", name="Town")).to_contain_text("Lyon")
    assert find_faults(second) == []
    second.get_by_role("button", name="Save").click()
    expect(second.locator(".notes")).to_contain_text("saved")
