"""HAL, the French open archive: answers of its search API as JSON or CSV.

What the fields mean and where each comes from stands in ``docs/reference/sources.md``; the names are
those of the API's documentation. Which author belongs to which structure is said by
``authIdHasStructure_fs`` alone. What HAL says of structures without it stands with the work, in one
authorship of position 0 without a name: the work's organisations and countries are right, and no
author is given one that may be another's.
"""

from __future__ import annotations

import re
from datetime import date

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi
from cordee.kernel.messages import N_
from cordee.observatory.sources.documents import Shape
from cordee.observatory.sources.hal_authors import read_authorships
from cordee.observatory.sources.lines import parse_lines
from cordee.observatory.sources.pubmed_fields import convert_language
from cordee.observatory.sources.records import Chunk, Context, Parsed, Row
from cordee.observatory.sources.rows import parse_rows
from cordee.observatory.sources.values import (
    Json,
    clean,
    flatten_markup,
    get_first,
    parse_date,
    to_int,
    to_list,
    unique,
)


SOURCE = "hal"

SHAPE = Shape("docs", depths=(3,))
"""``{"response": {"docs": […]}}``."""

TYPES = {
    "ART": "article",
    "COMM": "article",
    "POSTER": "other",
    "PROCEEDINGS": "book",
    "OUV": "book",
    "DOUV": "book",
    "COUV": "book-chapter",
    "NOTICE": "book-chapter",
    "ISSUE": "other",
    "THESE": "dissertation",
    "HDR": "dissertation",
    "MEM": "dissertation",
    "REPORT": "report",
    "UNDEFINED": "preprint",
}
"""HAL's types of document; HAL files preprints and working papers under UNDEFINED. All others (patent,
software, image, lecture…) are "other"."""

SINGLE = frozenset(
    {
        "halId_s", "docid", "uri_s", "doiId_s", "pubmedId_s", "pubmedcentralId_s", "docType_s",
        "journalTitle_s", "journalIssn_s", "bookTitle_s", "conferenceTitle_s", "volume_s", "page_s",
        "publicationDate_s", "publicationDateY_i", "producedDate_s", "producedDateY_i", "version_i",
        "primaryDomain_s",
    }
)  # fmt: skip
"""Fields of one value: in CSV, a comma in any other one parts its values."""

_VERSION = re.compile(r"(?:v\d+)?/?$")
_VALUE = re.compile(r"((?:[^\\,]|\\.)*)(,|\\?\Z)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the records in `chunk`, cut from documents."""
    return parse_lines(chunk, context, keep_work, "record")


def parse_table_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the rows and faults of the records in `chunk`, cut from CSV."""
    return parse_rows(
        chunk, context, lambda row, where, parsed: keep_work(to_record(row), where, parsed)
    )


def to_record(row: dict[str, str | None]) -> Json:
    """Return a row of the CSV export as the JSON the API would give."""
    return {
        name: cell if name in SINGLE else split_cell(cell) for name, cell in row.items() if cell
    }


def split_cell(cell: str) -> list[str]:
    r"""Return the values of a cell; Solr joins them with commas and escapes those inside.

    >>> split_cell(r"Institut Curie,Lyon\, France")
    ['Institut Curie', 'Lyon, France']
    """
    if "\\" not in cell:
        return cell.split(",")
    values: list[str] = []
    for found in _VALUE.finditer(cell):
        values.append(_ESCAPED.sub(r"\1", found[1]))
        if found[2] != ",":
            break
    return values


def keep_work(record: Json, where: str, parsed: Parsed) -> None:
    """Add the rows of one record, or a fault when it has no HAL id."""
    identifier = _read_identifier(record)
    if not identifier:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_(
                "{file}, {where}: this record has no HAL id and was left out. Ask HAL for the field "
                "halId_s."
            ),
        )
        return
    key = hash_key(f"{SOURCE}:{identifier}")
    version = to_int(get_first(record.get("version_i"))) or 1
    where = f"{where} ({identifier})"
    # Everything is read before anything is kept, so that a broken record leaves no part behind.
    authorships = read_authorships(record, key, parsed)
    row = _read_work(record, key, identifier, version, authorships, where, parsed)
    themes = _read_domains(record, key)
    if not parsed.replace_earlier(key, version):
        return
    parsed.rows["works"].append(row)
    parsed.rows["authorships"] += authorships
    parsed.rows["themes"] += themes


def _read_identifier(record: Json) -> str | None:
    """Return the HAL id, from the record's address when the field was not asked for."""
    given = get_first(record.get("halId_s"))
    address = get_first(record.get("uri_s"))
    if not given and address:
        given = _VERSION.sub("", address).rsplit("/", 1)[-1]
    return given.lower() if given else None


def _read_work(
    record: Json,
    key: int,
    identifier: str,
    version: int,
    authorships: list[Row],
    where: str,
    parsed: Parsed,
) -> Row:
    kind = get_first(record.get("docType_s"))
    year, day = _read_date(record, where, parsed)
    pmid = get_first(record.get("pubmedId_s")) or ""
    return (
        key,
        SOURCE,
        identifier,
        version,
        parse_doi(get_first(record.get("doiId_s")) or ""),
        pmid if pmid.isdecimal() else None,
        _read_pmcid(record),
        flatten_markup(get_first(record.get("title_s"))),
        year,
        day,
        TYPES.get(kind or "", "other"),
        [kind] if kind else [],
        _read_venue(record),
        get_first(record.get("journalIssn_s")),
        get_first(record.get("volume_s")),
        get_first(record.get("issue_s")),
        get_first(record.get("page_s")),
        convert_language(get_first(record.get("language_s"))),
        flatten_markup(get_first(record.get("abstract_s"))),
        unique(clean(word) for word in to_list(record.get("keyword_s"))),
        sum(row[1] != 0 for row in authorships),
        None,
        False,
    )


def _read_pmcid(record: Json) -> str | None:
    given = (get_first(record.get("pubmedcentralId_s")) or "").upper().removeprefix("PMC")
    return f"PMC{given}" if given.isdecimal() else None


def _read_venue(record: Json) -> str | None:
    names = ("journalTitle_s", "bookTitle_s", "conferenceTitle_s")
    return next((text for name in names if (text := get_first(record.get(name)))), None)


def _read_date(record: Json, where: str, parsed: Parsed) -> tuple[int | None, date | None]:
    """Return year and date of publication, else of production (writing, defence, conference)."""
    for name in ("publicationDate", "producedDate"):
        written = get_first(record.get(f"{name}_s"))
        year = to_int(get_first(record.get(f"{name}Y_i"))) or to_int((written or "")[:4])
        if year is not None:
            return parsed.check_year(year, where), parse_date(written, year)
    return None, None


def _read_domains(record: Json, key: int) -> list[Row]:
    """Return HAL's domains; each stands with its level before it: ``1.sdv.can``."""
    primary = get_first(record.get("primaryDomain_s"))
    codes = [
        code.split(".", 1)[1] if code[:1].isdecimal() and "." in code else code
        for code in map(clean, [*to_list(record.get("domain_s")), *to_list(primary)])
        if code
    ]
    return [(key, "hal", code, None, code == primary) for code in unique(codes)]
