from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from tests.dossiers.samples import make_dossier

from cordee.observatory.dossiers.model import KeyFigures, Kind, Table
from cordee.observatory.dossiers.pdf import write_pdf
from cordee.observatory.dossiers.phrases import walk_blocks
from cordee.observatory.dossiers.wording import write_cell


pytestmark = pytest.mark.slow

BASE = "https://cordee.example.org"


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request: pytest.FixtureRequest) -> tuple[str, PdfReader]:
    return request.param, PdfReader(io.BytesIO(write_pdf(make_dossier(request.param), BASE)))


def read_text(reader: PdfReader) -> str:
    # A reader of PDF puts breaks and spaces where lines end; the words are what counts.
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def squeeze(text: str) -> str:
    return "".join(text.split())


def walk(node: Any) -> list[Any]:
    node = node.get_object()
    children = node.get("/K", []) if hasattr(node, "get") else []
    children = children if isinstance(children, list) else [children]
    found = [node] if hasattr(node, "get") else []
    for child in children:
        if hasattr(child.get_object(), "get"):
            found += walk(child)
    return found


def test_it_says_what_it_is(made: tuple[str, PdfReader]) -> None:
    language, reader = made
    dossier = make_dossier(language)
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"].startswith(language)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == dossier.title
    assert reader.metadata.author == "Cordée"
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20260105")


def test_pictures_have_texts_and_tables_have_headers(made: tuple[str, PdfReader]) -> None:
    language, reader = made
    catalogue: Any = reader.trailer["/Root"]
    nodes = walk(catalogue["/StructTreeRoot"])
    kinds = [str(node.get("/S")) for node in nodes]
    alternatives = [str(node["/Alt"]) for node in nodes if node.get("/S") == "/Figure"]
    assert len(alternatives) == 4
    assert all(alternatives)
    assert kinds.count("/H1") >= len(make_dossier(language).sections)
    assert kinds.count("/TH") >= 3


def test_every_number_is_there(made: tuple[str, PdfReader]) -> None:
    language, reader = made
    text = read_text(reader)
    for _, block in walk_blocks(make_dossier(language)):
        if isinstance(block, KeyFigures):
            for figure in block.figures:
                assert squeeze(write_cell(figure.value, figure.kind, language)) in text
        if isinstance(block, Table):
            for row in block.rows:
                for cell, column in zip(row, block.columns, strict=True):
                    if column.kind != Kind.TEXT:
                        assert squeeze(write_cell(cell, column.kind, language)) in text


def test_links_lead_to_the_pages_and_to_definitions(made: tuple[str, PdfReader]) -> None:
    _, reader = made
    outside, inside = set(), 0
    for page in reader.pages:
        for reference in page.get("/Annots", []):
            note: Any = reference.get_object()
            if "/A" in note and "/URI" in note["/A"]:
                outside.add(str(note["/A"]["/URI"]))
            else:
                inside += 1
    assert f"{BASE}/works?org=02vjkv261&select=country%3AGB" in outside
    assert f"{BASE}/works?org=02vjkv261&select=country%3AIS" in outside
    assert all(address.startswith(f"{BASE}/") for address in outside)
    assert inside > 10


def test_the_same_dossier_gives_the_same_bytes() -> None:
    dossier = make_dossier("en", countries=3)
    assert write_pdf(dossier, BASE) == write_pdf(dossier, BASE)


def test_letters_no_font_has_become_boxes() -> None:
    made = write_pdf(make_dossier("en", title="北京协和医学院 \U0001fae8", countries=2), BASE)
    assert len(PdfReader(io.BytesIO(made)).pages) > 2


def test_pictures_and_tables_have_each_a_number(made: tuple[str, PdfReader]) -> None:
    language, reader = made
    text = "\n".join(page.extract_text() for page in reader.pages)
    for word in ("Figure", "Tableau" if language == "fr" else "Table"):
        numbers = sorted({int(one) for one in re.findall(rf"^{word}\s(\d+)\.", text, re.MULTILINE)})
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers
