"""The days of agreements for calendar programs, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cordee.agreements.portfolio import list_due
from cordee.agreements.values import AgreementTold
from cordee.web.wording import get_reader_language


PAST = timedelta(days=92)
"""Days that have just passed are kept a quarter, so that a reader sees what was missed."""


def write_calendar(
    lines: tuple[AgreementTold, ...], make_address: Callable[[UUID], str], *, at: datetime
) -> bytes:
    """Return the ends and notice days of the agreements in force, each a whole day."""
    language = get_reader_language()
    calendar = Calendar()
    calendar.add("prodid", "-//Cordee//agreements//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Agreements"))
    for due in list_due(lines, on=at.date() - PAST, until=date.max):
        said = _("Last day to give notice") if due.is_notice else _("Last day")
        kind = "notice" if due.is_notice else "end"
        event = Event()
        # The same day of the same agreement is one event, however often the feed is read.
        event.add("uid", f"{due.line.id}-{kind}-{due.day.isoformat()}@cordee")
        event.add("dtstamp", at)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", f"{said} · {due.line.to_title(language)}")
        event.add("description", ", ".join(one.to_name(language) for one in due.line.parties))
        event.add("url", make_address(due.line.id))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
