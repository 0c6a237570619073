"""The comparison of pairs is reckoned once for a state of the lake, beside the pages that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import cordee.web.kept_outcomes as kept_outcomes
from cordee.kernel.errors import LakeError, NotFoundError
from cordee.observatory.figures.outcome_parts import FundedPair, OutcomeChoice, Outcomes
from cordee.web.jobs import Jobs
from cordee.web.kept_outcomes import Asked, KeptOutcomes


ASKED = Asked((FundedPair("04t0gwh46", "04cdgtt98", 2018),), OutcomeChoice())
FOUND = Outcomes(OutcomeChoice(), (), None, None, "mesh", (), 0)


class Answering:
    """Stands in for the observatory: counts how often it is asked, and fails as it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.fault: BaseException | None = None

    def __call__(self, *_asked: Any) -> Outcomes:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        return FOUND


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answering]:
    answering, jobs = Answering(), Jobs()
    monkeypatch.setattr(kept_outcomes, "jobs", jobs)
    monkeypatch.setattr(kept_outcomes, "answer_outcomes", answering)
    monkeypatch.setattr(kept_outcomes, "read_state", lambda lake: lake)
    monkeypatch.setattr(kept_outcomes, "PATIENCE", 60)
    yield answering
    jobs.close()


def ask(kept: KeptOutcomes, state: str = "first") -> Outcomes | None:
    ground: Any = SimpleNamespace(lake=state, observatory=None)
    return kept.ask(ground, ASKED, owner="alice", label="Outcomes", back="/")


def test_the_same_is_reckoned_once_and_anew_when_the_lake_changes(background: Answering) -> None:
    kept = KeptOutcomes()
    assert ask(kept) is FOUND
    assert ask(kept) is FOUND
    assert background.asked == 1
    assert ask(kept, "second") is FOUND
    assert background.asked == 2


def test_nobody_waits_for_what_takes_long(
    background: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_outcomes, "PATIENCE", 0)
    monkeypatch.setattr(kept_outcomes.jobs, "start", lambda *_given: None)
    kept = KeptOutcomes()
    assert (ask(kept), ask(kept), background.asked) == (None, None, 0)


@pytest.mark.parametrize("fault", [NotFoundError("gone"), ValueError("a defect")])
def test_a_fault_is_told_and_not_tried_at_every_look(
    background: Answering, fault: BaseException
) -> None:
    kept = KeptOutcomes()
    background.fault = fault
    for _look in range(2):
        with pytest.raises((NotFoundError, LakeError)):
            ask(kept)
    assert background.asked == 1


def test_only_so_many_answers_are_kept(
    background: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_outcomes, "MOST_KEPT", 1)
    kept = KeptOutcomes()
    for state in ("first", "second", "first"):
        ask(kept, state)
    assert background.asked == 3
