"""Sheets of a workbook: real tables with formats by kind, links, frozen headers; never a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.model import Cell, Dossier, Kind
from cordee.observatory.dossiers.phrases import Phrases, describe_source, make_address


NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.YEAR: "0",
    Kind.COUNT: "#,##0.##",
    Kind.DECIMAL: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.RATE: "+0.0%;\u22120.0%;0.0%",
    Kind.INDEX: "0.00",
}
COUNT_FORMAT = "#,##0"
LONGEST_SHEET = 31  # Excel's own limits
LONGEST_CELL = 32_000
LONGEST_ADDRESS = 2_000
WIDEST, NARROWEST = 60, 9
"""Characters of a column: a long name wraps rather than push the numbers out of sight."""
HEAD = 6
"""Rows above a table: title, source, note, definition, the link that opens it, a blank one."""
OPTIONS = {
    "in_memory": True,
    # A text is a text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Calibri", "font_size": 11},
}
"""Of each workbook that is written."""
_UNFIT = re.compile(r"[\[\]:*?/\\]|^'|'$")


class Sheets:
    """Adds the sheets of one dossier to one workbook."""

    def __init__(
        self, workbook: xlsxwriter.Workbook, dossier: Dossier, base: str, words: Phrases
    ) -> None:
        self._workbook, self._dossier, self._base, self._words = workbook, dossier, base, words
        self._names: set[str] = set()
        self._tables = 0
        add = workbook.add_format
        self.title = add({"bold": True, "font_size": 20, "font_color": looks.INK})
        self.head = add({"bold": True, "font_size": 14, "font_color": looks.BRAND})
        self.strong = add({"bold": True, "valign": "top"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.link = add({"font_color": looks.BRAND, "underline": 1, "valign": "top"})
        self._formats = {
            kind: add({"num_format": form, "valign": "top"})
            for kind, form in NUMBER_FORMATS.items()
        }
        self._formats[Kind.TEXT] = self.wrapped
        # Fractional counting gives counts that are not whole; the others show no point at all.
        self._whole = add({"num_format": COUNT_FORMAT, "valign": "top"})

    def add_sheet(self, wished: str) -> Worksheet:
        """Return a new sheet called as near to `wished` as Excel allows, unlike all others."""
        plain = _cut(_UNFIT.sub(" ", wished)) or self._words.table
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{_cut(plain, LONGEST_SHEET - 4)} {number}"
        self._names.add(name.casefold())
        return self._workbook.add_worksheet(name)

    def head_sheet(self, sheet: Worksheet, title: str, note: str, opening: tuple[str, str]) -> None:
        """Write what stands above a table: title, source, note, path and words of what opens it."""
        sheet.write_string(0, 0, title[:LONGEST_CELL], self.head)
        sheet.write_string(1, 0, describe_source(self._dossier)[:LONGEST_CELL])
        sheet.write_string(2, 0, note[:LONGEST_CELL])
        self.write_address(sheet, 4, 0, make_address(self._base, opening[0]), opening[1])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)

    def say_definition(self, sheet: Worksheet, code: str) -> None:
        """Write the definition a sheet rests on under its note."""
        term = next((one for one in self._dossier.terms if one.code == code), None)
        if term:
            text = f"{self._words.definition} · {term.label} · {term.definition}"
            sheet.write_string(3, 0, text[:LONGEST_CELL])

    def write_address(
        self, sheet: Worksheet, row: int, column: int, address: str, text: str
    ) -> None:
        """Write a link; the address itself where it is longer than Excel follows."""
        if not address:
            return
        if len(address) > LONGEST_ADDRESS:
            sheet.write_string(row, column, address[:LONGEST_CELL])
        else:
            sheet.write_url(row, column, address, self.link, text[:255])

    def write_rows(
        self,
        sheet: Worksheet,
        first: int,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        kinds: Sequence[Sequence[Kind]],
        *,
        frozen: bool = True,
    ) -> None:
        """Write a real table whose header stands in row `first`, cell by cell by what each is."""
        unique = _make_unique(headers)
        last = first + max(len(rows), 1)  # Excel wants a row below the header of a table
        self._tables += 1
        sheet.add_table(
            first,
            0,
            last,
            len(unique) - 1,
            {
                "name": f"Table{self._tables}",
                "style": "Table Style Light 1",
                "columns": [{"header": one} for one in unique],
            },
        )
        for row, (cells, row_kinds) in enumerate(zip(rows, kinds, strict=True), start=first + 1):
            for column, (cell, kind) in enumerate(zip(cells, row_kinds, strict=True)):
                self._write_cell(sheet, row, column, cell, kind)
        for column, width in enumerate(_measure(unique, rows)):
            sheet.set_column(column, column, width)
        if frozen:
            sheet.freeze_panes(first + 1, 1)

    def _write_cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, kind: Kind) -> None:
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, self._formats[kind])
        elif isinstance(cell, str):
            if self._base and cell.startswith(f"{self._base}/"):
                self.write_address(sheet, row, column, cell, self._words.open)
            else:
                sheet.write_string(row, column, cell[:LONGEST_CELL], self.wrapped)
        else:
            sheet.write_number(row, column, cell, self._get_format(cell, kind))

    def _get_format(self, cell: float, kind: Kind) -> Format:
        whole = kind == Kind.COUNT and float(cell).is_integer()
        return self._whole if whole else self._formats[kind]


def _cut(text: str, most: int = LONGEST_SHEET) -> str:
    """Return the first words of a text that together are no longer than `most` characters."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return (plain[: most + 1].rsplit(" ", 1)[0] if " " in plain[: most + 1] else plain[:most])[
        :most
    ].rstrip(" ,;’'(–-")


def _make_unique(headers: Sequence[str]) -> list[str]:
    """Return headers that differ, as a table of Excel demands."""
    made: list[str] = []
    seen: set[str] = set()
    for header in headers:
        name, number = header[:250] or " ", 1
        while name.casefold() in seen:
            number += 1
            name = f"{header[:240]} ({number})"
        seen.add(name.casefold())
        made.append(name)
    return made


def _measure(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return the width of each column in characters, by its header and its longest cell."""
    return [
        min(
            WIDEST,
            max(
                NARROWEST,
                len(header) + 3,  # the button of the filter
                *(len(_show(row[place])) + 1 for row in rows),
            )
            if rows
            else max(NARROWEST, len(header) + 3),
        )
        for place, header in enumerate(headers)
    ]


def _show(cell: Cell) -> str:
    if cell is None:
        return ""
    # An address is shown as one word, a number with a few digits.
    if isinstance(cell, str):
        return "" if cell.startswith(("http://", "https://")) else cell
    return f"{cell:,.1f}"
