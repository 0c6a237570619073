"""Writes of facilities, equipment and services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Person, Resource
from cordee.directory.operations.changing import check_not_own_part, lock, to_columns
from cordee.directory.operations.kept import change_kept, check_may_keep, confirm_kept, create_kept
from cordee.directory.rules import check_dates, check_has_name
from cordee.directory.states import Audience, ResourceKind
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@dataclass(frozen=True)
class ResourceValues:
    """What is written of a facility, a machine or a service; `parent` and `contact` by identifier."""

    kind: ResourceKind
    audience: Audience
    name_fr: str = ""
    name_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    conditions_fr: str = ""
    conditions_en: str = ""
    booking: str = ""
    parent: UUID | None = None
    contact: UUID | None = None
    start: date | None = None
    end: date | None = None


@transaction.atomic
def create_resource(values: ResourceValues, *, keeper: UUID, by: Actor, at: datetime) -> Resource:
    """Enter a facility, a machine or a service at the organisation `keeper`."""
    return create_kept(Resource, _check(values, None, by=by, at=at), keeper=keeper, by=by, at=at)


@transaction.atomic
def change_resource(
    identifier: UUID, values: ResourceValues, *, version: int, by: Actor, at: datetime
) -> bool:
    """Change a facility, a machine or a service; returns whether anything differed."""
    row = lock(Resource.objects.all(), identifier)
    return change_kept(row, _check(values, row, by=by, at=at), version=version, by=by, at=at)


@transaction.atomic
def confirm_resource(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Say that the entry of a facility, a machine or a service is still true today."""
    confirm_kept(Resource, identifier, by=by, at=at)


def _check(
    values: ResourceValues, row: Resource | None, *, by: Actor, at: datetime
) -> dict[str, object]:
    """Return the values as columns, or raise the first rule they break.

    A part is hung onto what others keep with their right alone.
    """
    check_has_name(values.name_fr, values.name_en)
    check_dates(values.start, values.end)
    if values.contact is not None:
        lock(Person.objects.all(), values.contact)
    if values.parent is not None and (row is None or values.parent != row.parent_id):
        keeper = lock(Resource.objects.all(), values.parent).keeper_id
        check_may_keep(keeper, Action.EDIT_OWN_TEAM, by=by, at=at)
    check_not_own_part(
        Resource,
        row.id if row else None,
        values.parent,
        gettext_noop("A facility cannot be a part of its own part."),
    )
    return to_columns(values, "parent", "contact")
