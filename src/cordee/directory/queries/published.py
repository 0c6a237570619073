"""What anybody may read of the directory once an administrator publishes it: values without addresses.

No reader is asked for: the sorts of records chosen (`Sharing`) are the right. What a value refers to is
published too, or not named. Records are listed by identifier, so that a list can be gone on with
wherever it was left, and so that what changes meanwhile is neither missed nor told twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet

from cordee.directory.models import Involvement, Organisation, OrganisationLink, Person, Resource
from cordee.directory.states import InvolvementKind, ResourceKind, Standing
from cordee.ledger.bulk import chunk
from cordee.ledger.publishing import Sharing, Window, find_latest


AFFILIATIONS = frozenset(InvolvementKind) - {InvolvementKind.REPRESENTS}
"""What is an affiliation: who represents an organisation somewhere need not belong to it."""

EQUIPMENT = (ResourceKind.FACILITY, ResourceKind.EQUIPMENT)
"""Services have no place among equipment, nor elsewhere in what is published."""

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Tie:
    """A reference to an organisation that is published too, from a day to a day."""

    organisation: UUID
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Published:
    """What every record says: when what it says last changed, and whether it is no more."""

    id: UUID
    changed_at: datetime
    is_gone: bool
    is_demonstration: bool


@dataclass(frozen=True)
class PublishedOrganisation(Published):
    """An organisation, and what it is part of."""

    acronym: str
    name_fr: str
    name_en: str
    ror: str
    website: str
    part_of: tuple[Tie, ...]


@dataclass(frozen=True)
class PublishedPerson(Published):
    """A person with their affiliations; never an e-mail address."""

    given_name: str
    family_name: str
    orcid: str
    website: str
    affiliations: tuple[Tie, ...]


@dataclass(frozen=True)
class PublishedEquipment(Published):
    """A facility or a machine, at an organisation where that is published."""

    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    owner: UUID | None


@dataclass(frozen=True)
class Presence:
    """Whether an organisation or a person can be referred to, and since when that stands."""

    is_there: bool
    since: datetime


@dataclass(frozen=True)
class Around:
    """Organisations and people that other rooms' records refer to and that changed: by identifier.

    `near` are those that changed at the window's beginning or later, `later` those that changed after its
    end; none where the window is open on that side. What is not published is in neither.
    """

    organisations_near: QuerySet[Any]
    organisations_later: QuerySet[Any]
    people_near: QuerySet[Any]
    people_later: QuerySet[Any]


def list_organisations(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedOrganisation, ...]:
    """Return the first `count` organisations that changed within the window, after an identifier."""
    if not sharing.organisations:
        return ()
    links = OrganisationLink.objects.filter(
        sharing.narrow("second__"), standing=Standing.PART_OF.value
    )
    rows = _narrow(Organisation, window, links.filter(first=OuterRef("id")), "second__")
    found = take(rows.filter(sharing.narrow()), count, after, only)
    ties: dict[UUID, list[OrganisationLink]] = defaultdict(list)
    for link in links.filter(first__in=found).select_related("second").order_by("id"):
        ties[link.first_id].append(link)
    return tuple(
        PublishedOrganisation(
            **_tell(row, window, [one.second for one in ties[row.id]]),
            acronym=row.acronym,
            name_fr=row.name_fr,
            name_en=row.name_en,
            ror=row.ror or "",
            website=row.website,
            part_of=_tie(
                Tie(one.second_id, one.start, one.end)
                for one in ties[row.id]
                if not window.is_gone(one.second.end)
            ),
        )
        for row in found
    )


def list_people(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedPerson, ...]:
    """Return the first `count` people who changed within the window, after an identifier."""
    if not sharing.people:
        return ()
    involvements = Involvement.objects.filter(
        sharing.narrow("organisation__"), role__in=[one.value for one in AFFILIATIONS]
    )
    if not sharing.organisations:
        involvements = involvements.none()
    rows = _narrow(Person, window, involvements.filter(person=OuterRef("id")), "organisation__")
    # An e-mail address that is never read cannot be written.
    found = take(rows.filter(sharing.narrow()).defer("email"), count, after, only)
    ties: dict[UUID, list[Involvement]] = defaultdict(list)
    for one in (
        involvements.filter(person__in=found).select_related("organisation").order_by("start", "id")
    ):
        ties[one.person_id].append(one)
    return tuple(
        PublishedPerson(
            **_tell(row, window, [one.organisation for one in ties[row.id]]),
            given_name=row.given_name,
            family_name=row.family_name,
            orcid=row.orcid or "",
            website=row.website,
            affiliations=_tie(
                Tie(one.organisation_id, one.start, one.end)
                for one in ties[row.id]
                if not window.is_gone(one.organisation.end)
            ),
        )
        for row in found
    )


def list_equipment(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedEquipment, ...]:
    """Return the first `count` facilities and machines that changed within the window."""
    if not sharing.equipment:
        return ()
    owners = Organisation.objects.filter(sharing.narrow(), id=OuterRef("keeper"))
    if not sharing.organisations:
        owners = owners.none()
    rows = _narrow(Resource, window, owners, "").filter(
        sharing.narrow(), kind__in=[one.value for one in EQUIPMENT]
    )
    found = take(rows.select_related("keeper"), count, after, only)
    told = []
    for row in found:
        is_named = sharing.organisations and (
            sharing.is_demonstration or not row.keeper.is_demonstration
        )
        told.append(
            PublishedEquipment(
                **_tell(row, window, [row.keeper] if is_named else []),
                name_fr=row.name_fr,
                name_en=row.name_en,
                description_fr=row.description_fr,
                description_en=row.description_en,
                owner=row.keeper_id if is_named and not window.is_gone(row.keeper.end) else None,
            )
        )
    return tuple(told)


def find_presence(
    identifiers: Iterable[UUID], sharing: Sharing, window: Window
) -> dict[UUID, Presence]:
    """Return which of some organisations can be referred to; those never published are left out."""
    rows = Organisation.objects.filter(sharing.narrow())
    return _find_presence(rows, identifiers, window) if sharing.organisations else {}


def find_people_presence(
    identifiers: Iterable[UUID], sharing: Sharing, window: Window
) -> dict[UUID, Presence]:
    """Return which of some people can be referred to; those never published are left out."""
    rows = Person.objects.filter(sharing.narrow())
    return _find_presence(rows, identifiers, window) if sharing.people else {}


def find_around(sharing: Sharing, window: Window) -> Around:
    """Return what changed of all that can be referred to, to look for the records that refer to it."""
    near = window.find_touched() if window.since is not None else None
    later = window.find_later()
    organisations = Organisation.objects.filter(sharing.narrow()).order_by()
    people = Person.objects.filter(sharing.narrow()).order_by()
    sorts = (organisations, sharing.organisations), (people, sharing.people)
    told = [
        (rows.filter(span) if is_shared and span is not None else rows.none()).values("id")
        for rows, is_shared in sorts
        for span in (near, later)
    ]
    return Around(*told)


def _find_presence(
    rows: QuerySet[Any], identifiers: Iterable[UUID], window: Window
) -> dict[UUID, Presence]:
    found: dict[UUID, Presence] = {}
    for some in chunk(set(identifiers)):
        told = rows.filter(id__in=some).values_list("id", "changed_at", "end")
        for identifier, changed_at, end in told:
            since = window.find_moment(changed_at, end)
            found[identifier] = Presence(not window.is_gone(end), since)
    return found


def _narrow(table: type[Row], window: Window, around: QuerySet[Any], prefix: str) -> QuerySet[Row]:
    """Return the rows of which something said changed within the window.

    `around` are the rows by which others are referred to, which lead to these by `prefix`.
    """
    rows = table._default_manager.all()
    if window.since is not None:
        near = Exists(around.filter(window.find_touched(prefix)))
        rows = rows.filter(window.find_touched() | near)
    later = window.find_later()
    later_around = window.find_later(prefix)
    if later is not None and later_around is not None:
        rows = rows.filter(~later, ~Exists(around.filter(later_around)))
    return rows


def take(rows: QuerySet[Row], count: int, after: UUID | None, only: UUID | None) -> list[Row]:
    """Return the first `count` rows after an identifier, or the one of an identifier."""
    if after is not None:
        rows = rows.filter(id__gt=after)
    if only is not None:
        rows = rows.filter(id=only)
    return list(rows.order_by("id")[:count])


def _tell(
    row: Organisation | Person | Resource, window: Window, around: Iterable[Organisation]
) -> dict[str, Any]:
    moments = [window.find_moment(one.changed_at, one.end) for one in (row, *around)]
    return {
        "id": row.id,
        "changed_at": find_latest(moments),
        "is_gone": window.is_gone(row.end),
        "is_demonstration": row.is_demonstration,
    }


def _tie(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Return references once each: who leads where they work is affiliated once."""
    return tuple(dict.fromkeys(ties))
