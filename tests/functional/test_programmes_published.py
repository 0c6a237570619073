from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import serving
from tests.functional.test_programmes_calls import check_narrow
from tests.integration.ledger.apart import run
from tests.integration.web.conftest import make_lake


pytestmark = MARKS

PUBLISHED = "Projects and what they were given"


def test_an_administrator_publishes_and_an_officer_takes_the_deposit(
    browser: Browser, tmp_path: Path
) -> None:
    """What programmes tell the world, from the switch to what a stranger reads.

    1. Before anything is chosen, /oai does not exist.
    2. An administrator switches projects, calls and prizes on, and gives the DOI prefix.
    3. A stranger reads the project at /oai, the prize as RDF, and the award on its instrument's page.
    4. An officer sees which awards can be registered with Crossref, and downloads the deposit.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(
        tmp_path / "lake",
        state,
        command="fill_demonstration",
        further={"CORDEE_DEMONSTRATION": "1"},
    ) as address:
        made = run("awarding", state)
        reader = browser.new_context(locale="en-GB").new_page()
        assert find_status(reader, f"{address}/oai?verb=Identify") == 404

        chief = enter(browser, address, state, "administrator")
        chief.goto(f"{address}/settings/publishing")
        for label in (PUBLISHED, "Instruments and calls", "Prizes", "Organisations"):
            chief.get_by_label(label, exact=True).check()
        chief.get_by_label("Name of the repository").fill("Cooperation of the house")
        chief.get_by_label("Domain name").fill("cris.house.example")
        chief.get_by_label("E-mail address of who answers for it").fill("cris@house.example")
        chief.get_by_label("DOI prefix").fill("10.12345")
        chief.get_by_label("Depositor, as Crossref knows it").fill("The house")
        chief.get_by_label("E-mail address to which Crossref answers").fill("doi@house.example")
        assert find_faults(chief) == []
        chief.get_by_role("button", name="Save").click()
        expect(chief.get_by_text("What is published is saved.")).to_be_visible()
        expect(chief.get_by_text("/cerif2.ttl")).to_be_visible()
        assert find_faults(chief) == []

        asked = f"{address}/oai?verb=ListRecords&metadataPrefix=oai_dc&set=openaire_cris_projects"
        reader.goto(asked)
        assert "Ice and organoids" in reader.content()
        assert "#Demonstration" in reader.content()
        told = reader.request.get(f"{address}/cerif2.ttl").text()
        assert "https://w3id.org/cerif2/Prize" in told
        reader.goto(f"{address}/instruments/{made['instrument']}")
        expect(reader.get_by_text("1 award whose project is public")).to_be_visible()
        assert find_faults(reader) == []
        check_narrow(browser, [f"{address}/instruments/{made['instrument']}"])

        officer = enter(browser, address, state, "officer")
        officer.goto(f"{address}/grants")
        officer.get_by_role("link", name="Register with Crossref").click()
        expect(officer.get_by_text(f"10.12345/{made['project']}")).to_be_visible()
        assert find_faults(officer) == []
        with officer.expect_download() as taken:
            officer.get_by_role("link", name="Download the deposit (XML)").click()
        text = Path(taken.value.path()).read_text()
        assert "<award-number>2026-901</award-number>" in text
        assert "http://www.crossref.org/grant_id/0.2.0" in text


def find_status(page: Page, address: str) -> int:
    return page.request.get(address).status


def enter(browser: Browser, address: str, state: Path, login: str) -> Page:
    """Return a page signed in as somebody of the demonstration."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill(f"{login}@demonstration.example")
    page.get_by_label("Password").fill((state / "demonstration.password").read_text().strip())
    page.get_by_role("main").get_by_role("button", name="Sign In").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page
