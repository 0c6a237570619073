"""The record of a facility, a machine or a service; what an organisation has of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.directory.models import Resource
from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.kept import (
    Keeping,
    Reference,
    present_keeping,
    refuse_unknown,
)
from cordee.directory.states import Audience, ResourceKind
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


@dataclass(frozen=True)
class ResourceTold:
    """A facility, a machine or a service on one line."""

    id: UUID
    kind: ResourceKind
    name_fr: str
    name_en: str
    audience: Audience
    end: date | None


@dataclass(frozen=True)
class ResourceRecord:
    """All that the directory says of a facility, a machine or a service."""

    id: UUID
    kind: ResourceKind
    audience: Audience
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    conditions_fr: str
    conditions_en: str
    booking: str
    start: date | None
    standing: Keeping
    parent: Reference | None
    contact: Reference | None
    parts: tuple[ResourceTold, ...]


def get_resource_record(identifier: UUID, *, by: Actor, on: date) -> ResourceRecord:
    """Return the record; `NotFoundError` when there is none, or `by` may not see the directory."""
    check_sees_directory(by, on=on)
    rows = Resource.objects.select_related("keeper", "parent", "contact")
    row = rows.filter(id=identifier).first()
    if row is None:
        raise refuse_unknown()
    parent, contact = row.parent, row.contact
    return ResourceRecord(
        id=row.id,
        kind=ResourceKind(row.kind),
        audience=Audience(row.audience),
        name_fr=row.name_fr,
        name_en=row.name_en,
        description_fr=row.description_fr,
        description_en=row.description_en,
        conditions_fr=row.conditions_fr,
        conditions_en=row.conditions_en,
        booking=row.booking,
        start=row.start,
        standing=present_keeping(row, Action.EDIT_OWN_TEAM, by=by, on=on),
        parent=Reference(parent.id, parent.name_fr, parent.name_en) if parent else None,
        contact=Reference(contact.id, str(contact), str(contact)) if contact else None,
        parts=tuple(_tell(one) for one in row.parts.order_by("name_en", "name_fr")),
    )


def list_resources_of(organisation: UUID) -> tuple[ResourceTold, ...]:
    """Return what an organisation has, machines of a facility left to the facility's record."""
    rows = Resource.objects.filter(keeper=organisation, parent__isnull=True)
    return tuple(_tell(one) for one in rows.order_by("name_en", "name_fr"))


def _tell(row: Resource) -> ResourceTold:
    return ResourceTold(
        id=row.id,
        kind=ResourceKind(row.kind),
        name_fr=row.name_fr,
        name_en=row.name_en,
        audience=Audience(row.audience),
        end=row.end,
    )
