"""Bringing facilities, equipment and services in from a table, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cordee.directory.imports.resources.fields import KIND
from cordee.directory.imports.resources.plan import Candidate, describe, prepare
from cordee.directory.models import Offer, Resource, ThemeTie
from cordee.directory.operations.changing import NOT_CHANGES
from cordee.directory.operations.search import put_resources_in_search, take_from_search
from cordee.directory.queries.lines import get_line
from cordee.ledger.audit import Change, Deed, Subject, find_change, read_fields, record_events
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
    open_undo,
    record_import,
)
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table
from cordee.ledger.states import Action


@transaction.atomic
def import_resources(
    table: Table, source: Source, *, keeper: UUID, only_good: bool, by: Actor, at: datetime
) -> tuple[UUID, Plan]:
    """Bring a table of facilities, equipment and services in: all, or its lines without a fault.

    Returns the import's identifier and what was done. Raises `RuleError` when lines have faults that
    were not chosen to be left out by `only_good`; nothing is written then.
    """
    candidates = prepare(table, keeper=keeper, by=by, on=at.date(), lock=True)
    plan = describe(table, candidates)
    check_may_run(plan, only_good=only_good)
    good = [one for one in candidates if one.row.line not in table.faults.lines]
    deeds: list[Deed] = []
    written: list[Written] = []
    made, changed = [], []
    for one in good:
        if one.outcome is Outcome.NEW:
            row = _make(one, by=by, at=at)
            made.append(row)
            written.append(Written("resource", row.id, row.version))
            deeds.append(_tell("create", row, find_change({}, _read(row))))
        elif one.outcome is Outcome.CHANGED:
            row, before = _change(one, at=at)
            changed.append(row)
            written.append(Written("resource", row.id, row.version, before))
            now = {name: getattr(row, name) for name in before}
            deeds.append(_tell("change", row, find_change(before, now)))
    Resource.objects.bulk_create(made, batch_size=ROWS_AT_ONCE // 2)
    for row in changed:
        row.save()
    _put_in_search(row.id for row in (*made, *changed))
    record_events(deeds, by=by, at=at)
    return record_import(KIND, keeper, source, plan, written, by=by, at=at), plan


@transaction.atomic
def undo_resources(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Take a whole import back: what it made is deleted, what it changed is as it was before.

    Raises `RuleError`, and undoes nothing, when an entry was changed or came into use since.
    """
    line = get_line(get_import(identifier).organisation, on=at.date())
    written = open_undo(identifier, KIND, line, needs=Action.EDIT_DIRECTORY, by=by, at=at)
    rows = _load([one.record for one in written])
    made = [one.record for one in written if one.before is None]
    used = _find_used(made)
    check_untouched(
        [
            str(rows.get(one.record, one.record))
            for one in written
            if one.record not in rows
            or rows[one.record].version != one.version
            or one.record in used
        ]
    )
    deeds = []
    for one in written:
        row = rows[one.record]
        if one.before is None:
            deeds.append(_tell("take_back", row, find_change(_read(row), {})))
            continue
        now = {name: getattr(row, name) for name in one.before}
        _set(row, one.before, at=at)
        row.save()
        after = {name: getattr(row, name) for name in one.before}
        deeds.append(_tell("take_back", row, find_change(now, after)))
    for some in chunk(made):
        take_from_search(some)
        # Parts lean on what they are parts of, so they let go before any is deleted.
        Resource.objects.filter(id__in=some).update(parent=None)
    for some in chunk(made):
        Resource.objects.filter(id__in=some).delete()
    _put_in_search(one.record for one in written if one.before is not None)
    record_events(deeds, by=by, at=at)
    close_undo(identifier, by=by, at=at)


def _make(one: Candidate, *, by: Actor, at: datetime) -> Resource:
    return Resource(
        id=one.id,
        keeper_id=one.keeper,
        is_demonstration=by.is_demonstration,
        confirmed_on=at.date(),
        changed_at=at,
        **one.values,
    )


def _change(one: Candidate, *, at: datetime) -> tuple[Resource, dict[str, object]]:
    row = one.known
    assert row is not None
    values = {**one.values, "confirmed_on": at.date()}
    before = {name: getattr(row, name) for name in values}
    _set(row, values, at=at)
    return row, before


def _set(row: Resource, values: Mapping[str, object], *, at: datetime) -> None:
    for column in Resource._meta.concrete_fields:
        if column.attname in values:
            # A linked entry is set by its identifier, which JSON keeps as text.
            given = values[column.attname]
            is_link = column.attname != column.name
            setattr(
                row,
                column.attname,
                UUID(str(given)) if is_link and given else column.to_python(given),
            )
    row.version += 1
    row.changed_at = at


def _read(row: Resource) -> dict[str, object]:
    return read_fields(row, without=NOT_CHANGES)


def _tell(what: str, row: Resource, change: Change) -> Deed:
    return Deed(f"resource.{what}", Subject("resource", str(row.id), row.keeper_id), change)


def _load(ids: Sequence[UUID]) -> dict[UUID, Resource]:
    rows: dict[UUID, Resource] = {}
    for some in chunk(ids):
        found = Resource.objects.select_for_update().filter(id__in=some).order_by("id")
        rows |= {row.id: row for row in found}
    return rows


def _find_used(made: Sequence[UUID]) -> set[UUID]:
    """Return those of what the import made that parts, offers or themes of others lean on."""
    own = set(made)
    used: set[UUID] = set()
    for some in chunk(made):
        parts = Resource.objects.filter(parent__in=some)
        used |= {row.parent_id for row in parts if row.parent_id is not None and row.id not in own}
        offers = Offer.objects.filter(resource__in=some)
        used |= {row.resource_id for row in offers if row.resource_id is not None}
        used |= set(ThemeTie.objects.filter(resource__in=some).values_list("record", flat=True))
    return used


def _put_in_search(resources: Iterable[UUID]) -> None:
    for some in chunk(resources):
        put_resources_in_search(some)
