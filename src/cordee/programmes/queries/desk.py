"""What a reviewer's link opens: what they are asked about in one call, and nothing of the rest of it.

Unknown, lapsed or closed: whatever a link does not open looks like what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.queries import hash_secret
from cordee.programmes.applied import ApplicationRecord, FrozenCall
from cordee.programmes.models import Application, Review, Reviewer
from cordee.programmes.queries.applications import read_application, read_call
from cordee.programmes.queries.reviewing import read_settled
from cordee.programmes.reviewing.blindness import is_double, veil
from cordee.programmes.reviewing.states import ReviewLetter, ReviewStage


CLOSED_DESK = gettext_noop(
    "This link is not open: it has lapsed, or you were given another. Ask who invited you."
)
SHOWN = frozenset(
    {ReviewStage.INVITED, ReviewStage.ACCEPTED, ReviewStage.SUBMITTED, ReviewStage.DECLINED}
)
"""Stages in which an application stands on the desk of its reviewer; who was released has it no more."""


@dataclass(frozen=True)
class Asked:
    """One application that a reviewer is asked about, as far as they may know of it before they accept."""

    id: UUID
    round: int
    stage: ReviewStage
    due_on: date | None
    submitted_at: datetime | None
    record: ApplicationRecord
    is_over: bool

    @property
    def is_double(self) -> bool:
        """Return whether the reviewer may not know who applies."""
        return is_double(self.record.call)


@dataclass(frozen=True)
class Desk:
    """All that a reviewer is asked in one call."""

    name: str
    language: str
    call: FrozenCall
    asked: tuple[Asked, ...]
    lapses_at: datetime


@dataclass(frozen=True)
class LetterDue:
    """A letter to a reviewer about one application: what it may say, and where its link leads."""

    review: UUID
    kind: ReviewLetter
    name: str
    email: str
    language: str
    reviewer: UUID
    link_number: int
    title: str
    number: int
    call: FrozenCall
    due_on: date | None


def find_desk(secret: str, *, at: datetime, to_name: Callable[[int], str]) -> Desk:
    """Return what a link opens at that moment; `to_name` names partners that are hidden."""
    reviewer = _find_reviewer(secret, at)
    rows = Review.objects.filter(
        reviewer=reviewer, stage__in=[one.value for one in SHOWN]
    ).select_related("application__call")
    assert reviewer.lapses_at is not None
    return Desk(
        name=reviewer.name,
        language=reviewer.language,
        call=read_call(reviewer.call),
        asked=tuple(
            _read_asked(one, to_name) for one in rows.order_by("due_on", "application__number")
        ),
        lapses_at=reviewer.lapses_at,
    )


def find_asked(secret: str, review: UUID, *, at: datetime) -> Review:
    """Return the row of a review that a link has on its desk."""
    reviewer = _find_reviewer(secret, at)
    row = (
        Review.objects.filter(id=review, reviewer=reviewer, stage__in=[one.value for one in SHOWN])
        .select_related("reviewer", "application__call")
        .first()
    )
    if row is None:
        raise NotFoundError(CLOSED_DESK)
    return row


def list_letters_due(review: UUID | None = None) -> tuple[LetterDue, ...]:
    """Return the letters that the mail server has not taken yet, or that of one review."""
    rows = Review.objects.exclude(letter="").select_related("reviewer", "application__call")
    if review is not None:
        rows = rows.filter(id=review)
    return tuple(read_letter(one, ReviewLetter(one.letter)) for one in rows.order_by("stage_since"))


def read_letter(row: Review, kind: ReviewLetter) -> LetterDue:
    """Return what a letter about a review is written of; no rights are asked."""
    reviewer = row.reviewer
    return LetterDue(
        review=row.id,
        kind=kind,
        name=reviewer.name,
        email=reviewer.email,
        language=reviewer.language,
        reviewer=reviewer.id,
        link_number=max(reviewer.link_number, 1),
        title=row.application.title,
        number=row.application.number,
        call=read_call(row.application.call),
        due_on=row.due_on,
    )


def _find_reviewer(secret: str, at: datetime) -> Reviewer:
    rows = Reviewer.objects.filter(secret_hash=hash_secret(secret), lapses_at__gt=at)
    reviewer = rows.exclude(secret_hash="").select_related("call").first()
    if reviewer is None:
        raise NotFoundError(CLOSED_DESK)
    return reviewer


def _read_asked(row: Review, to_name: Callable[[int], str]) -> Asked:
    application: Application = row.application
    return Asked(
        id=row.id,
        round=row.round,
        stage=ReviewStage(row.stage),
        due_on=row.due_on,
        submitted_at=row.submitted_at,
        record=veil(read_application(application), to_name),
        is_over=read_settled(application).is_decided,
    )
