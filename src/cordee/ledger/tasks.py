"""Tasks: what somebody has to do about a record, by a day where one is set.

Each room says what waits in it; a page, a calendar and a letter put the rooms together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cordee.kernel.messages import Sentence
from cordee.ledger.worded import Worded, list_names


SOON = timedelta(days=7)
NEXT = timedelta(days=31)


class Urgency(Worded):
    """How near the day is: a week and a month are how far ahead people plan."""

    LATE = "late", _("Late")
    WEEK = "week", _("Within a week")
    MONTH = "month", _("Within a month")
    LATER = "later", _("In more than a month")
    OPEN = "open", _("Without a day")


URGENCY_NAMES = list_names(Urgency)


@dataclass(frozen=True)
class Task:
    """One thing to do: `deed` says what, about the record of that `kind`; `due` is its last day.

    A task about many records at once names none: its page lists them.
    """

    deed: Sentence
    kind: str
    record: UUID | None
    title_fr: str = ""
    title_en: str = ""
    due: date | None = None

    def to_title(self, language: str) -> str:
        """Return the title in `language` where there is one, else the other."""
        first, other = (
            (self.title_fr, self.title_en) if language == "fr" else (self.title_en, self.title_fr)
        )
        return first or other

    def find_urgency(self, *, on: date) -> Urgency:
        """Return how near the day is; the day itself is not late.

        >>> from uuid import UUID
        >>> task = Task(Sentence("Sign."), "agreement", UUID(int=1), "", "", date(2026, 3, 1))
        >>> (
        ...     task.find_urgency(on=date(2026, 3, 1)).value,
        ...     task.find_urgency(on=date(2026, 3, 2)).value,
        ... )
        ('week', 'late')
        """
        if self.due is None:
            return Urgency.OPEN
        if self.due < on:
            return Urgency.LATE
        if self.due <= on + SOON:
            return Urgency.WEEK
        return Urgency.MONTH if self.due <= on + NEXT else Urgency.LATER


def get_order(task: Task) -> tuple[date, str, str, str]:
    """Return what tasks are sorted by: the nearest day first, then what has none."""
    return (task.due or date.max, task.kind, task.title_en, str(task.record))
