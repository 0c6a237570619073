from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM = "02vjkv261"
ALLIANCE = "/dossiers/alliance/0321g0743+01cmnjq37"


def test_from_an_institution_to_the_dossier_of_a_country(open_page: Any) -> None:
    """An adviser prepares a visit to the United Kingdom.

    1. Open Inserm, go to its dossiers, search the country and open its dossier.
    2. Read the key figures, what one of them means, and go to the cities by the contents.
    3. See the map of its cities and the charts drawn.
    4. Open the works behind the first city.
    5. Read it in French on a telephone, in the dark; and without scripts.
    """
    page = open_page(f"/?org={INSERM}")
    page.locator(".tabs").get_by_role("link", name="Dossiers").click()
    page.wait_for_url(re.compile(rf"/dossiers\?org={INSERM}$"))
    page.get_by_label("A country, an organisation or a theme").fill("united king")
    page.get_by_role("button", name="Search").click()
    found = page.locator(".dossier-search")
    found.get_by_role("link", name="United Kingdom", exact=True).click()
    page.wait_for_url(re.compile("/dossiers/country/GB"))
    expect(page.get_by_role("heading", level=1)).to_have_text("United Kingdom")

    first = page.locator("#overview .tile").first
    expect(first.locator(".value")).to_have_text("61")
    first.locator("summary").click()
    expect(first.locator("details.definition")).to_have_attribute("open", "")
    page.keyboard.press("Escape")

    page.get_by_role("navigation", name="In this dossier").get_by_role(
        "link", name="Cities", exact=True
    ).click()
    expect(page.locator("#cities-map[data-drawn=yes] svg")).to_be_visible()
    expect(page.locator("#trend-chart[data-drawn=yes] svg")).to_be_attached()
    assert find_faults(page) == []
    page.evaluate("window.scrollTo(0, 0)")
    take(page, "dossier", height=1500)

    page.locator("#cities table").get_by_role("link", name="London", exact=True).click()
    page.wait_for_url(re.compile("/works"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("31")

    small = open_page(f"/dossiers/country/GB?org={INSERM}&lang=fr", width=380, theme="dark")
    assert small.evaluate("document.documentElement.scrollWidth") <= 380
    expect(small.get_by_role("heading", level=1)).to_have_text("Royaume-Uni")
    assert find_faults(small) == []
    plain = open_page(f"/dossiers/country/GB?org={INSERM}", script=False)
    expect(plain.locator("#organisations tbody tr")).to_have_count(15)


def test_an_alliance_is_looked_at_as_one(open_page: Any) -> None:
    """A director asks what two cancer centres would be together.

    1. Open the alliance: each work is counted once.
    2. See what each brings, and the rank before and after.
    """
    page = open_page(ALLIANCE)
    expect(page.locator("#overview .tile .value").first).to_have_text("66")
    expect(page.locator("#groups table").first).to_contain_text("Centre Léon Bérard")
    expect(page.locator("#peers .tile").last).to_contain_text("After: the alliance")
    expect(page.locator("#groups-chart[data-drawn=yes] svg")).to_be_attached()
    assert find_faults(page) == []
    take(page, "alliance", height=1500)
