from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS


def test_who_publishes_with_whom_in_the_whole_corpus(open_page: Any) -> None:
    """An analyst looks at the corpus before she looks at a home.

    1. Open the observatory and go to the world: map and years are drawn.
    2. Read the matrix: fifteen countries, the United States with China.
    3. Narrow the period.
    4. Take the matrix away.
    5. Read it in French on a telephone, in the dark.
    """
    page = open_page("/")
    page.get_by_role("link", name="World", exact=True).click()
    page.wait_for_url(re.compile("/world$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The whole corpus")
    expect(page.locator("[data-chart=map][data-drawn=yes]")).to_be_visible()
    expect(page.locator("[data-chart=years][data-drawn=yes]")).to_be_visible()
    assert find_faults(page) == []
    take(page, "world", height=1500)

    rows = page.locator(".matrix tbody tr")
    expect(rows).to_have_count(15)
    expect(rows.first.locator("th")).to_have_text("United States")
    cell = page.get_by_title(re.compile("^United States \\+ China: "))
    assert int(cell.inner_text().replace(",", "")) > 100

    page.get_by_role("spinbutton", name="From").fill("2020")
    page.get_by_role("spinbutton", name="To").fill("2020")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("from=2020"))
    expect(page.locator(".page-head .num")).to_contain_text("2020 · ")

    with page.expect_download() as waiting:
        page.locator("#matrix").get_by_role("link", name="CSV").click()
    assert waiting.value.suggested_filename == "cordee-world-matrix.csv"

    page = open_page("/world", language="fr", theme="dark", width=380)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tout le corpus")
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(page) == []
