from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.ledger import begin, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def test_an_instrument_is_changed_tried_and_published(browser: Browser, tmp_path: Path) -> None:
    """Alice adds what ships, shortens PRI in the studio, tries it on the bench and publishes it.

    1. The list shows the shipped instruments by their aim; the calendar of PRI answers for Japan.
    2. A row is added to a form without saving; a shorter duration is saved as a draft.
    3. A rule is built as a sentence and its expression shown.
    4. The bench tells what turns; the draft is published; the versions are compared in words.
    5. On a telephone, in French and dark, the record fits.
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
        page.goto(f"{address}/instruments")
        page.get_by_role("link", name="Add those that ship").click()
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("link", name="First Step")).to_be_visible()
        assert find_faults(page) == []
        page.get_by_role("link", name="International Research Project (IRP)", exact=True).click()
        page.get_by_label("Country", exact=True).select_option("JP")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_text("Japan (Asia and Oceania)")).to_be_visible()
        assert find_faults(page) == []
        record = page.url.partition("?")[0]

        page.goto(f"{record}/studio/documents")
        page.get_by_role("button", name="Add a row").click()
        expect(page.locator("[name=documents-1-code]")).to_be_visible()
        assert find_faults(page) == []
        page.goto(f"{record}/studio/limits")
        page.get_by_label("Months at most").fill("48")
        page.get_by_role("button", name="Save as a draft").click()
        expect(page.get_by_text("at most 4 years")).to_be_visible()
        assert find_faults(page) == []
        page.goto(f"{record}/studio/rules/works-here")
        expect(page.locator("code.rule-code")).to_have_text("applicant.works_here")
        assert find_faults(page) == []
        take(page, "instrument-rule", whole=True)

        page.goto(f"{record}/bench")
        page.get_by_label("Applications", exact=True).select_option("table")
        page.get_by_label("Or its text").fill("application,project.months\nLong,60\nShort,36\n")
        page.get_by_role("button", name="Try").click()
        expect(page.get_by_text("1 of 2 applications have another verdict.")).to_be_visible()
        assert find_faults(page) == []
        page.goto(f"{record}/studio")
        page.get_by_role("link", name="Publish").click()
        page.get_by_label("What changes, and why").fill("Four years.")
        page.get_by_role("button", name="Publish").click()
        page.goto(f"{record}/history")
        expect(page.get_by_role("cell", name="at most 5 years")).to_be_visible()
        expect(page.get_by_text("Four years.")).to_be_visible()
        assert find_faults(page) == []

        narrow = browser.new_context(
            viewport={"width": 380, "height": 800}, locale="fr-FR", color_scheme="dark"
        ).new_page()
        for where in (f"{address}/instruments", record):
            narrow.goto(where)
            assert find_faults(narrow) == []
            width = narrow.evaluate("document.documentElement.scrollWidth")
            assert width <= 380
