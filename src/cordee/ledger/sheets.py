"""Tables that people keep, read cell by cell: CSV or Excel in, typed values and faults by line out.

Nothing is written here and nothing is known of any room: a room says by its `Field`s what columns it
understands, and gets rows of values with the line each stands on.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import openpyxl
from django.utils.translation import gettext_noop

from cordee.kernel.cells import number_rows, unguard
from cordee.kernel.errors import CordeeError, SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import Sentence
from cordee.ledger.cells import FORMULA, Field, WrongCellError, make_reader
from cordee.reference.folding import fold


MOST_BYTES = 50 * 1024 * 1024
"""A hundred thousand organisations with all their columns have some twenty megabytes."""

MOST_UNPACKED = 200 * 1024 * 1024
"""What a workbook may grow to: that of a hundred thousand lines has some eighty megabytes."""

MOST_LINES = 200_000
"""Twice what the largest house keeps; more is no list that anybody maintains by hand."""

LONGEST_CELL = 131_072
"""Letters in a cell: the limit of Python's own reader, which others in the process may raise for theirs."""

LAST_ROW = 1_048_576
"""The last row of a worksheet; what is numbered beyond it, no spreadsheet program wrote."""

MOST_COLUMNS = 200
MOST_FAULTS = 1_000
"""Faults kept for reading; the rest are counted. Nobody corrects more in one sitting."""

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in its file: the headers, and each line's number with its cells."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class CellFault(Fault):
    """What is wrong on one line, in one column; no column when it is the line itself."""

    line: int = 0
    column: str = ""


@dataclass(frozen=True)
class Row:
    """A line as values by the names of fields; what was empty in the file is not there."""

    line: int
    values: Mapping[str, object]

    def get_day(self, name: str) -> date | None:
        """Return the day a field holds, or None."""
        day = self.values.get(name)
        return day if isinstance(day, date) else None

    def get_texts(self, name: str) -> tuple[str, ...]:
        """Return the texts a field of several holds."""
        found = self.values.get(name, ())
        return found if isinstance(found, tuple) else ()


@dataclass
class Faults:
    """What was found wrong so far: the first thousand in full, all of them counted, by line."""

    file: str
    kept: list[CellFault] = field(default_factory=list)
    count: int = 0
    lines: set[int] = field(default_factory=set)

    def add(self, line: int, column: str, text: str, /, **values: object) -> None:
        """Note what is wrong with one cell, or with a whole line when no column is given."""
        self.count += 1
        self.lines.add(line)
        if len(self.kept) < MOST_FAULTS:
            where = f"line {line}, column {column}" if column else f"line {line}"
            sentence = Sentence(text, values)
            self.kept.append(
                CellFault(self.file, where, Severity.RECORD, sentence, line=line, column=column)
            )


@dataclass(frozen=True)
class Table:
    """A sheet read by the fields of a room. `titles` are the file's headers by field."""

    file: str
    rows: tuple[Row, ...]
    titles: Mapping[str, str]
    faults: Faults

    def say(self, row: int, name: str, text: str, /, **values: object) -> None:
        """Note a fault of a line in the column that a field was read from."""
        self.faults.add(row, self.titles.get(name, ""), text, **values)

    @contextmanager
    def noting(self, row: int, name: str = "") -> Iterator[None]:
        """Note what is refused within as a fault of a line, in the column that a field was read from."""
        try:
            yield
        except CordeeError as error:
            self.say(row, name, error.sentence.text, **error.sentence.values)


def read_sheet(content: bytes, name: str) -> Sheet:
    """Return the table in a file: delimited text in UTF-8, UTF-16 or Windows-1252, or a workbook.

    Raises `SourceError` when there is none, or it is larger than any list that people keep.
    """
    if len(content) > MOST_BYTES:
        raise SourceError(
            gettext_noop("{file} is larger than {most} MB. Split it, or leave out columns."),
            file=name,
            most=MOST_BYTES // 2**20,
        )
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(gettext_noop("{file} is empty. Choose another."), file=name)
    is_book = content.startswith(b"PK\x03\x04")
    lines = _read_workbook(content, name) if is_book else _read_text(content, name)
    head = next(lines, None)
    while head is not None and not any(cell.strip() for cell in head[1]):
        head = next(lines, None)
    columns = [cell.strip() for cell in head[1]] if head else []
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns, name)
    return Sheet(name, tuple(columns), tuple(_limit(lines, name)))


def match_columns(
    columns: Sequence[str], fields: Iterable[Field], remembered: Mapping[str, str]
) -> dict[str, int]:
    """Return which column each field is read from: as the last time, else by its header.

    A header is known in French and in English and by its synonyms, whatever its case and accents.
    """
    places = {fold(column): place for place, column in reversed(list(enumerate(columns)))}
    found: dict[str, int] = {}
    for one in fields:
        words = (remembered.get(one.name, ""), *one.headers, one.name, *one.synonyms)
        known = (places[fold(word)] for word in words if word and fold(word) in places)
        place = next((one for one in known if one not in found.values()), None)
        if place is not None:
            found[one.name] = place
    return found


def read_table(sheet: Sheet, fields: Iterable[Field], places: Mapping[str, int]) -> Table:
    """Return the lines of a sheet as values, and a fault for each cell that is not of its kind."""
    used = [one for one in fields if one.name in places]
    readers = [(one.name, places[one.name], make_reader(one)) for one in used]
    titles = {one.name: sheet.columns[places[one.name]] for one in used}
    table = Table(sheet.name, (), titles, Faults(sheet.name))
    rows = []
    for line, cells in sheet.lines:
        values: dict[str, object] = {}
        for name, place, read in readers:
            text = cells[place].strip() if place < len(cells) else ""
            if not text:
                continue
            try:
                values[name] = read(text)
            except WrongCellError as wrong:
                table.say(line, name, wrong.sentence.text, **wrong.sentence.values)
        if any(cell.strip() for cell in cells[len(sheet.columns) :]):
            table.faults.add(
                line,
                "",
                gettext_noop(
                    "The line has more cells than the header. Put a text with separators in quotes."
                ),
            )
        rows.append(Row(line, values))
    return Table(sheet.name, tuple(rows), titles, table.faults)


def clean_file_name(name: str) -> str:
    """Return a file's name without folders and control characters; it is shown, never opened.

    >>> clean_file_name("../../etc/list.csv")
    'list.csv'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one for one in last if one.isprintable()).strip()[-120:] or "-"


def _check_columns(columns: Sequence[str], name: str) -> None:
    if not any(columns):
        raise SourceError(
            gettext_noop("{file} has no line of headers. Name the columns in its first line."),
            file=name,
        )
    named = [one for one in columns if one]
    twice = sorted({one for one in named if named.count(one) > 1})
    if twice:
        raise SourceError(
            gettext_noop(
                "{file} has several columns of one name: {names}. Give each its own name."
            ),
            file=name,
            names=", ".join(twice),
        )


def _limit(
    lines: Iterable[tuple[int, tuple[str, ...]]], name: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_LINES:
            raise SourceError(
                gettext_noop("{file} has more than {most} lines. Split it."),
                file=name,
                most=MOST_LINES,
            )
        yield line, cells


def _check_lengths(cells: Sequence[str]) -> None:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise csv.Error


def _read_text(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decode(content, name)
    first = text.lstrip("\r\n").split("\n", 1)[0].strip(" \r\n")
    # Excel writes the separator it means into a line of its own, the first, and hides that line.
    told = first[4:5] if first.lower().startswith("sep=") else ""
    delimiter = told or max(
        DELIMITERS, key=lambda one: len(next(csv.reader([first], delimiter=one), []))
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 0
    try:
        for line, cells in number_rows(reader):
            _check_lengths(cells)
            if told:
                told = ""
                continue
            yield line, tuple(unguard(cell) for cell in cells)
    except csv.Error as fault:
        raise SourceError(
            gettext_noop(
                "{file}, after line {line}: a cell never ends. Look for a quotation mark that is not closed."
            ),
            file=name,
            line=line,
        ) from fault


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content or content.lstrip().startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"<")):
        raise SourceError(
            gettext_noop("{file} is no table. Save it as Excel workbook (.xlsx) or as CSV."),
            file=name,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise SourceError(
            gettext_noop(
                "The letters of {file} are neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8”."
            ),
            file=name,
        ) from fault


def _read_workbook(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        yield from _read_book(content, name)
    except SourceError:
        raise
    # Whatever is wrong inside an archive: openpyxl lets through what its parts raise.
    except Exception as fault:
        raise SourceError(
            gettext_noop("{file} is a damaged Excel workbook. Open it, save it again, and repeat."),
            file=name,
        ) from fault


def _read_book(content: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        plain = sum(item.file_size for item in archive.infolist())
    if plain > MOST_UNPACKED:
        raise SourceError(
            gettext_noop("{file} expands to {size} MB, which no list does. It was refused."),
            file=name,
            size=plain // 2**20,
        )
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheet = book.worksheets[0]
    # Else each line is filled up to the width that the workbook claims, which may be any.
    sheet.reset_dimensions()
    before: object = None
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW), 1):
        # Rows that are not in the file are one and the same tuple; there may be a million of them.
        if cells is not before:
            some = cells[:MOST_COLUMNS]
            yield number, _trim([_write_cell(cell.value, cell.data_type) for cell in some])
        before = cells
    book.close()


def _trim(cells: list[str]) -> tuple[str, ...]:
    """Return the cells up to the last that holds something: a wide sheet is mostly empty."""
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _write_cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == "f":
        return FORMULA
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet keeps 12 as 12.0
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).replace("\x00", "")
