"""Web of Science exports, plain text or tab-delimited, *Full record*.

Field tags: Clarivate, "Web of Science Core Collection Field Tags".
"""

from __future__ import annotations

import re
from datetime import date

import orjson

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi, parse_orcid
from cordee.kernel.messages import N_
from cordee.observatory.sources.languages import find_language
from cordee.observatory.sources.records import BROKEN_RECORD, Chunk, Context, Parsed, Row
from cordee.observatory.sources.scopus import order_name
from cordee.observatory.sources.values import clean, make_date, strip_markup, to_int, unique
from cordee.observatory.sources.wos_split import NUMBER


SOURCE = "wos"

TYPES = {
    "article": "article",
    "review": "review",
    "proceedings paper": "article",
    "data paper": "article",
    "letter": "letter",
    "editorial material": "editorial",
    "correction": "erratum",
    "book": "book",
    "book chapter": "book-chapter",
    "retraction": "retraction",
    "retracted publication": "article",
}
"""Document types as Cordée calls them; of several the first that is here, else *other*."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        start=1,
    )
}

_UT = re.compile(r"[A-Z]+:[\w.-]{1,60}")
_AUTHORS = re.compile(r"^\[([^\]]*)\]\s*(.*)$")
_WRITTEN_TO = re.compile(r"([^.()]+?)\s*\((?:corresponding|reprint) author\)")
_GRANT = re.compile(r"^(.*?)\s*\[([^\]]*)\]\s*$")
_PUBMED = re.compile(r"\d{1,9}")

Record = dict[str, list[str]]


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the works of the records in `chunk`."""
    parsed = Parsed(context)
    for line in chunk.data.splitlines():
        record = orjson.loads(line)
        where = f"record {record.pop(NUMBER)}"
        parsed.records += 1
        try:
            _keep_work(record, where, parsed)
        except (ValueError, IndexError) as fault:
            parsed.add_fault(where, Severity.RECORD, BROKEN_RECORD, reason=str(fault))
    return parsed


def _keep_work(record: Record, where: str, parsed: Parsed) -> None:
    identifier = _get(record, "UT")
    if identifier is None or not _UT.fullmatch(identifier):
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_(
                "{file}, {where}: this record has no number of Web of Science (UT) and was left out."
            ),
        )
        return
    key = hash_key(f"{SOURCE}:{identifier}")
    where = f"{where} ({identifier})"
    authorships = _read_authorships(record, key, parsed)
    people = sum(row[1] != 0 for row in authorships)
    work = _read_work(record, key, identifier, people, where, parsed)
    parsed.replace_earlier(key, 1)
    parsed.rows["works"].append(work)
    parsed.rows["authorships"] += authorships
    parsed.rows["grants"] += [
        (key, grant, funder, None)
        for part in _list(record, "FU")
        for funder, grants in [_read_grant(part)]
        for grant in grants
    ]


def _read_work(
    record: Record, key: int, identifier: str, authors: int, where: str, parsed: Parsed
) -> Row:
    kinds = _list(record, "DT")
    year = parsed.check_year(to_int(_get(record, "PY")), where)
    pages = "-".join(filter(None, (_get(record, "BP"), _get(record, "EP"))))
    pmid = _get(record, "PM")
    return (
        key,
        SOURCE,
        identifier,
        1,
        parse_doi(_get(record, "DI") or ""),
        pmid if pmid and _PUBMED.fullmatch(pmid) else None,
        None,
        strip_markup(_get(record, "TI")),
        year,
        _read_date(_get(record, "PD"), year),
        next((TYPES[kind.lower()] for kind in kinds if kind.lower() in TYPES), "other"),
        kinds,
        _get(record, "SO"),
        _get(record, "SN") or _get(record, "EI"),
        _get(record, "VL"),
        _get(record, "IS"),
        pages or _get(record, "AR"),
        find_language(_get(record, "LA")),
        _get(record, "AB"),
        unique(_list(record, "DE")),
        authors,
        to_int(_get(record, "TC")),
        "Retracted Publication" in kinds,
    )


def _read_authorships(record: Record, key: int, parsed: Parsed) -> list[Row]:
    short = [name for text in record.get("AU", []) if (name := clean(text))]
    full = [name for text in record.get("AF", []) if (name := clean(text))]
    names = full if len(full) == len(short) else short
    orcids = _read_orcids(record)
    written_to = _read_written_to(record)
    tied, untied = _read_addresses(record, parsed)
    rows: list[Row] = []
    for place, name in enumerate(names):
        known_as = (_fold(name), _fold(short[place]))
        rows.append(
            (
                key,
                place + 1,
                order_name(name),
                next((orcids[one] for one in known_as if one in orcids), None),
                any(one in written_to for one in known_as) if written_to else None,
                False,
                next((tied[one] for one in known_as if one in tied), []),
                [],
                [],
            )
        )
    for text in record.get("CA", []):
        rows.append((key, len(rows) + 1, clean(text), None, None, True, [], [], []))
    if untied and len(names) == 1:
        rows[0] = (*rows[0][:6], unique([*tied.get(_fold(names[0]), []), *untied]), [], [])
    elif untied:
        rows.append((key, 0, None, None, None, False, untied, [], []))
    return rows


def _read_addresses(record: Record, parsed: Parsed) -> tuple[dict[str, list[int]], list[int]]:
    """Return the affiliations of each author, by folded name, and those of no certain one."""
    tied: dict[str, list[int]] = {}
    untied: list[int] = []
    for line in record.get("C1", []):
        found = _AUTHORS.match(line)
        text = (found[2] if found else line).strip().rstrip(".")
        if not text:
            continue
        key = parsed.add_affiliation(text)
        if found is None:
            untied.append(key)
            continue
        for name in found[1].split(";"):
            tied.setdefault(_fold(name), []).append(key)
    return {name: unique(keys) for name, keys in tied.items()}, unique(untied)


def _read_orcids(record: Record) -> dict[str, str]:
    """Return ORCIDs by folded name, of a list such as ``Curie, Marie/0000-0002-1825-0097``."""
    found = {}
    for part in _list(record, "OI"):
        name, _, number = part.rpartition("/")
        orcid = parse_orcid(number)
        if name and orcid:
            found[_fold(name)] = orcid
    return found


def _read_written_to(record: Record) -> set[str]:
    """Return the folded names of who corresponds."""
    groups = _WRITTEN_TO.findall(_get(record, "RP") or "")
    names = {_fold(name) for group in groups for name in group.split(";")}
    return names - {""}


def _read_grant(part: str) -> tuple[str | None, list[str | None]]:
    found = _GRANT.match(part)
    if found is None:
        return clean(part), [None]
    grants: list[str | None] = [clean(grant) for grant in found[2].split(",")]
    return clean(found[1]), grants


def _read_date(text: str | None, year: int | None) -> date | None:
    """Return the date of ``MAR 4``, ``MAR`` or ``MAR-APR``; None for a season."""
    words = re.split(r"[\s-]+", (text or "").upper())
    day = next((to_int(word) for word in words[1:] if word.isdigit()), None)
    return make_date(year, _MONTHS.get(words[0]), day)


def _get(record: Record, name: str) -> str | None:
    return clean(" ".join(record.get(name, [])))


def _list(record: Record, name: str) -> list[str]:
    text = _get(record, name) or ""
    return [one for part in text.split(";") if (one := clean(part))]


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
