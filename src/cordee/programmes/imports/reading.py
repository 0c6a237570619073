"""Files of CORDIS read as a table of projects: those in which an organisation of an office takes part.

CORDIS gives an archive, of which ``project.csv`` and ``organization.csv`` are read, by the names of their
columns and whatever the files are called. The observatory's reader says what each row means.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_noop

from cordee.directory.imports.names import FullNames, load_full_names
from cordee.directory.queries import get_parts
from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.ledger.sheets import MOST_FAULTS, CellFault, Faults, Row, Table
from cordee.observatory.schemas import PROJECT_ORGANISATIONS, PROJECTS
from cordee.observatory.sources.cordis import (
    ORGANISATION_COLUMNS,
    PROJECT_COLUMNS,
    parse_organisation_chunk,
    parse_project_chunk,
)
from cordee.observatory.sources.records import Chunk, Context, Parsed
from cordee.observatory.sources.rows import ROW, split_table
from cordee.observatory.sources.transport import read_member
from cordee.programmes.granting.states import ParticipantRole, ProjectStage
from cordee.programmes.models import Participant


MOST_UNPACKED = 600 * 2**20
"""Twice what the tables of a whole framework programme come to."""

BLOCK = 2**20
"""Bytes read, and bytes of rows held, at a time: little of either for files of any length."""

ROLES = {
    "coordinator": ParticipantRole.COORDINATOR,
    "participant": ParticipantRole.PARTICIPANT,
    "thirdparty": ParticipantRole.THIRD_PARTY,
    "partner": ParticipantRole.PARTNER,
    "associatedpartner": ParticipantRole.PARTNER,
    "internationalpartner": ParticipantRole.PARTNER,
    "hostinstitution": ParticipantRole.HOST,
}
"""The roles of CORDIS; one that is not here takes part."""

STAGES = {"CLOSED": ProjectStage.CLOSED, "TERMINATED": ProjectStage.TERMINATED}
"""What CORDIS says of a project that is over; any other is to begin or running, by its days."""

FRAMEWORKS = {"HORIZON": "Horizon Europe", "H2020": "Horizon 2020"}
"""Framework programmes by the names people use; the others are called as CORDIS does."""

_PLACE = re.compile(r"row (\d+)(?:.*, column (\w+))?")


@dataclass(frozen=True)
class ParticipantRead:
    """An organisation as a row of CORDIS has it; `organisation` is its entry, where that is sure."""

    number: str
    name: str
    country: str
    role: ParticipantRole
    amount: Decimal | None
    organisation: UUID | None


@dataclass
class _Known:
    """The directory's organisations by full name, and those that a number of the Commission was tied to."""

    names: FullNames
    by_number: dict[str, UUID]
    own: frozenset[UUID]
    found: dict[tuple[str, str, str], UUID | None] = field(default_factory=dict)

    def find(self, number: str, name: str, country: str) -> UUID | None:
        """Return the entry of an organisation, by its number, else by its name where only one bears it."""
        key = (number, name, country)
        if key not in self.found:
            known = self.by_number.get(number)
            self.found[key] = known or self.names.find_sure(name, country)
        return self.found[key]

    def may_be_own(self, number: str, name: str) -> bool:
        """Return whether an organisation may be one of the office's, before its country is looked at."""
        key = (number, name, "-")
        if key not in self.found:
            known = {self.by_number.get(number), *self.names.list_named(name)} & self.own
            self.found[key] = next(iter(known), None)
        return self.found[key] is not None


@dataclass(frozen=True)
class _File:
    name: str
    open: Callable[[], Iterator[bytes]]


def read_projects(content: bytes, name: str, office: UUID, on: date) -> Table:
    """Return the projects of an archive of CORDIS in which `office` or a part of it takes part.

    A fault in a row of either file is noted with its file, row and column, and is a fault of its project.
    Raises `SourceError` when one of the two tables is missing.
    """
    projects, organisations = _find_files(content, name)
    known = _load_known(office, on)
    context = Context(name, "", datetime.combine(on, time(), UTC))
    table = Table(name, (), {}, Faults(name))
    ours = _find_ours(organisations, context, known)
    participants, wrong = _read_participants(organisations, context, known, ours)
    rows, there = [], set()
    for line in _read_lines(projects, context):
        told = orjson.loads(line)
        number = str(told.get("id") or "").strip()
        if number not in ours:
            continue
        parsed = parse_project_chunk(Chunk(1, line), _of(context, projects))
        _note(table.faults, told[ROW], [*parsed.faults, *wrong.get(number, ())])
        there.add(number)
        if parsed.rows["projects"]:
            values = dict(zip(PROJECTS.names, parsed.rows["projects"][0], strict=True))
            rows.append(_make_row(told[ROW], values, tuple(participants[number]), on))
    for number in sorted(ours.keys() - there):
        _note_missing(table.faults, organisations.name, ours[number], number, projects.name)
    return Table(name, tuple(rows), {}, table.faults)


def _find_files(content: bytes, name: str) -> tuple[_File, _File]:
    found: dict[str, _File] = {}
    for file in _list_files(content, name):
        context = Context(file.name, "", datetime.min.replace(tzinfo=UTC))
        first = next(_read_lines(file, context), None)
        columns = set(orjson.loads(first)) if first else set()
        if columns >= PROJECT_COLUMNS:
            found["projects"] = file
        elif columns >= ORGANISATION_COLUMNS:
            found["organisations"] = file
    if len(found) < 2:
        raise SourceError(
            gettext_noop(
                "{file} does not hold both tables of CORDIS. Give its archive as it was downloaded as CSV, or project.csv and organization.csv together."
            ),
            file=name,
        )
    return found["projects"], found["organisations"]


def _list_files(content: bytes, name: str) -> list[_File]:
    if not content.startswith(b"PK\x03\x04"):
        return [_File(name, lambda: iter((content,)))]
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
    except zipfile.BadZipFile as fault:
        raise SourceError(
            gettext_noop("{file} is a damaged archive. Download it again."), file=name
        ) from fault
    size = sum(one.file_size for one in members)
    if size > MOST_UNPACKED:
        raise SourceError(
            gettext_noop("{file} expands to {size} MB, which no table of CORDIS does."),
            file=name,
            size=size // 2**20,
        )

    def make_opener(member: str) -> Callable[[], Iterator[bytes]]:
        def read() -> Iterator[bytes]:
            with archive.open(member) as stream:
                yield from read_member(name, stream, archive.getinfo(member).file_size)

        return read

    return [
        _File(Path(one.filename).name, make_opener(one.filename))
        for one in members
        if one.file_size and not one.flag_bits & 1
    ]


def _read_lines(file: _File, context: Context) -> Iterator[bytes]:
    """Yield the rows of a table as JSON, which the observatory's parsers read one by one."""
    parsed = Parsed(context)
    for chunk in split_table(Path(file.name), file.open(), parsed, BLOCK):
        yield from chunk.data.splitlines()


def _of(context: Context, file: _File) -> Context:
    return Context(file.name, "", context.at)


def _load_known(office: UUID, on: date) -> _Known:
    numbers: dict[str, set[UUID]] = defaultdict(set)
    told = Participant.objects.exclude(funder_number="").exclude(organisation=None)
    for number, organisation in told.order_by().values_list("funder_number", "organisation"):
        if organisation is not None:
            numbers[number].add(organisation)
    sure = {number: next(iter(found)) for number, found in numbers.items() if len(found) == 1}
    return _Known(load_full_names(), sure, get_parts([office], on=on))


def _find_ours(file: _File, context: Context, known: _Known) -> dict[str, int]:
    """Return the numbers of the projects in which the office takes part, with the first row that says so."""
    found: dict[str, int] = {}
    for line in _read_lines(file, context):
        told = orjson.loads(line)
        # What bears a name of ours in another country is found out once its row is parsed.
        number, name = (str(told.get(one) or "").strip() for one in ("organisationID", "name"))
        if known.may_be_own(number, name):
            found.setdefault(str(told.get("projectID") or "").strip(), told[ROW])
    return found


def _read_participants(
    file: _File, context: Context, known: _Known, ours: dict[str, int]
) -> tuple[dict[str, list[ParticipantRead]], dict[str, list[Fault]]]:
    found: dict[str, list[ParticipantRead]] = defaultdict(list)
    wrong: dict[str, list[Fault]] = defaultdict(list)
    for line in _read_lines(file, context):
        number = str(orjson.loads(line).get("projectID") or "").strip()
        if number not in ours:
            continue
        parsed = parse_organisation_chunk(Chunk(1, line), _of(context, file))
        wrong[number].extend(parsed.faults)
        for row in parsed.rows["project_organisations"]:
            told = dict(zip(PROJECT_ORGANISATIONS.names, row, strict=True))
            found[number].append(_make_participant(told, known))
    for number in [one for one in ours if not any(p.organisation in known.own for p in found[one])]:
        del ours[number]
    return found, wrong


def _make_participant(told: dict[str, Any], known: _Known) -> ParticipantRead:
    number, country = told["participant"] or "", told["country"] or ""
    role = ROLES.get(str(told["role"]).replace(" ", "").lower(), ParticipantRole.PARTICIPANT)
    # The net share leaves out what third parties receive, who have rows of their own.
    net, gross = told["net_ec_contribution"], told["ec_contribution"]
    return ParticipantRead(
        number=number[:40],
        name=told["name"][:300],
        country=country,
        role=role,
        amount=gross if net is None else net,
        organisation=known.find(number, told["name"], country),
    )


def _make_row(
    line: int, told: dict[str, Any], participants: tuple[ParticipantRead, ...], on: date
) -> Row:
    has_begun = told["start_date"] is not None and told["start_date"] <= on
    stage = STAGES.get(
        str(told["status"] or "").upper(),
        ProjectStage.RUNNING if has_begun else ProjectStage.PLANNED,
    )
    framework = told["programme"] or ""
    named = (FRAMEWORKS.get(framework.upper(), framework), told["scheme"])
    values = {
        "grant_number": told["number"],
        "acronym": (told["acronym"] or "")[:60],
        "title": (told["title"] or "")[:500],
        "programme": " – ".join(filter(None, named))[:200],
        "funder_call": (told["call"] or "")[:120],
        "starts_on": told["start_date"],
        "ends_on": told["end_date"],
        "stage": stage.value,
        "granted": told["ec_contribution"],
        "participants": participants,
    }
    return Row(line, {name: one for name, one in values.items() if one not in (None, "")})


def _note(faults: Faults, line: int, found: list[Fault]) -> None:
    """Note what the observatory's reader found wrong as faults of a project's line."""
    for one in found:
        faults.count += 1
        faults.lines.add(line)
        if len(faults.kept) >= MOST_FAULTS:
            continue
        place = _PLACE.match(one.where)
        row, column = (int(place[1]), place[2] or "") if place else (line, "")
        faults.kept.append(
            CellFault(one.file, one.where, one.severity, one.sentence, line=row, column=column)
        )


def _note_missing(faults: Faults, file: str, row: int, number: str, wanted: str) -> None:
    faults.add(
        # Its row stands in the other table: as a negative number it shuts out none of the projects.
        -row,
        "projectID",
        gettext_noop("{file}, row {row}: {wanted} has no project {number}. Give both of one day."),
        file=file,
        row=row,
        wanted=wanted,
        number=number,
    )
    last = faults.kept[-1]
    if last.line == -row:
        faults.kept[-1] = CellFault(
            file, f"row {row}", Severity.RECORD, last.sentence, line=row, column=last.column
        )
