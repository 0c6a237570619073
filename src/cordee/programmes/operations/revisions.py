"""What an applicant is asked between two rounds of review, and what they answer.

What was submitted first stays as it was: revised answers lie beside it, with a receipt of their own. The
moment `at` is the server's own; it alone judges who is in time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.chain import write_canonical
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.rights import Actor
from cordee.programmes.answers import list_unanswered, read_answers
from cordee.programmes.applied import Answer, Answers
from cordee.programmes.calling.clock import LocalTime, find_moment
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application, Review, Revision
from cordee.programmes.operations.applications import note, open_own
from cordee.programmes.operations.reviews import open_reviewed, release_texts
from cordee.programmes.queries.applications import read_call
from cordee.programmes.queries.reviewing import read_settled
from cordee.programmes.queries.reviews import number_texts
from cordee.programmes.queries.revisions import NO_REVISION, list_revisions, read_revision
from cordee.programmes.reviewing.form import MOST_TEXT, clean_text
from cordee.programmes.reviewing.rounds import (
    RevisionTold,
    check_can_answer,
    check_can_ask,
    check_request,
)
from cordee.programmes.reviewing.states import ReviewStage, RevisionKind


@dataclass(frozen=True)
class Request:
    """What an officer asks of an applicant; with `releases` they are given the reviewers' texts at once."""

    kind: RevisionKind
    text: str
    due: LocalTime
    releases: bool = True


@transaction.atomic
def ask_revision(application: UUID, request: Request, *, by: Actor, at: datetime) -> UUID:
    """Ask an applicant to answer the reviews, or for a revised application; returns the request.

    They see it on their page from now on; the letter goes out afterwards, again and again until the mail
    server takes it.
    """
    row = open_reviewed(application, by=by, at=at)
    over = find_round_over(row)
    due_at = find_moment(request.due, row.call.time_zone)
    check_request(request.text, due_at, at)
    made = Revision.objects.create(
        application=row,
        round=over,
        kind=request.kind.value,
        asked_at=at,
        asked_by=by.name,
        request=clean_text(request.text, MOST_TEXT),
        due_at=due_at,
        answers=dict(find_answers(row)) if request.kind is RevisionKind.REVISIONS else None,
    )
    if request.releases and any(one.released_at is None for one, _told in number_texts(row.id)):
        release_texts(application, by=by, at=at)
    change = {"kind": ("", request.kind.value), "round": ("", over), "due_at": ("", due_at)}
    note(row, "ask_revision", by=by, at=at, change=change)
    return made.id


def find_round_over(row: Application) -> int:
    """Return the round after which an applicant may be asked now; `RuleError` when they may not be."""
    last = (
        Review.objects.filter(application=row, stage=ReviewStage.SUBMITTED.value)
        .order_by("-round")
        .values_list("round", flat=True)
        .first()
    )
    plan = read_call(row.call).definition.review
    return check_can_ask(
        ApplicationStage(row.stage),
        read_settled(row),
        list_revisions(row.id),
        reviewed=last,
        rounds=plan.rounds if plan is not None else 1,
    )


@transaction.atomic
def save_revision(
    identifier: UUID,
    answer: str,
    answers: Answers | None,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> int:
    """Save what an applicant writes in answer, and return the new version; the old one when nothing differs.

    `answers` are those of the form as revised, kept only where a revised application was asked for. Raises
    `StaleError` when another window saved since `version`: nothing of it is written over.
    """
    return _save(_open(identifier, by=by, at=at), answer, answers, version)


@transaction.atomic
def send_answer(
    identifier: UUID,
    answer: str,
    answers: Answers | None,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> str:
    """Save an answer and send it, both or neither, and return its receipt; from then on it is fixed."""
    row = _open(identifier, by=by, at=at)
    _save(row, answer, answers, version)
    told = read_revision(row)
    definition = read_call(row.application.call).definition
    if not told.answer:
        raise RuleError(gettext_noop("Say how you answer, or what you revised."))
    if told.answers is not None and (left := list_unanswered(definition, told.answers)):
        raise RuleError(
            gettext_noop("Questions that must be answered are open: {count}."), count=len(left)
        )
    receipt = compute_receipt(told, row.application.receipt, at)
    row.answered_at, row.receipt = at, receipt
    row.version += 1
    row.save()
    note(row.application, "revise", by=by, at=at, change={"receipt": ("", receipt)})
    return receipt


def compute_receipt(told: RevisionTold, first: str, at: datetime) -> str:
    """Return the SHA-256 of an answer in one written form, with the moment and the first receipt."""
    whole = write_canonical(
        {
            "revision": str(told.id),
            "application": str(told.application),
            "submitted_first": first,
            "round": told.round,
            "request": told.request,
            "answer": told.answer,
            "answers": dict(told.answers) if told.answers is not None else None,
            "answered_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )
    return hashlib.sha256(whole.encode()).hexdigest()


def note_request_mailed(identifier: UUID, *, at: datetime) -> None:
    """Keep that the mail server took the letter of a request: it is not sent again."""
    Revision.objects.filter(id=identifier, mailed_at=None).update(mailed_at=at)


def find_answers(row: Application) -> Mapping[str, Answer]:
    """Return the answers of the form as they were revised last, or as they were submitted."""
    revised = (
        Revision.objects.filter(application=row, answered_at__isnull=False)
        .exclude(answers=None)
        .order_by("-round")
        .values_list("answers", flat=True)
        .first()
    )
    found: Mapping[str, Answer] = revised if revised is not None else row.answers
    return found


def _save(row: Revision, answer: str, answers: Answers | None, version: int) -> int:
    text, kept = clean_text(answer, MOST_TEXT), row.answers
    if row.kind == RevisionKind.REVISIONS.value and answers is not None:
        kept, _faults = read_answers(read_call(row.application.call).definition, answers)
    if (text, kept) == (row.answer, row.answers):
        return row.version
    if version != row.version:
        raise StaleError(
            gettext_noop(
                "Your answer was saved in another window after you opened it. Nothing was written over it: copy what you need, then load it anew."
            )
        )
    row.answer, row.answers = text, kept
    row.version += 1
    row.save()
    return row.version


def _open(identifier: UUID, *, by: Actor, at: datetime) -> Revision:
    """Return the row of a request, its application locked, while its applicant may answer."""
    found = Revision.objects.filter(id=identifier).values_list("application_id", flat=True).first()
    if found is None:
        raise NotFoundError(NO_REVISION)
    try:
        application = open_own(found, by=by, at=at)
    except NotFoundError as error:
        raise NotFoundError(NO_REVISION) from error
    row = Revision.objects.get(id=identifier)
    row.application = application
    check_can_answer(read_revision(row), ApplicationStage(application.stage), at)
    return row
