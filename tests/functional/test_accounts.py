from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.ledger import begin, give_password, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of pages over a ledger nobody has an account in, and its folder."""
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        yield address, state


def open_as(browser: Browser, address: str, **options: object) -> Page:
    settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
    page = browser.new_context(**settings).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def test_from_the_first_run_to_a_role_that_ends(browser: Browser, house: tuple[str, Path]) -> None:
    """Alice begins with Institut Curie; Bob comes by invitation, and goes.

    1. The first run asks for the code the server printed, the house, and its administrator.
    2. A second factor is set up; before it the role gives nothing.
    3. Alice invites Bob as a partnership officer; the address of the letter opens once.
    4. Bob chooses a password; his role waits for a second factor, which he sets up.
    5. Alice ends Bob's role; his open session sees the page of roles no more.
    6. The audit tells it all; Bob's account reads in French, on a telephone, in the dark.
    """
    address, state = house
    alice = open_as(browser, f"{address}/start")
    assert find_faults(alice) == []
    begin(alice, state)
    alice.goto(f"{address}/me")
    expect(alice.get_by_text("counts only once your account has a second factor")).to_be_visible()
    alice.get_by_role("link", name="Set one up").click()
    assert find_faults(alice) == []
    set_up_second_factor(alice)

    alice.goto(f"{address}/me")
    alice.get_by_role("link", name="Institut Curie").click()
    alice.get_by_label("E-mail address").fill("bob@curie.example")
    alice.get_by_label("Role", exact=True).select_option("officer")
    alice.get_by_role("button", name="Send the invitation").click()
    found = re.search(r"/invitations/[\w-]+", alice.locator(".notes").inner_text())
    assert found is not None
    assert find_faults(alice) == []
    take(alice, "roles", whole=True)

    bob = open_as(browser, address + found[0])
    expect(bob.get_by_role("heading", level=1)).to_have_text("Institut Curie")
    assert find_faults(bob) == []
    bob.get_by_label("Your name").fill("Bob Durand")
    give_password(bob)
    bob.get_by_role("button", name="Take it up").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text("My account")
    bob.get_by_role("link", name="Set one up").click()
    set_up_second_factor(bob)
    bob.goto(f"{address}/me")
    bob.get_by_role("link", name="Institut Curie").click()
    expect(bob.get_by_role("row", name="Bob Durand")).to_contain_text("partnership officer")
    roles = bob.url
    assert bob.goto(address + found[0]).status == 404  # type: ignore[union-attr]

    alice.reload()
    alice.get_by_role("button", name="End partnership officer Bob Durand").click()
    expect(alice.get_by_role("row", name="Bob Durand")).to_have_count(0)
    assert bob.goto(roles).status == 404  # type: ignore[union-attr]

    alice.get_by_role("link", name="Audit").click()
    for deed in ("entered an organisation", "took up an invitation", "ended a role"):
        expect(alice.get_by_text(deed).first).to_be_visible()
    assert find_faults(alice) == []
    take(alice, "audit", height=900)

    narrow = browser.new_context(
        viewport={"width": 380, "height": 800},
        locale="fr-FR",
        color_scheme="dark",
        storage_state=bob.context.storage_state(),
    ).new_page()
    narrow.goto(f"{address}/me?lang=fr")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Mon compte")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(narrow) == []


def test_who_is_not_signed_in_is_brought_back_afterwards(
    browser: Browser, house: tuple[str, Path]
) -> None:
    """Alice opens a page of her own without a session, signs in, and is on that page."""
    address, state = house
    alice = open_as(browser, f"{address}/start")
    begin(alice, state)
    alice.get_by_role("button", name="Sign out").click()
    alice.goto(f"{address}/account/sessions/")
    alice.get_by_label("Email").fill("alice@curie.example")
    alice.get_by_label("Password").fill("rope-and-ice-axe-1")
    assert find_faults(alice) == []
    alice.locator("main").get_by_role("button", name="Sign in").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Sessions")
