from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.test_programmes_calls import enter
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def test_what_an_instrument_produced_is_read_and_taken_away(
    browser: Browser, tmp_path: Path
) -> None:
    """An officer reads what an instrument produced, and what waits for the office.

    1. From the instrument to what it produced: the comparison comes by itself, with its reason where no
       figure is given and all that it does not show.
    2. All tables are taken away as one workbook.
    3. In French, on a telephone, in the dark, the pages fit.
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
        officer.goto(f"{address}/instruments")
        officer.get_by_role("link", name="First Step").first.click()
        officer.get_by_role("link", name="What it produced").click()
        expect(officer.get_by_text("What it does not show")).to_be_visible(timeout=30_000)
        expect(officer.get_by_text("there is nothing to compare")).to_be_visible()
        assert find_faults(officer) == []
        take(officer, "outcomes", height=900)
        with officer.expect_download() as got:
            officer.get_by_role("link", name="All tables (Excel)").click()
        assert got.value.suggested_filename == "cordee-first-step-outcomes.xlsx"
        place = officer.url
        officer.set_viewport_size({"width": 380, "height": 800})
        officer.emulate_media(color_scheme="dark")
        for path in (place, f"{address}/calls/applications"):
            officer.goto(f"{path}?lang=fr")
            assert officer.evaluate("document.documentElement.scrollWidth") <= 380
            assert find_faults(officer) == []
        expect(officer.get_by_text("Ce qui attend chaque service")).to_be_visible()
