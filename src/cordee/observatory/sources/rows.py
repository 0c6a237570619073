"""Cut tables (delimited text, Excel) into chunks of rows, one JSON object a row.

Rows become JSON so that one with line breaks inside a cell cannot be cut in two. Each object has
the header's names and, under `ROW`, the row's number as a spreadsheet shows it (the header is 1).
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.lines import Keep, bound_lines
from cordee.observatory.sources.records import BROKEN_RECORD, Chunk, Context, Parsed
from cordee.observatory.sources.transport import EXPANSION, FREE_EXPANSION


ROW = "\x00row"
"""Key of the row's number; no header holds a NUL, since NULs are taken out of tables."""

DELIMITERS = ",;\t|"

MAX_CELL = 8 * 2**20  # characters; a joined list of 5,000 affiliations has about 1 million


def split_table(path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
    """Yield chunks of the rows of delimited text in UTF-8 or, where it is not, Windows-1252."""
    # The csv module has one limit for the whole process; its own would refuse real OpenAlex cells.
    csv.field_size_limit(MAX_CELL)
    lines = decode_lines(bound_lines(to_utf8(blocks), parsed, size))
    header_line = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda d: len(next(csv.reader([header_line], delimiter=d), [])))
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    yield from _pack(path, header, _read_rows(lines, delimiter, parsed), parsed, size)


def split_workbook(
    path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int
) -> Iterator[Chunk]:
    """Yield chunks of the rows of a workbook's first sheet."""
    del blocks  # a zip's table of contents stands at its end, so the file itself is opened
    _check_expansion(path)
    try:
        # Opened by us, because openpyxl would judge the file by its name.
        with path.open("rb") as stream:
            yield from _split_book(path, stream, parsed, size)
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, EOFError) as fault:
        raise SourceError(
            N_("{file} is a damaged Excel workbook ({reason}). Open and save it again."),
            file=str(path),
            reason=str(fault) or type(fault).__name__,
        ) from fault


def parse_rows(chunk: Chunk, context: Context, keep: Keep) -> Parsed:
    """Return the rows and faults of the works in `chunk`; `keep` is given each row by its names."""
    parsed = Parsed(context)
    for line in chunk.data.splitlines():
        row = orjson.loads(line)
        where = f"row {row.pop(ROW)}"
        parsed.records += 1
        try:
            keep(row, where, parsed)
        except (TypeError, AttributeError, ValueError, KeyError, IndexError):
            parsed.add_fault(
                where, Severity.RECORD, BROKEN_RECORD, reason="a cell is not of its kind"
            )
    return parsed


def _split_book(path: Path, stream: IO[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
    # Loaded for a workbook alone: it takes longer than everything else that reads files together.
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(stream, read_only=True, data_only=True)
    rows = enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
    header: list[str] = []
    for _, cells in rows:
        header = [_to_text(cell) or "" for cell in cells]
        if any(header):
            break
    numbered = ((number, [_to_text(c) for c in cells]) for number, cells in rows)
    yield from _pack(path, header, numbered, parsed, size)
    book.close()


def _check_expansion(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        plain = sum(item.file_size for item in archive.infolist())
    if plain > max(FREE_EXPANSION, path.stat().st_size * EXPANSION):
        raise SourceError(
            N_("{file} expands to {size} MB, which no real table does. It was refused."),
            file=str(path),
            size=plain // 2**20,
        )


def to_utf8(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a text's bytes without its mark; UTF-16, which Excel writes, as UTF-8."""
    stream = iter(blocks)
    first = next(stream, b"")
    if not first.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield first.removeprefix(b"\xef\xbb\xbf")
        yield from stream
        return
    # Excel's “Unicode text” is UTF-16. It is only ever small, so it is decoded at once.
    yield (first + b"".join(stream)).decode("utf-16", errors="replace").encode()


def decode_lines(blocks: Iterable[bytes]) -> Iterator[str]:
    """Yield lines with their ends, each as UTF-8 or, where it is not, as Windows-1252."""
    for block in blocks:
        for line in block.replace(b"\x00", b"").splitlines(keepends=True):
            try:
                yield line.decode()
            except UnicodeDecodeError:
                yield line.decode("cp1252", errors="replace")


def _read_rows(
    lines: Iterator[str], delimiter: str, parsed: Parsed
) -> Iterator[tuple[int, list[str | None]]]:
    reader = csv.reader(lines, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            parsed.records += 1
            parsed.add_fault(f"row {number}", Severity.RECORD, BROKEN_RECORD, reason=str(fault))
            continue
        yield number, list(cells)


def _pack(
    path: Path,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str | None]]],
    parsed: Parsed,
    size: int,
) -> Iterator[Chunk]:
    names = [name.strip() for name in header]
    _check_columns(path, names, parsed)
    buffer = bytearray()
    first = 2
    for number, cells in rows:
        if not any(cells):
            continue
        row: dict[str, object] = dict(zip(names, cells, strict=False))
        row[ROW] = number
        buffer += orjson.dumps(row) + b"\n"
        if len(buffer) >= size:
            yield Chunk(first, bytes(buffer))
            buffer.clear()
            first = number + 1
    if buffer:
        yield Chunk(first, bytes(buffer))


def _check_columns(path: Path, names: list[str], parsed: Parsed) -> None:
    """Raise `SourceError` when a column the map asks for is not in the table."""
    column_map = parsed.context.column_map
    for field, column in (column_map.to_dict() if column_map else {}).items():
        if not column.startswith("=") and column not in names:
            raise SourceError(
                N_(
                    "{file} has no column “{column}”, which the column map gives for {field}. Its "
                    "columns are: {columns}."
                ),
                file=str(path),
                column=column,
                field=field,
                columns=", ".join(names),
            )


def _to_text(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps 2020 as 2020.0
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell).replace("\x00", "")
