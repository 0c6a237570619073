"""The session of a committee: planned, opened with who is there, its agenda, its ranks, closed with its minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.directory.queries.evidence import show_people
from cordee.kernel.errors import NotFoundError, RuleError, StaleError, UsageError
from cordee.ledger.audit import Change, Subject, find_change, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.calling.clock import LocalTime, find_moment
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import AgendaItem, Session, SessionMember
from cordee.programmes.operations.sitting import Find, look_for_ties
from cordee.programmes.queries.committee import NO_SESSION, list_items, list_waiting, read_session
from cordee.programmes.queries.decisions import find_seen_call, sees_decisions
from cordee.programmes.selecting.minutes import write_minutes
from cordee.programmes.selecting.rules import check_not_closed, check_sits
from cordee.programmes.selecting.states import DECIDING, Seat, SessionStage


MOST_SEATS = 60
"""A committee of more is a slip."""


@dataclass(frozen=True)
class SessionDraft:
    """What an officer writes of a session; when it begins, as a clock in the call's zone shows it."""

    title: str
    starts: LocalTime
    place: str = ""
    quorum: int = 1


@transaction.atomic
def plan_session(call: UUID, draft: SessionDraft, *, by: Actor, at: datetime) -> UUID:
    """Plan a session of the committee of a published call, and return its identifier."""
    told = find_seen_call(call, by=by, on=at.date())
    check_can(by, Action.RUN_PROGRAMMES, get_line(told.office, on=at.date()), on=at.date())
    row = Session(call=told, is_demonstration=told.is_demonstration or by.is_demonstration)
    _write_draft(row, draft)
    row.save(force_insert=True)
    _note(row, "create", by=by, at=at, change=find_change({}, _read_own(row)))
    return row.id


@transaction.atomic
def change_session(
    identifier: UUID, draft: SessionDraft, *, version: int, by: Actor, at: datetime
) -> None:
    """Write a planned session anew; the quorum stays once it sits."""
    row = open_row(identifier, by=by, at=at)
    check_planned(SessionStage(row.stage))
    if version != row.version:
        raise StaleError(
            gettext_noop("Somebody else changed this session after you opened it. Open it anew.")
        )
    before = _read_own(row)
    _write_draft(row, draft)
    row.version += 1
    row.save()
    change = find_change(before, _read_own(row))
    if change:
        _note(row, "change", by=by, at=at, change=change)


@transaction.atomic
def add_seat(
    identifier: UUID,
    seat: Seat,
    *,
    person: UUID | None = None,
    name: str = "",
    by: Actor,
    at: datetime,
    find: Find | None = None,
) -> UUID:
    """Give a seat to somebody of the directory, or to a name alone; nobody has two in a session."""
    row = open_row(identifier, by=by, at=at)
    check_not_closed(SessionStage(row.stage))
    if person is not None:
        shown = show_people([person]).get(person)
        if shown is None:
            raise NotFoundError(gettext_noop("The directory has no such entry."))
        name = shown.name
    name = " ".join(name.split())[:200]
    if not name:
        raise UsageError(gettext_noop("Choose somebody of the directory, or write a name."))
    others = SessionMember.objects.filter(session=row)
    if others.count() >= MOST_SEATS:
        raise RuleError(gettext_noop("No committee has so many seats."))
    if person is not None and others.filter(person=person).exists():
        raise RuleError(gettext_noop("{name} has a seat in this session already."), name=name)
    if seat is Seat.CHAIR and others.filter(seat=Seat.CHAIR.value).exists():
        raise RuleError(gettext_noop("The session has a chair already."))
    made = SessionMember.objects.create(session=row, person=person, name=name, seat=seat.value)
    _note(row, "seat", by=by, at=at, change={"name": ("", name), "seat": ("", seat.value)})
    if row.stage == SessionStage.OPEN.value:
        look_for_ties(row, find, at=at)
    return made.id


@transaction.atomic
def remove_seat(identifier: UUID, member: UUID, *, by: Actor, at: datetime) -> None:
    """Take a seat away from who never came: who was there stays in the record."""
    row = open_row(identifier, by=by, at=at)
    check_not_closed(SessionStage(row.stage))
    one = find_member(row, member)
    if one.arrived_at is not None:
        raise RuleError(gettext_noop("{name} was there; the record keeps it."), name=one.name)
    _note(row, "unseat", by=by, at=at, change={"name": (one.name, "")})
    one.delete()


@transaction.atomic
def make_agenda(identifier: UUID, *, by: Actor, at: datetime, find: Find | None = None) -> int:
    """Put all that waits for a decision on the agenda, the best reviewed first; return how many were added.

    Applications wait that were submitted, are eligible or had their verdict set aside, and have no decision
    in force, or one that asks for revisions.
    """
    row = open_row(identifier, by=by, at=at)
    check_not_closed(SessionStage(row.stage))
    waiting = list_waiting(read_session(row))
    last = AgendaItem.objects.filter(session=row).aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.bulk_create(
        AgendaItem(session=row, application_id=one, position=last + place, rank=last + place)
        for place, one in enumerate(waiting, start=1)
    )
    if waiting:
        _note(row, "agenda", by=by, at=at, change={"applications": (last, last + len(waiting))})
        if row.stage == SessionStage.OPEN.value:
            look_for_ties(row, find, at=at)
    return len(waiting)


@transaction.atomic
def open_session(
    identifier: UUID,
    present: Collection[UUID],
    *,
    by: Actor,
    at: datetime,
    find: Find | None = None,
) -> None:
    """Open a session with those who are there; ties to what is on the agenda are looked for again.

    `find` looks with the lake too; without it nobody is asked who published together.
    """
    row = open_row(identifier, by=by, at=at)
    check_planned(SessionStage(row.stage))
    members = [one for one in row.members.all() if one.id in set(present)]
    check_enough(sum(Seat(one.seat) in DECIDING for one in members), row.quorum)
    if not row.agenda.exists():
        raise RuleError(gettext_noop("Nothing is on the agenda. Make it first."))
    row.stage, row.opened_at = SessionStage.OPEN.value, at
    row.version += 1
    row.save()
    SessionMember.objects.filter(id__in=[one.id for one in members]).update(arrived_at=at)
    names = ", ".join(one.name for one in members)
    change = {"stage": ("planned", "open"), "present": ("", names)}
    _note(row, "open", by=by, at=at, change=change)
    look_for_ties(row, find, at=at)


@transaction.atomic
def note_presence(
    identifier: UUID, member: UUID, *, is_there: bool, by: Actor, at: datetime
) -> None:
    """Note that somebody came to a session that sits, or left it."""
    row = open_row(identifier, by=by, at=at)
    check_sits(SessionStage(row.stage))
    one = find_member(row, member)
    if (one.arrived_at is not None and one.departed_at is None) == is_there:
        return
    if is_there:
        one.arrived_at, one.departed_at = one.arrived_at or at, None
    else:
        one.departed_at = at
    one.save(update_fields=["arrived_at", "departed_at"])
    _note(row, "arrive" if is_there else "depart", by=by, at=at, change={"name": ("", one.name)})


@transaction.atomic
def keep_minutes(identifier: UUID, minutes: InBoth, *, by: Actor, at: datetime) -> None:
    """Keep the minutes as they were edited, until the session is closed."""
    row = open_row(identifier, by=by, at=at)
    check_sits(SessionStage(row.stage))
    row.minutes_fr, row.minutes_en = minutes.fr.strip(), minutes.en.strip()
    row.version += 1
    row.save()
    _note(row, "minute", by=by, at=at, change={"minutes": ("", "…")})


@transaction.atomic
def close_session(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Close a session: all that happened stays as it is, with the minutes as edited or as generated."""
    row = open_row(identifier, by=by, at=at)
    check_sits(SessionStage(row.stage))
    row.members.filter(departed_at=None).exclude(arrived_at=None).update(departed_at=at)
    row.stage, row.closed_at = SessionStage.CLOSED.value, at
    session = read_session(row)
    items = list_items(session)
    row.minutes_fr = row.minutes_fr or write_minutes(session, items, "fr")
    row.minutes_en = row.minutes_en or write_minutes(session, items, "en")
    row.version += 1
    row.save()
    _note(row, "close", by=by, at=at, change={"stage": ("open", "closed")})


def open_row(identifier: UUID, *, by: Actor, at: datetime) -> Session:
    """Return the row of a session, locked, for who runs programmes at the call's office."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("call")
    row = rows.filter(id=identifier).first()
    if row is None or not sees_decisions(row.call.office, by=by, on=at.date()):
        raise NotFoundError(NO_SESSION)
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.call.office, on=at.date()), on=at.date())
    return row


def find_member(row: Session, member: UUID) -> SessionMember:
    """Return a seat of a session."""
    one = row.members.filter(id=member).first()
    if one is None:
        raise NotFoundError(gettext_noop("There is no such seat."))
    return one


def check_planned(stage: SessionStage) -> None:
    """Raise `RuleError` once a session was opened."""
    check_not_closed(stage)
    if stage is SessionStage.OPEN:
        raise RuleError(gettext_noop("The session sits already."))


def check_enough(present: int, quorum: int) -> None:
    """Raise `RuleError` without the quorum: the session cannot be opened."""
    if present < quorum:
        raise RuleError(
            gettext_noop(
                "{present} of those who decide are there, and the quorum is {quorum}. The session cannot be opened."
            ),
            present=str(present),
            quorum=str(quorum),
        )


def _write_draft(row: Session, draft: SessionDraft) -> None:
    row.title = " ".join(draft.title.split())[:300]
    row.place = " ".join(draft.place.split())[:300]
    if not row.title:
        raise UsageError(gettext_noop("Give the session a title."))
    if not 1 <= draft.quorum <= MOST_SEATS:
        raise UsageError(gettext_noop("Give a quorum of one or more."))
    row.starts_at = find_moment(draft.starts, row.call.time_zone)
    row.quorum = draft.quorum


def _read_own(row: Session) -> dict[str, object]:
    names = ("title", "starts_at", "place", "quorum")
    return {name: getattr(row, name) for name in names}


def _note(row: Session, what: str, *, by: Actor, at: datetime, change: Change) -> None:
    subject = Subject("session", str(row.id), row.call.office)
    record_event(f"session.{what}", subject, by=by, at=at, change=change)
