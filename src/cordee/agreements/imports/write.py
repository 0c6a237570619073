"""Bringing agreements in from a table, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cordee.agreements.imports.fields import KIND
from cordee.agreements.imports.plan import Candidate, describe, prepare
from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.writing import tell
from cordee.directory.queries import get_line
from cordee.directory.queries.exchanges import find_agreements_named
from cordee.ledger.audit import Deed, find_change, read_fields, record_events
from cordee.ledger.imports import (
    Outcome,
    Plan,
    Source,
    Written,
    check_may_run,
    check_untouched,
    chunk,
    close_undo,
    get_import,
    open_undo,
    record_import,
)
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table
from cordee.ledger.states import Action


ROWS_AT_ONCE = 500
_NOT_CHANGES = frozenset(
    {"id", "office", "changed_at", "changed_by", "created_at", "stage_since", "version"}
)


@transaction.atomic
def import_agreements(
    table: Table, source: Source, *, office: UUID, only_good: bool, by: Actor, at: datetime
) -> tuple[UUID, Plan]:
    """Bring a table of agreements in: all of it, or with `only_good` its lines without a fault.

    Returns the import's identifier and what was done. Raises `RuleError` when lines have faults that
    were not chosen to be left out; nothing is written then.
    """
    candidates = prepare(table, office=office, by=by, on=at.date(), lock=True)
    plan = describe(table, candidates)
    check_may_run(plan, only_good=only_good)
    good = [one for one in candidates if one.row.line not in table.faults.lines]
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
    record_events(deeds, by=by, at=at)
    return record_import(KIND, office, source, plan, written, by=by, at=at), plan


@transaction.atomic
def undo_agreements(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Take a whole import back: what it made is deleted, what it changed is as it was before.

    Raises `RuleError`, and undoes nothing, when an agreement was changed or came into use since.
    """
    line = get_line(get_import(identifier).organisation, on=at.date())
    written = open_undo(identifier, KIND, line, needs=Action.EDIT_AGREEMENTS, by=by, at=at)
    own = [one for one in written if one.kind == "agreement"]
    rows = _load([one.record for one in own])
    made = {one.record for one in own if one.before is None}
    used = set(
        Agreement.objects.filter(parent__in=made)
        .exclude(id__in=made)
        .values_list("parent", flat=True)
    )
    used |= find_agreements_named(made)
    check_untouched(
        [
            str(rows.get(one.record, one.record))
            for one in own
            if one.record not in rows
            or rows[one.record].version != one.version
            or one.record in used
        ]
    )
    for some in chunk(one.record for one in written if one.kind == "party"):
        Party.objects.filter(id__in=some).delete()
    deeds = []
    for one in own:
        row = rows[one.record]
        if one.before is None:
            change = find_change(read_fields(row, without=_NOT_CHANGES), {})
        else:
            now = {name: getattr(row, name) for name in one.before}
            _set(row, dict(one.before), by=by, at=at)
            row.save()
            change = find_change(now, {name: getattr(row, name) for name in one.before})
        deeds.append(Deed("agreement.take_back", tell(row), change))
    for some in chunk(made):
        Agreement.objects.filter(id__in=some).delete()
    record_events(deeds, by=by, at=at)
    close_undo(identifier, by=by, at=at)


def _make(
    one: Candidate,
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
    told = {**read_fields(row, without=_NOT_CHANGES), **_tell_parties(one)}
    deeds.append(Deed("agreement.create", tell(row), find_change({}, told)))
    written.append(Written("agreement", row.id, row.version))
    return row


def _change(
    one: Candidate,
    source: Source,
    deeds: list[Deed],
    written: list[Written],
    *,
    by: Actor,
    at: datetime,
) -> Agreement:
    row = one.known
    assert row is not None
    before = {name: getattr(row, name) for name in one.values}
    _set(row, one.values, by=by, at=at)
    change = {**find_change(before, one.values), **find_change({}, _tell_parties(one))}
    deeds.append(Deed("agreement.change", tell(row), change, reason=source.file_name))
    written.append(Written("agreement", row.id, row.version, before))
    return row


def _make_parties(one: Candidate, written: list[Written]) -> list[Party]:
    first = one.known.parties.count() if one.known else 0
    made = [
        Party(
            agreement_id=one.id, organisation=organisation, position=place, signed_on=one.signed_on
        )
        for place, organisation in enumerate(one.parties, start=first)
    ]
    written.extend(Written("party", party.id) for party in made)
    return made


def _tell_parties(one: Candidate) -> dict[str, object]:
    if not one.parties:
        return {}
    told: dict[str, object] = {"parties": "; ".join(one.names[party] for party in one.parties)}
    return {**told, "signed_on": one.signed_on} if one.signed_on else told


def _set(row: Agreement, values: dict[str, object], *, by: Actor, at: datetime) -> None:
    for column in Agreement._meta.concrete_fields:
        if column.name in values:
            setattr(row, column.name, column.to_python(values[column.name]))
    row.version += 1
    row.changed_at, row.changed_by = at, by.name


def _load(ids: Sequence[UUID]) -> dict[UUID, Agreement]:
    rows: dict[UUID, Agreement] = {}
    for some in chunk(ids):
        found = Agreement.objects.select_for_update().filter(id__in=some).order_by("id")
        rows |= {row.id: row for row in found}
    return rows
