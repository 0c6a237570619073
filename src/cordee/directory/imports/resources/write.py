"""Bringing facilities, equipment and services in from a table, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from cordee.directory.imports.kinds import Done, FileKind
from cordee.directory.imports.resources.fields import FIELDS
from cordee.directory.imports.resources.plan import IncomingResource, prepare, present
from cordee.directory.models import Offer, Resource, ThemeTie
from cordee.directory.operations.changing import read_own
from cordee.directory.operations.search import put_resources_in_search, take_from_search
from cordee.ledger.audit import Change, Deed, Subject, find_change
from cordee.ledger.bulk import ROWS_AT_ONCE, chunk, load_rows, read_values, set_values
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, find_touched
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


def _write(
    good: Sequence[IncomingResource], _keeper: UUID, _source: Source, by: Actor, at: datetime
) -> Done:
    deeds: list[Deed] = []
    written: list[Written] = []
    made, changed = [], []
    for one in good:
        if one.outcome is Outcome.NEW:
            row = _make(one, by=by, at=at)
            made.append(row)
            written.append(Written("resource", row.id, row.version))
            deeds.append(_tell("create", row, find_change({}, read_own(row))))
        elif one.outcome is Outcome.CHANGED:
            row, before = _change(one, at=at)
            changed.append(row)
            written.append(Written("resource", row.id, row.version, before))
            deeds.append(_tell("change", row, find_change(before, read_values(row, before))))
    Resource.objects.bulk_create(made, batch_size=ROWS_AT_ONCE // 2)
    for row in changed:
        row.save()
    _put_in_search(row.id for row in (*made, *changed))
    return Done(deeds, written)


def _take_back(
    _identifier: UUID, written: Sequence[Written], _by: Actor, at: datetime
) -> list[Deed]:
    rows = load_rows(Resource, (one.record for one in written))
    made = [one.record for one in written if one.before is None]
    check_untouched(find_touched(written, rows, _find_used(made)))
    deeds = []
    for one in written:
        row = rows[one.record]
        if one.before is None:
            deeds.append(_tell("take_back", row, find_change(read_own(row), {})))
            continue
        now = _set(row, one.before, at=at)
        row.save()
        deeds.append(_tell("take_back", row, find_change(now, read_values(row, now))))
    for some in chunk(made):
        take_from_search(some)
        # Parts lean on what they are parts of, so they let go before any is deleted.
        Resource.objects.filter(id__in=some).update(parent=None)
    for some in chunk(made):
        Resource.objects.filter(id__in=some).delete()
    _put_in_search(one.record for one in written if one.before is not None)
    return deeds


RESOURCES = FileKind(
    "resources",
    gettext_lazy("Facilities, equipment and services"),
    FIELDS,
    prepare,
    present,
    _write,
    _take_back,
    needs=Action.EDIT_OWN_TEAM,
    needs_to_undo=Action.EDIT_DIRECTORY,
)
"""Files of facilities, equipment and services."""


def _make(one: IncomingResource, *, by: Actor, at: datetime) -> Resource:
    return Resource(
        id=one.id,
        keeper_id=one.keeper,
        is_demonstration=by.is_demonstration,
        confirmed_on=at.date(),
        changed_at=at,
        **one.values,
    )


def _change(one: IncomingResource, *, at: datetime) -> tuple[Resource, dict[str, object]]:
    row = one.record
    assert row is not None
    return row, _set(row, {**one.values, "confirmed_on": at.date()}, at=at)


def _set(row: Resource, values: Mapping[str, object], *, at: datetime) -> dict[str, object]:
    before = set_values(row, values)
    row.version += 1
    row.changed_at = at
    return before


def _tell(what: str, row: Resource, change: Change) -> Deed:
    return Deed(f"resource.{what}", Subject("resource", str(row.id), row.keeper_id), change)


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
