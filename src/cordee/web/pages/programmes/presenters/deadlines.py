"""The days of public calls for calendar programs, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Event

from cordee.programmes.calling.values import CallTold
from cordee.programmes.life import CallMoment
from cordee.web.calendars import PAST, begin_calendar
from cordee.web.wording import get_reader_language


def write_deadlines(
    calls: Iterable[CallTold], make_address: Callable[[UUID], str], *, at: datetime
) -> bytes:
    """Return the openings and deadlines of public calls, each a moment; a cancelled call's are cancelled."""
    calendar = begin_calendar("calls", _("Calls"))
    for call in calls:
        for kind, said, moment in _list_moments(call):
            if moment < at - PAST:
                continue
            event = Event()
            # An event keeps its name when its day is put off; its number says that it is a later one.
            event.add("uid", f"{call.id}-{kind}@cordee")
            event.add("sequence", call.version)
            event.add("dtstamp", at)
            event.add("last-modified", call.changed_at)
            event.add("dtstart", moment)
            event.add("summary", f"{said} · {call.to_title(get_reader_language())}")
            event.add("url", make_address(call.id))
            event.add("transp", "TRANSPARENT")
            if call.moment is CallMoment.CANCELLED:
                event.add("status", "CANCELLED")
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _list_moments(call: CallTold) -> Iterator[tuple[str, str, datetime]]:
    if call.opens_at is not None:
        yield "opening", _("Opens"), call.opens_at
    if call.closes_at is not None:
        yield "deadline", _("Deadline"), call.closes_at
