from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

HOME = "/?org=02vjkv261"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_how_close_are_we_to_our_partners(open_page: Any, script: bool) -> None:
    """A director asks whether a partner of the first rank is also a close one, with or without scripts.

    1. Open Inserm; the tables of partners show volume.
    2. Choose strength above the countries: both tables follow, the address says it.
    3. Read the United Kingdom: share both ways and affinity; the screen says it is this corpus alone.
    4. Open what the columns mean.
    5. Choose change above the organisations: the screen says what it needs, or which halves it is of.
    6. Go back to volume: the address is the first one.
    """
    page = open_page(HOME, script=script)
    countries, organisations = (
        page.locator("#partner-countries"),
        page.locator("#partner-organisations"),
    )
    countries.get_by_role("link", name="Strength").click()
    page.wait_for_url(re.compile("columns=strength"))
    for table in (countries, organisations):
        expect(table.get_by_role("columnheader", name="Affinity")).to_be_visible()
        expect(table.get_by_role("link", name="Strength")).to_have_attribute("aria-current", "true")
        expect(table).to_contain_text("not in the world")
    kingdom = countries.get_by_role("row", name=re.compile("United Kingdom"))
    expect(kingdom).to_contain_text(re.compile(r"of 1,\d{3}"))
    expect(page.locator("#country-panel")).to_contain_text("works in this corpus")
    countries.get_by_text("What these columns mean").click()
    expect(countries.get_by_text("works together × works of the corpus").first).to_be_visible()

    organisations.get_by_role("link", name="Change").click()
    page.wait_for_url(re.compile("columns=change"))
    for table in (countries, organisations):
        expect(table).to_contain_text("full years")
    organisations.get_by_role("link", name="Volume").click()
    page.wait_for_url(re.compile(r"org=02vjkv261(#partner-organisations)?$"))
    expect(countries.get_by_role("columnheader", name="Trend")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(1440, "light", "en-GB"), (1440, "dark", "fr-FR"), (390, "light", "fr-FR")],
)
def test_ties_can_be_read_by_everyone(
    open_page: Any, width: int, theme: str, language: str
) -> None:
    page = open_page(f"{HOME}&columns=strength", width=width, theme=theme, language=language)
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    take(page, f"ties-{width}-{theme}", whole=True)
