"""PubMed and MEDLINE XML: what is kept of a record, and how.

Each record is parsed by lxml on its own, without document type, entities or network. What the
fields mean and where each comes from stands in ``docs/reference/sources.md``.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.pubmed_record import SOURCE, keep_record
from cordee.observatory.sources.pubmed_split import END, check_entities, normalise_ends
from cordee.observatory.sources.records import (
    BROKEN_RECORD,
    Chunk,
    Context,
    Parsed,
    describe_record,
)


START = b"<PubmedArticle>"

_PMID = re.compile(rb"<PMID\b[^>]*>\s*(\d+)")
_START = re.compile(rb"<Pubmed(?:Book)?Article(?=[\s>])")
_DELETED = re.compile(rb"<DeleteCitation\b.*?</DeleteCitation\s*>", re.DOTALL)
_BOOK = re.compile(rb"<PubmedBookArticle(?=[\s>]).*?</PubmedBookArticle\s*>", re.DOTALL)
_FRAME = re.compile(
    rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|</?Pubmed(?:Book)?ArticleSet\b[^>]*>"
    rb"|<(?:DeleteDocument|DeleteCitation)\s*/>|<DeleteDocument\b.*?</DeleteDocument\s*>",
    re.DOTALL,
)


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
        collect_ids=False,  # nothing looks elements up by id, and the table of ids costs time
    )
    data, place, number = chunk.data, 0, chunk.first
    while (end := data.find(END, place)) >= 0:
        end += len(END)
        start = data.find(START, place, end)
        piece = _cut_piece(data, start, end) if start >= 0 else b""
        try:
            record = etree.fromstring(piece, reader)
        except etree.XMLSyntaxError:
            end = _read_badly_cut(data, place, end, number, parsed, reader)
        else:
            if start > place:
                _read_between(data[place:start], number, parsed, reader)
            _keep(record, number, parsed)
        place = end
        number += 1
    *pieces, rest = normalise_ends(data[place:]).split(END)
    for offset, piece in enumerate(pieces):
        _read_piece(piece + END, number + offset, parsed, reader)
    _read_between(rest, number + len(pieces), parsed, reader)
    return parsed


def _cut_piece(data: bytes, start: int, end: int) -> bytes:
    """Return one record without its history and references: half its elements, never read."""
    middle = data.find(b"<PubmedData", start, end)
    if middle < 0:
        return data[start:end]
    history = data.find(b"<History>", middle, end)
    if history >= 0 and (after := data.find(b"</History>", history, end)) >= 0:
        before, rest = data[start:history], after + len(b"</History>")
    else:
        before, rest = data[start:middle], middle
    references = data.find(b"<ReferenceList", rest, end)
    if references >= 0 and (after := data.rfind(b"</ReferenceList>", references, end)) >= 0:
        return before + data[rest:references] + data[after + len(b"</ReferenceList>") : end]
    return before + data[rest:end]


def _read_badly_cut(
    data: bytes, place: int, end: int, number: int, parsed: Parsed, reader: etree.XMLParser
) -> int:
    """Read what lxml refused as one record; return where it ended.

    The cut may have been wrong (an end tag inside CDATA or a comment, or written with a space), or
    the end tag of the record before may be missing, or the record is broken.
    """
    while _ends_inside_text(data[place:end]) and (further := data.find(END, end)) >= 0:
        end = further + len(END)
    piece = data[place:end]
    whole = normalise_ends(piece)
    if whole.count(END) > piece.count(END):
        for part in whole.split(END)[:-1]:
            _read_piece(part + END, number, parsed, reader)
    else:
        _read_piece(piece, number, parsed, reader)
    return end


def _ends_inside_text(piece: bytes) -> bool:
    return piece.rfind(b"<![CDATA[") > piece.rfind(b"]]>") or piece.rfind(b"<!--") > piece.rfind(
        b"-->"
    )


def _read_piece(piece: bytes, number: int, parsed: Parsed, reader: etree.XMLParser) -> None:
    """Read one record, and what lies before it, with every care."""
    found = _START.search(piece)
    start = found.start() if found else len(piece)
    try:
        record = etree.fromstring(piece[start:], reader)
    except etree.XMLSyntaxError as fault:
        last = max((f.start() for f in _START.finditer(piece)), default=0)
        if last > start:
            # The end tag of the record before is missing; the last one may still be good.
            _read_between(piece[:last], number, parsed, reader)
            _read_piece(piece[last:], number, parsed, reader)
            return
        record = None
        _refuse_record(piece, number, parsed, fault.msg or "not well-formed")
    _read_between(piece[:start], number, parsed, reader)
    if record is not None:
        _keep(record, number, parsed)


def _refuse_record(piece: bytes, number: int, parsed: Parsed, reason: str) -> None:
    parsed.records += 1
    found = _PMID.search(piece)
    where = describe_record(number, f"PMID {found[1].decode()}" if found else None)
    parsed.add_fault(where, Severity.RECORD, BROKEN_RECORD, reason=reason)


def _keep(record: _Element, number: int, parsed: Parsed) -> None:
    parsed.records += 1
    if not keep_record(record, number, parsed):
        parsed.add_fault(
            describe_record(number, None),
            Severity.RECORD,
            N_("{file}, {where}: this record has no PMID and was left out."),
        )


def _read_between(text: bytes, number: int, parsed: Parsed, reader: etree.XMLParser) -> None:
    """Read what stands between two records: deletions, books, frame tags, or something broken."""
    if not text.strip():
        return
    check_entities(text, parsed.context.file)
    for found in _DELETED.finditer(text):
        for pmid in _PMID.findall(found[0]):
            parsed.rows["deletions"].append((SOURCE, pmid.decode()))
    text = _DELETED.sub(b"", text)
    for found in _BOOK.finditer(text):
        try:
            _keep(etree.fromstring(found[0], reader), number, parsed)
        except etree.XMLSyntaxError as fault:
            _refuse_record(found[0], number, parsed, fault.msg or "not well-formed")
    left = _FRAME.sub(b"", _BOOK.sub(b"", text)).strip()
    if left:
        # A record whose end tag is missing, or text where only records may stand.
        reason = "it does not end" if _START.search(left) else "it is not a record"
        _refuse_record(left, number, parsed, reason)
