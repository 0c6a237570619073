from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.test_programmes_calls import enter
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def test_a_mission_is_prepared_and_a_delegation_has_its_book(
    browser: Browser, tmp_path: Path
) -> None:
    """An officer writes a mission down, sees what is late, and takes the briefing book of a delegation.

    1. The overview says what is late; all with a country is on one page. On a telephone in French, in
       the dark, every page fits.
    2. A mission that speaks of a patient is refused, and written down once it does not.
    3. The delegation's programme gains an item, and its book is made as a Word document.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(
        tmp_path / "lake",
        state,
        command="fill_demonstration",
        further={"CORDEE_DEMONSTRATION": "1"},
    ) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        officer = context.new_page()
        enter(officer, address, state)
        officer.goto(f"{address}/calls")
        officer.get_by_role("link", name="Abroad").click()
        expect(officer.get_by_text("1 is late")).to_be_visible()
        assert find_faults(officer) == []
        take(officer, "abroad", height=700)
        officer.get_by_role("link", name="Germany").click()
        expect(
            officer.get_by_role("link", name=re.compile("visit from Heidelberg"))
        ).to_be_visible()
        assert find_faults(officer) == []
        take(officer, "abroad-country", whole=True)

        write_mission(officer, address)
        make_book(officer, address)

        officer.set_viewport_size({"width": 380, "height": 800})
        officer.emulate_media(color_scheme="dark")
        for path in ("/abroad", "/abroad/mission", "/abroad/countries/DE", "/abroad/stay/new"):
            officer.goto(f"{address}{path}?lang=fr")
            assert officer.evaluate("document.documentElement.scrollWidth") <= 380
            assert find_faults(officer) == []


def write_mission(page: Page, address: str) -> None:
    page.goto(f"{address}/abroad/mission")
    page.get_by_role("link", name="New mission").click()
    page.get_by_label("Title").fill("Radiotherapy in Bamako")
    page.get_by_label("Country").select_option(label="Mali")
    page.get_by_label("Organisation on the spot").fill("Hospital of Bamako")
    page.get_by_label("What is needed").fill("Seen with MRN 004512.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("seems to be about a patient")).to_be_visible()
    page.get_by_label("What is needed").fill("A physicist for two weeks.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is written down.")).to_be_visible()
    page.get_by_role("link", name="Prepare the mission").click()
    page.get_by_role("button", name="Prepare the mission").click()
    expect(page.get_by_text("being prepared")).to_be_visible()
    assert find_faults(page) == []
    take(page, "mission", whole=True)


def make_book(page: Page, address: str) -> None:
    page.goto(f"{address}/abroad/delegation")
    page.get_by_role("link", name=re.compile("visit from Heidelberg")).click()
    page.locator("#items").get_by_role("link", name="Edit").first.click()
    page.get_by_label("With whom").fill("Everybody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Everybody")).to_be_visible()
    assert find_faults(page) == []
    take(page, "delegation", whole=True)
    page.get_by_label("As", exact=True).select_option("docx")
    page.get_by_role("button", name="Make the book").click()
    link = page.locator("main a[href$='/file']")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as got:
        link.click()
    assert re.fullmatch(r"cordee-briefing-de-\w+-en\.docx", got.value.suggested_filename)
