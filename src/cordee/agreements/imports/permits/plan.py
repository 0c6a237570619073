"""What each line of a table of permits comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.agreements.life import Stage
from cordee.agreements.models import Agreement, Permit
from cordee.agreements.rules import check_can_change
from cordee.agreements.states import PERMITTED_NAMES, Permitted
from cordee.directory.imports.names import Names, load_names
from cordee.kernel.errors import RuleError
from cordee.ledger.audit import find_change
from cordee.ledger.imports import Outcome, PlannedLine
from cordee.ledger.incoming import FirstLines, Incoming
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Row, Table
from cordee.reference.folding import fold


NEEDED = ("reference", "giver", "receiver", "action")
"""Fields without which a line permits nothing."""


@dataclass(kw_only=True)
class IncomingPermit(Incoming[Permit]):
    """A line on its way: whose agreement, who permits what to whom, and what differs."""

    agreement: Agreement
    giver: UUID
    receiver: UUID
    names: tuple[str, str]

    @property
    def action(self) -> str:
        """Return what is permitted."""
        return str(self.row.values["action"])


def prepare(table: Table, office: UUID, _by: Actor, _on: date, lock: bool) -> list[IncomingPermit]:
    """Return what each line means; faults are noted in `table`, and with `lock` rows are held."""
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


def present(found: Sequence[IncomingPermit]) -> Iterator[PlannedLine]:
    """Yield prepared lines as the plan shows them."""
    for one in found:
        change = dict(find_change(one.before, one.values))
        if one.is_new:
            action = str(PERMITTED_NAMES[Permitted(one.action)])
            choices = {"giver": one.names[0], "receiver": one.names[1], "action": action}
            change = {**{name: ("", said) for name, said in choices.items()}, **change}
        title = f"{one.agreement.reference} · {one.names[0]} → {one.names[1]}"
        yield PlannedLine(one.row.line, one.outcome, title, change)


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
) -> IncomingPermit | None:
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
    known = Permit.objects.filter(
        agreement=found[0], action=str(values["action"]), giver=giver, receiver=receiver
    ).first()
    return IncomingPermit(
        row=row,
        id=known.id if known else uuid4(),
        record=known,
        agreement=found[0],
        giver=giver,
        receiver=receiver,
        names=(giver_name, receiver_name),
    )


def _find_end(table: Table, row: Row, name: str, names: Names) -> tuple[UUID, str] | None:
    if name in row.values:
        with table.noting(row.line, name):
            found = names.get_one(str(row.values[name]))
            return found.id, found.title
    return None


def _check_said_once(table: Table, found: Sequence[IncomingPermit]) -> None:
    first_lines = FirstLines()
    for one in found:
        key = (one.agreement.id, one.action, one.giver, one.receiver)
        earlier = first_lines.find_earlier(one.row.line, [key])
        if earlier is not None:
            table.say(
                one.row.line,
                "",
                gettext_noop("Line {line} says the same already. Keep one of them."),
                line=earlier,
            )


def _fill(table: Table, one: IncomingPermit) -> None:
    """Note what differs. An empty cell leaves what stands there."""
    one.compare(
        {name: one.row.values[name] for name in ("clause", "conditions") if name in one.row.values}
    )
    if one.row.line in table.faults.lines or one.outcome is Outcome.SAME:
        return
    if one.is_new and "clause" not in one.values:
        table.say(one.row.line, "clause", gettext_noop("Say which clause permits it."))
    with table.noting(one.row.line):
        check_can_change(Stage(one.agreement.stage), reason="-")
        _check_parties(one)


def _check_parties(one: IncomingPermit) -> None:
    if one.giver == one.receiver:
        raise RuleError(gettext_noop("A party needs no permit from itself. Choose another."))
    parties = set(one.agreement.parties.values_list("organisation", flat=True))
    if not {one.giver, one.receiver} <= parties:
        raise RuleError(gettext_noop("Only parties permit and are permitted. Choose among them."))
