from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pypdf import PdfReader
from tests.dossiers.samples import NAMES, make_dossier

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.progress import Silent
from cordee.observatory.dossiers.documents import WRITERS, write_document
from cordee.observatory.dossiers.forms import FORMS
from cordee.observatory.dossiers.model import (
    Chart,
    Column,
    Kind,
    Paragraph,
    Section,
    Series,
    Shade,
    Shape,
    Spot,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import walk_blocks


pytestmark = pytest.mark.slow

BASE = "https://cordee.example.org"


class Watcher(Silent):
    """Counts what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None, str]] = []
        self.done = 0

    def start(self, label: str, total: int | None, unit: str) -> None:
        self.steps.append((label, total, unit))

    def advance(self, amount: int) -> None:
        self.done += amount


@cache
def make(form: str, language: str) -> bytes:
    return write_document(make_dossier(language), form, f"{BASE}/")


def write(form: str, language: str = "en") -> io.BytesIO:
    return io.BytesIO(make(form, language))


def test_each_form_has_its_writer_and_its_name() -> None:
    assert set(WRITERS) == set(FORMS)
    names = {form.name_file(make_dossier("fr")) for form in FORMS.values()}
    assert "cordee-country-gb-02vjkv261-fr.pdf" in names
    assert len(names) == len(FORMS)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"pdf"}))
def test_the_same_dossier_gives_the_same_bytes(form: str) -> None:
    dossier = make_dossier("fr", countries=3)
    assert write_document(dossier, form, BASE) == write_document(dossier, form, BASE)


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx"])
def test_no_document_tells_the_clock_or_the_machine(form: str) -> None:
    with zipfile.ZipFile(write(form)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        properties = archive.read("docProps/core.xml").decode()
    assert "2026-01-05T00:00:00Z" in properties
    assert "<dc:creator>Cordée</dc:creator>" in properties


def test_progress_is_told() -> None:
    watcher = Watcher()
    write_document(make_dossier(), "pptx", BASE, watcher)
    assert watcher.steps == [
        ("Drawing the charts", 1, "charts"),
        ("Writing the document", 1, ""),
    ]
    assert watcher.done == 2


def test_nonsense_gets_a_sentence() -> None:
    with pytest.raises(NotFoundError, match="The forms are: pdf, docx"):
        write_document(make_dossier(), "odt", BASE)
    for base in ("javascript:alert(1)", "https://", "ftp://a.org", "https://a b", "https://a/?q=1"):
        with pytest.raises(UsageError, match="is not an address"):
            write_document(make_dossier(), "json", base)


def test_excel_holds_numbers_tables_charts_and_no_formula() -> None:
    book = openpyxl.load_workbook(write("xlsx"))
    sheet, organisations = book["Third countries on these works"], book["Organisations 2"]
    table = next(iter(sheet.tables.values()))
    assert table.autoFilter is not None
    assert sheet.freeze_panes == "B8"
    assert sheet["B8"].value == 400
    assert sheet["C8"].number_format == "0.0%"
    assert sheet["D12"].value is None
    assert sheet["G8"].hyperlink.target == f"{BASE}/works?org=02vjkv261&select=country%3AUS"
    names = [cell.value for cell in organisations["A"]][7:]
    assert names == list(NAMES)
    assert not any(
        cell.data_type == "f" for each in book for row in each.iter_rows() for cell in row
    )
    with zipfile.ZipFile(write("xlsx")) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 3
        assert (
            "'Works together by year'!$B$25:$B$36" in archive.read("xl/charts/chart1.xml").decode()
        )
    assert book.properties.title == make_dossier().title


def test_excel_takes_long_and_repeated_names() -> None:
    dossier = make_dossier("fr", title="é" * 40_000)
    book = openpyxl.load_workbook(io.BytesIO(write_document(dossier, "xlsx", BASE)))
    assert len(set(book.sheetnames)) == len(book.sheetnames)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_word_has_headings_headers_and_alternative_texts(language: str) -> None:
    dossier = make_dossier(language)
    document = Document(write("docx", language))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[: len(dossier.sections)] == [one.title for one in dossier.sections]
    filled = [b for _, b in walk_blocks(dossier) if isinstance(b, Table) and b.rows]
    assert len(document.tables) == len(filled) + 1
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert len(pictures) == 4
    assert all(pictures)
    assert document.core_properties.language.startswith(language)
    assert document.core_properties.author == "Cordée"
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert f"{BASE}{dossier.address}" in targets


def test_word_links_lead_to_bookmarks_that_exist() -> None:
    body = Document(write("docx")).element
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    wanted = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert wanted
    assert wanted <= marks
    numbers = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == len(set(numbers))


def test_slides_have_titles_charts_to_edit_and_notes() -> None:
    dossier = make_dossier("fr")
    deck = Presentation(write("pptx", "fr"))
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [len(list(chart.plots[0].series)) for chart in charts] == [2, 3, 1]
    assert next(iter(charts[0].plots[0].series)).values[-1] == 120
    assert list(charts[0].plots[0].series)[1].values[0] is None
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_row for table in tables)
    notes = [
        slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide
    ]
    assert any(dossier.terms[0].formula in note for note in notes)
    assert all(f"{BASE}/" in note for note in notes)
    assert 'lang="fr-FR"' in deck.slides[0].shapes.title._element.xml


def test_pictures_of_slides_have_alternative_texts() -> None:
    deck = Presentation(write("pptx"))
    shown = [shape for slide in deck.slides for shape in slide.shapes]
    seen = [shape for shape in shown if shape.has_chart or shape.shape_type == 13]
    assert len(seen) == 4
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in seen)


def test_json_keeps_every_value_and_whole_addresses() -> None:
    document = json.loads(write("json").read())
    assert document["language"] == "en"
    assert document["address"].startswith(f"{BASE}/dossiers/")
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    kinds = {block["block"] for block in blocks}
    assert kinds == {"paragraph", "key_figures", "table", "chart", "map"}
    table = next(one for one in blocks if one.get("name") == "third-countries")
    assert table["rows"][4][3] is None
    assert table["links"][0].startswith(f"{BASE}/works?")


def test_csv_has_a_file_a_table_and_guards_formulas() -> None:
    with zipfile.ZipFile(write("csv")) as archive:
        names = set(archive.namelist())
        organisations = archive.read("partner-organisations.csv").decode("utf-8-sig")
    assert {"key-figures.csv", "definitions.csv", "chart-trend.csv", "map-map.csv"} <= names
    assert "'=HYPERLINK" in organisations
    assert "\n=" not in organisations


def test_a_long_table_is_cut_on_paper_and_whole_in_excel() -> None:
    dossier = make_dossier("en", countries=3)
    table = next(b for _, b in walk_blocks(dossier) if isinstance(b, Table) and b.name == "years")
    many = replace(table, rows=table.rows[:1] * 250, links=())
    section = replace(dossier.sections[0], blocks=(many,))
    long = replace(dossier, sections=(section,))
    pages = PdfReader(io.BytesIO(write_document(long, "pdf", BASE))).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "The first 100 of 250 rows" in " ".join(text.split())
    book = openpyxl.load_workbook(io.BytesIO(write_document(long, "xlsx", BASE)))
    assert book["Works together by year"].max_row == 257


def test_a_map_of_places_is_taken_away_with_its_places() -> None:
    places = WorldMap(
        "cities-map",
        "Where the partners are",
        (Shade("GB", "United Kingdom", 90),),
        ("FR",),
        Kind.COUNT,
        "cities",
        "/works",
        "A circle a city.",
        (
            Spot("London", 51.5, -0.1, 60, "/works?select=city%3AGB%2FLondon"),
            Spot("Leeds", 53.8, -1.5, 30, ""),
        ),
        "GB",
    )
    dossier = replace(make_dossier(), sections=(Section("cities", "Cities", (places,)),))
    with zipfile.ZipFile(io.BytesIO(write_document(dossier, "csv", BASE))) as archive:
        rows = archive.read("map-cities-map.csv").decode("utf-8-sig").splitlines()
    assert rows == [
        "Place,Latitude,Longitude,Where the partners are,Link",
        f"London,51.5,-0.1,60,{BASE}/works?select=city%3AGB%2FLondon",
        "Leeds,53.8,-1.5,30,",
    ]
    book = openpyxl.load_workbook(io.BytesIO(write_document(dossier, "xlsx", BASE)))
    sheet = book["Where the partners are"]
    cells = [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows()]
    assert ("London", 51.5, -0.1, 60) in cells


@pytest.mark.parametrize("form", sorted(FORMS))
def test_control_characters_break_no_document(form: str) -> None:
    letters = "Cells\x02 and\x7f tis\x85sues\ufffe"
    table = Table("t", letters, (Column(letters, Kind.TEXT),), ((letters,),), "", "", note=letters)
    chart = Chart(
        "c", letters, Shape.BARS, (letters,), (Series(letters, (1,)),), Kind.COUNT, "", "", letters
    )
    section = Section("s", letters, (Paragraph(letters), table, chart))
    dossier = replace(
        make_dossier(), title=letters, subtitle=letters, sections=(section,), cautions=(letters,)
    )
    made = write_document(dossier, form, BASE)
    if form == "docx":
        assert "Cells and tissues" in {one.text for one in Document(io.BytesIO(made)).paragraphs}
    if form == "pdf":
        assert "Cells and tissues" in PdfReader(io.BytesIO(made)).pages[0].extract_text()
