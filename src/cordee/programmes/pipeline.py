"""Where applications stand on their way from submission to a letter, and how long each part took.

A part is over when the next begins: with the first invitation of a reviewer, with the last review that
was waited for, with the decision, with its letter. The days of a part that lasts are counted until now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names
from cordee.programmes.selecting.states import DecisionKind


class Waypoint(Worded):
    """Where an application stands for who runs the call."""

    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    TO_DECIDE = "to_decide", _("To decide")
    TO_TELL = "to_tell", _("Letter to send")
    FUNDED = "funded", _("Funded")
    RESERVE = "reserve", _("Reserve list")
    REVISE = "revise", _("Revisions required")
    NOT_FUNDED = "not_funded", _("Not funded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WAYPOINT_NAMES = list_names(Waypoint)

ON_THE_WAY = (Waypoint.SUBMITTED, Waypoint.IN_REVIEW, Waypoint.TO_DECIDE, Waypoint.TO_TELL)
"""The parts of the way, in their order: those in which an application waits for the office."""

_TOLD = {
    DecisionKind.FUND: Waypoint.FUNDED,
    DecisionKind.RESERVE: Waypoint.RESERVE,
    DecisionKind.REVISE: Waypoint.REVISE,
    DecisionKind.REFUSE: Waypoint.NOT_FUNDED,
}


@dataclass(frozen=True)
class Course:
    """The moments of one application; a moment that has not come is None.

    `awaited` counts the reviews that are still to come, `reviewed_at` is when the last one came.
    """

    application: UUID
    call: UUID
    number: int
    title: str
    submitted_at: datetime
    is_withdrawn: bool = False
    review_began_at: datetime | None = None
    reviewed_at: datetime | None = None
    awaited: int = 0
    decision: DecisionKind | None = None
    decided_at: datetime | None = None
    told_at: datetime | None = None

    @property
    def waypoint(self) -> Waypoint:
        """Return where the application stands."""
        if self.is_withdrawn:
            return Waypoint.WITHDRAWN
        if self.decision is not None:
            return _TOLD[self.decision] if self.told_at else Waypoint.TO_TELL
        if self.review_began_at is None:
            return Waypoint.SUBMITTED
        return Waypoint.IN_REVIEW if self.awaited else Waypoint.TO_DECIDE

    def list_parts(self, at: datetime) -> Mapping[Waypoint, timedelta]:
        """Return how long each part of the way took, up to `at` for the one that lasts.

        >>> from datetime import UTC
        >>> day = lambda number: datetime(2026, 3, number, tzinfo=UTC)
        >>> course = Course(
        ...     UUID(int=1), UUID(int=2), 1, "", day(1), review_began_at=day(4), awaited=1
        ... )
        >>> [(one.value, took.days) for one, took in course.list_parts(day(9)).items()]
        [('submitted', 3), ('in_review', 5)]
        """
        reviewed = None if self.awaited else self.reviewed_at
        begins = (self.submitted_at, self.review_began_at, reviewed, self.decided_at)
        found: dict[Waypoint, timedelta] = {}
        if self.is_withdrawn:
            return found
        for place, (part, begun) in enumerate(zip(ON_THE_WAY, begins, strict=True)):
            if begun is None:
                continue
            later = (*begins[place + 1 :], self.told_at)
            # A part that another passed over (a decision without reviews) never was.
            ended = min((one for one in later if one is not None), default=at)
            if ended >= begun:
                found[part] = ended - begun
        return found


@dataclass(frozen=True)
class Passage:
    """The applications of one call: how many stand where, and the median days in each part."""

    counts: Mapping[Waypoint, int]
    days: Mapping[Waypoint, float]


def sum_up(courses: Iterable[Course], *, at: datetime) -> Passage:
    """Return where the applications of a call stand, and the median days of each part of the way."""
    counts: dict[Waypoint, int] = {}
    took: dict[Waypoint, list[float]] = {}
    for course in courses:
        counts[course.waypoint] = counts.get(course.waypoint, 0) + 1
        for part, length in course.list_parts(at).items():
            took.setdefault(part, []).append(length / timedelta(days=1))
    return Passage(counts, {part: median(lengths) for part, lengths in took.items()})
