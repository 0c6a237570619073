"""How reviewers of a call score beside each other. No table is read here.

A reviewer's deviation is the mean, over the applications that others reviewed too in the same round, of
their own mark less the mean mark of those others: above nought they give more, below less. Whoever
reviewed alone has none. It is told beside the number of applications that it rests on, and corrects no
mark: differences between reviewers are partly differences between applications (V. E. Johnson,
“Statistical analysis of the National Institutes of Health peer review system”, PNAS 105, 2008,
11076–11080, models both).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from uuid import UUID

from cordee.programmes.definition.parts import Criterion
from cordee.programmes.reviewing.scoring import ReviewMark, Score, is_score, mark_review, sum_up
from cordee.programmes.reviewing.states import Recommendation


WIDE = 30
"""Points of 100 between the highest and the lowest mark from which reviews disagree widely: more than a
quarter of the scale, so that of a scale of five two reviewers differ by one and a half."""


@dataclass(frozen=True)
class Given:
    """One submitted review, as calibration reads it."""

    application: UUID
    reviewer: UUID
    round: int
    scores: Mapping[str, object]
    recommendation: Recommendation


@dataclass(frozen=True)
class Marked:
    """The reviews of an application in its latest round: marks by reviewer, their sum, and whether they disagree.

    `criteria` are the mean scores by the codes of criteria, in the criterion's own points.
    """

    application: UUID
    marks: Mapping[UUID, float | None]
    score: Score
    criteria: Mapping[str, float]
    is_wide: bool


@dataclass(frozen=True)
class Deviation:
    """How a reviewer scores beside the others: `mean` is of their own marks, `deviation` in the same points.

    `compared` counts the applications on which the deviation rests; it is None on none.
    """

    reviewer: UUID
    reviews: int
    mean: float | None
    deviation: float | None
    compared: int


@dataclass(frozen=True)
class CriterionSum:
    """The scores of a criterion over a call: their mean and sample standard deviation, in its own points."""

    code: str
    count: int
    mean: float | None
    spread: float | None


@dataclass(frozen=True)
class Calibration:
    """A call's reviews beside each other; applications whose reviews disagree widely come first."""

    applications: tuple[Marked, ...]
    reviewers: tuple[Deviation, ...]
    criteria: tuple[CriterionSum, ...]


def calibrate(criteria: Sequence[Criterion], given: Iterable[Given]) -> Calibration:
    """Return how the submitted reviews of a call stand beside each other."""
    found = list(given)
    by_round: dict[tuple[UUID, int], list[Given]] = defaultdict(list)
    for one in found:
        by_round[one.application, one.round].append(one)
    last: dict[UUID, int] = {}
    for application, number in by_round:
        last[application] = max(number, last.get(application, 0))
    marked = [
        _mark(criteria, application, number, by_round[application, number])
        for application, number in last.items()
    ]
    return Calibration(
        applications=tuple(sorted(marked, key=_get_order)),
        reviewers=_list_deviations(criteria, found, by_round),
        criteria=tuple(_sum_criterion(one, found) for one in criteria),
    )


def is_wide(marks: Iterable[float | None], recommendations: Iterable[Recommendation]) -> bool:
    """Return whether reviews disagree widely: `WIDE` points apart, or one would fund and one would not.

    >>> is_wide([40.0, 75.0], []), is_wide([60.0, 75.0], [])
    (True, False)
    >>> is_wide([60.0], [Recommendation.FUND, Recommendation.REFUSE])
    True
    """
    known = [one for one in marks if one is not None]
    said = set(recommendations)
    apart = bool(known) and max(known) - min(known) >= WIDE
    return apart or {Recommendation.FUND, Recommendation.REFUSE} <= said


def _mark(
    criteria: Sequence[Criterion], application: UUID, number: int, reviews: list[Given]
) -> Marked:
    marks = {one.reviewer: mark_review(criteria, one.scores) for one in reviews}
    said = [one.recommendation for one in reviews]
    score = sum_up(number, (ReviewMark(marks[one.reviewer], one.recommendation) for one in reviews))
    means = {one.code: fmean(points) for one in criteria if (points := _list_points(one, reviews))}
    return Marked(application, marks, score, means, is_wide(marks.values(), said))


def _get_order(one: Marked) -> tuple[bool, float]:
    return not one.is_wide, -(one.score.mean if one.score.mean is not None else -1)


def _list_deviations(
    criteria: Sequence[Criterion],
    given: list[Given],
    by_round: Mapping[tuple[UUID, int], list[Given]],
) -> tuple[Deviation, ...]:
    own: dict[UUID, list[float]] = defaultdict(list)
    counted: dict[UUID, int] = defaultdict(int)
    apart: dict[UUID, list[float]] = defaultdict(list)
    for one in given:
        counted[one.reviewer] += 1
    for reviews in by_round.values():
        marks = [
            (one.reviewer, mark)
            for one in reviews
            if (mark := mark_review(criteria, one.scores)) is not None
        ]
        for reviewer, mark in marks:
            own[reviewer].append(mark)
            others = [other for who, other in marks if who != reviewer]
            if others:
                apart[reviewer].append(mark - fmean(others))
    found = [
        Deviation(
            reviewer=reviewer,
            reviews=count,
            mean=fmean(own[reviewer]) if own[reviewer] else None,
            deviation=fmean(apart[reviewer]) if apart[reviewer] else None,
            compared=len(apart[reviewer]),
        )
        for reviewer, count in counted.items()
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.deviation or 0)))


def _sum_criterion(criterion: Criterion, given: list[Given]) -> CriterionSum:
    points = _list_points(criterion, given)
    return CriterionSum(
        code=criterion.code,
        count=len(points),
        mean=fmean(points) if points else None,
        spread=stdev(points) if len(points) > 1 else None,
    )


def _list_points(criterion: Criterion, given: Iterable[Given]) -> list[float]:
    scores = (one.scores.get(criterion.code) for one in given)
    return [
        float(one) for one in scores if isinstance(one, int | float) and is_score(one, criterion)
    ]
