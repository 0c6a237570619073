"""Days as calendar programs read them (RFC 5545), whichever room they are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Event


PAST = timedelta(days=92)
"""Days that have just passed are kept a quarter, so that a reader sees what was missed."""


@dataclass(frozen=True)
class Dated:
    """Something of whole days; `key` tells it from all others, for good."""

    key: str
    first: date
    last: date
    summary: str
    description: str
    address: str


def make_event(day: Dated, at: datetime) -> Event:
    """Return an event of whole days; the same day is one event, however often it is written."""
    event = Event()
    event.add("uid", f"{day.key}@cordee")
    event.add("dtstamp", at)
    event.add("dtstart", day.first)
    event.add("dtend", day.last + timedelta(days=1))
    event.add("summary", day.summary)
    event.add("description", day.description)
    event.add("url", day.address)
    event.add("transp", "TRANSPARENT")
    return event
