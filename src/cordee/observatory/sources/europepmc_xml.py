"""Europe PMC's XML answers: cut into records at their end tags, each then read as the JSON is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.europepmc import keep_work
from cordee.observatory.sources.pubmed_split import check_entities, decode_xml
from cordee.observatory.sources.records import (
    BROKEN_RECORD,
    MAX_RECORD_SIZE,
    RECORD_TOO_LARGE,
    Chunk,
    Context,
    Parsed,
    describe_record,
)
from cordee.observatory.sources.values import Json


END = b"</result>"

ROOT = re.compile(rb"<(?:\w+:)?responseWrapper\b")

_START = re.compile(rb"<result(?=[\s>/])[^>]*>")
_LAST = re.compile(rb"</(?:\w+:)?responseWrapper\s*>\s*\Z")

_WRAP = (
    b'<r xmlns:slx="http://www.scholix.org" xmlns:epmc="https://www.europepmc.org/data">',
    b"</r>",
)
"""The prefixes the answer's root declares, which records keep when they are read on their own."""


def split_answer(path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int) -> Iterator[Chunk]:
    """Yield chunks of an answer's records.

    Raises `SourceError` when it defines entities or ends before its root's end tag.
    """
    file = str(path)
    buffer = bytearray()
    number = 1
    skipping = False
    for block in decode_xml(blocks, file):
        if number == 1:
            check_entities(bytes(buffer[-16:]) + block, file)
        buffer += block
        if skipping:
            skipping = _drop(buffer)
        end = buffer.rfind(END) + len(END) if len(buffer) >= size else 0
        if end >= len(END):
            chunk = Chunk(number, bytes(buffer[:end]))
            number += chunk.data.count(END)
            del buffer[:end]
            yield chunk
        if len(buffer) > max(MAX_RECORD_SIZE, size):
            parsed.records += 1
            parsed.add_fault(
                describe_record(number, None),
                Severity.RECORD,
                RECORD_TOO_LARGE,
                size=MAX_RECORD_SIZE // 2**20,
            )
            number += 1
            skipping = _drop(buffer)
    if not _LAST.search(bytes(buffer[-1024:])):
        raise SourceError(
            N_(
                "{file} ends before the end of its answer: it was cut off. Nothing of it was kept; "
                "get the file again."
            ),
            file=file,
        )
    # An answer without any record is whole too, and gives none.
    if _START.search(buffer):
        yield Chunk(number, bytes(buffer))


def _drop(buffer: bytearray) -> bool:
    """Empty `buffer` up to and with the next record's end tag; say whether it is still to come."""
    place = buffer.find(END)
    del buffer[: place + len(END) if place >= 0 else max(0, len(buffer) - len(END))]
    return place < 0


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the records in `chunk`."""
    parsed = Parsed(context)
    reader = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    *pieces, rest = chunk.data.split(END)
    # Every piece lost its end tag to the cut.
    for offset, piece in enumerate(pieces):
        _read_piece(piece + END, chunk.first + offset, parsed, reader)
    if _START.search(rest):
        _refuse(chunk.first + len(pieces), parsed, "it does not end")
    return parsed


def _read_piece(piece: bytes, number: int, parsed: Parsed, reader: etree.XMLParser) -> None:
    starts = list(_START.finditer(piece))
    if not starts:
        _refuse(number, parsed, "it does not begin")
        return
    # Where an end tag is missing, the last record that begins here may still be good.
    for _ in starts[:-1]:
        _refuse(number, parsed, "it does not end")
    try:
        record = etree.fromstring(piece[starts[-1].start() :].join(_WRAP), reader)[0]
    except etree.XMLSyntaxError as fault:
        _refuse(number, parsed, fault.msg or "not well-formed")
        return
    parsed.records += 1
    where = describe_record(number, None)
    try:
        keep_work(to_json(record), where, parsed)
    except (TypeError, AttributeError, ValueError, KeyError, IndexError):
        parsed.add_fault(where, Severity.RECORD, BROKEN_RECORD, reason="a field is not of its kind")


def _refuse(number: int, parsed: Parsed, reason: str) -> None:
    parsed.records += 1
    parsed.add_fault(describe_record(number, None), Severity.RECORD, BROKEN_RECORD, reason=reason)


def to_json(element: _Element) -> Json:
    """Return a record as the service's JSON has it: what a ``…List`` holds is a list."""
    found: Json = {}
    for child in element:
        value = _get_value(child)
        if element.tag.endswith("List") or child.tag in found:
            former = found.get(child.tag, [])
            found[child.tag] = [*(former if isinstance(former, list) else [former]), value]
        else:
            found[child.tag] = value
    return found


_MARKED = ("title", "abstractText", "affiliation")
"""Texts that may hold markup, as elements where the service did not escape it."""


def _get_value(element: _Element) -> Json | str:
    if element.tag in _MARKED:
        return "".join(str(part) for part in element.itertext())
    if element.attrib:
        return {
            **{str(name): text for name, text in element.attrib.items()},
            "value": element.text or "",
        }
    return to_json(element) if len(element) else element.text or ""
