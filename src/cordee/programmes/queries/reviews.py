"""Reads of reviews, for who may see the applications of a call; there is no such call for anybody else."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from cordee.directory.queries import get_line
from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action
from cordee.programmes.models import Call, Review
from cordee.programmes.queries.applications import NO_CALL, read_call
from cordee.programmes.reviewing.scoring import ReviewMark, Score, mark_review, sum_up
from cordee.programmes.reviewing.states import Recommendation, ReviewStage


def list_scores(call: UUID, *, by: Actor, on: date) -> dict[UUID, Score]:
    """Return what submitted reviews give each application of a call, by the application.

    Of several rounds the latest with a submitted review counts. One without any review is not in it.
    Criteria and weights are those that the call froze.
    """
    row = Call.objects.filter(id=call).exclude(definition=None).first()
    if row is None or not can(by, Action.SEE_APPLICATIONS, get_line(row.office, on=on), on=on):
        raise NotFoundError(NO_CALL)
    plan = read_call(row).definition.review
    criteria = plan.criteria if plan is not None else ()
    marks: dict[UUID, dict[int, list[ReviewMark]]] = defaultdict(lambda: defaultdict(list))
    reviews = Review.objects.filter(application__call=row, stage=ReviewStage.SUBMITTED.value)
    for application, number, scores, recommendation in reviews.values_list(
        "application_id", "round", "scores", "recommendation"
    ):
        mark = ReviewMark(mark_review(criteria, scores), Recommendation(recommendation))
        marks[application][number].append(mark)
    return {one: sum_up(max(rounds), rounds[max(rounds)]) for one, rounds in marks.items()}
