"""What each project of a file comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.directory.queries import Named, get_names
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.bulk import chunk, load_rows
from cordee.ledger.imports import PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Row, Table
from cordee.programmes.granting.rules import LIVE, check_period
from cordee.programmes.granting.states import MoneyKind, ProjectStage
from cordee.programmes.imports.reading import ParticipantRead
from cordee.programmes.models import Participant, Project, ProjectMoney
from cordee.reference.folding import fold


FUNDER = "European Commission"
"""Who gives the grants of CORDIS; a project that an officer entered keeps the funder they named."""

OWN_COLUMNS = (
    "grant_number",
    "acronym",
    "title",
    "programme",
    "funder_call",
    "starts_on",
    "ends_on",
)
"""What is written into a project's own columns as the file says it."""


@dataclass(frozen=True)
class IncomingPart:
    """A participant that is new (without `row`), or of which `values` differ; and its grant likewise."""

    name: str
    row: Participant | None
    values: dict[str, object]
    money: ProjectMoney | None = None
    amount: Decimal | None = None

    @property
    def says_something(self) -> bool:
        """Return whether anything of it is written."""
        return self.row is None or bool(self.values) or self.amount is not None


@dataclass
class IncomingProject(Incoming[Project]):
    """A project on its way: the one it means, its participants, and the grant to all of them."""

    parts: list[IncomingPart] = field(default_factory=list)
    money: ProjectMoney | None = None
    granted: Decimal | None = None
    """The grant of the whole, where it is new or another than is written."""

    @property
    def added(self) -> Collection[object]:
        """Return what the file says beside the project's own columns."""
        return [*self.parts, *((self.granted,) if self.granted is not None else ())]

    @property
    def title(self) -> str:
        """Return what the project is called."""
        acronym, title = self.get("acronym"), self.get("title")
        return f"{acronym} – {title}" if acronym else str(title or "")


def prepare(table: Table, office: UUID, _by: Actor, _on: date, lock: bool) -> list[IncomingProject]:
    """Return what each project means; faults are noted in `table`, and with `lock` rows are held."""
    known = _load_known(table, office, lock=lock)
    participants = [one for row in table.rows for one in _list_participants(row)]
    names = get_names(one.organisation for one in participants if one.organisation is not None)
    first_lines, found = FirstLines(), []
    for row in table.rows:
        number = str(row.values["grant_number"])
        earlier = first_lines.find_earlier(row.line, [number])
        if earlier is not None:
            sentence = gettext_noop("Line {line} says the same project already. Keep one of them.")
            table.faults.add(row.line, "id", sentence, line=earlier)
            continue
        record = known.get(number)
        one = IncomingProject(row, record.id if record else uuid4(), record)
        with table.noting(row.line):
            _fill(one, names)
        found.append(one)
    return found


def present(incoming: Sequence[IncomingProject]) -> Iterator[PlannedLine]:
    """Yield prepared projects as the plan shows them."""
    for one in incoming:
        yield PlannedLine(one.row.line, one.outcome, one.title, tell_change(one))


def tell_change(one: IncomingProject) -> dict[str, tuple[object, object]]:
    """Return what a project's line changes, each with before and after, for the page and the audit."""
    change = dict(find_change(one.before, one.values))
    if one.granted is not None:
        change["granted"] = (one.money.amount if one.money else None, one.granted)
    if one.parts:
        change["participants"] = ("", "; ".join(part.name for part in one.parts))
    return change


def _load_known(table: Table, office: UUID, *, lock: bool) -> dict[str, Project]:
    """Return the office's grants from elsewhere by number; of several of one number, the Commission's."""
    found: dict[str, Project] = {}
    for some in chunk(str(row.values["grant_number"]) for row in table.rows):
        rows = Project.objects.filter(office=office, award=None, grant_number__in=some)
        ids = list(rows.order_by().values_list("id", flat=True))
        whole = Project.objects.prefetch_related("participants__money", "money")
        for row in load_rows(whole, ids, lock=lock).values():
            if row.grant_number not in found or row.funder == FUNDER:
                found[row.grant_number] = row
    return found


def _list_participants(row: Row) -> tuple[ParticipantRead, ...]:
    found = row.values.get("participants", ())
    return found if isinstance(found, tuple) else ()


def _fill(one: IncomingProject, names: dict[UUID, Named]) -> None:
    given = {name: one.row.values[name] for name in OWN_COLUMNS if name in one.row.values}
    if one.record is None:
        given["funder"] = FUNDER
    if stage := _find_stage(one):
        given["stage"] = stage
    one.compare(given)
    if not one.get("title"):
        raise RuleError(gettext_noop("Give the project a title."))
    check_period(one.get("starts_on"), one.get("ends_on"))
    _fill_money(one)
    there = list(one.record.participants.all()) if one.record else []
    parts = [_make_part(told, there, names) for told in _list_participants(one.row)]
    one.parts = [part for part in parts if part.says_something]


def _find_stage(one: IncomingProject) -> str | None:
    """Return the stage that the file gives; a project is led on by it, never back."""
    given = ProjectStage(str(one.row.values["stage"]))
    if one.record is None:
        return given.value
    now = ProjectStage(one.record.stage)
    is_over = given not in LIVE
    begins = (now, given) == (ProjectStage.PLANNED, ProjectStage.RUNNING)
    return given.value if now in LIVE and (is_over or begins) else now.value


def _fill_money(one: IncomingProject) -> None:
    amount = one.row.values.get("granted")
    lines = [line for line in one.record.money.all() if _is_grant(line)] if one.record else []
    of_whole = [line for line in lines if line.participant_id is None]
    if isinstance(amount, Decimal):
        one.money, one.granted = _compare_amount(of_whole, amount)


def _make_part(
    told: ParticipantRead, there: list[Participant], names: dict[UUID, Named]
) -> IncomingPart:
    named = names.get(told.organisation) if told.organisation else None
    name = named.to_name("en") if named else told.name
    row = _find_row(told, there)
    values: dict[str, object] = {"role": told.role.value, "funder_number": told.number}
    if row is None:
        country = told.country or (named.country if named else "")
        values |= {"organisation": told.organisation, "name": name[:300], "country": country}
        return IncomingPart(name, None, values, amount=told.amount or None)
    there.remove(row)
    # An entry that an officer chose stays; one that was not known is.
    if row.organisation is None and told.organisation is not None:
        values |= {"organisation": told.organisation, "name": name[:300]}
    if told.country and not row.country:
        values["country"] = told.country
    differing = {key: one for key, one in values.items() if getattr(row, key) != one}
    lines = [one for one in row.money.all() if _is_grant(one)]
    money, amount = _compare_amount(lines, told.amount) if told.amount is not None else (None, None)
    return IncomingPart(row.name, row, differing, money, amount)


def _find_row(told: ParticipantRead, there: list[Participant]) -> Participant | None:
    """Return the participant that a row means: by the funder's number, by its entry, else by its name."""
    by_number = (one for one in there if told.number and one.funder_number == told.number)
    entered = (one for one in there if not one.funder_number or not told.number)
    by_name = (
        one
        for one in entered
        if (told.organisation is not None and one.organisation == told.organisation)
        or (fold(one.name) == fold(told.name) and one.country in {"", told.country})
    )
    return next(by_number, None) or next(by_name, None)


def _is_grant(line: ProjectMoney) -> bool:
    return line.kind == MoneyKind.GRANT.value


def _compare_amount(
    lines: Sequence[ProjectMoney], amount: Decimal
) -> tuple[ProjectMoney | None, Decimal | None]:
    """Return the line to change, if there is one, and its amount; nothing where an officer divided it."""
    if not lines:
        return None, amount or None
    only = lines[0]
    is_ours = len(lines) == 1 and not only.category and only.currency == "EUR"
    return (only, amount) if is_ours and only.amount != amount else (None, None)
