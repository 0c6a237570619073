"""The tables of agreements. Organisations and accounts are named by identifier: theirs are other rooms."""

from __future__ import annotations

from cordee.agreements.models.agreement import Agreement, Amendment, Party, ScopeItem
from cordee.agreements.models.document import Document, DocumentVersion
from cordee.agreements.models.feed import CalendarFeed, Reminder
from cordee.agreements.models.terms import Clause, Gate, Permit


__all__ = [
    "Agreement",
    "Amendment",
    "CalendarFeed",
    "Clause",
    "Document",
    "DocumentVersion",
    "Gate",
    "Party",
    "Permit",
    "Reminder",
    "ScopeItem",
]
