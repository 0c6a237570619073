"""What of the ledger is published, and which records changed in a span of time.

What is said of a record changes when somebody changes it, and also once its last day has passed. Both
are moments, so that programs that come back can ask for what changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q


SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sharing:
    """Which sorts of records anybody may read, as an administrator chose; none unless chosen.

    `is_demonstration` says that the whole installation is a demonstration: on any other, records of
    the demonstration are not published, and no reference to them is.
    """

    organisations: bool = False
    people: bool = False
    equipment: bool = False
    programmes: bool = False
    projects: bool = False
    events: bool = False
    services: bool = False
    skills: bool = False
    prizes: bool = False
    is_demonstration: bool = False

    def narrow(self, prefix: str = "") -> Q:
        """Return which rows may be published at all, as demonstrations go."""
        return Q() if self.is_demonstration else Q(**{f"{prefix}is_demonstration": False})


@dataclass(frozen=True)
class Window:
    """A span of time as seen at `at`, a moment in the house's time zone.

    `since` and `until` are moments in whole seconds, both within; None leaves that side open.
    """

    at: datetime
    since: datetime | None = None
    until: datetime | None = None

    @property
    def on(self) -> date:
        """Return the day it is seen on."""
        return self.at.date()

    def find_touched(self, prefix: str = "", *, ends: bool = True) -> Q:
        """Return which rows changed, or ended, at `since` or later; every row where that is open."""
        if self.since is None:
            return Q()
        found = Q(**{f"{prefix}changed_at__gte": self.since})
        if ends:
            local = self.since.astimezone(self.at.tzinfo)
            # The first day that begins at `since` or later; what was gone from it on ended the day before.
            first = local.date() if local.time() == time() else local.date() + DAY
            found |= Q(**{f"{prefix}end__gte": first - DAY, f"{prefix}end__lt": self.on})
        return found

    def find_later(self, prefix: str = "", *, ends: bool = True) -> Q | None:
        """Return which rows changed, or ended, after `until`; None where that is open."""
        if self.until is None:
            return None
        found = Q(**{f"{prefix}changed_at__gte": self.until + SECOND})
        if ends:
            day = self.until.astimezone(self.at.tzinfo).date()
            found |= Q(**{f"{prefix}end__gte": day, f"{prefix}end__lt": self.on})
        return found

    def is_gone(self, end: date | None) -> bool:
        """Return whether a last day has passed."""
        return end is not None and end < self.on

    def find_moment(self, changed_at: datetime, end: date | None = None) -> datetime:
        """Return when what is said of a record last changed: by somebody, or because its last day passed.

        >>> window = Window(datetime(2026, 6, 3, 9, tzinfo=UTC))
        >>> window.find_moment(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 6, 1)).isoformat()
        '2026-06-02T00:00:00+00:00'
        """
        if end is None or not self.is_gone(end):
            return changed_at
        return max(changed_at, datetime.combine(end + DAY, time(), self.at.tzinfo))

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment lies within, counted in whole seconds."""
        whole = moment.replace(microsecond=0)
        return (self.since is None or whole >= self.since) and (
            self.until is None or whole <= self.until
        )


def find_latest(moments: Iterable[datetime]) -> datetime:
    """Return the latest of some moments, in whole seconds of UTC.

    >>> find_latest([datetime(2026, 1, 1, 9, 0, 0, 5, UTC), datetime(2026, 1, 1, 8, tzinfo=UTC)])
    datetime.datetime(2026, 1, 1, 9, 0, tzinfo=datetime.timezone.utc)
    """
    return max(moments).astimezone(UTC).replace(microsecond=0)
