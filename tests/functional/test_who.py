from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM = "02vjkv261"


def test_who_here_works_with_a_country(open_page: Any) -> None:
    """A delegate leaves for London and asks who at Inserm works with the United Kingdom.

    1. From Inserm's page, ask who works with…; partners and themes are offered.
    2. Type a country and choose it: people here, units here, people there.
    3. Open the works of the first person: as many as the table says.
    4. Read a theme in French on a telephone, in the dark; and without scripts.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Who works with…").click()
    page.wait_for_url(re.compile(rf"/who\?org={INSERM}$"))
    expect(page.get_by_role("link", name="Imperial College London")).to_be_visible()

    page.get_by_label("A country, an organisation, a city or a theme").fill("united kingdom")
    page.get_by_role("button", name="Find").click()
    page.locator(".ranked").get_by_role("link", name="United Kingdom", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works with United Kingdom?")
    for part in ("#here", "#units-here", "#there"):
        assert page.locator(f"{part} tbody tr").count() > 5
    assert find_faults(page) == []
    take(page, "who", height=1200)

    works = page.locator("#here tbody tr").first.locator("td a").last
    said = works.inner_text()
    works.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)

    page = open_page(
        f"/who?org={INSERM}&with=theme:mesh/C04",
        width=390,
        height=844,
        theme="dark",
        language="fr-FR",
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tumeurs")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []

    page = open_page(f"/who?org={INSERM}&whom=london", script=False)
    expect(page.get_by_role("link", name="University College London")).to_be_visible()
