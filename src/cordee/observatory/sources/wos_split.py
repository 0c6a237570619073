"""Cut Web of Science exports into chunks of records, one JSON object a line.

Plain text: fields of two letters, continued by lines that begin with three spaces, records that end
with ``ER``, the file with ``EF``. Tab-delimited: one record a line, nothing quoted, so that a quotation
mark is one. In both the object has a list of texts for each field, and its number under `NUMBER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.lines import bound_lines
from cordee.observatory.sources.records import BROKEN_RECORD, Chunk, Parsed, describe_record
from cordee.observatory.sources.rows import decode_lines, to_utf8


NUMBER = "number"

COLUMNS = frozenset({"PT", "AU", "UT"})
"""Columns every tab-delimited export has."""

LISTED = frozenset({"AU", "AF", "CA", "C1"})
"""Fields with one value a line in plain text; in the others a line goes on with the former one."""

_FIELD = re.compile(r"^([A-Z][A-Z0-9]) (.*)$")
_ADDRESS = re.compile(r";\s*(?=\[)")


def is_export(head: bytes) -> bool:
    """Say whether contents that begin with `head` are a plain-text export."""
    return bool(re.match(rb"FN [^\r\n]*\r?\n", head)) and b"\nPT " in head.replace(b"\r", b"")


def split_records(
    path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int
) -> Iterator[Chunk]:
    """Yield chunks of the records of a plain-text export.

    Raises `SourceError` when the file ends inside a record: it was cut.
    """
    records = _read_records(decode_lines(bound_lines(to_utf8(blocks), parsed, size)), path, parsed)
    yield from _pack(records, size)


def split_tabs(path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
    """Yield chunks of the records of a tab-delimited export."""
    del path  # every splitter is called alike
    lines = decode_lines(bound_lines(to_utf8(blocks), parsed, size))
    header = next(lines, "").rstrip("\r\n").split("\t")
    yield from _pack(_read_rows(header, lines, parsed), size)


def _read_records(lines: Iterator[str], path: Path, parsed: Parsed) -> Iterator[dict[str, object]]:
    number, name, whole = 0, "", False
    record: dict[str, list[str]] = {}
    for line in lines:
        text = line.rstrip("\r\n")
        code = text[:2]
        if code == "ER":
            number += 1
            yield {**record, NUMBER: number}
            record, name = {}, ""
        elif code == "EF":
            whole = True
        elif text.startswith("   ") and name:
            _continue(record, name, text.strip())
        elif (found := _FIELD.match(text)) and found[1] not in {"FN", "VR"}:
            name, whole = found[1], False
            record.setdefault(name, []).append(found[2].strip())
    if record:
        raise SourceError(
            N_(
                "{file} ends inside record {number}: it was cut short. Nothing of it was kept; export "
                "it again."
            ),
            file=str(path),
            number=number + 1,
        )
    if not whole:
        parsed.add_fault(
            describe_record(number, None),
            Severity.WARNING,
            N_(
                "{file}, {where}: the export ends without EF; records after this one may be missing."
            ),
        )


def _continue(record: dict[str, list[str]], name: str, text: str) -> None:
    if name in LISTED:
        record[name].append(text)
    else:
        record[name][-1] = f"{record[name][-1]} {text}"


def _read_rows(
    header: list[str], lines: Iterator[str], parsed: Parsed
) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if not any(cells):
            continue
        if len(cells) < len(COLUMNS):
            parsed.records += 1
            parsed.add_fault(
                describe_record(number, None),
                Severity.RECORD,
                BROKEN_RECORD,
                reason="it has too few columns",
            )
            continue
        named = zip(header, cells, strict=False)
        record: dict[str, object] = {name: _split(name, cell) for name, cell in named if cell}
        yield {**record, NUMBER: number}


def _split(name: str, cell: str) -> list[str]:
    if name not in LISTED:
        return [cell]
    parts = _ADDRESS.split(cell) if cell.startswith("[") else cell.split(";")
    return [part.strip() for part in parts if part.strip()]


def _pack(records: Iterator[dict[str, object]], size: int) -> Iterator[Chunk]:
    buffer, first = bytearray(), 1
    for record in records:
        if not buffer:
            first = int(str(record[NUMBER]))
        buffer += orjson.dumps(record) + b"\n"
        if len(buffer) >= size:
            yield Chunk(first, bytes(buffer))
            buffer.clear()
    if buffer:
        yield Chunk(first, bytes(buffer))
