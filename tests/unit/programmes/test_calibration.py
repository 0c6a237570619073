"""How reviewers score beside each other, and the rules of a review and its rounds, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.definition.parts import Bilingual, Criterion
from cordee.programmes.life import ApplicationStage
from cordee.programmes.reviewing.calibration import Given, calibrate
from cordee.programmes.reviewing.form import ReviewWritten, check_whole, keep_written, read_score
from cordee.programmes.reviewing.rounds import (
    RevisionTold,
    Settled,
    check_can_answer,
    check_can_ask,
    check_can_review,
)
from cordee.programmes.reviewing.states import Recommendation, ReviewStage, RevisionKind


AT = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LABEL = Bilingual(fr="x", en="x")
CRITERIA = (
    Criterion(code="science", label=LABEL, most=5, weight=3),  # type: ignore[arg-type]
    Criterion(code="team", label=LABEL, most=10),
)
SUBMITTED = ApplicationStage.SUBMITTED
REVISES = Settled((), AT, revises=True)


def one(
    application: int, reviewer: int, score: float, number: int = 1, said: str = "fund"
) -> Given:
    scores = {"science": score, "team": 2 * score}
    return Given(UUID(int=application), UUID(int=reviewer), number, scores, Recommendation(said))


def test_a_deviation_is_from_the_others_on_the_same_applications() -> None:
    found = calibrate(CRITERIA, [one(1, 1, 5), one(1, 2, 3), one(1, 3, 4), one(2, 1, 4), one(2, 2, 4), one(3, 1, 0)])  # fmt: skip
    by_reviewer = {told.reviewer.int: told for told in found.reviewers}
    first = by_reviewer[1]
    # 100 less (60 + 80) / 2 on the first, 80 less 80 on the second; the third was reviewed alone.
    assert (first.deviation, first.compared, first.reviews, first.mean) == (15, 2, 3, 60)
    assert by_reviewer[2].deviation == -15
    assert by_reviewer[3].deviation == 0
    assert [told.reviewer.int for told in found.reviewers][2] == 3


def test_who_reviewed_alone_deviates_from_nobody() -> None:
    (told,) = calibrate(CRITERIA, [one(1, 1, 5)]).reviewers
    assert (told.deviation, told.compared) == (None, 0)


def test_wide_disagreements_come_first_and_the_last_round_counts() -> None:
    given = [one(1, 1, 5), one(1, 2, 5), one(2, 1, 4), one(2, 2, 1), one(3, 1, 2), one(3, 1, 3, 2)]
    found = calibrate(CRITERIA, given)
    assert [told.application.int for told in found.applications] == [2, 1, 3]
    assert [told.is_wide for told in found.applications] == [True, False, False]
    assert (found.applications[2].score.mean, found.applications[2].score.round) == (60, 2)
    assert found.applications[0].criteria == {"science": 2.5, "team": 5}
    science = found.criteria[0]
    assert (science.code, science.count, round(science.mean or 0, 2)) == ("science", 6, 3.33)


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 5)),
        unique_by=lambda one: one[:2],
        max_size=15,
    )
)
def test_of_two_who_reviewed_the_same_deviations_are_opposite(drawn: list[tuple[int, ...]]) -> None:
    found = calibrate(CRITERIA, [one(*values) for values in drawn])
    pairs = [told for told in found.applications if len(told.marks) == 2]
    if len(pairs) == len([told for told in found.applications if len(told.marks) > 1]) == 1:
        known = [told.deviation for told in found.reviewers if told.deviation is not None]
        assert sum(known) == pytest.approx(0)
    for told in found.applications:
        assert told.score.mean is not None
        assert 0 <= told.score.mean <= 100


@pytest.mark.parametrize("typed", ["6", "-1", "3.55", "good", "NaN", "1e9", "٣²"])
def test_what_is_no_score_is_said(typed: str) -> None:
    with pytest.raises(UsageError, match="0 to 5"):
        read_score(CRITERIA[0], typed)


def test_a_review_is_kept_by_its_criteria_and_whole_with_all_of_them() -> None:
    written = ReviewWritten({"science": 9, "team": 4, "odd": 1}, {"team": " Good. "}, None, "a\0", "b")  # fmt: skip
    kept = keep_written(CRITERIA, written)
    assert (kept.scores, kept.comments) == ({"team": 4}, {"team": "Good."})
    assert kept.for_applicant == "a"
    with pytest.raises(RuleError, match="missing: 1"):
        check_whole(CRITERIA, kept)
    whole = ReviewWritten({"science": 1, "team": 4})
    with pytest.raises(RuleError, match="recommend"):
        check_whole(CRITERIA, whole)
    check_whole(CRITERIA, ReviewWritten({"science": 1, "team": 4}, {}, Recommendation.FUND))


@pytest.mark.parametrize(
    ("stage", "application", "settled", "said"),
    [
        ("accepted", "submitted", Settled(), ""),
        ("accepted", "submitted", Settled((AT - DAY,), AT - DAY, revises=True), ""),
        ("submitted", "submitted", Settled(), "stays as it is"),
        ("accepted", "withdrawn", Settled(), "withdrawn"),
        ("accepted", "submitted", Settled((AT + DAY,)), "has sat"),
        ("accepted", "submitted", Settled((), AT - DAY), "has sat"),
        ("accepted", "submitted", Settled((), AT + DAY, revises=True), "has sat"),
    ],
)
def test_a_review_is_taken_until_the_committee_sits(
    stage: str, application: str, settled: Settled, said: str
) -> None:
    asked = (ReviewStage(stage), AT, ApplicationStage(application), settled)
    if said:
        with pytest.raises(RuleError, match=said):
            check_can_review(*asked)
    else:
        check_can_review(*asked)


def revision(number: int, *, answered: bool = True, **changes: Any) -> RevisionTold:
    values: dict[str, Any] = {
        "id": UUID(int=number), "application": UUID(int=1), "round": number,
        "kind": RevisionKind.REBUTTAL, "asked_at": AT, "asked_by": "A", "request": "Why?",
        "due_at": AT + DAY, "answer": "", "answers": None, "answered_at": AT if answered else None,
        "receipt": "", "mailed_at": None, "version": 1,
    }  # fmt: skip
    return RevisionTold(**{**values, **changes})


@pytest.mark.parametrize(
    ("settled", "revisions", "reviewed", "rounds", "expected"),
    [
        (Settled(), (), 1, 2, 1),
        (Settled(), (), None, 2, "no review yet"),
        (Settled(), (), 1, 1, "last"),
        (Settled(), (revision(1),), 1, 3, "no review yet"),
        (Settled(), (revision(1),), 2, 3, 2),
        (Settled(), (revision(1, answered=False),), 1, 3, "asked already"),
        (REVISES, (), 1, 1, 1),
        (REVISES, (), None, 1, 1),
        (REVISES, (revision(1),), 1, 1, 2),
        (REVISES, (revision(4),), 4, 1, "most there may be"),
        (Settled((), AT), (), 1, 2, "decided"),
    ],
)
def test_an_applicant_is_asked_after_a_round(
    settled: Settled,
    revisions: tuple[RevisionTold, ...],
    reviewed: int | None,
    rounds: int,
    expected: int | str,
) -> None:
    if isinstance(expected, str):
        with pytest.raises(RuleError, match=expected):
            check_can_ask(SUBMITTED, settled, revisions, reviewed=reviewed, rounds=rounds)
    else:
        found = check_can_ask(SUBMITTED, settled, revisions, reviewed=reviewed, rounds=rounds)
        assert found == expected


def test_an_answer_is_in_time_up_to_the_second() -> None:
    due = revision(1, answered=False)
    check_can_answer(due, SUBMITTED, due.due_at - timedelta(seconds=1))
    with pytest.raises(RuleError, match="over"):
        check_can_answer(due, SUBMITTED, due.due_at)
    with pytest.raises(RuleError, match="was sent"):
        check_can_answer(revision(1), SUBMITTED, AT)
    with pytest.raises(RuleError, match="withdrawn"):
        check_can_answer(due, ApplicationStage.WITHDRAWN, AT)
