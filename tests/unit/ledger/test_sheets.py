from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import models

from cordee.agreements.imports import fields as agreement_fields
from cordee.agreements.imports.permits import fields as permit_fields
from cordee.agreements.models import Agreement, Permit
from cordee.directory.imports import fields as organisation_fields
from cordee.directory.imports.people import fields as person_fields
from cordee.directory.imports.resources import fields as resource_fields
from cordee.directory.models import Organisation, Person, Resource
from cordee.kernel.errors import SourceError
from cordee.ledger.cells import Field, FieldKind, WrongCellError, make_reader
from cordee.ledger.sheets import (
    MOST_FAULTS,
    clean_file_name,
    match_columns,
    read_sheet,
    read_table,
)


NAME = Field("name", ("nom", "name"), synonyms=("intitulé",))
SINCE = Field("since", ("depuis le", "since"), FieldKind.DATE)
FIELDS = (NAME, SINCE)


def read(kind: FieldKind, text: str, **settings: object) -> object:
    return make_reader(Field("x", ("x", "x"), kind, **settings))(text)  # type: ignore[arg-type]


def make_book(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_delimiters_are_found_out(delimiter: str, encoding: str) -> None:
    text = (
        f'Intitulé{delimiter}Depuis le\n"Chaîne\nà deux lignes"{delimiter}2020\nÉtoile{delimiter}\n'
    )
    sheet = read_sheet(text.encode(encoding), "a.csv")
    assert sheet.columns == ("Intitulé", "Depuis le")
    assert sheet.lines == ((2, ("Chaîne\nà deux lignes", "2020")), (4, ("Étoile", "")))


def test_the_separator_that_excel_tells_is_taken() -> None:
    sheet = read_sheet(b"sep=;\nname,x;since\nA;2020-01-01\n", "a.csv")
    assert sheet.columns == ("name,x", "since")
    assert sheet.lines[0][0] == 3


def test_only_the_first_row_tells_the_separator() -> None:
    sheet = read_sheet(b"sep=;\nname;since\nSeptembre;\n", "a.csv")
    assert sheet.lines == ((3, ("Septembre", "")),)
    sheet = read_sheet(b"sep=\t\nname, x\tsince\nA\t2020-01-01\n", "a.csv")
    assert sheet.columns == ("name, x", "since")


def test_headers_are_known_in_both_languages_by_synonyms_and_from_the_last_time() -> None:
    assert match_columns(("INTITULE", "Depuis  le"), FIELDS, {}) == {"name": 0, "since": 1}
    assert match_columns(("since", "Name"), FIELDS, {}) == {"name": 1, "since": 0}
    assert match_columns(("Name", "Wer"), FIELDS, {"name": "wer"}) == {"name": 1}


def test_a_workbook_gives_days_numbers_and_formulas_as_they_are() -> None:
    rows = [["name", "since"], [12.0, date(2026, 1, 31)], ["=A2", "31/01/2026"], [None, None]]
    table = read_table(read_sheet(make_book(rows), "a.xlsx"), FIELDS, {"name": 0, "since": 1})
    assert table.rows[0].values == {"name": "12", "since": date(2026, 1, 31)}
    assert [(one.line, one.column) for one in table.faults.kept] == [(3, "name")]
    assert "formula" in str(table.faults.kept[0].sentence)


def test_a_guarded_formula_of_our_own_exports_comes_back_as_text() -> None:
    sheet = read_sheet(b"name\n'=HYPERLINK(1)\n", "a.csv")
    assert sheet.lines[0][1] == ("=HYPERLINK(1)",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \n", "is empty"),
        (b";;\n;;\n", "no line of headers"),
        (b"a,a\n1,2", "several columns of one name: a"),
        (b"\x00\x01\x02", "is no table"),
        (b"<html><body>", "is no table"),
        (b"\xd0\xcf\x11\xe0 old Excel", "is no table"),
        (b"cave\x81,b\n1,2", "neither UTF-8 nor Windows-1252"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b'name\n"' + b"x" * 140_000, "never ends"),
    ],
    ids=lambda one: one[:12].hex() if isinstance(one, bytes) else "",
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_sheet(content, "a.csv")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(b" " * 2**20)
    assert len(file.getvalue()) < 10**6
    with pytest.raises(SourceError, match="expands to 201 MB"):
        read_sheet(file.getvalue(), "a.xlsx")


def make_sparse_book(rows: str) -> bytes:
    """Return a workbook whose sheet holds these rows of XML, whatever their numbers."""
    plain, file = io.BytesIO(make_book([["name"], ["A"]])), io.BytesIO()
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                # Where a sheet tells its size, its reader believes it.
                content = re.sub(b"<dimension[^>]*>", b"", content)
                content = re.sub(
                    b"<sheetData>.*</sheetData>",
                    f"<sheetData>{rows}</sheetData>".encode(),
                    content,
                )
            after.writestr(name, content)
    return file.getvalue()


CELL = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'


def test_rows_that_are_not_there_take_neither_time_nor_memory() -> None:
    far = CELL.format(1, "name") + CELL.format(1_000_000, "A") + CELL.format(2_000_000_000, "B")
    start = time.process_time()
    sheet = read_sheet(make_sparse_book(far), "a.xlsx")
    assert sheet.lines == ((1_000_000, ("A",)),)
    assert time.process_time() - start < 10


def test_more_lines_than_any_list_has_are_refused() -> None:
    with pytest.raises(SourceError, match="more than 200000 lines"):
        read_sheet(b"name\n" + b"a\n" * 200_001, "a.csv")


def test_all_faults_are_counted_and_the_first_thousand_kept() -> None:
    text = "name,since\n" + "A,soon\n" * (MOST_FAULTS + 5)
    table = read_table(read_sheet(text.encode(), "a.csv"), FIELDS, {"name": 0, "since": 1})
    assert (len(table.faults.kept), table.faults.count) == (MOST_FAULTS, MOST_FAULTS + 5)
    assert len(table.faults.lines) == MOST_FAULTS + 5


def test_a_line_with_more_cells_than_the_header_is_a_fault() -> None:
    table = read_table(read_sheet(b"name,since\nSnow, and ice,\n", "a.csv"), FIELDS, {"name": 0})
    assert table.faults.count == 0
    table = read_table(read_sheet(b"name\nSnow, and ice\n", "a.csv"), FIELDS, {"name": 0})
    assert "more cells than the header" in str(table.faults.kept[0].sentence)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-3-1",
        "01/03/2026",
        "1.3.2026",
        "1er mars 2026",
        "1 March 2026",
        "1st march 2026",
    ],
)
def test_days_are_read_in_all_their_forms(text: str) -> None:
    assert read(FieldKind.DATE, text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "01/31/2026", "2026", "03-2026", "1 Brumaire 2026", "0001-01-01", "45000"],
)
def test_what_is_no_day_is_never_guessed(text: str) -> None:
    with pytest.raises(WrongCellError, match="is no date"):
        read(FieldKind.DATE, text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldKind.COUNTRY, "fr", "FR"),
        (FieldKind.COUNTRY, "Allemagne", "DE"),
        (FieldKind.COUNTRY, "United States", "US"),
        (FieldKind.ROR, "https://ror.org/02vjkv261", "02vjkv261"),
        (FieldKind.ORCID, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (FieldKind.EMAIL, "Alice@Example.org", "alice@example.org"),
        (FieldKind.ADDRESS, "example.org/a", "https://example.org/a"),
        (FieldKind.AMOUNT, "12 500,50", Decimal("12500.50")),
        (FieldKind.NUMBER, "12", 12),
        (FieldKind.TEXT, "  a \n b\u200b ", "a b"),
        (FieldKind.ORGANISATIONS, "A; B|A\nC", ("A", "B", "C")),
    ],
)
def test_cells_are_read_by_their_kind(kind: FieldKind, text: str, value: object) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.COUNTRY, "Atlantis"),
        (FieldKind.ROR, "Inserm"),
        (FieldKind.ORCID, "0000"),
        (FieldKind.EMAIL, "a@b\nBcc: c@d"),
        (FieldKind.ADDRESS, "javascript:alert(1)"),
        (FieldKind.AMOUNT, "-1"),
        (FieldKind.AMOUNT, "NaN"),
        (FieldKind.AMOUNT, "12,500"),
        (FieldKind.AMOUNT, "1.234"),
        (FieldKind.AMOUNT, "1_000"),
        (FieldKind.DEGREES, "1_0"),
        (FieldKind.NUMBER, "1.5"),
        (FieldKind.NUMBER, "999999999999"),
        (FieldKind.DEGREES, "inf"),
        (FieldKind.TEXT, "x" * 301),
        (FieldKind.TEXT, "HÃ´pital"),
        (FieldKind.ADDRESS, f"https://example.org/{'a' * 300}"),
        (FieldKind.EMAIL, f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example.org"),
    ],
)
def test_what_is_of_another_kind_is_a_fault(kind: FieldKind, text: str) -> None:
    with pytest.raises(WrongCellError):
        read(kind, text)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\secret\\list.csv", "list.csv"),
        ("a\x00\r\nb.csv", "ab.csv"),
        ("", "-"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, clean: str) -> None:
    assert clean_file_name(name) == clean


@pytest.mark.parametrize(
    ("fields", "table"),
    [
        (organisation_fields.FIELDS, Organisation),
        (person_fields.FIELDS, Person),
        (resource_fields.FIELDS, Resource),
        (agreement_fields.FIELDS, Agreement),
        (permit_fields.FIELDS, Permit),
    ],
)
def test_what_fits_a_cell_fits_its_column(
    fields: tuple[Field, ...], table: type[models.Model]
) -> None:
    columns = (one for one in table._meta.concrete_fields if isinstance(one, models.CharField))
    room = {one.name: one.max_length or 0 for one in columns}
    read_as_text = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.EMAIL, FieldKind.ADDRESS)
    too_wide = [
        one.name
        for one in fields
        if one.kind in read_as_text and one.most > room.get(one.name, one.most)
    ]
    assert too_wide == []
