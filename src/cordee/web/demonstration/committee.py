"""The committee of the demonstration: a session that is planned, with invented people on its seats."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from cordee.ledger.rights import Actor
from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.operations.committee import (
    SessionDraft,
    add_seat,
    make_agenda,
    plan_session,
)
from cordee.programmes.selecting.states import Seat
from cordee.web.demonstration.writer import Clock


TITLE = "Jury de démonstration / Demonstration committee"
SEATS = (
    (Seat.CHAIR, "Demonstration Person 31"),
    (Seat.MEMBER, "Demonstration Person 32"),
    (Seat.MEMBER, "Demonstration Person 33"),
    (Seat.SECRETARY, "Demonstration Person 34"),
)
AHEAD = timedelta(days=60)
"""After the deadline of the open call."""


def enter_committee(call: UUID, officer: Actor, clock: Clock) -> None:
    """Plan a session of the open call's committee, with its seats and what was submitted so far."""
    starts = LocalTime(datetime.combine(clock().date() + AHEAD, time(14, 0)))
    draft = SessionDraft(TITLE, starts, "Paris", 2)
    session = plan_session(call, draft, by=officer, at=clock())
    for seat, name in SEATS:
        add_seat(session, seat, name=name, by=officer, at=clock())
    make_agenda(session, by=officer, at=clock())
