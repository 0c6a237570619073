"""The arithmetic of scores: a review's mark by the weights of criteria, and the marks of an application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from cordee.programmes.definition.parts import Criterion
from cordee.programmes.reviewing.states import Recommendation


@dataclass(frozen=True)
class ReviewMark:
    """What one submitted review says: its mark from 0 to 100 and its recommendation.

    The mark is None where no criterion was scored.
    """

    mark: float | None
    recommendation: Recommendation


@dataclass(frozen=True)
class Score:
    """The reviews of one application in its latest round with any.

    `mean` is of their marks (0 to 100), `spread` their sample standard deviation in the same points; None
    without a mark, and of fewer than two. `recommendations` counts how many say what.
    """

    round: int
    reviews: int
    mean: float | None
    spread: float | None
    recommendations: Mapping[Recommendation, int]


NO_SCORE = Score(0, 0, None, None, {})
"""Of an application without a submitted review."""


def mark_review(criteria: Sequence[Criterion], scores: Mapping[str, Any]) -> float | None:
    """Return the mean of a review's scores by the criteria's weights, from 0 to 100.

    Each score counts as a share of the most its criterion gives. A criterion without a score is left
    out, with its weight.

    >>> from cordee.programmes.definition.parts import Bilingual
    >>> text = Bilingual(fr="x", en="x")
    >>> criteria = [
    ...     Criterion(code="a", label=text, most=5, weight=3),
    ...     Criterion(code="b", label=text, most=10),
    ... ]
    >>> mark_review(criteria, {"a": 4, "b": 5}), mark_review(criteria, {"b": 5})
    (72.5, 50.0)
    >>> mark_review(criteria, {}) is None
    True
    """
    given = [one for one in criteria if is_score(scores.get(one.code), one)]
    if not given:
        return None
    total = sum(float(one.weight) for one in given)
    reached = sum(float(one.weight) * float(scores[one.code]) / one.most for one in given)
    return 100 * reached / total


def is_score(value: object, criterion: Criterion) -> bool:
    """Return whether a value is a score of a criterion: a number from 0 to its most, and no flag."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= criterion.most


def sum_up(number: int, marks: Iterable[ReviewMark]) -> Score:
    """Return the score of an application from the submitted reviews of a round.

    >>> found = sum_up(
    ...     1, [ReviewMark(60.0, Recommendation.FUND), ReviewMark(80.0, Recommendation.FUND)]
    ... )
    >>> found.mean, round(found.spread or 0, 2)
    (70.0, 14.14)
    """
    found = list(marks)
    given = [one.mark for one in found if one.mark is not None]
    return Score(
        round=number,
        reviews=len(found),
        mean=fmean(given) if given else None,
        spread=stdev(given) if len(given) > 1 else None,
        recommendations=Counter(one.recommendation for one in found),
    )
