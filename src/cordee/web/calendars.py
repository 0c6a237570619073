"""Days as calendar programs read them (RFC 5545), whichever room they are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


PAST = timedelta(days=92)
"""Days that have just passed are kept a quarter, so that a reader sees what was missed."""


@dataclass(frozen=True)
class Dated:
    """Something of whole days; `key` tells it from all others, for good; `address` may be empty."""

    key: str
    first: date
    last: date
    summary: str
    description: str
    address: str


def begin_calendar(sort: str, name: str) -> Calendar:
    """Return an empty calendar of a sort, as its reader's program names it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Cordee//{sort}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def make_event(day: Dated, at: datetime) -> Event:
    """Return an event of whole days; the same day is one event, however often it is written."""
    event = Event()
    event.add("uid", f"{day.key}@cordee")
    event.add("dtstamp", at)
    event.add("dtstart", day.first)
    event.add("dtend", day.last + timedelta(days=1))
    event.add("summary", day.summary)
    event.add("description", day.description)
    if day.address:
        event.add("url", day.address)
    event.add("transp", "TRANSPARENT")
    return event
