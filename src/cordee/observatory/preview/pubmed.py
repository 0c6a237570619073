"""The few fields of PubMed XML that a look needs, cut out of the bytes without parsing all of them.

A record is cut only where nothing about it is out of the ordinary: its signs and the tags looked at
are counted, and whatever does not add up is read in full as an ingest reads it, so that a broken
record is told in the same words. What only a parser sees, in a field that is not looked at (an end tag
that is missing or has a wrong name), goes unseen: to look at everything would take twice the time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from cordee.kernel.identifiers import parse_doi, parse_ror
from cordee.observatory.preview.reading import Reading, Signature, Work
from cordee.observatory.sources import pubmed
from cordee.observatory.sources.pubmed_fields import choose_type, parse_medline_date
from cordee.observatory.sources.pubmed_record import SOURCE
from cordee.observatory.sources.pubmed_split import END
from cordee.observatory.sources.records import Chunk, Context, Parsed, describe_record


# Each begins with a sign that is rare in a file, for which a search takes next to no time.
_ODD = (
    re.compile(rb"!(?<=<!)"),
    re.compile(rb"\?(?<=<\?)"),
    re.compile(rb"&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"),
)
_HIDING = (b"<![", b"<!--")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_TAG = re.compile(r"<[^<>]*>")
_IDENTIFIER = re.compile(rb"<Identifier\b[^>]*>([^<]*)</Identifier>")
_AUTHOR = b"</Author>"
_TEXT, _TEXT_END = b"<Affiliation>", b"</Affiliation>"
_KIND, _KIND_END = re.compile(rb"<PublicationType\b[^>]*>"), b"</PublicationType>"


class Unplain(Exception):
    """A record is written in a way that only a parser should judge."""


class PubmedLook:
    """Reads the chunks of one file into a `Reading`."""

    def __init__(self, context: Context, reading: Reading) -> None:
        self.context = context
        self.reading = reading
        self._parsed = Parsed(context)  # for the faults of years
        self._kinds: dict[bytes, str] = {}
        self._texts: dict[bytes, int | None] = {}
        self._balanced = True  # as many tags open as end in the chunk at hand
        self._odd: list[int] = []

    def read(self, chunk: Chunk) -> None:
        """Read the records of one chunk."""
        data, place, number = chunk.data, 0, chunk.first
        self._balanced, self._odd = _is_balanced(data), _list_odd(data)
        start = data.find(pubmed.START)
        while (end := data.find(END, place)) >= 0:
            end += len(END)
            after = data.find(pubmed.START, max(start + 1, place))
            try:
                self._check_plain(data, place, start, end, after)
                self._keep(data[start:end], number)
            except (Unplain, UnicodeDecodeError):
                if any(data.find(sign, place, end) >= 0 for sign in _HIDING):
                    break  # an end tag in a comment ends no record: a parser tells where this one does
                self._read_whole(data[place:end], number)
                after = data.find(pubmed.START, end)
            place, start = end, after
            number += 1
        if data[place:].strip():
            self._read_whole(data[place:], number)
        self.reading.faults += self._parsed.faults
        self._parsed.faults.clear()

    def _check_plain(self, data: bytes, place: int, start: int, end: int, after: int) -> None:
        """Raise `Unplain` when something stands before a record, or something odd in it."""
        if start < 0 or data[place:start].strip() or 0 <= after < end:
            raise Unplain
        if bisect_left(self._odd, place) != bisect_left(self._odd, end):
            raise Unplain
        if not self._balanced and not _is_balanced(data[start:end]):
            raise Unplain

    def _read_whole(self, data: bytes, number: int) -> None:
        self.reading.add_parsed(pubmed.parse_chunk(Chunk(number, data), self.context))

    def _keep(self, record: bytes, number: int) -> None:
        pmid, version = _read_pmid(record)
        article = record.find(b"<Article ")
        if article < 0:
            raise Unplain
        where = describe_record(number, f"PMID {pmid}")
        kinds = _cut(record, b"<PublicationTypeList>", b"</PublicationTypeList>", article)
        # First what may refuse, then what is kept: a refused record is read once more.
        signatures, doi = self._read_authors(record, article), _read_doi(record, article)
        kind, year = self._choose_kind(kinds), _read_year(record, article)
        work = Work(version, self._parsed.check_year(year, where), kind, doi, pmid, signatures)
        self.reading.records += 1
        self.reading.add_work((SOURCE, pmid), work)

    def _choose_kind(self, block: bytes) -> str:
        kind = self._kinds.get(block)
        if kind is None:
            parts = [_KIND.split(part)[-1] for part in block.split(_KIND_END)[:-1]]
            names = [" ".join(_read_text(part).split()) for part in parts]
            kind = self._kinds[block] = choose_type([name for name in names if name])
        return kind

    def _read_authors(self, record: bytes, article: int) -> Counter[Signature]:
        """Return the signatures of a record's authors; investigators and editors are none."""
        start = record.find(b"<AuthorList", article)
        signed: Counter[Signature] = Counter()
        if start < 0:
            return signed
        end = record.find(b"</AuthorList>", start)
        opened = record.find(b">", start, end)
        if end < 0 or opened < 0:
            raise Unplain
        if b'"editors"' in record[start:opened]:
            return signed
        block = record[opened + 1 : end]
        authors = block.split(_AUTHOR)
        if block.count(b"<Author") != len(authors) - 1:
            raise Unplain
        known: dict[bytes, Signature] = {}
        some_invalid = b'ValidYN="N"' in block
        for author in authors[:-1]:
            if some_invalid and b'ValidYN="N"' in author[: author.find(b">")]:
                continue
            printed = author.partition(_TEXT)[2]
            signature = known.get(printed)
            if signature is None:
                signature = known[printed] = self._read_signature(printed)
            signed[signature] += 1
        return signed

    def _read_signature(self, printed: bytes) -> Signature:
        """Return the signature of what stands after the first tag of an affiliation, nothing without one."""
        numbers: dict[int, None] = {}
        found = _IDENTIFIER.findall(printed) if b"<Identifier" in printed else ()
        rors = dict.fromkeys(ror for raw in found if (ror := parse_ror(_read_text(raw))))
        for part in printed.split(_TEXT) if printed else ():
            raw, ended, _ = part.partition(_TEXT_END)
            if not ended:
                raise Unplain
            try:
                number = self._texts[raw]
            except KeyError:
                number = self._texts[raw] = self.reading.add_text(_read_text(raw))
            if number is not None:
                numbers[number] = None
        return self.reading.share(Signature(tuple(numbers), tuple(rors)))


def _is_balanced(data: bytes) -> bool:
    return data.count(b"<") == data.count(b">")


def _list_odd(data: bytes) -> list[int]:
    """Return where comments, instructions, and signs that XML does not allow stand, in order."""
    return sorted(found.start() for sign in _ODD for found in sign.finditer(data))


def _cut(record: bytes, begin: bytes, end: bytes, after: int) -> bytes:
    """Return what stands between two tags, nothing where there are none."""
    start = record.find(begin, after)
    if start < 0:
        return b""
    stop = record.find(end, start)
    if stop < 0:
        raise Unplain
    return record[start + len(begin) : stop]


def _read_pmid(record: bytes) -> tuple[str, int]:
    start = record.find(b"<PMID")
    opened = record.find(b">", start)
    end = record.find(b"</PMID>", opened)
    pmid = record[opened + 1 : end].strip()
    if start < 0 or end < 0 or not pmid.isdigit():
        raise Unplain
    tag = record[start:opened]
    place = tag.find(b'Version="')
    written = tag[place + 9 : tag.find(b'"', place + 9)] if place >= 0 else b""
    return pmid.decode(), int(written) if written.isdigit() else 1


def _read_year(record: bytes, article: int) -> int | None:
    """Return the year of the issue, else the electronic one, as an ingest takes them."""
    issued = _cut(record, b"<PubDate>", b"</PubDate>", article)
    free = _cut(issued, b"<MedlineDate>", b"</MedlineDate>", 0)
    year = parse_medline_date(_read_text(free))[0] if free else _to_year(issued)
    if year is None:
        start = record.find(b"<ArticleDate", article)
        end = record.find(b"</ArticleDate>", start) if start >= 0 else -1
        year = _to_year(record[start:end]) if end >= 0 else None
    return year


def _to_year(block: bytes) -> int | None:
    written = _cut(block, b"<Year>", b"</Year>", 0).strip()
    return int(written) if written.isdigit() else None


def _read_doi(record: bytes, article: int) -> str | None:
    data = record.find(b"<PubmedData", article)
    start = record.find(b"<ArticleIdList>", data) if data >= 0 else -1
    # Those of references come after, and are not the work's.
    own = start >= 0 and record.find(b"<ReferenceList", data, start) < 0
    listed = _cut(record, b"<ArticleIdList>", b"</ArticleIdList>", start) if own else b""
    place = listed.rfind(b'"doi">')
    if place >= 0:
        return parse_doi(_read_text(listed[place + 6 : listed.find(b"<", place)]))
    place = record.find(b'EIdType="doi"', article)
    if place < 0:
        return None
    opened = record.find(b">", place)
    if b'ValidYN="N"' in record[record.rfind(b"<", 0, place) : opened]:
        raise Unplain
    return parse_doi(_read_text(record[opened + 1 : record.find(b"<", opened)]))


def _read_text(raw: bytes) -> str:
    """Return what a parser would read: entities resolved, mark-up flattened."""
    text = raw.decode()
    if "<" in text:
        text = _TAG.sub("", text)
    return _REFERENCE.sub(_resolve, text) if "&" in text else text


def _resolve(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
