"""Europe PMC records as its REST service gives them with ``resultType=core``, JSON or XML.

What the fields mean and where each comes from stands in ``docs/reference/sources.md``. XML becomes
the JSON the service would give (`cordee.observatory.sources.europepmc_xml`), so both are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi, parse_orcid, parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.sources.documents import Shape
from cordee.observatory.sources.lines import parse_lines
from cordee.observatory.sources.pubmed_fields import choose_type, convert_language
from cordee.observatory.sources.records import Chunk, Context, Parsed, Row
from cordee.observatory.sources.values import (
    Json,
    clean,
    flatten_markup,
    make_date,
    parse_date,
    to_int,
    to_list,
    unique,
)
from cordee.reference.themes import find_descriptor


SOURCE = "europepmc"

SHAPE = Shape("result", depths=(3,))
"""``{"resultList": {"result": […]}}``."""


_HEADING = re.compile(r"<h4>(.*?)</h4>", re.DOTALL)


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the records in `chunk`, cut from documents."""
    return parse_lines(chunk, context, keep_work, "record")


def keep_work(record: Json, where: str, parsed: Parsed) -> None:
    """Add the rows of one record, or a fault when it has no source and identifier."""
    database, number = clean(record.get("source")), clean(record.get("id"))
    if not database or not number:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: this record has no Europe PMC id and was left out."),
        )
        return
    identifier = f"{database}/{number}"
    key = hash_key(f"{SOURCE}:{identifier}")
    where = f"{where} ({identifier})"
    # Everything is read before anything is kept, so that a broken record leaves no part behind.
    authorships = _read_authorships(record, key, parsed)
    row = _read_work(record, key, identifier, len(authorships), where, parsed)
    themes = list(_read_headings(record, key))
    grants = unique(_read_grants(record, key))
    parsed.replace_earlier(key, 1)
    parsed.rows["works"].append(row)
    parsed.rows["authorships"] += authorships
    parsed.rows["themes"] += themes
    parsed.rows["grants"] += grants


def _read_work(
    record: Json, key: int, identifier: str, authors: int, where: str, parsed: Parsed
) -> Row:
    info = record.get("journalInfo") or {}
    journal = info.get("journal") or {}
    book = record.get("bookOrReportDetails") or {}
    types = unique(clean(kind) for kind in _get_items(record, "pubTypeList", "pubType"))
    year = parsed.check_year(to_int(record.get("pubYear")), where)
    venue = journal.get("title") or book.get("publisher")
    return (
        key,
        SOURCE,
        identifier,
        1,
        parse_doi(clean(record.get("doi")) or ""),
        _read_pmid(record),
        clean(record.get("pmcid")),
        flatten_markup(record.get("title")),
        year,
        _read_date(record, info, year),
        _choose_type(record, types),
        types,
        flatten_markup(venue),
        clean(journal.get("issn")) or clean(journal.get("essn")),
        clean(info.get("volume")),
        clean(info.get("issue")),
        clean(record.get("pageInfo")),
        convert_language(clean(record.get("language"))),
        _read_abstract(record.get("abstractText")),
        unique(clean(word) for word in _get_items(record, "keywordList", "keyword")),
        authors,
        to_int(record.get("citedByCount")),
        any(kind.casefold() == "retracted publication" for kind in types),
    )


def _read_pmid(record: Json) -> str | None:
    given = clean(record.get("pmid"))
    if given is None and record.get("source") == "MED":
        given = clean(record.get("id"))
    return given if given and given.isdecimal() else None


def _choose_type(record: Json, types: list[str]) -> str:
    if record.get("source") == "PPR":
        return "preprint"
    # PubMed Central words some types with hyphens: "research-article", "review-article".
    worded = [kind.replace("-", " ").casefold() for kind in types]
    short = [kind.removesuffix(" article") for kind in worded]
    if "research article" in worded or "case report" in worded:
        short.append("journal article")
    return choose_type([*worded, *short])


def _read_abstract(text: object) -> str | None:
    """Return the sections one a line, each after its heading."""
    sections = _HEADING.split(str(text)) if text else []
    lines = [flatten_markup(sections[0])] if sections else []
    for heading, body in zip(sections[1::2], sections[2::2], strict=True):
        lines.append(": ".join(filter(None, (flatten_markup(heading), flatten_markup(body)))))
    return "\n".join(filter(None, lines)) or None


def _read_date(record: Json, info: Json, year: int | None) -> date | None:
    """Return the issue's month, else the first day of publication, when it is of `year`."""
    month = to_int(info.get("monthOfPublication")) or None
    if month and to_int(info.get("yearOfPublication")) == year:
        printed = parse_date(info.get("printPublicationDate"), year)
        return printed if printed and printed.month == month else make_date(year, month, 1)
    return parse_date(record.get("firstPublicationDate"), year)


def _read_authorships(record: Json, key: int, parsed: Parsed) -> list[Row]:
    rows: list[Row] = []
    for position, author in enumerate(_get_items(record, "authorList", "author"), 1):
        group = clean(author.get("collectiveName"))
        identifier = author.get("authorId") or {}
        person = (clean(author.get("firstName")), clean(author.get("lastName")))
        name = " ".join(filter(None, person)) if person[1] else clean(author.get("fullName"))
        places = _get_items(author, "authorAffiliationDetailsList", "authorAffiliation")
        texts = [place.get("affiliation") for place in places]
        rows.append(
            (
                key,
                position,
                group or name,
                parse_orcid(clean(identifier.get("value")) or ""),
                None,
                group is not None,
                unique(
                    # Answers of before 2020 have one text an author.
                    parsed.add_affiliation(text)
                    for written in (texts or [author.get("affiliation")])
                    if (text := flatten_markup(written))
                ),
                unique(
                    parse_ror(clean(code) or "")
                    for place in places
                    for code in to_list(place.get("affiliationOrgId"))
                ),
                [],
            )
        )
    return rows


def _read_headings(record: Json, key: int) -> Iterator[Row]:
    """Yield the MeSH headings; Europe PMC gives their names alone, codes come from the tree."""
    headings: dict[str, tuple[str, bool]] = {}
    for heading in _get_items(record, "meshHeadingList", "meshHeading"):
        name = clean(heading.get("descriptorName"))
        code = _find_code(name) if name else None
        if name and code:
            qualifiers = _get_items(heading, "meshQualifierList", "meshQualifier")
            major = any(part.get("majorTopic_YN") == "Y" for part in (heading, *qualifiers))
            headings[code] = (name, major or headings.get(code, ("", False))[1])
    for code, (label, major) in headings.items():
        yield key, "mesh", code, label, major


@lru_cache(maxsize=2**16)  # more than MeSH has headings: each is looked up once a process
def _find_code(name: str) -> str | None:
    return find_descriptor(name)


def _read_grants(record: Json, key: int) -> Iterator[Row]:
    for grant in _get_items(record, "grantsList", "grant"):
        row = (key, clean(grant.get("grantId")), clean(grant.get("agency")), None)
        if any(row[1:]):
            yield row


def _get_items(holder: Json, list_name: str, name: str) -> list[Json]:
    """Return what ``{"authorList": {"author": […]}}`` lists."""
    return to_list((holder.get(list_name) or {}).get(name))
