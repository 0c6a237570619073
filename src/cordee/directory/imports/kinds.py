"""The one way from a file to records and back, whatever the file holds: plan, bring in, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from cordee.directory.imports.names import hold_house
from cordee.directory.queries.lines import get_line
from cordee.ledger.audit import Deed, record_events
from cordee.ledger.cells import Field
from cordee.ledger.imports import (
    Plan,
    PlannedLine,
    Source,
    Written,
    check_may_run,
    close_undo,
    get_import,
    make_plan,
    open_undo,
    record_import,
)
from cordee.ledger.incoming import AnyIncoming
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.sheets import Table
from cordee.ledger.states import Action


@dataclass(frozen=True)
class Done:
    """What an import did, for the audit and for its undoing; taken once, after all is written."""

    deeds: Iterable[Deed]
    written: Iterable[Written]


@dataclass(frozen=True)
class FileKind(Generic[AnyIncoming]):
    """A kind of file: its name in the ledger, its title and columns, and what is done with its lines.

    `prepare` returns what each line means, notes faults in the table, and holds what is to change
    when its last argument says so; `present` returns lines as the plan shows them; `write` writes those
    without a fault; `take_back` deletes what an import made and sets back what it changed.
    """

    name: str
    title: str | Promise
    fields: tuple[Field, ...]
    prepare: Callable[[Table, UUID, Actor, date, bool], list[AnyIncoming]]
    present: Callable[[Sequence[AnyIncoming]], Iterable[PlannedLine]]
    write: Callable[[Sequence[AnyIncoming], UUID, Source, Actor, datetime], Done]
    take_back: Callable[[UUID, Sequence[Written], Actor, datetime], Iterable[Deed]]
    needs: Action
    """What is needed beside the right to import, to bring such a file in."""

    needs_to_undo: Action
    read: Callable[[bytes, str, UUID, date], Table] | None = None
    """How a file is read whose columns nobody chooses: its contents and name, for whom, on which day."""

    def plan(self, table: Table, house: UUID, *, by: Actor, on: date) -> Plan:
        """Return what bringing in a table would do; the faults of its cells are in `table`.

        `house` is the organisation that keeps what is new. Raises `RefusedError` for who may not
        import there.
        """
        return self._plan(table, self._prepare(table, house, by, on, lock=False))

    @transaction.atomic
    def bring_in(
        self, table: Table, source: Source, house: UUID, *, only_good: bool, by: Actor, at: datetime
    ) -> tuple[UUID, Plan]:
        """Bring a table in: all of it, or with `only_good` its lines without a fault.

        Returns the import's identifier and what was done. Raises `RuleError` when lines have faults
        that were not chosen to be left out; nothing is written then.
        """
        lines = self._prepare(table, house, by, at.date(), lock=True)
        plan = self._plan(table, lines)
        check_may_run(plan, only_good=only_good)
        good = [one for one in lines if one.row.line not in table.faults.lines]
        done = self.write(good, house, source, by, at)
        record_events(done.deeds, by=by, at=at)
        return record_import(self.name, house, source, plan, done.written, by=by, at=at), plan

    @transaction.atomic
    def undo(self, identifier: UUID, *, by: Actor, at: datetime) -> None:
        """Take a whole import back: what it made is deleted, what it changed is as it was before.

        Raises `RuleError`, and undoes nothing, when a record was changed or came into use since.
        """
        line = get_line(get_import(identifier).organisation, on=at.date())
        needs = self.needs_to_undo
        written = open_undo(identifier, self.name, line, needs=needs, by=by, at=at)
        record_events(self.take_back(identifier, written, by, at), by=by, at=at)
        close_undo(identifier, by=by, at=at)

    def _prepare(
        self, table: Table, house: UUID, by: Actor, on: date, *, lock: bool
    ) -> list[AnyIncoming]:
        line = get_line(house, on=on)
        for action in (Action.IMPORT_RECORDS, self.needs):
            check_can(by, action, line, on=on)
        if lock:
            hold_house(house)
        return self.prepare(table, house, by, on, lock)

    def _plan(self, table: Table, lines: Sequence[AnyIncoming]) -> Plan:
        return make_plan(list(self.present(lines)), table.faults)
