from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.integration.web.conftest import INSERM, make_lake
from tests.integration.web.project_rows import make_projects


pytestmark = MARKS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over a small lake with thirty projects, since the demonstration's has none."""
    folder = tmp_path_factory.mktemp("projects")
    with serving(make_projects(make_lake(folder / "works"), folder / "lake").path) as address:
        yield address


def test_from_a_home_to_its_projects_with_a_country(open_page: Any) -> None:
    """A European officer prepares a visit: which projects has Inserm with Swedish partners?

    1. Open Inserm's figures and go to its European projects.
    2. Read how many there are, how many are coordinated, and the amounts.
    3. Choose Sweden among the partner countries: fewer projects, the condition is said.
    4. Take the condition away; turn to the second page.
    5. Choose a period: the number follows.
    6. The same in French and dark, on a telephone.
    """
    page = open_page(f"/?org={INSERM}")
    page.get_by_role("link", name="European projects").click()
    page.wait_for_url(re.compile(rf"/projects\?org={INSERM}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("European projects")
    expect(page.locator("#list")).to_have_text("30 projects")
    expect(page.locator(".lake-facts")).to_contain_text("€7,500,008")
    expect(page.get_by_role("group", name="Counting")).to_have_count(0)
    assert find_faults(page) == []
    take(page, "projects")

    page.locator("#project-countries").get_by_role("link", name="Sweden").click()
    expect(page.locator("#list")).to_have_text("24 projects")
    expect(page.locator(".filters")).to_contain_text("with a partner in: Sweden")
    page.get_by_role("link", name="Remove Sweden").click()
    expect(page.locator("#list")).to_have_text("30 projects")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("ol.works > li")).to_have_count(5)

    page.goto(page.url.split("&page")[0])
    page.locator("#year-to").select_option("2018")
    expect(page.locator("#list")).to_have_text(re.compile(r"^1\d projects$"))
    expect(page).to_have_url(re.compile("to=2018"))

    page = open_page(
        f"/projects?org={INSERM}", width=380, height=844, theme="dark", language="fr-FR"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Projets européens")
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert find_faults(page) == []


def test_without_script_the_page_is_whole(open_page: Any) -> None:
    """A reader without scripts reads the list and its next page."""
    page = open_page(f"/projects?org={INSERM}&page=2", script=False)
    expect(page.locator("ol.works > li")).to_have_count(5)
    expect(page.locator("#project-organisations tbody tr")).to_have_count(4)
