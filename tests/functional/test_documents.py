from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader
from tests.functional.browsing import MARKS, find_faults, take


pytestmark = MARKS

GB = "/dossiers/country/GB?org=02vjkv261"


def test_a_dossier_is_taken_away_as_pdf(open_page, tmp_path: Path) -> None:
    """Open the United Kingdom as seen by Inserm; ask for a PDF; watch it; download it; read it."""
    page = open_page(GB)
    page.get_by_role("button", name="PDF").click()
    section = page.locator("#document-place section")
    section.wait_for()
    link = page.get_by_role("link", name="Download")
    link.wait_for(timeout=60_000)
    expect(page.locator("#announcement")).not_to_be_empty()
    take(page, "documents")
    assert find_faults(page) == []
    with page.expect_download() as caught:
        link.click()
    path = tmp_path / caught.value.suggested_filename
    caught.value.save_as(path)
    reader = PdfReader(path)
    assert path.name.startswith("cordee-country-gb")
    assert reader.metadata is not None
    assert "United Kingdom" in str(reader.metadata.title)


def test_a_dossier_is_taken_away_in_french_without_scripts(open_page) -> None:
    """Ask for Word without scripts: the page of the document refreshes itself until it is ready."""
    page = open_page(f"{GB}&lang=fr", script=False, width=380, height=800)
    page.get_by_role("button", name="Word").click()
    link = page.get_by_role("link", name="Télécharger")
    link.wait_for(timeout=60_000)
    with page.expect_download() as caught:
        link.click()
    assert caught.value.suggested_filename.endswith("-fr.docx")
