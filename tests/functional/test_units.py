from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

INSERM = "02vjkv261"


def test_from_an_institution_to_its_unit(open_page: Any) -> None:
    """A head of department goes from Inserm down to Institut Cochin, and checks what says so.

    1. Open Inserm: its units are ranked by works, a hundred and more in all.
    2. Open Institut Cochin, known by two numbers.
    3. Read its supervising bodies, with what each rests on.
    4. Its list of works is as long as the table said; open the first,
       and go back to the unit.
    5. Go to the unit by its other number, in French.
    6. Open all units of Inserm on a telephone.
    """
    page = open_page(f"/?org={INSERM}")
    panel = page.locator("#research-units")
    total = int(re.sub(r"\D", "", panel.locator(".panel-head p").inner_text()))
    assert total > 100
    row = panel.locator("tr", has_text="Institut Cochin")
    expect(row).to_contain_text("UMR 8104 · U 1016")
    works = int(row.locator("td").last.inner_text())

    row.get_by_role("link", name=re.compile("U 1016")).click()
    page.wait_for_url(re.compile(rf"/units/UMR8104\?org={INSERM}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Institut Cochin")
    bodies = page.locator("table.data tbody tr")
    expect(bodies.filter(has_text="Inserm").first).to_contain_text("it gave the number")
    expect(bodies.filter(has_text="Université Paris Cité")).to_contain_text("supervising body")
    expect(page.locator("#works")).to_have_text(f"{works} works")
    assert page.locator("ol.works > li").count() == min(works, 25)
    assert find_faults(page) == []
    take(page, "unit")

    page.locator("ol.works > li").first.get_by_role("link").first.click()
    expect(page.locator(".affiliation").first).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Institut Cochin")

    page = open_page("/units/u%201016", language="fr-FR")
    expect(page.get_by_role("heading", level=1)).to_have_text("Institut Cochin")

    page = open_page(f"/units?org={INSERM}", width=390, height=844)
    assert page.locator("table.data tbody tr").count() == total
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_faults(page) == []


def test_an_unknown_unit_is_said(open_page: Any) -> None:
    """A reader mistypes a code: the page says that no such unit is known."""
    page = open_page("/units/U9999")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("No unit known here has the code U9999")
