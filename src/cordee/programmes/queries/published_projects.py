"""What anybody may read of projects and events once an administrator publishes them.

Only what its office made public is told, and only as long as its award stands: a project that was refused
after all is gone. Who leads it is named where people are published; nobody else of it ever is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cordee.directory.queries.published import (
    Presence,
    find_around,
    find_people_presence,
    find_presence,
    take,
)
from cordee.ledger.publishing import SECOND, Sharing, Window, find_latest
from cordee.programmes.granting.states import ParticipantRole
from cordee.programmes.life import CallStage
from cordee.programmes.models import Decision, Event, Participant, Project, ProjectPerson
from cordee.programmes.moving.states import EventKind
from cordee.programmes.queries.projects import LEADING
from cordee.programmes.queries.published import FundingSort, PublishedFunding, select_calls
from cordee.programmes.selecting.states import DecisionKind


@dataclass(frozen=True)
class PublishedParticipant:
    """An organisation that takes part, from a day to a day."""

    organisation: UUID
    role: ParticipantRole
    start: date | None
    end: date | None


@dataclass(frozen=True)
class PublishedProject:
    """A project. `funder` keeps it where it comes from an award here, else `funder_name` is all that is known."""

    id: UUID
    changed_at: datetime
    is_gone: bool
    is_demonstration: bool
    acronym: str
    title: str
    summary: str
    number: str
    website: str
    starts_on: date | None
    ends_on: date | None
    participants: tuple[PublishedParticipant, ...]
    leaders: tuple[UUID, ...]
    funder: UUID | None
    funder_name: str


@dataclass(frozen=True)
class PublishedEvent:
    """An event. `organiser` keeps it, where that is published."""

    id: UUID
    changed_at: datetime
    is_gone: bool
    is_demonstration: bool
    kind: EventKind
    title: str
    description: str
    place: str
    country: str
    starts_on: date | None
    ends_on: date | None
    organiser: UUID | None


@dataclass(frozen=True)
class _Found:
    """A row with the participants, the office and the leaders that are published, and since when."""

    row: Any
    participants: list[Participant]
    office: dict[UUID, Presence]
    there: dict[UUID, Presence]
    leaders: dict[UUID, Presence]

    @property
    def changed_at(self) -> datetime:
        """Return when anything that is said of it last changed."""
        own = (self.row.changed_at, self.row.decided_at, self.row.call_at)
        named = [self.there[one.organisation] for one in self.participants if one.organisation]
        around = (*named, *self.office.values(), *self.leaders.values())
        return find_latest((*(one for one in own if one), *(one.since for one in around)))

    @property
    def funder(self) -> UUID | None:
        """Return the office where it gave the award itself; who keeps a grant from elsewhere funds nothing."""
        told = self.office.get(self.row.office)
        return self.row.office if self.row.award_id and told and told.is_there else None


def list_projects(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedProject, ...]:
    """Return the first `count` projects that changed within the window, after an identifier."""
    return tuple(_tell_project(one) for one in _find(sharing, window, count, after, only))


def list_awards(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedFunding, ...]:
    """Return what was given to the first `count` projects that changed within the window."""
    return tuple(_tell_award(one) for one in _find(sharing, window, count, after, only))


def list_events(
    sharing: Sharing,
    window: Window,
    count: int,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
) -> tuple[PublishedEvent, ...]:
    """Return the first `count` events that changed within the window, after an identifier."""
    if not sharing.events:
        return ()
    around = find_around(sharing, window)
    rows = Event.objects.filter(sharing.narrow(), Q(is_public=True) | Q(was_public=True))
    if window.since is not None:
        near = Q(office__in=around.organisations_near)
        rows = rows.filter(Q(changed_at__gte=window.since) | near)
    if window.until is not None:
        rows = rows.filter(changed_at__lt=window.until + SECOND)
        rows = rows.exclude(office__in=around.organisations_later)
    found = take(rows, count, after, only)
    there = find_presence({row.office for row in found}, sharing, window)
    return tuple(_tell_event(row, there.get(row.office)) for row in found)


def select_public(sharing: Sharing) -> QuerySet[Project]:
    """Return the projects that are told, with the moment and the kind of the decision in force."""
    standing = Decision.objects.filter(
        application=OuterRef("award__application"), replaced_by__isnull=True
    )
    return Project.objects.filter(sharing.narrow()).annotate(
        decided=Subquery(standing.values("kind")[:1]),
        decided_at=Subquery(standing.values("decided_at")[:1]),
    )


def _select_changed(sharing: Sharing, window: Window) -> QuerySet[Project]:
    """Return the projects of which something said changed within the window, with their calls' moments.

    A call is said only where it is told itself; else nothing of it is, nor when it changed.
    """
    calls = select_calls(sharing).filter(id=OuterRef("award__application__call"))
    if not sharing.programmes:
        calls = calls.none()
    rows = (
        select_public(sharing)
        .filter(Q(is_public=True) | Q(was_public=True))
        .annotate(
            call_at=Subquery(calls.values("changed_at")[:1]),
            call_stage=Subquery(calls.values("stage")[:1]),
        )
    )
    around = find_around(sharing, window)
    own = ("changed_at", "decided_at", "call_at")
    if window.since is not None:
        touched = _refers_to(around.organisations_near, around.people_near)
        for one in own:
            touched |= Q(**{f"{one}__gte": window.since})
        rows = rows.filter(touched)
    if window.until is not None:
        after = window.until + SECOND
        late = _refers_to(around.organisations_later, around.people_later)
        for one in own:
            # What is not there at all is not late either.
            late |= Q(**{f"{one}__isnull": False, f"{one}__gte": after})
        rows = rows.exclude(id__in=rows.filter(late).order_by().values("id"))
    return rows.select_related("award__application")


def _refers_to(organisations: QuerySet[Any], people: QuerySet[Any]) -> Q:
    """Return which projects refer to one of some organisations or people."""
    participants = Participant.objects.filter(
        project=OuterRef("id"), organisation__in=organisations
    )
    leaders = ProjectPerson.objects.filter(
        project=OuterRef("id"), role__in=LEADING, person__in=people
    )
    return Q(office__in=organisations) | Q(Exists(participants)) | Q(Exists(leaders))


def _find(
    sharing: Sharing, window: Window, count: int, after: UUID | None, only: UUID | None
) -> list[_Found]:
    """Return the projects asked for, with those they refer to that can be referred to."""
    if not sharing.projects:
        return []
    rows: list[Any] = take(_select_changed(sharing, window), count, after, only)
    participants, leaders = _list_participants(rows), _list_leaders(rows)
    named = {one.organisation for some in participants.values() for one in some if one.organisation}
    there = find_presence({*named, *(row.office for row in rows)}, sharing, window)
    led_by = {one for some in leaders.values() for one in some}
    people = find_people_presence(led_by, sharing, window)
    return [
        _Found(
            row,
            [one for one in participants[row.id] if one.organisation in there],
            {row.office: there[row.office]} if row.office in there else {},
            there,
            {one: people[one] for one in leaders[row.id] if one in people},
        )
        for row in rows
    ]


def _list_participants(rows: Iterable[Project]) -> dict[UUID, list[Participant]]:
    found: dict[UUID, list[Participant]] = defaultdict(list)
    named = Participant.objects.filter(project__in=list(rows), organisation__isnull=False)
    for one in named.order_by("role", "start", "id"):
        found[one.project_id].append(one)
    return found


def _list_leaders(rows: Iterable[Project]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    named = ProjectPerson.objects.filter(
        project__in=list(rows), role__in=LEADING, person__isnull=False
    )
    for one in named.order_by("-role", "id"):
        assert one.person is not None
        if one.person not in found[one.project_id]:
            found[one.project_id].append(one.person)
    return found


def _is_gone(row: Any) -> bool:
    """Return whether a project is told no more: made private again, or refused after all."""
    return not row.is_public or (
        row.award_id is not None and row.decided != DecisionKind.FUND.value
    )


def _tell_project(found: _Found) -> PublishedProject:
    row = found.row
    return PublishedProject(
        id=row.id,
        changed_at=found.changed_at,
        is_gone=_is_gone(row),
        is_demonstration=row.is_demonstration,
        acronym=row.acronym,
        title=row.title,
        summary=row.summary,
        number=row.grant_number or row.reference,
        website=row.website,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        participants=tuple(
            PublishedParticipant(one.organisation, ParticipantRole(one.role), one.start, one.end)
            for one in found.participants
            if one.organisation is not None and found.there[one.organisation].is_there
        ),
        leaders=tuple(one for one, told in found.leaders.items() if told.is_there),
        funder=found.funder,
        funder_name="" if row.award_id else row.funder,
    )


def _tell_award(found: _Found) -> PublishedFunding:
    row = found.row
    has_call = row.call_stage is not None and row.call_stage != CallStage.CANCELLED.value
    return PublishedFunding(
        id=row.id,
        changed_at=found.changed_at,
        is_gone=_is_gone(row),
        is_demonstration=row.is_demonstration,
        sort=FundingSort.AWARD,
        name_fr="",
        name_en="",
        description_fr="",
        description_en="",
        funder=found.funder,
        part_of=row.award.application.call_id if has_call else None,
        amount=row.granted,
        currency=row.currency,
        name=row.title,
        funder_name="" if row.award_id else row.funder,
        number=row.grant_number or row.reference,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _tell_event(row: Event, office: Presence | None) -> PublishedEvent:
    return PublishedEvent(
        id=row.id,
        changed_at=find_latest((row.changed_at, *((office.since,) if office else ()))),
        is_gone=not row.is_public,
        is_demonstration=row.is_demonstration,
        kind=EventKind(row.kind),
        title=row.title,
        description=row.description,
        place=row.place,
        country=row.country,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        organiser=row.office if office and office.is_there else None,
    )
