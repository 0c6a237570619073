from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults, take
from tests.functional.conftest import serving
from tests.functional.ledger import begin, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = MARKS

ORGANISATIONS = """\
nature;nom en français;ROR;pays;fait partie de
hôpital;Gustave Roussy;0321g0743;France;
unité de recherche;Unité 830;;FR;04t0gwh46
"""
WRONG = """\
Référence;Nature;Titre;Partenaires;Début;Fin;Signé le;Préavis
A-1;accord-cadre;Cordées communes;04t0gwh46 | Gustave Roussy;01/01/2026;31 décembre 2028;15/12/2025;3
A-2;traité;Sans nature;04t0gwh46 | Gustave Roussy;2026-02-01;;;
A-3;accord-cadre;Partenaire inconnu;04t0gwh46 | Nulle Part;2026-02-30;;;
"""
RIGHT = (
    WRONG.replace("traité", "accord spécifique")
    .replace("Nulle Part", "Unité 830")
    .replace("2026-02-30", "2026-02-28")
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of pages over a ledger nobody has an account in, and its folder."""
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        yield address, state


def send(page: Page, address: str, what: str, name: str, text: str, encoding: str) -> None:
    page.goto(f"{address}/import")
    page.get_by_label("What the file holds").select_option(label=what)
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode(encoding)}
    page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Look at it").click()


def test_agreements_come_in_from_a_spreadsheet_with_errors(
    browser: Browser, house: tuple[str, Path]
) -> None:
    """Alice brings in what her office kept in tables.

    1. The partners come in first: a hospital, and a unit that is part of the house.
    2. The agreements have faults: a nature nobody knows, a partner nobody entered, a day that is none.
       Each is said by line and column, and nothing is written.
    3. The corrected file comes in; the agreement that was signed is in force.
    4. A third file was the wrong one: it is undone whole.
    5. In French, on a telephone, in the dark, the pages read as well.
    """
    address, state = house
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    page.goto(f"{address}/start")
    begin(page, state)
    page.goto(f"{address}/account/2fa/")
    set_up_second_factor(page)

    send(page, address, "Organisations", "partenaires.csv", ORGANISATIONS, "cp1252")
    expect(page.get_by_role("heading", level=1)).to_have_text("partenaires.csv")
    assert find_faults(page) == []
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("partenaires.csv is brought in: 2 new.")).to_be_visible()
    assert find_faults(page) == []

    send(page, address, "Agreements", "accords.csv", WRONG, "utf-8-sig")
    faults = page.get_by_role("region", name="What is wrong")
    expect(faults.get_by_text("“traité” is none of")).to_be_visible()
    expect(faults.get_by_text("no organisation “Nulle Part”")).to_be_visible()
    expect(faults.get_by_text("“2026-02-30” is no date")).to_be_visible()
    expect(faults.get_by_role("cell", name="Partenaires", exact=True)).to_be_visible()
    assert find_faults(page) == []
    take(page, "import-faults")
    page.goto(f"{address}/agreements")
    expect(page.get_by_text("Cordées communes")).to_have_count(0)

    send(page, address, "Agreements", "accords.csv", RIGHT, "utf-8-sig")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("accords.csv is brought in: 3 new.")).to_be_visible()
    page.goto(f"{address}/agreements")
    page.get_by_role("link", name="Cordées communes").first.click()
    expect(page.get_by_text("in force").first).to_be_visible()

    third = "Référence;Nature;Titre\nX-1;accord-cadre;Mauvais fichier\n"
    send(page, address, "Agreements", "vieux.csv", third, "utf-8")
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("button", name="Undo vieux.csv").click()
    expect(page.get_by_text("The whole import is undone")).to_be_visible()
    expect(page.get_by_role("row", name="vieux.csv")).to_contain_text("undone by Alice Martin")

    page.set_viewport_size({"width": 380, "height": 800})
    page.emulate_media(color_scheme="dark")
    send(page, address, "Agreements", "accords.csv", WRONG, "utf-8")
    page.goto(f"{page.url}?lang=fr")
    expect(page.get_by_role("heading", name="Ce qui ne va pas")).to_be_visible()
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    take(page, "import-faults-narrow")
