"""What happens to one application while the committee sits: who leaves the room, its rank, what is said."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.definition.parts import ReviewPlan
from cordee.programmes.models import AgendaItem, LeftRoom, Session, SessionMember, Tie
from cordee.programmes.operations.applications import note
from cordee.programmes.queries.applications import read_call
from cordee.programmes.queries.decisions import sees_decisions
from cordee.programmes.queries.ties import FoundTies, find_ties
from cordee.programmes.reviewing.states import TieKind
from cordee.programmes.selecting.rules import check_not_closed, check_sits
from cordee.programmes.selecting.states import SessionStage


Find = Callable[[Collection[UUID], Collection[UUID], int], FoundTies]
"""Looks for ties of people to applications within so many years."""

NO_ITEM = gettext_noop("It is not on this agenda.")


@transaction.atomic
def leave_room(identifier: UUID, member: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    """Note that somebody leaves the room for an application, with the reason that the minutes give."""
    item = _open(identifier, by=by, at=at)
    check_sits(SessionStage(item.session.stage))
    one = _find_present(item, member)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise RuleError(gettext_noop("Say why: the minutes give the reason."))
    if _was_decided(item):
        raise RuleError(gettext_noop("It was decided on already; who was out stays as it was."))
    LeftRoom.objects.update_or_create(
        item=item, member=one, defaults={"reason": reason, "noted_at": at}
    )
    _note(item, "leave_room", one.name, by=by, at=at, reason=reason)


@transaction.atomic
def return_to_room(identifier: UUID, member: UUID, *, by: Actor, at: datetime) -> None:
    """Note that somebody did not leave after all: only while the application is not decided on."""
    item = _open(identifier, by=by, at=at)
    check_sits(SessionStage(item.session.stage))
    if _was_decided(item):
        raise RuleError(gettext_noop("It was decided on already; who was out stays as it was."))
    gone = LeftRoom.objects.filter(item=item, member=member).select_related("member").first()
    if gone is None:
        raise NotFoundError(gettext_noop("There is no such seat."))
    gone.delete()
    _note(item, "return_room", gone.member.name, by=by, at=at)


@transaction.atomic
def move_item(identifier: UUID, *, up: bool, by: Actor, at: datetime) -> None:
    """Move an application one place up or down in the ranking; at its end nothing moves."""
    item = _open(identifier, by=by, at=at)
    check_not_closed(SessionStage(item.session.stage))
    order = list(AgendaItem.objects.filter(session=item.session).order_by("rank", "position", "id"))
    place = next(number for number, one in enumerate(order) if one.id == item.id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    before = item.rank
    for number, one in enumerate(order, start=1):
        one.rank = number
    AgendaItem.objects.bulk_update(order, ["rank"])
    change = {"rank": (before, other + 1)}
    note(item.application, "rank", by=by, at=at, change=change)


@transaction.atomic
def note_said(identifier: UUID, text: str, *, by: Actor, at: datetime) -> None:
    """Note what was said of an application, for the minutes."""
    item = _open(identifier, by=by, at=at)
    check_sits(SessionStage(item.session.stage))
    item.note = text.strip()
    item.discussed_at = item.discussed_at or at
    item.save(update_fields=["note", "discussed_at"])
    note(item.application, "discuss", by=by, at=at, change={"note": ("", "…")})


@transaction.atomic
def drop_item(identifier: UUID, *, by: Actor, at: datetime) -> UUID:
    """Take an application off the agenda, unless the session decided on it; return the session."""
    item = _open(identifier, by=by, at=at)
    check_not_closed(SessionStage(item.session.stage))
    if _was_decided(item) or item.absences.exists():
        raise RuleError(gettext_noop("The session dealt with it already; it stays on the agenda."))
    name = f"{item.application.number} {item.application.title}".strip()
    _note(item, "drop", name, by=by, at=at)
    item.delete()
    return item.session_id


def look_for_ties(row: Session, find: Find | None, *, at: datetime) -> None:
    """Look for what ties those with a seat to what is on the agenda, and keep it in place of what was found before.

    What was declared or set aside stays as it is. `find` looks with the lake; without it what it told of works signed
    together stays too.
    """
    people = [one for one in row.members.values_list("person", flat=True) if one is not None]
    applications = list(row.agenda.values_list("application", flat=True))
    plan = read_call(row.call).definition.review
    years = (
        plan.conflict_years
        if plan is not None
        else ReviewPlan.model_fields["conflict_years"].default
    )
    if find is not None:
        found = find(people, applications, years)
    else:
        found = find_ties(people, applications, years=years, on=at.date())
    known = Tie.objects.filter(person__in=people, application__in=applications, reviewer=None)
    staying = [TieKind.DECLARED.value, *([TieKind.CO_AUTHOR.value] if find is None else [])]
    known.filter(set_aside_at=None).exclude(kind__in=staying).delete()
    kept = set(known.values_list("person", "application", "kind"))
    Tie.objects.bulk_create(
        Tie(
            application_id=application,
            person=person,
            kind=one.kind.value,
            evidence={"how": one.how, **one.evidence},
            found_at=at,
        )
        for (person, application), ties in found.items()
        for one in ties
        if one.kind is not TieKind.DECLARED and (person, application, one.kind.value) not in kept
    )


def _open(identifier: UUID, *, by: Actor, at: datetime) -> AgendaItem:
    """Return a place on an agenda, its session locked, for who runs programmes at the call's office."""
    rows = AgendaItem.objects.select_related("session__call", "application__call")
    item = rows.filter(id=identifier).first()
    if item is None or not sees_decisions(item.session.call.office, by=by, on=at.date()):
        raise NotFoundError(NO_ITEM)
    line = get_line(item.session.call.office, on=at.date())
    check_can(by, Action.RUN_PROGRAMMES, line, on=at.date())
    Session.objects.select_for_update().get(id=item.session_id)
    again = rows.filter(id=identifier).first()
    if again is None:
        raise NotFoundError(NO_ITEM)
    return again


def _find_present(item: AgendaItem, member: UUID) -> SessionMember:
    one = SessionMember.objects.filter(session=item.session_id, id=member).first()
    if one is None:
        raise NotFoundError(gettext_noop("There is no such seat."))
    if one.arrived_at is None or one.departed_at is not None:
        raise RuleError(gettext_noop("{name} is not there."), name=one.name)
    return one


def _was_decided(item: AgendaItem) -> bool:
    decisions = item.application.decisions.filter(session=item.session_id)
    return decisions.exists()


def _note(
    item: AgendaItem, what: str, name: str, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    subject = Subject("session", str(item.session_id), item.session.call.office)
    change = {"name": ("", name), "number": ("", item.application.number)}
    record_event(f"session.{what}", subject, by=by, at=at, change=change, reason=reason)
