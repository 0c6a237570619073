"""The tables of programmes: instruments with their versions, calls, applications with their parts."""

from __future__ import annotations

from cordee.programmes.models.application import (
    Application,
    Attachment,
    BudgetLine,
    Judged,
    Partner,
)
from cordee.programmes.models.call import Announcement, Call, Question
from cordee.programmes.models.instrument import Instrument, InstrumentVersion


__all__ = [
    "Announcement",
    "Application",
    "Attachment",
    "BudgetLine",
    "Call",
    "Instrument",
    "InstrumentVersion",
    "Judged",
    "Partner",
    "Question",
]
