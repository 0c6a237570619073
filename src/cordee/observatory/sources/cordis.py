"""Projects of the European framework programmes, as CORDIS gives them: three CSV tables.

``project.csv`` has a row a project, ``organization.csv`` a row a participant, ``euroSciVoc.csv`` a
row a subject. Columns are found by name, in any order; others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key
from cordee.kernel.messages import N_
from cordee.observatory.sources.amounts import parse_amount
from cordee.observatory.sources.records import Chunk, Context, Parsed
from cordee.observatory.sources.rows import parse_rows
from cordee.observatory.sources.values import Json, clean, to_int
from cordee.reference.countries import find_code, name_of


SOURCE = "cordis"

PROJECT_COLUMNS = frozenset({"id", "acronym", "title", "ecMaxContribution"})
ORGANISATION_COLUMNS = frozenset({"projectID", "organisationID", "name", "role"})
SUBJECT_COLUMNS = frozenset({"projectID", "euroSciVocCode"})

_COMPANIONS = frozenset(
    {"legalbasis.csv", "policypriorities.csv", "topics.csv", "webitem.csv", "weblink.csv"}
    | {"information.csv", "information.xlsx"}
)
"""Tables that come in the same archive and say nothing of who takes part."""

_CODES = {"EL": "GR", "UK": "GB"}
"""What the Commission's style guide writes for Greece and the United Kingdom."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
_IDENTIFIER = re.compile(r"[\w./-]{1,40}")


def choose_files(files: Sequence[Path]) -> list[Path]:
    """Return `files` without the companions of a ``project.csv`` in the same folder."""
    homes = {path.parent for path in files if path.name.lower() == "project.csv"}
    return [p for p in files if not (p.parent in homes and p.name.lower() in _COMPANIONS)]


def parse_project_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the projects of the rows in `chunk`."""
    return parse_rows(chunk, context, _keep_project)


def parse_organisation_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the participants of the rows in `chunk`."""
    return parse_rows(chunk, context, _keep_organisation)


def parse_subject_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the subjects of projects of the rows in `chunk`."""
    return parse_rows(chunk, context, _keep_subject)


def _keep_project(row: Json, where: str, parsed: Parsed) -> None:
    identifier = _read_identifier(row.get("id"), where, parsed)
    if identifier is None:
        return
    where = f"{where} (project {identifier})"
    start = _read_date(row, "startDate", where, parsed)
    end = _read_date(row, "endDate", where, parsed)
    if start and end and end < start:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: the project ends before it begins; its end was left empty."),
        )
        end = None
    parsed.rows["projects"].append(
        (
            make_key(identifier),
            identifier,
            _read_version(row.get("contentUpdateDate")),
            clean(row.get("acronym")),
            clean(row.get("title")),
            clean(row.get("status")),
            start,
            end,
            clean(row.get("frameworkProgramme")),
            clean(row.get("topics")),
            clean(row.get("subCall")) or clean(row.get("masterCall")),
            clean(row.get("fundingScheme")),
            _read_amount(row, "totalCost", where, parsed),
            _read_amount(row, "ecMaxContribution", where, parsed),
        )
    )


def _keep_organisation(row: Json, where: str, parsed: Parsed) -> None:
    identifier = _read_identifier(row.get("projectID"), where, parsed)
    name = clean(row.get("name"))
    if identifier is None:
        return
    if name is None:
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: no organisation is named; the row was left out."),
        )
        return
    country = _read_country(clean(row.get("country")), where, parsed)
    city = clean(row.get("city"))
    # What the linker reads, as an affiliation would print it.
    text = ", ".join(part for part in (name, city, country and name_of(country, "en")) if part)
    parsed.rows["project_organisations"].append(
        (
            make_key(identifier),
            _read_version(row.get("contentUpdateDate")),
            to_int(row.get("order")),
            clean(row.get("organisationID")),
            name,
            clean(row.get("shortName")),
            city,
            country,
            clean(row.get("role")) or "participant",
            clean(row.get("activityType")),
            _read_flag(row.get("SME")),
            _read_flag(row.get("endOfParticipation")),
            _read_amount(row, "ecContribution", where, parsed),
            _read_amount(row, "netEcContribution", where, parsed),
            _read_amount(row, "totalCost", where, parsed),
            parsed.add_affiliation(text),
        )
    )


def _keep_subject(row: Json, where: str, parsed: Parsed) -> None:
    identifier = _read_identifier(row.get("projectID"), where, parsed)
    code = clean(row.get("euroSciVocCode"))
    if identifier is not None and code is not None:
        label = clean(row.get("euroSciVocTitle"))
        path = clean(row.get("euroSciVocPath"))
        parsed.rows["project_themes"].append((make_key(identifier), code, label, path))


def make_key(identifier: str) -> int:
    """Return the key of a project in the lake."""
    return hash_key(f"{SOURCE}:{identifier}")


def _read_identifier(value: object, where: str, parsed: Parsed) -> str | None:
    identifier = clean(value)
    if identifier is None or not _IDENTIFIER.fullmatch(identifier):
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: “{value}” is not a project's number; the row was left out."),
            value=str(identifier or "")[:60],
        )
        return None
    return identifier


def _read_day(value: object) -> date | None:
    found = _DAY.match(clean(value) or "")
    if found is None:
        return None
    year, month, day = found.groups()[:3] if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_version(value: object) -> int:
    """Return the day of the row's last change as one number, 1 when it is not said."""
    day = _read_day(value)
    return int(day.strftime("%Y%m%d")) if day else 1


def _read_date(row: Json, name: str, where: str, parsed: Parsed) -> date | None:
    text = clean(row.get(name))
    day = _read_day(text)
    if text and day is None:
        parsed.add_fault(
            f"{where}, column {name}",
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not a date; it was left empty."),
            value=text[:60],
        )
    return day


def _read_amount(row: Json, name: str, where: str, parsed: Parsed) -> Decimal | None:
    text = clean(row.get(name))
    amount = parse_amount(text) if text else None
    if text and amount is None:
        parsed.add_fault(
            f"{where}, column {name}",
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not an amount in euro; it was left empty."),
            value=text[:60],
        )
    return amount


def _read_country(text: str | None, where: str, parsed: Parsed) -> str | None:
    if text is None:
        return None
    code = find_code(_CODES.get(text.upper(), text))
    if code is None:
        parsed.add_fault(
            where,
            Severity.WARNING,
            N_("{file}, {where}: “{value}” is not a country Cordée knows; it was left empty."),
            value=text[:60],
        )
    return code


def _read_flag(value: object) -> bool | None:
    return {"true": True, "false": False, "1": True, "0": False, "y": True, "n": False}.get(
        (clean(value) or "").lower()
    )
