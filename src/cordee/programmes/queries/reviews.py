"""Reads of reviews, for who may see the applications of a call; there is no such call for anybody else.

An applicant reads what was released to them, under numbers: who wrote it is nowhere in what they get.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.programmes.applied import ApplicationLine, FrozenCall
from cordee.programmes.definition.parts import Criterion
from cordee.programmes.models import Application, Call, Review, Reviewer
from cordee.programmes.queries.applications import (
    NO_CALL,
    NOTHING_HERE,
    read_call,
    read_lines,
    sees,
    writes,
)
from cordee.programmes.reviewing.blindness import find_in, order_unseen
from cordee.programmes.reviewing.calibration import Calibration, Given, calibrate
from cordee.programmes.reviewing.form import ReviewWritten
from cordee.programmes.reviewing.scoring import ReviewMark, Score, mark_review, sum_up
from cordee.programmes.reviewing.states import Recommendation, ReviewStage


@dataclass(frozen=True)
class ReviewTold:
    """A review as the office reads it."""

    id: UUID
    reviewer: UUID
    name: str
    round: int
    stage: ReviewStage
    invited_at: datetime | None
    due_on: date | None
    written: ReviewWritten
    mark: float | None
    submitted_at: datetime | None
    is_late: bool
    released_at: datetime | None


@dataclass(frozen=True)
class Released:
    """What a reviewer wrote for the applicant: under a number, without anything that names."""

    number: int
    round: int
    text: str


@dataclass(frozen=True)
class CallReviews:
    """The reviews of a call: beside each other, and what is still to come.

    `reviewers` are the names of all who have a review in it; `missing` counts, by application, the
    reviews asked for that are not there, and `asked` is how many each application should have.
    """

    call: FrozenCall
    given: tuple[Given, ...]
    calibration: Calibration
    lines: tuple[ApplicationLine, ...]
    reviewers: dict[UUID, str]
    missing: dict[UUID, int]
    asked: int


def list_scores(call: UUID, *, by: Actor, on: date) -> dict[UUID, Score]:
    """Return what submitted reviews give each application of a call, by the application.

    Of several rounds the latest with a submitted review counts. One without any review is not in it.
    Criteria and weights are those that the call froze.
    """
    row = find_reviewed_call(call, by=by, on=on)
    return read_scores(row.id, list_criteria(read_call(row)))


def read_scores(call: UUID, criteria: Sequence[Criterion]) -> dict[UUID, Score]:
    """Return the scores of the applications of a call by these criteria; no rights are asked."""
    marks: dict[UUID, dict[int, list[ReviewMark]]] = defaultdict(lambda: defaultdict(list))
    for one in _list_given(call):
        mark = ReviewMark(mark_review(criteria, one.scores), one.recommendation)
        marks[one.application][one.round].append(mark)
    return {one: sum_up(max(rounds), rounds[max(rounds)]) for one, rounds in marks.items()}


def find_reviewed_call(call: UUID, *, by: Actor, on: date) -> Call:
    """Return the row of a call whose reviews a person may read."""
    row = Call.objects.filter(id=call).exclude(definition=None).first()
    if row is None or not can(by, Action.SEE_APPLICATIONS, get_line(row.office, on=on), on=on):
        raise NotFoundError(NO_CALL)
    return row


def list_criteria(call: FrozenCall) -> tuple[Criterion, ...]:
    """Return what reviewers of a call score; nothing where its instrument has no review."""
    plan = call.definition.review
    return plan.criteria if plan is not None else ()


def get_call_reviews(call: UUID, *, by: Actor, on: date) -> CallReviews:
    """Return the reviews of a call beside each other, for who may see its applications."""
    row = find_reviewed_call(call, by=by, on=on)
    told = read_call(row)
    applications = Application.objects.filter(call=row).exclude(submitted_at=None)
    reviews = Review.objects.filter(application__call=row).select_related("reviewer")
    waited = (ReviewStage.INVITED.value, ReviewStage.ACCEPTED.value)
    missing: dict[UUID, int] = defaultdict(int)
    for one in reviews.filter(stage__in=waited):
        missing[one.application_id] += 1
    plan, given = told.definition.review, _list_given(row.id)
    return CallReviews(
        call=told,
        given=given,
        calibration=calibrate(list_criteria(told), given),
        lines=read_lines(applications.order_by("number")),
        reviewers={one.reviewer_id: one.reviewer.name for one in reviews},
        missing=dict(missing),
        asked=plan.reviewers if plan is not None else 0,
    )


def list_reviews(application: UUID, *, by: Actor, on: date) -> tuple[ReviewTold, ...]:
    """Return the reviews of an application for its office, the latest round first.

    Who applied has no such page: it says who reviews. Neither has who applied and works at the office.
    """
    row = find_reviewed(application, by=by, on=on)
    criteria = list_criteria(read_call(row.call))
    rows = Review.objects.filter(application=row).select_related("reviewer", "application__call")
    return tuple(
        read_review(one, criteria) for one in rows.order_by("-round", "reviewer__name", "id")
    )


def find_reviewed(application: UUID, *, by: Actor, on: date) -> Application:
    """Return the row of an application whose reviews a person may read; never their own."""
    row = Application.objects.select_related("call").filter(id=application).first()
    if row is None or row.submitted_at is None or row.account == by.account:
        raise NotFoundError(NOTHING_HERE)
    if not sees(row, by=by, on=on):
        raise NotFoundError(NOTHING_HERE)
    return row


def list_released(application: UUID, *, by: Actor) -> tuple[Released, ...]:
    """Return what reviewers wrote that was released to an applicant; nothing to anybody else."""
    row = Application.objects.select_related("call").filter(id=application).first()
    if row is None or not writes(row, by):
        return ()
    return tuple(told for review, told in number_texts(row.id) if review.released_at is not None)


def number_texts(application: UUID) -> tuple[tuple[Review, Released], ...]:
    """Return what submitted reviews say to the applicant, as they would read it; no rights are asked."""
    rows = Review.objects.select_related("reviewer").filter(
        application=application, stage=ReviewStage.SUBMITTED.value
    )
    found = [one for one in rows if one.for_applicant.strip()]
    order = {
        reviewer: number
        for number, reviewer in enumerate(
            order_unseen(application, (one.reviewer_id for one in found)), 1
        )
    }
    found.sort(key=lambda one: (-one.round, order[one.reviewer_id]))
    return tuple(
        (one, Released(order[one.reviewer_id], one.round, one.for_applicant)) for one in found
    )


def find_named(application: UUID) -> tuple[str, ...]:
    """Return the reviewers' names and the addresses that stand in texts which wait to be released."""
    found: dict[str, None] = {}
    for row, told in number_texts(application):
        if row.released_at is None:
            named = Reviewer.objects.filter(call=row.reviewer.call_id)
            found |= dict.fromkeys(find_in(told.text, named.values_list("name", flat=True)))
    return tuple(found)


def read_review(row: Review, criteria: Sequence[Criterion]) -> ReviewTold:
    """Return a row as a value."""
    written = read_written(row)
    return ReviewTold(
        id=row.id,
        reviewer=row.reviewer_id,
        name=row.reviewer.name,
        round=row.round,
        stage=ReviewStage(row.stage),
        invited_at=row.invited_at,
        due_on=row.due_on,
        written=written,
        mark=mark_review(criteria, written.scores),
        submitted_at=row.submitted_at,
        is_late=is_late(row),
        released_at=row.released_at,
    )


def read_written(row: Review) -> ReviewWritten:
    """Return what its reviewer saved."""
    return ReviewWritten(
        scores=dict(row.scores),
        comments=dict(row.comments),
        recommendation=Recommendation(row.recommendation) if row.recommendation else None,
        for_applicant=row.for_applicant,
        for_committee=row.for_committee,
    )


def is_late(row: Review) -> bool:
    """Return whether a review was submitted after its day, as the clock of the call's place has it."""
    if row.submitted_at is None or row.due_on is None:
        return False
    return read_call(row.application.call).to_local(row.submitted_at).date() > row.due_on


def _list_given(call: UUID) -> tuple[Given, ...]:
    rows = Review.objects.filter(application__call=call, stage=ReviewStage.SUBMITTED.value)
    columns = ("application_id", "reviewer_id", "round", "scores", "recommendation")
    return tuple(
        Given(application, reviewer, number, scores, Recommendation(said))
        for application, reviewer, number, scores, said in rows.order_by("round", "id").values_list(
            *columns
        )
    )
