"""Rounds of review: until when a review is taken, when an applicant is asked to answer, and until when they may.

Rules read values, so that they are tried without a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError
from cordee.programmes.applied import Answers
from cordee.programmes.life import ApplicationStage
from cordee.programmes.reviewing.states import ReviewStage, RevisionKind


MOST_ROUNDS = 5
"""As many as the definition of an instrument may ask for."""

OPEN_STAGES = frozenset({ReviewStage.ACCEPTED, ReviewStage.SUBMITTED})
"""Stages in which a reviewer's link opens an application."""


@dataclass(frozen=True)
class Settled:
    """What ends the time of a review: when a committee sat over the application, and when it was decided on.

    `revises` says whether the decision in force asks for revisions.
    """

    sat_at: tuple[datetime, ...] = ()
    decided_at: datetime | None = None
    revises: bool = False

    @property
    def is_decided(self) -> bool:
        """Return whether a decision is in force that ends the rounds."""
        return self.decided_at is not None and not self.revises


@dataclass(frozen=True)
class RevisionTold:
    """What an applicant was asked between two rounds, and what they answered; `round` is the one that was over."""

    id: UUID
    application: UUID
    round: int
    kind: RevisionKind
    asked_at: datetime
    asked_by: str
    request: str
    due_at: datetime
    answer: str
    answers: Answers | None
    answered_at: datetime | None
    receipt: str
    mailed_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """Return whether no answer was sent yet."""
        return self.answered_at is None


def check_can_review(
    stage: ReviewStage, since: datetime, application: ApplicationStage, settled: Settled
) -> None:
    """Raise `RuleError` unless a review may still be written.

    `since` is when it was asked for. Being late ends nothing: a review is taken until a committee sits
    over the application, or a decision is taken.
    """
    if stage is ReviewStage.SUBMITTED:
        raise RuleError(gettext_noop("This review was submitted; it stays as it is."))
    if application is not ApplicationStage.SUBMITTED:
        raise RuleError(
            gettext_noop("The application was withdrawn. Nothing more is asked of you; thank you.")
        )
    # A decision that asks for revisions ends its own round, and begins the next.
    is_revised = settled.decided_at is not None and settled.decided_at >= since
    if settled.is_decided or is_revised or any(one >= since for one in settled.sat_at):
        raise RuleError(
            gettext_noop(
                "The committee has sat over this application: its review is closed. What you saved counts for nothing."
            )
        )


def check_can_ask(
    stage: ApplicationStage,
    settled: Settled,
    revisions: Iterable[RevisionTold],
    *,
    reviewed: int | None,
    rounds: int,
) -> int:
    """Return the round that is over when an applicant is asked to answer now; `RuleError` unless they may be.

    `reviewed` is the last round with a submitted review, `rounds` how many the instrument has. A decision
    that asks for revisions opens one more.
    """
    asked = list(revisions)
    if stage is not ApplicationStage.SUBMITTED:
        raise RuleError(gettext_noop("Only of an application that is submitted can this be asked."))
    if any(one.is_open for one in asked):
        raise RuleError(gettext_noop("The applicant was asked already, and has not answered yet."))
    if settled.is_decided:
        raise RuleError(gettext_noop("It is decided. To have it revised, decide so first."))
    over = max(reviewed or 0, *(one.round + 1 for one in asked)) if asked else reviewed or 0
    if not settled.revises:
        if reviewed is None or (asked and reviewed <= max(one.round for one in asked)):
            raise RuleError(gettext_noop("There is no review yet that one could answer."))
        if over >= rounds:
            raise RuleError(
                gettext_noop(
                    "The instrument has {rounds} rounds, and this is the last. A decision that asks for revisions opens another."
                ),
                rounds=rounds,
            )
    if over >= MOST_ROUNDS:
        raise RuleError(
            gettext_noop("There were {most} rounds, the most there may be."), most=MOST_ROUNDS
        )
    return max(over, 1)


def check_can_answer(revision: RevisionTold, stage: ApplicationStage, at: datetime) -> None:
    """Raise `RuleError` unless an applicant may answer at that moment: up to the due moment, which is too late."""
    if not revision.is_open:
        raise RuleError(gettext_noop("Your answer was sent; it stays as it is."))
    if stage is not ApplicationStage.SUBMITTED:
        raise RuleError(gettext_noop("The application was withdrawn; there is nothing to answer."))
    if at >= revision.due_at:
        raise RuleError(
            gettext_noop("The day until which you could answer is over. Write to the office.")
        )


def check_request(request: str, due_at: datetime, at: datetime) -> None:
    """Raise `RuleError` unless a request says what is asked, until a moment to come."""
    if not request.strip():
        raise RuleError(gettext_noop("Say what is asked of the applicant."))
    if due_at <= at:
        raise RuleError(gettext_noop("Give a day to come."))
