from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults


pytestmark = MARKS

INSERM = "02vjkv261"


def test_what_is_declared_beside_what_is_observed(open_page: Any) -> None:
    """A director asks what teams have declared, in a lake into which no table was brought.

    1. From Inserm's page, open what is declared and observed: it says that nothing is declared, and
       what can be done.
    2. Every country is observed only; open the works of the first: as many as the table says.
    3. Open who is behind it: the people of Inserm on these works, each with works to open.
    4. Read it in French on a telephone, in the dark.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Declared and observed").click()
    page.wait_for_url(re.compile(rf"/declared\?org={INSERM}"))
    expect(page.get_by_text("No collaboration of this home is declared")).to_be_visible()
    assert find_faults(page) == []

    row = page.locator("tbody tr").first
    expect(row).to_contain_text("observed only")
    row.get_by_text("Who is behind").click()
    expect(row.get_by_role("link", name=re.compile(r"people here$"))).to_be_visible()
    expect(row.locator(".reasons a.num")).to_have_count(5)
    assert find_faults(page) == []
    works = row.locator("td a").last
    said = works.inner_text()
    works.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)

    page = open_page(
        f"/declared?org={INSERM}", width=390, height=844, theme="dark", language="fr-FR"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclaré et observé")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []
