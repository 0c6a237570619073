"""Crossref works: answers of its REST API, JSON lines, files of its public dump.

What the fields mean and where each comes from stands in ``docs/reference/sources.md``; they are those
of Crossref's "metadata in JSON" format of works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import orjson

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi, parse_orcid, parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.sources.documents import Shape
from cordee.observatory.sources.lines import parse_lines
from cordee.observatory.sources.pubmed_fields import convert_language
from cordee.observatory.sources.records import Chunk, Context, Parsed, Row
from cordee.observatory.sources.values import (
    Json,
    clean,
    flatten_markup,
    get_first,
    make_date,
    to_int,
    to_list,
    unique,
)


SOURCE = "crossref"

SHAPE = Shape("items", depths=(1, 2, 3), single=True)
"""``{"items": […]}`` of the dump, ``{"message": {"items": […]}}`` of the API, a list, or one work."""

TYPES = {
    "journal-article": "article",
    "proceedings-article": "article",
    "posted-content": "preprint",
    "book-section": "book-chapter",
    "book-part": "book-chapter",
    "book-track": "book-chapter",
    "reference-entry": "book-chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "report-series": "report",
    "report-component": "report",
    "standard": "report",
    "proceedings": "book",
    "database": "dataset",
    "peer-review": "other",
}
"""Crossref types that Cordée calls otherwise; book, book-chapter, dataset, dissertation, report keep
their word, and what is none of these is "other"."""

_KEPT = frozenset({"book", "book-chapter", "dataset", "dissertation", "report"})


def parse_line_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the works in `chunk`, cut from JSON lines."""
    return parse_lines(chunk, context, keep_work)


def parse_record_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the works in `chunk`, cut from documents."""
    return parse_lines(chunk, context, keep_work, "record")


def is_document(head: bytes) -> bool:
    """Say whether contents that begin with `head` are documents with lists, not works a line."""
    try:
        first = orjson.loads(head.split(b"\n", 1)[0])
    except ValueError:
        # A first line that is cut by the end of `head`, broken, or the "{" of a document set out.
        return b'"DOI"' not in head or _LIST.search(head) is not None
    return not isinstance(first, dict) or "items" in first or "message" in first


_LIST = re.compile(rb'\A\s*(?:\[|\{\s*(?:"items"|"message[a-z-]*"|"status")\s*:)|\A\s*\{\s*\n')


def keep_work(work: Json, where: str, parsed: Parsed) -> None:
    """Add the rows of one work, or a fault when it has no DOI."""
    if "DOI" not in work and isinstance(work.get("message"), dict):
        work = work["message"]  # an answer that holds a single work
    doi = parse_doi(clean(work.get("DOI")) or "")
    if doi is None:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: this record has no DOI and was left out."),
        )
        return
    key = hash_key(f"{SOURCE}:{doi}")
    where = f"{where} ({doi})"
    # Everything is read before anything is kept, so that a broken record leaves no part behind.
    authorships = _read_authorships(work.get("author") or [], key, parsed)
    row = _read_work(work, key, doi, len(authorships), where, parsed)
    grants = unique(_read_grants(work.get("funder") or [], key))
    parsed.replace_earlier(key, 1)
    parsed.rows["works"].append(row)
    parsed.rows["authorships"] += authorships
    parsed.rows["grants"] += grants


def _read_work(work: Json, key: int, doi: str, authors: int, where: str, parsed: Parsed) -> Row:
    kind = clean(work.get("type"))
    year, day = _read_date(work, where, parsed)
    title = flatten_markup(get_first(work.get("title")))
    subtitle = flatten_markup(get_first(work.get("subtitle")))
    return (
        key,
        SOURCE,
        doi,
        1,
        doi,
        None,
        None,
        f"{title}: {subtitle}" if title and subtitle else title,
        year,
        day,
        _choose_type(kind, clean(work.get("subtype"))),
        [kind] if kind else [],
        flatten_markup(get_first(work.get("container-title"))),
        get_first(work.get("ISSN")),
        clean(work.get("volume")),
        clean(work.get("issue")),
        clean(work.get("page")) or clean(work.get("article-number")),
        convert_language(clean(work.get("language"))),
        flatten_markup(work.get("abstract")),
        unique(clean(subject) for subject in to_list(work.get("subject"))),
        authors,
        to_int(work.get("is-referenced-by-count")),
        any(_is_retraction(update) for update in to_list(work.get("updated-by"))),
    )


def _choose_type(kind: str | None, subtype: str | None) -> str:
    if kind == "posted-content" and subtype not in (None, "preprint"):
        return "other"
    return TYPES.get(kind or "", kind if kind in _KEPT else "other")


def _is_retraction(update: Json) -> bool:
    return clean(update.get("type")) in ("retraction", "removal", "withdrawal")


def _read_date(work: Json, where: str, parsed: Parsed) -> tuple[int | None, date | None]:
    """Return year and date of ``issued``, the earliest publication, else of ``published``."""
    for name in ("issued", "published", "published-print", "published-online"):
        lists = (work.get(name) or {}).get("date-parts") or []
        parts = [to_int(part) for part in (lists[0] if lists else [])]
        if parts and parts[0] is not None:
            year = parsed.check_year(parts[0], where)
            month, day = (*parts[1:3], None, None)[:2]
            return year, make_date(year, month, day)
    return None, None


def _read_authorships(authors: list[Json], key: int, parsed: Parsed) -> list[Row]:
    rows: list[Row] = []
    for position, author in enumerate(authors, 1):
        family = clean(author.get("family"))
        group = clean(author.get("name")) if not family else None
        person = [clean(author.get(part)) for part in ("given", "family", "suffix")]
        places = to_list(author.get("affiliation"))
        rows.append(
            (
                key,
                position,
                group or " ".join(filter(None, person)) or None,
                parse_orcid(clean(author.get("ORCID")) or ""),
                None,
                group is not None,
                unique(
                    parsed.add_affiliation(text)
                    for place in places
                    if (text := flatten_markup(place.get("name")))
                ),
                unique(ror for place in places for ror in _read_organisations(place)),
                [],
            )
        )
    return rows


def _read_organisations(place: Json) -> Iterator[str]:
    for identifier in to_list(place.get("id")):
        ror = parse_ror(clean(identifier.get("id")) or "")
        if ror and (clean(identifier.get("id-type")) or "ROR").upper() == "ROR":
            yield ror


def _read_grants(funders: list[Json], key: int) -> Iterator[Row]:
    for funder in funders:
        name = clean(funder.get("name"))
        for award in to_list(funder.get("award")) or [None]:
            if name or clean(award):
                yield key, clean(award), name, None
