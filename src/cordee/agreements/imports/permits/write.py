"""Bringing permits in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cordee.agreements.imports.permits.fields import KIND
from cordee.agreements.imports.permits.plan import Candidate, describe, prepare
from cordee.agreements.life import CLOSED, Stage
from cordee.agreements.models import Agreement, Permit
from cordee.agreements.operations.writing import check_organisation, tell
from cordee.directory.queries import get_line
from cordee.ledger.audit import Change, Deed, find_change, record_events
from cordee.ledger.imports import (
    ROWS_AT_ONCE,
    Outcome,
    Plan,
    Source,
    Written,
    check_may_run,
    check_untouched,
    chunk,
    close_undo,
    get_import,
    list_written_later,
    open_undo,
    record_import,
)
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table
from cordee.ledger.states import Action


@transaction.atomic
def import_permits(
    table: Table, source: Source, *, office: UUID, only_good: bool, by: Actor, at: datetime
) -> tuple[UUID, Plan]:
    """Bring a table of permits in: all of it, or with `only_good` its lines without a fault.

    Returns the import's identifier and what was done. Raises `RuleError` when lines have faults that
    were not chosen to be left out; nothing is written then. The file is the reason that is given for
    correcting the record of an agreement in force.
    """
    candidates = prepare(table, office=office, by=by, on=at.date(), lock=True)
    plan = describe(table, candidates)
    check_may_run(plan, only_good=only_good)
    good = [
        one
        for one in candidates
        if one.row.line not in table.faults.lines and one.outcome is not Outcome.SAME
    ]
    Permit.objects.bulk_create(
        (_make(one) for one in good if one.known is None), batch_size=ROWS_AT_ONCE // 2
    )
    deeds, written = [], []
    for one in good:
        if one.known is None:
            change: Change = {
                "permit": ("", one.action),
                "giver": ("", one.names[0]),
                "receiver": ("", one.names[1]),
                "clause": ("", one.values["clause"]),
            }
            deeds.append(
                Deed("agreement.add_permit", tell(one.agreement), change, source.file_name)
            )
            written.append(Written("permit", one.id))
            continue
        Permit.objects.filter(id=one.known.id).update(**one.values)
        change = {"permit": (one.action, one.action), **find_change(one.before, one.values)}
        deeds.append(Deed("agreement.change_permit", tell(one.agreement), change, source.file_name))
        before = {name: one.before[name] for name in one.values}
        written.append(Written("permit", one.known.id, 0, before))
    _count_changes({one.agreement.id for one in good}, by=by, at=at)
    record_events(deeds, by=by, at=at)
    return record_import(KIND, office, source, plan, written, by=by, at=at), plan


@transaction.atomic
def undo_permits(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Take a whole import back: what it made is deleted, what it changed is as it was before.

    Raises `RuleError`, and undoes nothing, when a permit was taken out or changed since, or its
    agreement is over.
    """
    line = get_line(get_import(identifier).organisation, on=at.date())
    written = open_undo(identifier, KIND, line, needs=Action.EDIT_AGREEMENTS, by=by, at=at)
    rows = _load([one.record for one in written])
    later = list_written_later(identifier, [one.record for one in written])
    check_untouched(
        [
            str(rows[one.record].agreement) if one.record in rows else str(one.record)
            for one in written
            if one.record not in rows
            or one.record in later
            or Stage(rows[one.record].agreement.stage) in CLOSED
        ]
    )
    deeds = []
    for one in written:
        row = rows[one.record]
        if one.before is None:
            change: Change = {
                "permit": (row.action, ""),
                "giver": (check_organisation(row.giver), ""),
                "receiver": (check_organisation(row.receiver), ""),
            }
        else:
            now = {name: getattr(row, name) for name in one.before}
            Permit.objects.filter(id=row.id).update(**one.before)
            change = find_change(now, one.before)
        deeds.append(Deed("agreement.take_back", tell(row.agreement), change))
    for some in chunk(one.record for one in written if one.before is None):
        Permit.objects.filter(id__in=some).delete()
    _count_changes({row.agreement_id for row in rows.values()}, by=by, at=at)
    record_events(deeds, by=by, at=at)
    close_undo(identifier, by=by, at=at)


def _make(one: Candidate) -> Permit:
    return Permit(
        id=one.id,
        agreement=one.agreement,
        action=one.action,
        giver=one.giver,
        receiver=one.receiver,
        **one.values,
    )


def _count_changes(agreements: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Count one change of each agreement, so that who has it open is told."""
    for some in chunk(agreements):
        rows = list(Agreement.objects.filter(id__in=some).order_by("id"))
        for row in rows:
            row.version, row.changed_at, row.changed_by = row.version + 1, at, by.name
        Agreement.objects.bulk_update(rows, ("version", "changed_at", "changed_by"), batch_size=100)


def _load(ids: Sequence[UUID]) -> dict[UUID, Permit]:
    rows: dict[UUID, Permit] = {}
    for some in chunk(ids):
        found = Permit.objects.select_for_update(of=("self",)).filter(id__in=some)
        rows |= {row.id: row for row in found.select_related("agreement").order_by("id")}
    return rows
