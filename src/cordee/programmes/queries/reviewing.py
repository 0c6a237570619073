"""What a reviewer's link opens of one review: the application as they may see it, and what they wrote.

Unknown, lapsed, declined or another's: whatever a link does not open looks like what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.queries import hash_secret
from cordee.programmes.applied import ApplicationRecord, FileTold
from cordee.programmes.models import AgendaItem, Application, Decision, Review
from cordee.programmes.queries.applications import read_application
from cordee.programmes.queries.reviews import is_late, read_written
from cordee.programmes.queries.revisions import list_revisions
from cordee.programmes.reviewing.blindness import is_double, veil
from cordee.programmes.reviewing.form import ReviewWritten
from cordee.programmes.reviewing.rounds import OPEN_STAGES, RevisionTold, Settled
from cordee.programmes.reviewing.states import ReviewStage
from cordee.programmes.selecting.states import DecisionKind


NO_REVIEW = gettext_noop(
    "This link opens no review: it was released or declined, or the link has lapsed. Ask who invited you."
)


@dataclass(frozen=True)
class ReviewOpen:
    """A review as its reviewer has it open.

    `record` is the application as they may see it, with the answers as revised before this round;
    `first` is the same with those submitted first, None where nothing was revised.
    """

    id: UUID
    round: int
    stage: ReviewStage
    reviewer: str
    invited_at: datetime | None
    due_on: date | None
    written: ReviewWritten
    version: int
    submitted_at: datetime | None
    is_late: bool
    record: ApplicationRecord
    first: ApplicationRecord | None
    revisions: tuple[RevisionTold, ...]
    settled: Settled

    @property
    def is_double(self) -> bool:
        """Return whether the reviewer may not know who applies."""
        return is_double(self.record.call)

    @property
    def since(self) -> datetime:
        """Return when the review was asked for: what a committee did before ends it not."""
        return self.invited_at or self.record.stage_since


def open_review(
    secret: str, review: UUID, *, at: datetime, to_name: Callable[[int], str]
) -> ReviewOpen:
    """Return what a link opens of a review at that moment; `to_name` names partners that are hidden."""
    row = find_review(secret, review, at=at)
    application = row.application
    whole = read_application(application)
    revisions = tuple(
        one
        for one in list_revisions(application.id)
        if one.round < row.round and one.answered_at is not None
    )
    first = None
    revised = next((one.answers for one in reversed(revisions) if one.answers is not None), None)
    if revised is not None:
        first = veil(whole, to_name)
        whole = replace(whole, written=replace(whole.written, answers=revised))
    return ReviewOpen(
        id=row.id,
        round=row.round,
        stage=ReviewStage(row.stage),
        reviewer=row.reviewer.name,
        invited_at=row.invited_at,
        due_on=row.due_on,
        written=read_written(row),
        version=row.version,
        submitted_at=row.submitted_at,
        is_late=is_late(row),
        record=veil(whole, to_name),
        first=first,
        revisions=revisions,
        settled=read_settled(application),
    )


def get_reviewed_file(secret: str, review: UUID, attachment: UUID, *, at: datetime) -> FileTold:
    """Return a document that a link opens: one of those that its reviewer may see, by the name they may read."""
    told = open_review(secret, review, at=at, to_name=str)
    found = next((one for one in told.record.files if one.id == attachment), None)
    if found is None:
        raise NotFoundError(gettext_noop("There is no such document."))
    return found


def find_review(secret: str, review: UUID, *, at: datetime) -> Review:
    """Return the row of a review that a link opens; one sentence for all that it does not."""
    row = (
        Review.objects.select_related("reviewer", "application__call")
        .filter(
            id=review,
            reviewer__secret_hash=hash_secret(secret),
            reviewer__lapses_at__gt=at,
            stage__in=OPEN_STAGES,
        )
        .exclude(reviewer__secret_hash="")
        .first()
    )
    if row is None:
        raise NotFoundError(NO_REVIEW)
    return row


def read_settled(application: Application) -> Settled:
    """Return what ends the time of reviews of an application; no rights are asked."""
    sat = AgendaItem.objects.filter(application=application).values_list(
        "session__opened_at", flat=True
    )
    decision = Decision.objects.filter(application=application, replaced_by=None).first()
    return Settled(
        sat_at=tuple(one for one in sat if one is not None),
        decided_at=decision.decided_at if decision else None,
        revises=decision is not None and decision.kind == DecisionKind.REVISE.value,
    )
