"""Works that persons list: ORCID records (JSON or XML, version 3.0), or a table of ORCID and DOI or PMID.

Nothing here goes into a lake: lists are held against one, see `figures.orcid`. Of the identifiers of a
listed work only those of the work itself count (relationship *self*), not those of the journal or
book it is part of. Source: ORCID, "Work metadata" (info.orcid.org) and the public API 3.0.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from cordee.kernel.cells import number_rows, unguard
from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.identifiers import parse_doi, parse_orcid
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.sources.rows import DELIMITERS, decode_lines, to_utf8
from cordee.observatory.sources.transport import read_blocks
from cordee.observatory.sources.values import clean, to_int


MAX_RECORD = 64 * 2**20
"""Plain bytes one record may have; those of the most prolific persons have some 10 MB."""

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_PMID = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A work that a person lists; without `dois` and `pmids` it cannot be looked up."""

    orcid: str
    dois: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    title: str | None = None
    year: int | None = None

    @property
    def key(self) -> object:
        """What two claims of one work by one person share: its identifiers, else all there is."""
        return (self.orcid, self.dois, self.pmids) if self.dois or self.pmids else self


@dataclass(frozen=True)
class Claims:
    """What was read from files: the persons whose list it was, the works, and what was wrong."""

    persons: tuple[str, ...]
    claims: tuple[Claim, ...]
    faults: tuple[Fault, ...]


def read_claims(paths: Iterable[Path]) -> Claims:
    """Return what the files list. A file that cannot be read is a fault, the others are read."""
    persons: dict[str, None] = {}
    claims: list[Claim] = []
    faults: list[Fault] = []
    seen: set[object] = set()
    for path in paths:
        try:
            found = _read_file(path, persons, faults)
        except SourceError as error:
            faults.append(Fault(str(path), "", Severity.FILE, error.sentence))
            continue
        # A record given twice, as JSON and in a table say, lists its works once.
        claims += [claim for claim in found if claim.key not in seen]
        seen.update(claim.key for claim in found)
    return Claims(tuple(persons), tuple(claims), tuple(faults))


def _read_file(path: Path, persons: dict[str, None], faults: list[Fault]) -> list[Claim]:
    content = _read_plain(path)
    head = content.lstrip()[:1]
    if head in {b"{", b"<"}:
        # Whose record it is stands at its head: it may list nothing.
        orcid, found = _read_json(path, content) if head == b"{" else _read_xml(path, content)
        persons[orcid] = None
        return found
    found = list(_read_table(path, content, faults))
    persons.update((claim.orcid, None) for claim in found)
    return found


def _read_plain(path: Path) -> bytes:
    content = bytearray()
    for block in to_utf8(read_blocks(path)):
        content += block
        if len(content) > MAX_RECORD:
            raise SourceError(
                N_("{file} has more than {size} MB, which no ORCID record has. Split it."),
                file=str(path),
                size=MAX_RECORD // 2**20,
            )
    return bytes(content)


def _read_json(path: Path, content: bytes) -> tuple[str, list[Claim]]:
    try:
        record = orjson.loads(content)
        works = record if "group" in record else record["activities-summary"]["works"]
        named = record.get("orcid-identifier") or {}
        orcid = _find_orcid(path, named.get("path"), record.get("path"))
        return orcid, [_make_json_claim(orcid, group) for group in works.get("group") or []]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise _make_strange(path, fault) from None


def _make_json_claim(orcid: str, group: dict[str, Any]) -> Claim:
    summary = (group.get("work-summary") or [{}])[0]
    ids = (group.get("external-ids") or {}).get("external-id") or []
    pairs = [
        (str(one.get("external-id-type")), _get_value(one))
        for one in ids
        if (one.get("external-id-relationship") or "self").lower() == "self"
    ]
    title = ((summary.get("title") or {}).get("title") or {}).get("value")
    year = ((summary.get("publication-date") or {}).get("year") or {}).get("value")
    return _make_claim(orcid, pairs, title, year)


def _get_value(one: dict[str, Any]) -> str:
    normal = (one.get("external-id-normalized") or {}).get("value")
    return str(normal or one.get("external-id-value") or "")


def _read_xml(path: Path, content: bytes) -> tuple[str, list[Claim]]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        # ORCID's records have none, and an entity can be made to fill the memory.
        raise _make_strange(path, ValueError("it defines a document type"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise _make_strange(path, fault) from None
    works = root if etree.QName(root).localname == "works" else root.find(".//{*}works")
    named = root.findtext("{*}orcid-identifier/{*}path")
    orcid = _find_orcid(path, named, root.get("path"))
    groups = works.findall("{*}group") if works is not None else []
    return orcid, [_make_xml_claim(orcid, group) for group in groups]


def _make_xml_claim(orcid: str, group: Any) -> Claim:
    pairs = [
        (
            one.findtext("{*}external-id-type") or "",
            one.findtext("{*}external-id-normalized") or one.findtext("{*}external-id-value") or "",
        )
        for one in group.findall("{*}external-ids/{*}external-id")
        if (one.findtext("{*}external-id-relationship") or "self").lower() == "self"
    ]
    summary = group.find("{*}work-summary")
    title = summary.findtext("{*}title/{*}title") if summary is not None else None
    year = summary.findtext("{*}publication-date/{*}year") if summary is not None else None
    return _make_claim(orcid, pairs, title, year)


def _make_claim(orcid: str, pairs: Iterable[tuple[str, str]], title: object, year: object) -> Claim:
    known = [(kind.strip().lower(), value) for kind, value in pairs]
    dois = (parse_doi(_add_sign(value)) for kind, value in known if kind == "doi")
    pmids = (_PMID.search(value) for kind, value in known if kind == "pmid")
    return Claim(
        orcid,
        tuple(dict.fromkeys(doi for doi in dois if doi)),
        tuple(dict.fromkeys(found[0] for found in pmids if found)),
        clean(title),
        to_int(year),
    )


def _add_sign(text: str) -> str:
    """Return a DOI that may be written as an address without its scheme."""
    text = text.strip()
    return f"https://{text}" if text.lower().startswith(("doi.org/", "dx.doi.org/")) else text


def _find_orcid(path: Path, *texts: object) -> str:
    for text in (*texts, path.name):
        found = _ORCID.search(str(text or ""))
        if found:
            return found[0]
    raise SourceError(
        N_("{file} does not say whose record it is: it has no ORCID, nor has its name."),
        file=str(path),
    )


def _make_strange(path: Path, fault: Exception) -> SourceError:
    return SourceError(
        N_(
            "{file} is not a public ORCID record of version 3.0 ({reason}). Get it again, as JSON or "
            "XML."
        ),
        file=str(path),
        reason=str(fault).splitlines()[0] if str(fault) else type(fault).__name__,
    )


def _read_table(path: Path, content: bytes, faults: list[Fault]) -> Iterator[Claim]:
    lines = list(decode_lines([content]))
    first = lines[0] if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    try:
        # Whole, so that a table damaged at its end gives no list rather than half of one.
        numbered = list(number_rows(csv.reader(lines, delimiter=delimiter, strict=True)))
    except csv.Error as fault:
        raise SourceError(
            N_(
                "{file} cannot be read as a table ({reason}). Look for a quotation mark that is not "
                "closed."
            ),
            file=str(path),
            reason=str(fault),
        ) from fault
    names = [name.strip().lower() for name in numbered[0][1]] if numbered else []
    if "orcid" not in names or not {"doi", "pmid"} & set(names):
        raise SourceError(
            N_(
                "{file} is neither an ORCID record nor a table with the columns orcid and doi or pmid. "
                "Its columns are: {columns}."
            ),
            file=str(path),
            columns=", ".join(names)[:200],
        )
    for line, cells in numbered[1:]:
        row = dict(zip(names, map(unguard, cells), strict=False))
        orcid = parse_orcid(row.get("orcid", ""))
        if orcid is None:
            sentence = Sentence(
                N_("{file}, {where}: “{value}” is not an ORCID; the row was left out."),
                {"file": str(path), "where": f"line {line}", "value": row.get("orcid", "")[:40]},
            )
            faults.append(Fault(str(path), f"line {line}", Severity.RECORD, sentence))
            continue
        pairs = [(name, row.get(name, "")) for name in ("doi", "pmid")]
        yield _make_claim(orcid, pairs, row.get("title"), row.get("year"))
