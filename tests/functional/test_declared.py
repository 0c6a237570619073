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
    2. There is no table to read: all would be observed only. Figures and partners have their own page.
    3. Read it in French on a telephone, in the dark.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Declared and observed").click()
    page.wait_for_url(re.compile(rf"/declared\?org={INSERM}"))
    expect(page.get_by_text("No collaboration of this home is declared")).to_be_visible()
    assert find_faults(page) == []

    expect(page.locator("main table")).to_have_count(0)
    page.get_by_role("link", name="Figures", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inserm")

    page = open_page(
        f"/declared?org={INSERM}", width=390, height=844, theme="dark", language="fr-FR"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclaré et observé")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []
