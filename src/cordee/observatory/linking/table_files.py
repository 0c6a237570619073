"""Tables of any common format, read in batches: delimited text, Excel, Parquet, JSON lines.

The format is found by looking inside. Cells of text files and workbooks are kept as the text they
are, so that "007" stays "007"; only the apostrophe that guards a cell of CSV from being run as a formula
is no part of it. Parquet keeps its types; a column of JSON lines has the type that fits all its values,
or their JSON where none does (marked `AS_JSON` in the field's metadata).
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.cells import number_rows, unguard
from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.sources.transport import (
    is_workbook,
    read_blocks,
    read_head,
)


BATCH = 10_000
"""Rows a batch: half a second of linking, so the bar moves, and some megabytes at most."""

MOST_FAULTS = 1_000
"""Faults kept; the rest are counted. More than a person will ever read, and little memory."""

AS_JSON = b"cordee.json"
"""Key of a field's metadata that says its texts are JSON."""

MAX_CELL = 8 * 2**20  # characters; as much as a table of publications may have in a cell

_DELIMITERS = ",;\t|"

Advance = Callable[[int], None]


@dataclass
class TableFile:
    """An open table: `schema` of its columns, then `read` once for its batches.

    `total` units of `unit` are told to the reader's `advance`; `faults` and `fault_count` are known
    when all is read.
    """

    path: Path
    schema: pa.Schema
    total: int | None
    unit: str
    read: Callable[[Advance], Iterator[pa.RecordBatch]]
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def add_fault(self, line: int, severity: Severity, text: str, /, **values: object) -> None:
        """Note what is wrong with one line or row."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            sentence = Sentence(text, {"file": self.path.name, "line": line, **values})
            self.faults.append(Fault(self.path.name, f"line {line}", severity, sentence))


def open_table(path: Path) -> TableFile:
    """Return the table in `path`.

    Raises `SourceError` when the file is missing, empty, damaged, or no table Cordée reads.
    """
    if not path.is_file():
        raise SourceError(N_("There is no file {file}. Check its name."), file=str(path))
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic == b"PAR1":
        return _open_parquet(path)
    if is_workbook(path):
        return _open_workbook(path)
    head = read_head(path)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(
            N_("{file} is empty. Get it again from where it came, or leave it out."),
            file=str(path),
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _open_lines(path)
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16, where every other byte is 0
    if not is_wide and (b"\x00" in head[:1024] or head.lstrip().startswith((b"<", b"["))):
        raise _make_unknown(path)
    return _open_text(path)


def _make_unknown(path: Path) -> SourceError:
    return SourceError(
        N_(
            "{file} is none of the tables Cordée reads: delimited text in UTF-8 or Windows-1252, "
            "Excel, Parquet, JSON lines. Publications are read by `cordee ingest`."
        ),
        file=str(path),
    )


def _check_names(path: Path, names: Iterable[str]) -> list[str]:
    """Return the names of columns; raise `SourceError` when two are the same."""
    found = [name.strip() for name in names]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise SourceError(
            N_("{file} has several columns called “{names}”. Give each its own name."),
            file=str(path),
            names="”, “".join(twice),
        )
    return found


def _text_schema(names: Iterable[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


# --- Parquet -------------------------------------------------------------------------------------


def _open_parquet(path: Path) -> TableFile:
    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError) as fault:
        raise _make_damaged(path, fault) from fault
    _check_names(path, schema.names)

    def read(advance: Advance) -> Iterator[pa.RecordBatch]:
        try:
            for batch in file.iter_batches(BATCH):
                yield batch
                advance(batch.num_rows)
        except (pa.ArrowException, OSError) as fault:
            raise _make_damaged(path, fault) from fault

    return TableFile(path, schema, file.metadata.num_rows, "rows", read)


def _make_damaged(path: Path, fault: Exception) -> SourceError:
    return SourceError(
        N_("{file} is damaged ({reason}). Get it again from where it came."),
        file=str(path),
        reason=str(fault).splitlines()[0] if str(fault) else type(fault).__name__,
    )


# --- Excel ---------------------------------------------------------------------------------------


def _open_workbook(path: Path) -> TableFile:
    with _reading_sheet(path) as (rows, count):
        header = next((cells for _, cells in rows if any(cells)), ())
    names = [_write_cell(cell) or "" for cell in header]
    while names and not names[-1]:
        names.pop()
    names = _check_names(path, names)

    def read(advance: Advance) -> Iterator[pa.RecordBatch]:
        with _reading_sheet(path) as (rows, _):
            next(cells for _, cells in rows if any(cells))
            numbered = ((n, [_write_cell(cell) for cell in cells]) for n, cells in rows)
            for batch in _pack(table, names, numbered):
                yield batch
                advance(batch.num_rows)

    table = TableFile(path, _text_schema(names), count - 1 if count else None, "rows", read)
    return table


@contextmanager
def _reading_sheet(
    path: Path,
) -> Iterator[tuple[Iterator[tuple[int, tuple[Any, ...]]], int | None]]:
    """Yield the numbered rows of the first sheet, and how many there are if it says so."""
    try:
        # Opened by us, because openpyxl would judge the file by its name.
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            yield enumerate(sheet.iter_rows(values_only=True), 1), sheet.max_row
            book.close()
    except (zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, EOFError) as fault:
        raise _make_damaged(path, fault) from fault


def _write_cell(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps 2020 as 2020.0
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# --- delimited text ------------------------------------------------------------------------------


def _open_text(path: Path) -> TableFile:
    first = next((line for line in _read_lines(path, _ignore) if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign))))
    names = _check_names(path, map(unguard, next(csv.reader([first], delimiter=delimiter))))

    def read(advance: Advance) -> Iterator[pa.RecordBatch]:
        # The csv module has one limit for the whole process; its own would refuse real cells.
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(_read_lines(path, advance), delimiter=delimiter)
        rows = ((line, [*map(unguard, cells)]) for line, cells in number_rows(reader))
        next(rows)
        try:
            yield from _pack(table, names, rows)
        except csv.Error as fault:
            raise _make_damaged(path, fault) from fault

    table = TableFile(path, _text_schema(names), path.stat().st_size, "B", read)
    return table


def _ignore(_amount: int) -> None:
    """Tell nobody."""


def _read_lines(path: Path, advance: Advance) -> Iterator[str]:
    """Yield the lines of a text in UTF-16 with its mark, UTF-8 or, line by line, Windows-1252."""
    blocks = read_blocks(path, on_read=advance)
    first = next(blocks, b"")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        # Excel's “Unicode text”: only ever small, so it is decoded at once.
        text = (first + b"".join(blocks)).decode("utf-16", errors="replace")
        yield from text.splitlines(keepends=True)
        return
    rest = first.removeprefix(b"\xef\xbb\xbf")
    for block in blocks:
        whole, sign, part = (rest + block).rpartition(b"\n")
        for line in (whole + sign).splitlines(keepends=True):
            yield _decode(line)
        rest = part
    for line in rest.splitlines(keepends=True):
        yield _decode(line)


def _decode(line: bytes) -> str:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("cp1252", errors="replace")
    return text.replace("\x00", "")


def _pack(
    table: TableFile, names: list[str], rows: Iterable[tuple[int, Sequence[str | None]]]
) -> Iterator[pa.RecordBatch]:
    """Yield rows as batches of texts; a row may have fewer cells than there are columns."""
    width = len(names)
    waiting: list[Sequence[str | None]] = []
    for number, cells in rows:
        if any(cells[width:]):
            table.add_fault(
                number,
                Severity.WARNING,
                N_("{file}, line {line}: {extra} cells are beyond the last column and were left."),
                extra=len(cells) - width,
            )
        if not any(cells[:width]):
            continue
        waiting.append([*cells[:width], *(None for _ in range(width - len(cells)))])
        if len(waiting) == BATCH:
            yield _to_batch(waiting, table.schema)
            waiting = []
    if waiting:
        yield _to_batch(waiting, table.schema)


def _to_batch(rows: Sequence[Sequence[object]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(cells, f.type) for cells, f in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


# --- JSON lines ----------------------------------------------------------------------------------

# How a value of JSON is kept. A column with several of these becomes text in JSON, but whole
# numbers may stand among others.
_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
}


_LONGEST = 2**63 - 1


def _open_lines(path: Path) -> TableFile:
    schema = _find_schema(_read_raw_lines(path, _ignore))
    if not schema.names:
        raise _make_unknown(path)

    def read(advance: Advance) -> Iterator[pa.RecordBatch]:
        waiting: list[list[object]] = []
        for number, line in enumerate(_read_raw_lines(path, advance), 1):
            row = _parse(line)
            if isinstance(row, dict):
                waiting.append([_fit(row.get(one.name), one) for one in schema])
            elif line.strip():
                table.add_fault(
                    number,
                    Severity.RECORD,
                    N_("{file}, line {line}: it is no JSON object; the line was left out."),
                )
            if len(waiting) == BATCH:
                yield _to_batch(waiting, schema)
                waiting = []
        if waiting:
            yield _to_batch(waiting, schema)

    table = TableFile(path, schema, path.stat().st_size, "B", read)
    return table


def _find_schema(lines: Iterable[bytes]) -> pa.Schema:
    """Return the columns of all lines, in the order they are met, with a type that fits them."""
    kinds: dict[str, set[type]] = {}
    for line in lines:
        row = _parse(line)
        for name, value in row.items() if isinstance(row, dict) else ():
            found = kinds.setdefault(name, set())
            if value is not None:
                found.add(_get_kind(value))
    return pa.schema([_make_field(name, found) for name, found in kinds.items()])


def _get_kind(value: object) -> type:
    # JSON's whole numbers may be longer than a column's.
    return object if isinstance(value, int) and abs(value) > _LONGEST else type(value)


def _read_raw_lines(path: Path, advance: Advance) -> Iterator[bytes]:
    rest = b""
    for block in read_blocks(path, on_read=advance):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _parse(line: bytes) -> Any:
    try:
        return orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        return None


def _make_field(name: str, kinds: set[type]) -> pa.Field:
    if kinds == {int, float}:
        kinds = {float}
    if len(kinds) <= 1:
        kind = next(iter(kinds), str)
        if kind in _TYPES:
            return pa.field(name, _TYPES[kind])
    return pa.field(name, pa.string(), metadata={AS_JSON: b"1"})


def _fit(value: object, into: pa.Field) -> object:
    if value is None or not into.metadata:
        return value
    return orjson.dumps(value).decode()
