"""What is decided, and what is told of it, as values that rules, pages and letters read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cordee.agreements.states import GateKind, Opinion
from cordee.programmes.applied import FrozenCall
from cordee.programmes.calling.values import InBoth
from cordee.programmes.definition.parts import Gate
from cordee.programmes.reviewing.scoring import Score
from cordee.programmes.reviewing.states import TieKind
from cordee.programmes.selecting.states import (
    DECIDING,
    AppealOutcome,
    DecisionKind,
    Seat,
    SessionStage,
)
from cordee.programmes.states import Verdict


NO_REASON = InBoth("", "")


@dataclass(frozen=True)
class Ruling:
    """What is decided: `amount` is what is given, in the call's currency, where money is given at all."""

    kind: DecisionKind
    amount: Decimal | None = None
    reason: InBoth = NO_REASON
    rank: int | None = None


@dataclass(frozen=True)
class AppealTold:
    """An appeal, and what became of it; without an outcome it waits."""

    received_at: datetime
    text: str
    outcome: AppealOutcome | None
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True)
class DecisionTold:
    """A decision as the office reads it. One that a later decision replaced names it."""

    id: UUID
    application: UUID
    call: UUID
    session: UUID | None
    kind: DecisionKind
    rank: int | None
    amount: Decimal | None
    currency: str
    reason: InBoth
    decided_at: datetime
    decided_by: str
    letter: InBoth
    letter_sent_at: datetime | None
    letter_mailed_at: datetime | None
    appeal_until: date | None
    replaced_by: UUID | None
    appeal: AppealTold | None

    @property
    def is_in_force(self) -> bool:
        """Return whether no later decision replaced it."""
        return self.replaced_by is None


@dataclass(frozen=True)
class AwardTold:
    """A decision to fund, in force: what a project is made from."""

    decision: UUID
    application: UUID
    call: UUID
    office: UUID
    number: int
    title: str
    acronym: str
    organisation: UUID | None
    person: UUID | None
    amount: Decimal | None
    currency: str
    rank: int | None
    decided_at: datetime
    letter_sent_at: datetime | None
    is_demonstration: bool

    @property
    def is_told(self) -> bool:
        """Return whether the applicant has the letter."""
        return self.letter_sent_at is not None


@dataclass(frozen=True)
class LetterTold:
    """A decision with what its letter names: the application it is about, and nothing of others."""

    decision: DecisionTold
    call: FrozenCall
    application: UUID
    account: UUID
    number: int
    title: str

    @property
    def letter(self) -> InBoth:
        """Return the letter as it was sent; empty before."""
        return self.decision.letter

    @property
    def sent_at(self) -> datetime | None:
        """Return since when the applicant has it."""
        return self.decision.letter_sent_at


@dataclass(frozen=True)
class OpinionTold:
    """An opinion that the instrument asks for; without an answer it is not there yet."""

    gate: Gate
    answer: Opinion | None = None
    authority: str = ""
    answered_on: date | None = None
    remarks: str = ""

    @property
    def kind(self) -> GateKind:
        """Return which opinion it is."""
        return self.gate.kind


@dataclass(frozen=True)
class SeatTold:
    """A seat in a session: whose, as what, and from when until when they were there."""

    id: UUID
    name: str
    seat: Seat
    person: UUID | None
    account: UUID | None
    arrived_at: datetime | None
    departed_at: datetime | None

    @property
    def is_there(self) -> bool:
        """Return whether they came and did not go."""
        return self.arrived_at is not None and self.departed_at is None

    @property
    def decides(self) -> bool:
        """Return whether the seat counts for the quorum."""
        return self.seat in DECIDING


@dataclass(frozen=True)
class SessionTold:
    """A session of the committee of a call, with its seats."""

    id: UUID
    call: FrozenCall
    title: str
    starts_at: datetime
    place: str
    quorum: int
    stage: SessionStage
    opened_at: datetime | None
    closed_at: datetime | None
    minutes: InBoth
    version: int
    seats: tuple[SeatTold, ...]
    is_demonstration: bool

    @property
    def present(self) -> int:
        """Return how many of those who decide are there."""
        return sum(one.is_there and one.decides for one in self.seats)


@dataclass(frozen=True)
class Outside:
    """Somebody out of the room while an application is discussed, and why."""

    seat: SeatTold
    reason: str
    noted_at: datetime


@dataclass(frozen=True)
class Tied:
    """Somebody with a seat whom something ties to an application: the kinds of what does."""

    seat: SeatTold
    kinds: tuple[TieKind, ...]


@dataclass(frozen=True)
class Item:
    """An application on the agenda of a session, with all that the committee is shown of it."""

    id: UUID
    application: UUID
    account: UUID
    number: int
    title: str
    acronym: str
    organisation: UUID | None
    countries: tuple[str, ...]
    zones: tuple[str, ...]
    asked: Decimal | None
    verdict: Verdict | None
    score: Score
    position: int
    rank: int | None
    discussed_at: datetime | None
    note: str
    outside: tuple[Outside, ...]
    tied: tuple[Tied, ...]
    decision: DecisionTold | None

    @property
    def still(self) -> tuple[Tied, ...]:
        """Return who is in the room and tied to the application: they must leave before it is decided on."""
        out = {one.seat.id for one in self.outside}
        return tuple(one for one in self.tied if one.seat.is_there and one.seat.id not in out)

    def count_deciding(self, session: SessionTold) -> int:
        """Return how many of those who decide are in the room for this application."""
        out = {one.seat.id for one in self.outside}
        return sum(one.is_there and one.decides and one.id not in out for one in session.seats)
