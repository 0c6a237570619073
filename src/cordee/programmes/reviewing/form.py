"""A review as it is written: scores, comments, a recommendation, and two texts. No table is read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.definition.parts import Criterion
from cordee.programmes.reviewing.scoring import is_score
from cordee.programmes.reviewing.states import Recommendation


MOST_COMMENT = 5_000
MOST_TEXT = 20_000
"""Characters of a comment on a criterion, and of a text: two pages, and eight."""


@dataclass(frozen=True)
class ReviewWritten:
    """What a reviewer saves: scores and comments by the codes of criteria."""

    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    recommendation: Recommendation | None = None
    for_applicant: str = ""
    for_committee: str = ""


def read_score(criterion: Criterion, text: str) -> float | None:
    """Return a score as it was typed, None where nothing was; `UsageError` when it is none.

    >>> from cordee.programmes.definition.parts import Bilingual
    >>> one = Criterion(code="a", label=Bilingual(fr="x", en="x"), most=5)
    >>> read_score(one, " 3,5 "), read_score(one, "4"), read_score(one, "")
    (3.5, 4, None)
    """
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        found = Decimal(plain[:10])
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= criterion.most or found != round(found, 1):
        raise UsageError(
            gettext_noop("“{given}” is no score. Give 0 to {most}, with one decimal at most."),
            given=text.strip()[:20],
            most=criterion.most,
        )
    return int(found) if found == int(found) else float(found)


def keep_written(criteria: Sequence[Criterion], written: ReviewWritten) -> ReviewWritten:
    """Return what is kept of a review: scores and comments of its criteria, texts cut to their length."""
    return ReviewWritten(
        scores={
            one.code: written.scores[one.code]
            for one in criteria
            if is_score(written.scores.get(one.code), one)
        },
        comments={
            one.code: text
            for one in criteria
            if (text := clean_text(written.comments.get(one.code, ""), MOST_COMMENT))
        },
        recommendation=written.recommendation,
        for_applicant=clean_text(written.for_applicant, MOST_TEXT),
        for_committee=clean_text(written.for_committee, MOST_TEXT),
    )


def check_whole(criteria: Sequence[Criterion], written: ReviewWritten) -> None:
    """Raise `RuleError` unless every criterion has its score, and the review recommends something."""
    missing = [one for one in criteria if one.code not in written.scores]
    if missing:
        raise RuleError(
            gettext_noop("Every criterion needs its score; missing: {count}."), count=len(missing)
        )
    if written.recommendation is None:
        raise RuleError(gettext_noop("Say what you recommend."))


def clean_text(text: str, most: int) -> str:
    """Return a text as it is kept: lines ended alike, no letter that a database refuses, cut to its length."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()[:most]
