"""Reviews: saved while they are written, submitted, read by the office, released to the applicant.

Reviewers come by their link, without an account: whoever holds it writes their reviews and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line
from cordee.kernel.errors import RefusedError, RuleError, StaleError
from cordee.ledger.audit import Change, Subject, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application, Review
from cordee.programmes.queries.applications import read_call
from cordee.programmes.queries.reviewing import find_review, get_reviewed_file, read_settled
from cordee.programmes.queries.reviews import (
    find_reviewed,
    find_reviewed_call,
    list_criteria,
    number_texts,
    read_written,
)
from cordee.programmes.reviewing.form import ReviewWritten, check_whole, keep_written
from cordee.programmes.reviewing.rounds import check_can_review
from cordee.programmes.reviewing.states import ReviewLetter, ReviewStage


@transaction.atomic
def save_review(
    secret: str, review: UUID, written: ReviewWritten, *, version: int, origin: str, at: datetime
) -> int:
    """Save what a reviewer wrote, and return the new version; the old one when nothing differs.

    Raises `StaleError` when another window saved since `version`: nothing of it is written over.
    """
    row = _open(secret, review, at)
    return _save(row, written, version=version, origin=origin, at=at)


@transaction.atomic
def submit_review(
    secret: str, review: UUID, written: ReviewWritten, *, version: int, origin: str, at: datetime
) -> None:
    """Save a review and submit it, both or neither; from then on it is fixed.

    Raises `RuleError` for what is missing. After its day it is taken all the same, and is late.
    """
    row = _open(secret, review, at)
    _save(row, written, version=version, origin=origin, at=at)
    check_whole(list_criteria(read_call(row.application.call)), read_written(row))
    row.stage, row.stage_since = ReviewStage.SUBMITTED.value, at
    row.submitted_at, row.letter = at, ReviewLetter.THANKS.value
    row.version += 1
    row.save()
    change: Change = {"round": ("", row.round), "review": ("", str(row.id))}
    _note(row.application, "submit", by=_name(row, origin), at=at, change=change)


@transaction.atomic
def note_taken_to_review(
    secret: str, review: UUID, attachment: UUID, *, origin: str, at: datetime
) -> None:
    """Write in the audit that a reviewer took a document."""
    file = get_reviewed_file(secret, review, attachment, at=at)
    row = find_review(secret, review, at=at)
    change: Change = {"file": ("", file.file_name), "sha256": ("", file.sha256)}
    _note(row.application, "download", by=_name(row, origin), at=at, change=change)


@transaction.atomic
def note_read(application: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody of the office read the reviews of an application."""
    row = find_reviewed(application, by=by, on=at.date())
    _note(row, "read", by=by, at=at, change={})


@transaction.atomic
def note_call_read(call: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody of the office read the reviews of a call beside each other."""
    row = find_reviewed_call(call, by=by, on=at.date())
    record_event("review.read", Subject("call", str(row.id), row.office), by=by, at=at)


@transaction.atomic
def release_texts(application: UUID, *, by: Actor, at: datetime) -> int:
    """Let the applicant read what submitted reviews say to them, and return how many texts are new to them.

    Raises `RuleError` when there is none: nothing is released that the officer did not see.
    """
    row = open_reviewed(application, by=by, at=at)
    waiting = [one for one, _told in number_texts(row.id) if one.released_at is None]
    if not waiting:
        raise RuleError(
            gettext_noop("No submitted review has a text for the applicant that is not released.")
        )
    Review.objects.filter(id__in=[one.id for one in waiting]).update(released_at=at)
    _note(row, "publish", by=by, at=at, change={"texts": ("", len(waiting))})
    return len(waiting)


@transaction.atomic
def propose_again(application: UUID, round_over: int, *, by: Actor, at: datetime) -> int:
    """Put an application to those who reviewed it in a round once more, and return how many they are.

    They are proposed for the next round, and invited as reviewers are. Raises `RuleError` when all are
    already.
    """
    row = open_reviewed(application, by=by, at=at)
    before = Review.objects.filter(
        application=row, round=round_over, stage=ReviewStage.SUBMITTED.value
    )
    there = set(
        Review.objects.filter(application=row, round=round_over + 1).values_list(
            "reviewer", flat=True
        )
    )
    asked = [one.reviewer_id for one in before if one.reviewer_id not in there]
    if not asked:
        raise RuleError(gettext_noop("All who reviewed it are proposed for the next round."))
    Review.objects.bulk_create(
        Review(reviewer_id=one, application=row, round=round_over + 1, stage_since=at)
        for one in asked
    )
    change: Change = {"round": ("", round_over + 1), "reviewers": ("", len(asked))}
    _note(row, "propose_again", by=by, at=at, change=change)
    return len(asked)


def open_reviewed(application: UUID, *, by: Actor, at: datetime) -> Application:
    """Return the row of an application, locked, for who runs its call; nobody does so of their own."""
    row = find_reviewed(application, by=by, on=at.date())
    check_can(by, Action.RUN_PROGRAMMES, get_line(row.call.office, on=at.date()), on=at.date())
    if row.account == by.account:
        raise RefusedError(gettext_noop("Nobody reviews their own application."))
    return Application.objects.select_for_update(of=("self",)).select_related("call").get(id=row.id)


def _open(secret: str, review: UUID, at: datetime) -> Review:
    """Return the row of a review, locked, while it may be written."""
    row = Review.objects.select_for_update(of=("self",)).get(
        id=find_review(secret, review, at=at).id
    )
    check_can_review(
        ReviewStage(row.stage),
        row.invited_at or row.application.stage_since,
        ApplicationStage(row.application.stage),
        read_settled(row.application),
    )
    return row


def _save(row: Review, written: ReviewWritten, *, version: int, origin: str, at: datetime) -> int:
    kept = keep_written(list_criteria(read_call(row.application.call)), written)
    if kept == read_written(row):
        return row.version
    if version != row.version:
        raise StaleError(
            gettext_noop(
                "This review was saved in another window after you opened it. Nothing was written over it: copy what you need, then load it anew."
            )
        )
    row.scores, row.comments = dict(kept.scores), dict(kept.comments)
    row.recommendation = kept.recommendation.value if kept.recommendation else ""
    row.for_applicant, row.for_committee = kept.for_applicant, kept.for_committee
    if row.version == 1:
        # It saves itself every few seconds: that it was begun is told, and that it was submitted.
        change: Change = {"round": ("", row.round)}
        _note(row.application, "write", by=_name(row, origin), at=at, change=change)
    row.version += 1
    row.save()
    return row.version


def _name(row: Review, origin: str) -> Actor:
    return Actor(name=row.reviewer.name, origin=origin)


def _note(row: Application, what: str, *, by: Actor, at: datetime, change: Change) -> None:
    subject = Subject("application", str(row.id), row.call.office)
    record_event(f"review.{what}", subject, by=by, at=at, change=change)
