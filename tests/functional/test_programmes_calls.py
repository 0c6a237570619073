from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.integration.web.conftest import make_lake


pytestmark = MARKS


def test_a_call_is_read_by_all_and_led_by_its_officer(browser: Browser, tmp_path: Path) -> None:
    """An officer writes a call, is told of a time that comes twice, publishes it and puts it off.

    1. Without an account: the open calls, the page of one, the years of a country; on a telephone in
       French too, where every page fits.
    2. The officer begins a call whose deadline falls on the night clocks are put back, is asked which
       time is meant, and publishes it.
    3. The deadline is put off with a reason, which who has no account reads at once.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(
        tmp_path / "lake",
        state,
        command="fill_demonstration",
        further={"CORDEE_DEMONSTRATION": "1"},
    ) as address:
        reader = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB"
        ).new_page()
        reader.goto(address)
        reader.get_by_role("navigation", name="Main").get_by_role("link", name="Programmes").click()
        assert find_faults(reader) == []
        take(reader, "calls", height=800)
        reader.get_by_role("link", name=re.compile("First Step 20")).click()
        expect(reader.get_by_text("Recruited under five years ago, or a laureate")).to_be_visible()
        assert find_faults(reader) == []
        take(reader, "call", whole=True)
        expect(reader.get_by_role("link", name="Apply", exact=True)).to_be_visible()
        reader.goto(f"{address}/calls/years")
        reader.get_by_label("Country").select_option(label="Japan")
        reader.get_by_role("button", name="Show").click()
        expect(reader.get_by_role("heading", name="Japan")).to_be_visible()
        assert find_faults(reader) == []
        check_narrow(browser, [f"{address}/calls", f"{address}/calls/years"])

        officer = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB"
        ).new_page()
        enter(officer, address, state)
        made = begin_doubled(officer, address)
        officer.get_by_role("link", name="Put off the deadline").click()
        officer.get_by_label("New deadline").fill("2031-11-03")
        officer.get_by_label("Why, in French").fill("Une panne.")
        officer.get_by_label("Why, in English").fill("An outage.")
        officer.get_by_role("button", name="Put off").click()
        expect(officer.get_by_text("The deadline is put off.")).to_be_visible()
        reader.goto(f"{made}?lang=en")
        expect(reader.get_by_text("An outage.")).to_be_visible()
        expect(reader.get_by_text("What you may do")).to_have_count(0)


def begin_doubled(page: Page, address: str) -> str:
    """Begin and publish a call whose deadline a clock shows twice; return its address."""
    page.goto(f"{address}/calls")
    page.get_by_role("link", name="New call").click()
    page.get_by_label("Instrument").select_option(label="First Step")
    page.get_by_label("Title in French").fill("Deux fois")
    page.get_by_label("Title in English").fill("Twice")
    page.get_by_label("Deadline").fill("2031-10-26")
    page.locator("#id_closes_time").fill("02:30")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("shows 02:30 twice")).to_be_visible()
    assert find_faults(page) == []
    page.get_by_label("Which is meant?").select_option("second")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("26 October 2031 at 02:30 (Europe/Paris, UTC+01:00)")).to_be_visible()
    made = page.url
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The call is published.")).to_be_visible()
    assert find_faults(page) == []
    return made


def enter(page: Page, address: str, state: Path) -> None:
    """Sign in as the demonstration's officer."""
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill("officer@demonstration.example")
    page.get_by_label("Password").fill((state / "demonstration.password").read_text().strip())
    page.get_by_role("main").get_by_role("button", name="Sign In").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    # The line of rooms holds on one line at the width of a small laptop.
    assert page.evaluate("document.querySelector('.site-header').offsetHeight") < 70


def check_narrow(browser: Browser, addresses: list[str]) -> None:
    page = browser.new_context(
        viewport={"width": 380, "height": 800}, color_scheme="dark", locale="fr-FR"
    ).new_page()
    for address in addresses:
        page.goto(f"{address}?lang=fr")
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(page) == []
