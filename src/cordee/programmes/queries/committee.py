"""Reads of sessions of committees: for who sees applications at the call's office, and nobody else.

An applicant never reads scores, ranks, seats or other applications: nothing here is shown to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.applied import ApplicationLine, FrozenCall
from cordee.programmes.calling.values import InBoth
from cordee.programmes.definition.zones import find_zone
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import AgendaItem, Application, LeftRoom, Session, Tie
from cordee.programmes.queries.applications import read_call, read_lines
from cordee.programmes.queries.decisions import list_decisions, sees_decisions
from cordee.programmes.queries.reviews import list_criteria, read_scores
from cordee.programmes.reviewing.scoring import NO_SCORE
from cordee.programmes.reviewing.states import TieKind
from cordee.programmes.selecting.rules import ELIGIBLE
from cordee.programmes.selecting.states import DecisionKind, Seat, SessionStage
from cordee.programmes.selecting.values import (
    DecisionTold,
    Item,
    Outside,
    SeatTold,
    SessionTold,
    Tied,
)


NO_SESSION = gettext_noop("There is no such session.")


def get_session(identifier: UUID, *, by: Actor, on: date) -> SessionTold:
    """Return a session for who may see applications at the call's office."""
    return read_session(find_session(identifier, by=by, on=on))


def find_session(identifier: UUID, *, by: Actor, on: date) -> Session:
    """Return the row of a session that a person may see."""
    row = Session.objects.select_related("call").filter(id=identifier).first()
    if row is None or not sees_decisions(row.call.office, by=by, on=on):
        raise NotFoundError(NO_SESSION)
    return row


def list_sessions(call: UUID, *, by: Actor, on: date) -> tuple[SessionTold, ...]:
    """Return the sessions of a call, the latest first; none for who may not see its applications."""
    rows = Session.objects.select_related("call").prefetch_related("members").filter(call=call)
    return tuple(read_session(row) for row in rows if sees_decisions(row.call.office, by=by, on=on))


def get_item(identifier: UUID, *, by: Actor, on: date) -> tuple[SessionTold, Item]:
    """Return an application on an agenda with its session, for who may see the session."""
    row = AgendaItem.objects.filter(id=identifier).first()
    if row is None:
        raise NotFoundError(gettext_noop("It is not on this agenda."))
    session = get_session(row.session_id, by=by, on=on)
    return session, tell_item(row, session)


def list_items(session: SessionTold) -> tuple[Item, ...]:
    """Return the agenda in its order; no rights are asked."""
    return _tell(AgendaItem.objects.filter(session=session.id), session)


def list_waiting(session: SessionTold) -> tuple[UUID, ...]:
    """Return the applications of the call that wait for a decision and are not on the agenda, the best first.

    Submitted, eligible or with their verdict set aside, and without a decision in force or with one that
    asks for revisions; by what the reviews give, then by number. No rights are asked.
    """
    rows = Application.objects.filter(
        call=session.call.id, stage=ApplicationStage.SUBMITTED.value
    ).exclude(agenda__session=session.id)
    lines = [one for one in read_lines(rows) if one.verdict in ELIGIBLE]
    asked = [one.id for one in lines]
    decided = {
        one
        for one, decisions in list_decisions(asked).items()
        if any(told.is_in_force and told.kind is not DecisionKind.REVISE for told in decisions)
    }
    scores = read_scores(session.call.id, list_criteria(session.call))
    waiting = [one for one in lines if one.id not in decided]
    waiting.sort(key=lambda one: (-(scores.get(one.id, NO_SCORE).mean or -1), one.number))
    return tuple(one.id for one in waiting)


def tell_item(row: AgendaItem, session: SessionTold) -> Item:
    """Return one place of an agenda as a value; no rights are asked."""
    return _tell([row], session)[0]


def read_session(row: Session) -> SessionTold:
    """Return a row as a value, with its seats."""
    return SessionTold(
        id=row.id,
        call=read_call(row.call),
        title=row.title,
        starts_at=row.starts_at,
        place=row.place,
        quorum=row.quorum,
        stage=SessionStage(row.stage),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        minutes=InBoth(row.minutes_fr, row.minutes_en),
        version=row.version,
        seats=tuple(
            SeatTold(
                id=one.id,
                name=one.name,
                seat=Seat(one.seat),
                person=one.person,
                account=one.account,
                arrived_at=one.arrived_at,
                departed_at=one.departed_at,
            )
            for one in row.members.all()
        ),
        is_demonstration=row.is_demonstration,
    )


def find_zones(call: FrozenCall, countries: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the instrument's zones in which the partners' countries lie."""
    known = call.days.closes_at or call.days.opens_at
    on = known.date() if known else date(call.year, 7, 1)
    zones = (find_zone(call.definition, country, on) for country in countries)
    return tuple(sorted({zone.code for zone in zones if zone is not None}))


def _tell(rows: Iterable[AgendaItem], session: SessionTold) -> tuple[Item, ...]:
    items = sorted(rows, key=lambda one: one.position)
    asked = [one.application_id for one in items]
    applications = Application.objects.filter(id__in=asked)
    lines = {one.id: one for one in read_lines(applications)}
    accounts = dict(applications.values_list("id", "account"))
    scores = read_scores(session.call.id, list_criteria(session.call))
    decisions = list_decisions(asked)
    outside = _list_outside(items, session)
    ties = _list_tied(lines, accounts, session)
    told = []
    for one in items:
        line = lines[one.application_id]
        told.append(
            Item(
                id=one.id,
                application=line.id,
                account=accounts[line.id],
                number=line.number,
                title=line.title,
                acronym=line.acronym,
                organisation=line.organisation,
                countries=line.countries,
                zones=find_zones(session.call, line.countries),
                asked=line.asked,
                verdict=line.verdict,
                score=scores.get(line.id, NO_SCORE),
                position=one.position,
                rank=one.rank,
                discussed_at=one.discussed_at,
                note=one.note,
                outside=tuple(outside[one.id]),
                tied=ties.get(line.id, ()),
                decision=_find_in_force(decisions.get(line.id, ())),
            )
        )
    return tuple(told)


def _find_in_force(decisions: tuple[DecisionTold, ...]) -> DecisionTold | None:
    return next((one for one in decisions if one.is_in_force), None)


def _list_outside(items: list[AgendaItem], session: SessionTold) -> dict[UUID, list[Outside]]:
    seats = {one.id: one for one in session.seats}
    found: dict[UUID, list[Outside]] = defaultdict(list)
    for row in LeftRoom.objects.filter(item__in=items).order_by("noted_at"):
        found[row.item_id].append(Outside(seats[row.member_id], row.reason, row.noted_at))
    return found


def _list_tied(
    lines: Mapping[UUID, ApplicationLine], accounts: Mapping[UUID, UUID], session: SessionTold
) -> dict[UUID, tuple[Tied, ...]]:
    """Return who of the seats is tied to each application: by what was found or declared, or being of it."""
    people = {one.person for one in session.seats if one.person is not None}
    kinds: dict[tuple[UUID, UUID | None], set[TieKind]] = defaultdict(set)
    rows = Tie.objects.filter(application__in=list(accounts), person__in=people, set_aside_at=None)
    for application, person, kind in rows.values_list("application", "person", "kind"):
        kinds[application, person].add(TieKind(kind))
    told: dict[UUID, tuple[Tied, ...]] = {}
    for application, account in accounts.items():
        found = []
        for seat in session.seats:
            tied = set(kinds.get((application, seat.person), ())) if seat.person else set()
            own = (account, lines[application].person)
            if {seat.account, seat.person} & (set(own) - {None}):
                tied.add(TieKind.APPLICANT)
            if tied:
                found.append(Tied(seat, tuple(sorted(tied))))
        told[application] = tuple(found)
    return told
