"""What submitted reviews give each application, and who may read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, AUDE, CHARLIE
from tests.programmes.applying import AT, PAUL, make_application, make_call, text

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.models import Application, Review, Reviewer
from cordee.programmes.queries.reviews import list_scores
from cordee.programmes.reviewing.states import Recommendation


PLAN: dict[str, Any] = {
    "review": {
        "criteria": [
            {"code": "science", "label": text("Science"), "most": 5, "weight": "3"},
            {"code": "team", "label": text("Team"), "most": 10},
        ]
    }
}


def review(application: UUID, name: str, scores: dict[str, int], number: int = 1, stage: str = "submitted") -> None:  # fmt: skip
    call = Application.objects.get(id=application).call
    reviewer, _ = Reviewer.objects.get_or_create(
        call=call, email=f"{name}@x.example", defaults={"name": name, "created_at": AT}
    )
    Review.objects.create(
        reviewer=reviewer,
        application_id=application,
        round=number,
        stage=stage,
        stage_since=AT,
        scores=scores,
        recommendation="fund",
        submitted_at=AT,
    )


def test_the_latest_round_counts_by_the_weights_of_the_call() -> None:
    call = make_call(PLAN)
    one, other = make_application(call), make_application(call)
    review(one, "a", {"science": 4, "team": 5})
    review(one, "b", {"science": 5, "team": 10})
    review(one, "c", {"science": 0, "team": 0}, stage="accepted")
    scores = list_scores(call, by=AUDE, on=AT.date())
    assert set(scores) == {one}
    assert scores[one].mean == pytest.approx(86.25)
    assert scores[one].spread == pytest.approx(19.45, abs=0.01)
    assert (scores[one].reviews, scores[one].recommendations) == (2, {Recommendation.FUND: 2})
    review(one, "a", {"science": 5}, number=2)
    review(other, "a", {"science": 99})
    scores = list_scores(call, by=ALICE, on=AT.date())
    assert (scores[one].round, scores[one].mean, scores[one].spread) == (2, 100, None)
    # What is no score of the criterion is none at all.
    assert scores[other].mean is None


@pytest.mark.parametrize("by", [PAUL, CHARLIE])
def test_nobody_else_learns_of_scores(by: Actor) -> None:
    with pytest.raises(NotFoundError):
        list_scores(make_call(PLAN), by=by, on=AT.date())
