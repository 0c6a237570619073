from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM, CURIE, ROUSSY, BERARD = "02vjkv261", "04t0gwh46", "0321g0743", "01cmnjq37"


def test_from_an_institution_to_a_comparison(open_page: Any) -> None:
    """A director compares Inserm with two cancer centres looked at as one, and with a country.

    1. Open Inserm and choose Compare: one side alone.
    2. Add Gustave Roussy by its name; then join Centre Léon Bérard to it.
    3. Add the United Kingdom from the list of partner countries.
    4. Choose another indicator, and numbers in place of shares.
       Count Hong Kong with China.
    5. Move a side one place earlier, and take one away.
    6. Open the works behind a number.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Compare", exact=True).last.click()
    page.wait_for_url(re.compile(rf"/compare\?side={INSERM}$"))
    expect(page.get_by_text("One side alone")).to_be_visible()

    search = page.locator("#organisation-search")
    search.press_sequentially("gustave roussy")
    page.locator("#organisation-options [role=option]", has_text="Roussy").first.click()
    page.wait_for_url(re.compile(rf"side={ROUSSY}$"))
    page.get_by_role("link", name="Add an organisation to Institut Gustave Roussy").click()
    page.wait_for_url(re.compile("join=2"))
    search.press_sequentially("centre léon bérard")
    # The list of what was typed a moment ago may still stand there.
    page.locator("#organisation-options [role=option]", has_text="Bérard").first.click()
    page.wait_for_url(re.compile(rf"side={ROUSSY}\+{BERARD}$"))

    page.get_by_label("Or a partner country of Inserm").select_option("GB")
    page.wait_for_url(re.compile(rf"side={INSERM},country:GB$"))
    expect(page.locator("#indicator thead th")).to_have_count(4)
    expect(page.locator("[data-chart=lines] svg")).to_be_visible()
    assert find_faults(page) == []
    take(page, "compare", height=1500)

    page.get_by_label("Compared by year").select_option("eu")
    page.wait_for_url(re.compile("indicator=eu"))
    page.get_by_text("Number", exact=True).click()
    page.wait_for_url(re.compile("view=amount"))
    expect(page.locator("#indicator h2")).to_have_text("Share with the European Union")

    page.get_by_text("More settings").click()
    page.get_by_label("Hong Kong with China").check()
    page.wait_for_url(re.compile("fold=HK"))
    expect(page.get_by_label("Hong Kong with China")).to_be_checked()

    page.get_by_role("link", name=re.compile("Move Inserm, with United Kingdom")).click()
    page.wait_for_url(re.compile(rf"country:GB&side={ROUSSY}"))
    page.get_by_role("link", name="Remove Inserm", exact=True).click()
    page.wait_for_url(re.compile(rf"/compare\?side={INSERM},country:GB&side={ROUSSY}"))

    page.locator("#indicator tbody tr").last.locator("td a").first.click()
    page.wait_for_url(re.compile(r"/works\?.*select=eu"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_six_sides_in_the_dark_on_a_telephone(open_page: Any) -> None:
    """A reader opens a link with six sides: light and wide, then dark and narrow, in French."""
    sides = "&".join(f"side={one}" for one in (INSERM, CURIE, ROUSSY, BERARD, "00pg5jh14"))
    address = f"/compare?{sides}&side={INSERM},country:US"
    page = open_page(address)
    assert find_faults(page) == []
    expect(page.get_by_text("Six sides: remove one to add another")).to_be_visible()

    page = open_page(address, width=380, height=844, theme="dark", language="fr-FR")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparaison")
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(page) == []


def test_without_scripts_sides_are_added_by_links(open_page: Any) -> None:
    """A reader without scripts searches by the form and adds what was found."""
    page = open_page(f"/compare?side={INSERM}", script=False)
    page.locator("#organisation-search").fill("institut curie")
    page.get_by_role("button", name="Show the figures").click()
    page.locator("#chooser").get_by_role("link", name="Institut Curie", exact=True).first.click()
    expect(page.locator("#indicator thead th")).to_have_count(3)


def test_what_changed_since_the_version_before(open_page: Any) -> None:
    """An analyst asks what the last change of the lake changed, from the foot of a comparison.

    1. Open a comparison and follow the link at its foot.
    2. Read what both versions are made from, and each indicator before and now.
    3. The same in French on a telephone, in the dark.
    """
    page = open_page(f"/compare?side={INSERM}&side={CURIE}")
    page.get_by_role("link", name="What changed since the version before").click()
    page.wait_for_url(re.compile(rf"/versions\?side={INSERM}&side={CURIE}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Two versions of the data")
    expect(page.locator("#home-2 thead th")).to_have_text(["Indicator", "Before", "Now"])
    assert find_faults(page) == []

    page = open_page(
        f"/versions?side={INSERM}", width=380, height=844, theme="dark", language="fr-FR"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(page) == []
