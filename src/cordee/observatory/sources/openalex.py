"""OpenAlex works as JSON: lines, an API answer, or a list."""

from __future__ import annotations

import re
from datetime import date

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi, parse_orcid, parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.sources.lines import parse_lines
from cordee.observatory.sources.records import Chunk, Context, Parsed, Row
from cordee.observatory.sources.values import Json, clean, strip_markup, to_int, unique


SOURCE = "openalex"

DELETED_WORK = "W4285719527"
"""The record OpenAlex calls “Deleted Work”: whatever was no work is merged into it."""

_LAST = re.compile(r"([A-Za-z]*\d+)/?$")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PARTITION = re.compile(r"updated_date=(\d{4})-(\d{2})-(\d{2})/")

TYPES = {
    "peer-review": "other",
    "supplementary-materials": "other",
    "libguides": "other",
    "standard": "report",
    "reference-entry": "book-chapter",
}
"""OpenAlex types that Cordée calls otherwise; the others keep their word (article, review, letter,
editorial, preprint, book, book-chapter, dataset, erratum, dissertation, report, retraction…)."""


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the works in `chunk`, one JSON object a line."""
    return parse_lines(chunk, context, keep_work)


def keep_work(work: Json, where: str, parsed: Parsed) -> None:
    """Add the rows of one work, or a fault when it has no OpenAlex id."""
    identifier = get_last(work.get("id"))
    if not identifier or not identifier.upper().startswith("W"):
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: this record has no OpenAlex id and was left out."),
        )
        return
    identifier = identifier.upper()
    if identifier == DELETED_WORK:
        return
    key = hash_key(f"{SOURCE}:{identifier}")
    where = f"{where} ({identifier})"
    # Everything is read before anything is kept, so that a broken record leaves no part behind.
    version = _read_version(work.get("updated_date"), parsed.context.file)
    row = _read_work(work, key, identifier, version, where, parsed)
    authorships = _read_authorships(work.get("authorships") or [], key, parsed)
    themes = _read_themes(work, key)
    grants = [
        (key, clean(g.get("award_id")), clean(g.get("funder_display_name")), None)
        for g in work.get("grants") or []
    ]
    if not parsed.replace_earlier(key, version):
        return
    parsed.rows["works"].append(row)
    parsed.rows["authorships"] += authorships
    parsed.rows["themes"] += themes
    parsed.rows["grants"] += [grant for grant in grants if grant[1] or grant[2]]


def _read_version(text: object, file: str) -> int:
    """Return the day of a record's last change as one number, so that the later one counts.

    A record that does not say stands in a partition that does, else gives way to any that does.
    """
    found = _DAY.match(str(text or "")) or _PARTITION.search(file)
    return int("".join(found.groups())) if found else 1


def _read_work(
    work: Json, key: int, identifier: str, version: int, where: str, parsed: Parsed
) -> Row:
    ids = work.get("ids") or {}
    place = (work.get("primary_location") or {}).get("source") or {}
    biblio = work.get("biblio") or {}
    pages = "-".join(filter(None, (biblio.get("first_page"), biblio.get("last_page"))))
    year = parsed.check_year(to_int(work.get("publication_year")), where)
    kind = clean(work.get("type"))
    title = clean(work.get("title")) or clean(work.get("display_name"))
    return (
        key,
        SOURCE,
        identifier,
        version,
        parse_doi(work.get("doi") or ids.get("doi") or ""),
        get_last(ids.get("pmid")),
        _read_pmcid(ids.get("pmcid")),
        strip_markup(title),
        year,
        _read_date(work.get("publication_date"), year),
        TYPES.get(kind, kind) if kind else "other",
        [kind] if kind else [],
        clean(place.get("display_name")),
        clean(place.get("issn_l")),
        clean(biblio.get("volume")),
        clean(biblio.get("issue")),
        pages or None,
        clean(work.get("language")),
        clean(work.get("abstract")) or _read_abstract(work.get("abstract_inverted_index")),
        unique(clean(k.get("display_name")) for k in work.get("keywords") or []),
        sum(not item.get("untied") for item in work.get("authorships") or []),
        to_int(work.get("cited_by_count")),
        bool(work.get("is_retracted")),
    )


def _read_authorships(authorships: list[Json], key: int, parsed: Parsed) -> list[Row]:
    """Return the authorships; one marked ``untied`` (by our CSV reader) is of no single author."""
    rows: list[Row] = []
    for position, item in enumerate(authorships, 1):
        untied = bool(item.get("untied"))
        author = item.get("author") or {}
        texts = [a.get("raw_affiliation_string") for a in item.get("affiliations") or []]
        texts += item.get("raw_affiliation_strings") or []
        institutions = item.get("institutions") or []
        countries = [*(item.get("countries") or []), *(i.get("country_code") for i in institutions)]
        rows.append(
            (
                key,
                0 if untied else position,
                clean(item.get("raw_author_name")) or clean(author.get("display_name")),
                parse_orcid(author.get("orcid") or ""),
                item.get("is_corresponding"),
                untied,
                unique(parsed.add_affiliation(t) for t in texts if t and t.strip()),
                unique(parse_ror(i.get("ror") or "") for i in institutions),
                unique(country.upper() for country in countries if country),
            )
        )
    return rows


def _read_themes(work: Json, key: int) -> list[Row]:
    topics: dict[str, Row] = {}
    primary = get_last((work.get("primary_topic") or {}).get("id"))
    for topic in [work.get("primary_topic") or {}, *(work.get("topics") or [])]:
        code = get_last(topic.get("id"))
        if code and code not in topics:
            topics[code] = (
                key,
                "openalex",
                code,
                clean(topic.get("display_name")),
                code == primary,
            )
            field = topic.get("field") or {}
            number = get_last(field.get("id"))
            if number:
                # The field, to which figures roll topics up, stands beside its topic.
                topics.setdefault(
                    f"F{number}",
                    (
                        key,
                        "openalex",
                        f"F{number}",
                        clean(field.get("display_name")),
                        code == primary,
                    ),
                )
    headings: dict[str, tuple[str | None, bool]] = {}
    for heading in work.get("mesh") or []:
        code = heading.get("descriptor_ui")
        if code:
            major = bool(heading.get("is_major_topic")) or headings.get(code, (None, False))[1]
            headings[code] = (clean(heading.get("descriptor_name")), major)
    mesh = [(key, "mesh", code, label, major) for code, (label, major) in headings.items()]
    return [*topics.values(), *mesh]


def _read_abstract(index: dict[str, list[int]] | None) -> str | None:
    """Return the text OpenAlex spells as word → places."""
    if not index:
        return None
    words = sorted((place, word) for word, places in index.items() for place in places)
    return clean(" ".join(word for _, word in words))


def _read_date(text: object, year: int | None) -> date | None:
    """Return the day; the first of January is what OpenAlex writes when it knows the year alone."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return None
    known = year is not None and (day.month, day.day) != (1, 1)
    return day if known and day.year == year else None


def _read_pmcid(text: object) -> str | None:
    number = get_last(text)
    if number is None:
        return None
    return number if number.upper().startswith("PMC") else f"PMC{number}"


def get_last(address: object) -> str | None:
    """Return the identifier at the end of an address.

    >>> get_last("https://openalex.org/W3160856016")
    'W3160856016'
    """
    found = _LAST.search(str(address)) if address else None
    return found[1] if found else None
