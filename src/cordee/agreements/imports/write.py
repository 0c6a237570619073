"""Bringing agreements in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from cordee.agreements.imports.fields import FIELDS
from cordee.agreements.imports.plan import IncomingAgreement, prepare, present
from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.writing import read_own, tell
from cordee.directory.imports.kinds import Done, FileKind
from cordee.directory.queries.exchanges import find_agreements_named
from cordee.ledger.audit import Deed, find_change
from cordee.ledger.bulk import ROWS_AT_ONCE, chunk, load_rows, read_values, set_values
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, find_touched
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


def _write(
    good: Sequence[IncomingAgreement], office: UUID, source: Source, by: Actor, at: datetime
) -> Done:
    written: list[Written] = []
    deeds: list[Deed] = []
    made = [
        _make(one, office, deeds, written, by=by, at=at)
        for one in good
        if one.outcome is Outcome.NEW
    ]
    changed = [
        _change(one, source, deeds, written, by=by, at=at)
        for one in good
        if one.outcome is Outcome.CHANGED
    ]
    parties = [party for one in good for party in _make_parties(one, written)]
    Agreement.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    for row in changed:
        row.save()
    Party.objects.bulk_create(parties, batch_size=ROWS_AT_ONCE)
    return Done(deeds, written)


def _take_back(
    _identifier: UUID, written: Sequence[Written], by: Actor, at: datetime
) -> list[Deed]:
    own = [one for one in written if one.kind == "agreement"]
    rows = load_rows(Agreement, (one.record for one in own))
    made = {one.record for one in own if one.before is None}
    used = set(
        Agreement.objects.filter(parent__in=made)
        .exclude(id__in=made)
        .values_list("parent", flat=True)
    )
    used |= find_agreements_named(made)
    check_untouched(find_touched(own, rows, used))
    for some in chunk(one.record for one in written if one.kind == "party"):
        Party.objects.filter(id__in=some).delete()
    deeds = []
    for one in own:
        row = rows[one.record]
        if one.before is None:
            change = find_change(read_own(row), {})
        else:
            now = _set(row, one.before, by=by, at=at)
            row.save()
            change = find_change(now, read_values(row, now))
        deeds.append(Deed("agreement.take_back", tell(row), change))
    for some in chunk(made):
        Agreement.objects.filter(id__in=some).delete()
    return deeds


AGREEMENTS = FileKind(
    "agreements",
    gettext_lazy("Agreements"),
    FIELDS,
    prepare,
    present,
    _write,
    _take_back,
    needs=Action.EDIT_AGREEMENTS,
    needs_to_undo=Action.EDIT_AGREEMENTS,
)
"""Files of agreements, with their parties."""


def _make(
    one: IncomingAgreement,
    office: UUID,
    deeds: list[Deed],
    written: list[Written],
    *,
    by: Actor,
    at: datetime,
) -> Agreement:
    row = Agreement(
        id=one.id,
        office=office,
        is_demonstration=by.is_demonstration,
        stage_since=at,
        created_at=at,
        changed_at=at,
        changed_by=by.name,
        **one.values,
    )
    told = {**read_own(row), **_tell_parties(one)}
    deeds.append(Deed("agreement.create", tell(row), find_change({}, told)))
    written.append(Written("agreement", row.id, row.version))
    return row


def _change(
    one: IncomingAgreement,
    source: Source,
    deeds: list[Deed],
    written: list[Written],
    *,
    by: Actor,
    at: datetime,
) -> Agreement:
    row = one.record
    assert row is not None
    before = _set(row, one.values, by=by, at=at)
    change = {**find_change(before, one.values), **find_change({}, _tell_parties(one))}
    deeds.append(Deed("agreement.change", tell(row), change, reason=source.file_name))
    written.append(Written("agreement", row.id, row.version, before))
    return row


def _make_parties(one: IncomingAgreement, written: list[Written]) -> list[Party]:
    first = one.record.parties.count() if one.record else 0
    made = [
        Party(
            agreement_id=one.id, organisation=organisation, position=place, signed_on=one.signed_on
        )
        for place, organisation in enumerate(one.parties, start=first)
    ]
    written.extend(Written("party", party.id) for party in made)
    return made


def _tell_parties(one: IncomingAgreement) -> dict[str, object]:
    if not one.parties:
        return {}
    told: dict[str, object] = {"parties": "; ".join(one.names[party] for party in one.parties)}
    return {**told, "signed_on": one.signed_on} if one.signed_on else told


def _set(
    row: Agreement, values: Mapping[str, object], *, by: Actor, at: datetime
) -> dict[str, object]:
    before = set_values(row, values)
    row.version += 1
    row.changed_at, row.changed_by = at, by.name
    return before
