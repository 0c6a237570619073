"""Cut JSON lines into chunks of whole lines; make lines of an API answer."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.records import (
    BROKEN_RECORD,
    MAX_RECORD_SIZE,
    RECORD_TOO_LARGE,
    Chunk,
    Context,
    Parsed,
)


Keep = Callable[[Any, str, Parsed], None]
"""Takes one record as JSON, where it stands, and adds its rows or a fault."""

MAX_PAGE_SIZE = 64 * 2**20
"""Bytes one JSON document may have: it is parsed whole, which takes some five times its size, and
an API answer has at most 200 works, some 5 MB."""


def split_json(path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
    """Yield chunks of JSON lines; an API answer or a list of works becomes lines first."""
    stream = iter(blocks)
    first = next(stream, b"").removeprefix(codecs.BOM_UTF8)
    if _is_page(first):
        yield _read_page(path, chain([first], stream))
        return
    yield from split_lines(path, chain([first], stream), parsed, size)


def split_lines(
    path: Path,  # noqa: ARG001 -- every splitter is called alike
    blocks: Iterable[bytes],
    parsed: Parsed,
    size: int,
) -> Iterator[Chunk]:
    """Yield chunks of JSON lines as they stand."""
    number = 1
    buffer = bytearray()
    for line_or_lines in bound_lines(blocks, parsed, size):
        buffer += line_or_lines
        if len(buffer) >= size:
            chunk = Chunk(number, bytes(buffer))
            number += chunk.data.count(b"\n")
            buffer.clear()
            yield chunk
    if buffer:
        yield Chunk(number, bytes(buffer))


def _is_page(head: bytes) -> bool:
    head = head.lstrip()
    if head.startswith(b"["):
        return True
    try:
        value = orjson.loads(head.split(b"\n", 1)[0])
    except ValueError:
        return b'"results"' in head and b'"meta"' in head
    return isinstance(value, dict) and "results" in value


def _read_page(path: Path, blocks: Iterable[bytes]) -> Chunk:
    buffer = bytearray()
    for block in blocks:
        buffer += block
        if len(buffer) > MAX_PAGE_SIZE:
            raise SourceError(
                N_(
                    "{file} is one JSON document of more than {size} MB. Give the works one a line "
                    "(JSON lines) instead."
                ),
                file=str(path),
                size=MAX_PAGE_SIZE // 2**20,
            )
    try:
        value = orjson.loads(buffer)
    except ValueError as fault:
        raise SourceError(
            N_("{file} is not whole JSON ({reason}). Nothing of it was kept; get the file again."),
            file=str(path),
            reason=str(fault),
        ) from None
    works = value.get("results") if isinstance(value, dict) else value
    if not isinstance(works, list):
        raise SourceError(
            N_("{file} has no list of works under “results”. Give an answer of the OpenAlex API."),
            file=str(path),
        )
    return Chunk(1, b"\n".join(orjson.dumps(work) for work in works))


def parse_lines(chunk: Chunk, context: Context, keep: Keep, place: str = "line") -> Parsed:
    """Return the rows and faults of the records in `chunk`, one JSON object a line.

    `place` is what a person counts to find a record: lines, or the records of a document.
    """
    parsed = Parsed(context)
    member = f"{chunk.member}, " if chunk.member else ""
    for offset, line in enumerate(chunk.data.removeprefix(codecs.BOM_UTF8).split(b"\n")):
        if not line.strip(b" \t\r\x00"):
            continue
        parsed.records += 1
        where = f"{member}{place} {chunk.first + offset}"
        try:
            record = orjson.loads(line)
        except ValueError as fault:
            parsed.add_fault(where, Severity.RECORD, BROKEN_RECORD, reason=str(fault))
            continue
        try:
            keep(record, where, parsed)
        except (TypeError, AttributeError, ValueError, KeyError, IndexError):
            # A field of another kind than the source documents: a list where a text should be.
            parsed.add_fault(
                where, Severity.RECORD, BROKEN_RECORD, reason="a field is not of its kind"
            )
    return parsed


def bound_lines(blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[bytes]:
    """Yield whole lines, many at a time; a line too long to hold becomes an empty one, and a fault."""
    buffer = bytearray()
    lines = 0
    skipping = False
    for block in blocks:
        buffer += block
        if skipping:
            end = buffer.find(b"\n")
            skipping = end < 0
            del buffer[: len(buffer) if end < 0 else end]
        end = buffer.rfind(b"\n") + 1
        if end and not skipping:
            lines += buffer.count(b"\n")
            yield bytes(buffer[:end])
            del buffer[:end]
        if len(buffer) > max(MAX_RECORD_SIZE, size):
            parsed.records += 1
            parsed.add_fault(
                f"line {lines + 1}",
                Severity.RECORD,
                RECORD_TOO_LARGE,
                size=MAX_RECORD_SIZE // 2**20,
            )
            buffer.clear()
            skipping = True
    if buffer:
        yield bytes(buffer)
