from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving, with_units


pytestmark = MARKS


@pytest.fixture(scope="module")
def demonstration(
    demo_lake: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of the demonstration as `cordee demo` opens it, and the password of its accounts."""
    state = tmp_path_factory.mktemp("demonstration") / "state"
    lake = with_units(demo_lake, tmp_path_factory)
    further = {"CORDEE_DEMONSTRATION": "1", "CORDEE_ALLOWED_HOSTS": "127.0.0.1,localhost"}
    with serving(lake, state, command="fill_demonstration", further=further) as address:
        yield address, (state / "demonstration.password").read_text().strip()


def sign_in(
    browser: Browser, demonstration: tuple[str, str], login: str, **options: object
) -> Page:
    address, password = demonstration
    settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
    page = browser.new_context(base_url=address, **settings).new_page()  # type: ignore[arg-type]
    page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{login}@demonstration.example")
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/me")
    return page


def test_an_officer_looks_round(browser: Browser, demonstration: tuple[str, str]) -> None:
    """Demonstration Person 02, an officer, sees what there is.

    1. Every page says that it is a demonstration.
    2. The role counts without a second factor.
    3. The directory finds a cryostat by its name in either language.
    4. What waits for them is on one page, and would be in a letter; so are all applications.
    5. The portfolio shows what ends when; an agreement opens whole.
    """
    page = sign_in(browser, demonstration, "officer")
    expect(page.get_by_role("note").filter(has_text="Demonstration")).to_be_visible()
    expect(page.get_by_text("counts only once your account has a second factor")).to_have_count(0)

    page.get_by_role("link", name="Directory").click()
    page.wait_for_load_state("networkidle")
    take(page, "directory", height=900)
    page.goto("/directory?q=cryostat")
    expect(page.get_by_role("link", name="Cryostat for tissue sections")).to_be_visible()
    assert find_faults(page) == []

    page.get_by_role("link", name="To do").click()
    expect(page.get_by_role("heading", name="Late")).to_be_visible()
    take(page, "to-do", height=900)
    assert find_faults(page) == []
    page.get_by_role("link", name="By e-mail").click()
    expect(page.get_by_text("Bonjour Demonstration Person 02")).to_be_visible()
    expect(page.get_by_role("heading", name="wait for you")).to_be_visible()
    page.goto("/calls/applications")
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()
    take(page, "pipeline", height=900)
    assert find_faults(page) == []

    page.get_by_role("link", name="Agreements", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agreements")
    assert find_faults(page) == []
    take(page, "agreements", height=900)
    page.get_by_role("link", name="Framework for cancer research").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Framework for cancer research")
    expect(page.get_by_role("note").filter(has_text="Demonstration")).to_be_visible()
    assert find_faults(page) == []


def test_an_administrator_sees_to_the_server(
    browser: Browser, demonstration: tuple[str, str], tmp_path: Path
) -> None:
    """Demonstration Person 01, an administrator, keeps the installation.

    1. Names the house; its name stands at the head of every page.
    2. Asks for a test letter, and is told where it lies.
    3. Takes a backup after giving the password again; the page says when.
    4. A telephone in the dark and in French shows the same.
    """
    page = sign_in(browser, demonstration, "administrator")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("row", name="Backed up last")).to_contain_text("never")
    assert find_faults(page) == []
    page.get_by_label("Name of the house").fill("Inserm, demonstration")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".house")).to_have_text("Inserm, demonstration")
    page.get_by_role("button", name="Send me a test letter").click()
    expect(page.locator(".notes")).to_contain_text("The letter is written into")
    take(page, "settings", whole=True)

    page.get_by_role("link", name="Take a backup").click()
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(demonstration[1])
        page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take a backup")
    assert find_faults(page) == []
    page.get_by_role("button", name="Make the backup").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long work")
    fetch = page.get_by_role("link", name="Fetch the file")
    expect(fetch).to_be_visible(timeout=60_000)
    assert find_faults(page) == []
    with page.expect_download() as started:
        fetch.click()
    kept = tmp_path / "ledger.cordee"
    started.value.save_as(kept)
    assert kept.stat().st_size > 10_000
    page.goto("/settings")
    expect(page.get_by_role("row", name="Backed up last")).not_to_contain_text("never")

    narrow = browser.new_context(
        base_url=demonstration[0],
        viewport={"width": 380, "height": 800},
        locale="fr-FR",
        color_scheme="dark",
        storage_state=page.context.storage_state(),
    ).new_page()
    narrow.goto("/settings?lang=fr")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Réglages")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(narrow) == []
