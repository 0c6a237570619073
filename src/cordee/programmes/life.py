"""The lives of instruments' versions, calls and applications, as tables.

Whether a call is open is not a stage: it follows from its days and the server's clock, which alone
judges whether somebody is in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class VersionStage(Worded):
    """Where a version of an instrument stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


VERSION_STAGE_NAMES = list_names(VersionStage)


class CallStage(Worded):
    """Where a call stands, its days apart."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


CALL_STAGE_NAMES = list_names(CallStage)


class CallMoment(Worded):
    """What a call is on the clock: what people mean by “open”."""

    DRAFT = "draft", _("in preparation")
    COMING = "coming", _("opening soon")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


CALL_MOMENT_NAMES = list_names(CallMoment)


class ApplicationStage(Worded):
    """Where an application stands."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


APPLICATION_STAGE_NAMES = list_names(ApplicationStage)


@dataclass(frozen=True)
class CallDays:
    """From when until when one may apply; an end of None is open.

    `stage_since` is when the call came to its stage: one may have been closed before its deadline.
    """

    stage: CallStage
    opens_at: datetime | None
    closes_at: datetime | None
    stage_since: datetime | None = None

    @property
    def ended_at(self) -> datetime | None:
        """Return since when it takes no more: its deadline, or when it was closed before; None while it does."""
        if self.stage is not CallStage.CLOSED or self.stage_since is None:
            return self.closes_at
        return min(filter(None, (self.stage_since, self.closes_at)))

    def find_moment(self, at: datetime) -> CallMoment:
        """Return what the call is at a moment. The deadline itself is too late: open is up to it.

        >>> from datetime import UTC
        >>> days = CallDays(CallStage.PUBLISHED, None, datetime(2026, 3, 1, 12, tzinfo=UTC))
        >>> days.find_moment(datetime(2026, 3, 1, 12, tzinfo=UTC)).value
        'closed'
        """
        if self.stage is not CallStage.PUBLISHED:
            return CallMoment(self.stage.value)
        if self.opens_at is not None and at < self.opens_at:
            return CallMoment.COMING
        if self.closes_at is not None and at >= self.closes_at:
            return CallMoment.CLOSED
        return CallMoment.OPEN
