"""Bringing permits in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from cordee.agreements.imports.permits.fields import FIELDS
from cordee.agreements.imports.permits.plan import IncomingPermit, prepare, present
from cordee.agreements.life import CLOSED, Stage
from cordee.agreements.models import Agreement, Permit
from cordee.agreements.operations.writing import check_organisation, tell
from cordee.directory.imports.kinds import Done, FileKind
from cordee.ledger.audit import Change, Deed, find_change
from cordee.ledger.bulk import ROWS_AT_ONCE, chunk, load_rows, read_values
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, list_written_later
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


def _write(
    lines: Sequence[IncomingPermit], _office: UUID, source: Source, by: Actor, at: datetime
) -> Done:
    """Write permits. The file is the reason given for correcting the record of an agreement in force."""
    good = [one for one in lines if one.outcome is not Outcome.SAME]
    Permit.objects.bulk_create(
        (_make(one) for one in good if one.is_new), batch_size=ROWS_AT_ONCE // 2
    )
    deeds, written = [], []
    for one in good:
        if one.is_new:
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
        Permit.objects.filter(id=one.id).update(**one.values)
        change = {"permit": (one.action, one.action), **find_change(one.before, one.values)}
        deeds.append(Deed("agreement.change_permit", tell(one.agreement), change, source.file_name))
        written.append(Written("permit", one.id, 0, one.before))
    _count_changes({one.agreement.id for one in good}, by=by, at=at)
    return Done(deeds, written)


def _take_back(identifier: UUID, written: Sequence[Written], by: Actor, at: datetime) -> list[Deed]:
    permits = Permit.objects.select_related("agreement")
    rows = load_rows(permits, (one.record for one in written))
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
            now = read_values(row, one.before)
            Permit.objects.filter(id=row.id).update(**one.before)
            change = find_change(now, one.before)
        deeds.append(Deed("agreement.take_back", tell(row.agreement), change))
    for some in chunk(one.record for one in written if one.before is None):
        Permit.objects.filter(id__in=some).delete()
    _count_changes({row.agreement_id for row in rows.values()}, by=by, at=at)
    return deeds


PERMITS = FileKind(
    "permits",
    gettext_lazy("What agreements permit"),
    FIELDS,
    prepare,
    present,
    _write,
    _take_back,
    needs=Action.EDIT_AGREEMENTS,
    needs_to_undo=Action.EDIT_AGREEMENTS,
)
"""Files of permits. An undo is refused too once a permit was taken out, or its agreement is over."""


def _make(one: IncomingPermit) -> Permit:
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
