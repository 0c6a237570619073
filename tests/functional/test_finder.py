from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM = "02vjkv261"


def test_from_an_institution_to_possible_partners(open_page: Any) -> None:
    """A director looks for hospitals of the European Union that Inserm does not work with yet.

    1. From Inserm's page, open the partner finder: candidates with their reasons.
       Of the first, see whom to ask here and there, on works that open.
    2. Keep the hospitals of the Union.
    3. Rule the first one out: it is gone, and named as ruled out.
    4. Open the works of the next on our themes: as many as the table says.
    5. Read it in French on a telephone, in the dark; and without scripts.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="Partner finder").click()
    page.wait_for_url(re.compile(rf"/finder\?org={INSERM}$"))
    rows = page.locator("#candidates tbody tr")
    expect(rows).to_have_count(25)
    assert find_faults(page) == []
    take(page, "finder", height=1400)
    rows.first.get_by_text("People and units").click()
    expect(rows.first).to_contain_text(re.compile("People there, .*People here, ", re.DOTALL))
    assert find_faults(page) == []

    page.get_by_label("Zone").select_option("EU")
    page.get_by_label("Type").select_option("healthcare")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url(re.compile("zone=EU&type=healthcare"))
    first = rows.first.locator("strong a").first.inner_text()

    page.get_by_role("link", name=f"Rule out {first}").click()
    expect(page.locator(".chips")).to_contain_text([re.compile("Inserm"), re.compile(first)])
    expect(rows.first.locator("strong a").first).not_to_have_text(first)

    works = rows.first.locator("td:nth-child(4) a")
    said = works.inner_text()
    works.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)

    page = open_page(
        f"/finder?org={INSERM}&land=GB", width=390, height=844, theme="dark", language="fr-FR"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Partenaires possibles")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []

    page = open_page(f"/finder?org={INSERM}&list=lapsed", script=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Former partners")
