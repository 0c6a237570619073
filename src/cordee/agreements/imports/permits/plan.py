"""What each line of a table of permits comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Permit
from cordee.agreements.rules import check_can_change
from cordee.agreements.states import PERMITTED_NAMES, Permitted
from cordee.directory.imports.names import Names, load_names
from cordee.directory.queries import get_line
from cordee.kernel.errors import CordeeError, RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, Plan, PlannedLine, make_plan
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.sheets import Row, Table
from cordee.ledger.states import Action
from cordee.reference.folding import fold


NEEDED = ("reference", "giver", "receiver", "action")
"""Fields without which a line permits nothing."""


@dataclass
class Candidate:
    """A line on its way: whose agreement, who permits what to whom, and what differs."""

    row: Row
    agreement: Agreement
    giver: UUID
    receiver: UUID
    names: tuple[str, str]
    known: Permit | None = None
    id: UUID = field(default_factory=uuid4)
    values: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """Return what is permitted."""
        return str(self.row.values["action"])

    @property
    def outcome(self) -> Outcome:
        """Return what becomes of the line."""
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.values else Outcome.SAME


def plan_permits(table: Table, *, office: UUID, by: Actor, on: date) -> Plan:
    """Return what bringing in a table of permits would do; the faults of its cells are in `table`.

    `office` is who keeps the agreements. Raises `RefusedError` for who may not import there.
    """
    return describe(table, prepare(table, office=office, by=by, on=on))


def describe(table: Table, candidates: Iterable[Candidate]) -> Plan:
    """Return prepared lines as a plan."""
    return make_plan([_present(one) for one in candidates], table.faults)


def prepare(
    table: Table, *, office: UUID, by: Actor, on: date, lock: bool = False
) -> list[Candidate]:
    """Return what each line means; faults are noted in `table`.

    With `lock`, the office's agreements are held until the transaction ends.
    """
    line = get_line(office, on=on)
    for action in (Action.IMPORT_RECORDS, Action.EDIT_AGREEMENTS):
        check_can(by, action, line, on=on)
    columns = ("giver", "receiver")
    names = load_names(
        str(row.values[one]) for row in table.rows for one in columns if one in row.values
    )
    kept = _load_agreements(table.rows, office, lock=lock)
    read = [_read(table, row, kept, names) for row in table.rows]
    found = [one for one in read if one is not None]
    _check_said_once(table, found)
    for one in found:
        _fill(table, one)
    return found


def _load_agreements(
    rows: Sequence[Row], office: UUID, *, lock: bool
) -> dict[str, list[Agreement]]:
    asked = {fold(str(row.values["reference"])) for row in rows if "reference" in row.values}
    kept: dict[str, list[Agreement]] = {}
    found = Agreement.objects.filter(office=office).exclude(reference="").order_by("id")
    for agreement in found.select_for_update() if lock else found:
        if (key := fold(agreement.reference)) in asked:
            kept.setdefault(key, []).append(agreement)
    return kept


def _read(
    table: Table, row: Row, kept: dict[str, list[Agreement]], names: Names
) -> Candidate | None:
    """Return what a line means, or None when it means nothing whole; why not is noted."""
    values = row.values
    missing = [name for name in NEEDED if name not in values]
    for name in missing:
        # What was given and could not be read was said already.
        if row.line not in table.faults.lines:
            table.say(
                row.line,
                name,
                gettext_noop("A line says of which agreement, who permits what, and to whom."),
            )
    ends = [_find_end(table, row, name, names) for name in ("giver", "receiver")]
    found = kept.get(fold(str(values.get("reference", ""))), [])
    if "reference" in values and len(found) != 1:
        table.say(
            row.line,
            "reference",
            gettext_noop(
                "{count} agreements kept here have the reference “{given}”. Correct it, or bring the agreement in first."
            ),
            count=len(found),
            given=str(values["reference"]),
        )
    if missing or len(found) != 1 or ends[0] is None or ends[1] is None:
        return None
    (giver, giver_name), (receiver, receiver_name) = ends[0], ends[1]
    return Candidate(row, found[0], giver, receiver, (giver_name, receiver_name))


def _find_end(table: Table, row: Row, name: str, names: Names) -> tuple[UUID, str] | None:
    if name not in row.values:
        return None
    try:
        found = names.get_one(str(row.values[name]))
    except RuleError as error:
        table.say(row.line, name, error.sentence.text, **error.sentence.values)
        return None
    return found.id, found.title


def _check_said_once(table: Table, found: Sequence[Candidate]) -> None:
    first_lines: dict[object, int] = {}
    for one in found:
        key = (one.agreement.id, one.action, one.giver, one.receiver)
        earlier = first_lines.setdefault(key, one.row.line)
        if earlier != one.row.line:
            table.say(
                one.row.line,
                "",
                gettext_noop("Line {line} says the same already. Keep one of them."),
                line=earlier,
            )


def _fill(table: Table, one: Candidate) -> None:
    """Note what differs. An empty cell leaves what stands there."""
    one.known = Permit.objects.filter(
        agreement=one.agreement, action=one.action, giver=one.giver, receiver=one.receiver
    ).first()
    given = {
        name: one.row.values[name] for name in ("clause", "conditions") if name in one.row.values
    }
    if one.known is not None:
        one.before = {name: getattr(one.known, name) for name in given}
        given = {name: value for name, value in given.items() if one.before[name] != value}
    one.values = given
    if one.row.line in table.faults.lines or one.outcome is Outcome.SAME:
        return
    if one.known is None and "clause" not in given:
        table.say(one.row.line, "clause", gettext_noop("Say which clause permits it."))
    try:
        check_can_change(Stage(one.agreement.stage), reason="-")
        _check_parties(one)
    except CordeeError as error:
        table.say(one.row.line, "", error.sentence.text, **error.sentence.values)


def _check_parties(one: Candidate) -> None:
    if one.giver == one.receiver:
        raise RuleError(gettext_noop("A party needs no permit from itself. Choose another."))
    parties = set(one.agreement.parties.values_list("organisation", flat=True))
    if not {one.giver, one.receiver} <= parties:
        raise RuleError(gettext_noop("Only parties permit and are permitted. Choose among them."))


def _name(one: Candidate) -> str:
    return str(PERMITTED_NAMES[Permitted(one.action)])


def _present(one: Candidate) -> PlannedLine:
    change = dict(find_change({name: one.before.get(name) for name in one.values}, one.values))
    if one.known is None:
        choices = {"giver": one.names[0], "receiver": one.names[1], "action": _name(one)}
        change = {**{name: ("", said) for name, said in choices.items()}, **change}
    title = f"{one.agreement.reference} · {one.names[0]} → {one.names[1]}"
    return PlannedLine(one.row.line, one.outcome, title, change)
