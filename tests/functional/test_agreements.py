from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import serving
from tests.functional.ledger import begin, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def test_an_agreement_is_begun_and_says_what_it_waits_for(browser: Browser, tmp_path: Path) -> None:
    """Alice begins a memorandum and is told what stands against it, in words and on the buttons.

    1. The form refuses a memorandum that binds, and keeps what was typed.
    2. The record says that two parties are needed; the move that needs them is greyed and says why.
    3. Alice adds her house by its name; the history tells it; the portfolio lists the draft.
    4. Another agreement stands to it, which is offered as she types.
    5. On a telephone, in French, the record fits.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        page = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB"
        ).new_page()
        page.goto(f"{address}/start")
        begin(page, state)
        page.goto(f"{address}/me")
        page.get_by_role("link", name="Set one up").click()
        set_up_second_factor(page)
        page.goto(f"{address}/agreements")
        assert find_faults(page) == []
        page.get_by_role("link", name="New agreement").click()
        page.get_by_label("Title in English").fill("Rare tumours")
        page.get_by_label("Last day").fill("2030-12-31")
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_text("binds nobody")).to_be_visible()
        expect(page.get_by_label("Title in English")).to_have_value("Rare tumours")
        assert find_faults(page) == []
        page.get_by_label("Binds its parties in law").uncheck()
        page.get_by_role("button", name="Begin").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Rare tumours")
        moves = page.get_by_role("button", name="Send round")
        expect(moves).to_be_disabled()
        expect(moves).to_have_attribute("title", "Name at least two parties first.")
        page.get_by_role("link", name="Add a party").click()
        page.get_by_label("Organisation").fill("institut curie")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("row", name="Institut Curie")).to_be_visible()
        expect(page.get_by_text("added a party")).to_be_visible()
        assert find_faults(page) == []
        record = page.url
        page.goto(f"{address}/agreements?text=tumours")
        expect(page.get_by_role("link", name="Rare tumours")).to_be_visible()
        stand_to_it(page)

        narrow = browser.new_context(
            viewport={"width": 380, "height": 800},
            color_scheme="dark",
            storage_state=page.context.storage_state(),
        ).new_page()
        narrow.goto(f"{record}?lang=fr")
        expect(narrow.get_by_role("heading", name="Parties", exact=True)).to_be_visible()
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(narrow) == []


def stand_to_it(page: Page) -> None:
    page.get_by_role("link", name="New agreement").click()
    page.get_by_label("Title in English").fill("One of them")
    page.get_by_label("Last day").fill("2030-12-31")
    page.get_by_label("Binds its parties in law").uncheck()
    above = page.get_by_role("combobox", name="Stands to another agreement")
    above.press_sequentially("tumours r")
    page.get_by_role("option", name="Rare tumours").click()
    expect(above).to_have_value("Rare tumours")
    assert find_faults(page) == []
    # What is typed after a choice is no longer that choice.
    above.press_sequentially(" of the liver")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("No agreement that you see")).to_be_visible()
    above.fill("")
    above.press_sequentially("rare")
    expect(page.get_by_role("option", name="Rare tumours")).to_be_visible()
    above.press("Enter")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One of them")
    expect(page.get_by_role("link", name="Rare tumours")).to_be_visible()
