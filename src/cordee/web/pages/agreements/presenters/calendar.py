"""The days of agreements for calendar programs, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.agreements.portfolio import list_due
from cordee.agreements.values import AgreementTold
from cordee.web.calendars import PAST, Dated, begin_calendar, make_event
from cordee.web.wording import get_reader_language


def write_calendar(
    lines: tuple[AgreementTold, ...],
    make_address: Callable[[UUID], str],
    *,
    at: datetime,
    further: Iterable[Dated] = (),
) -> bytes:
    """Return the ends and notice days of the agreements in force, and what else a reader may see."""
    language = get_reader_language()
    calendar = begin_calendar("agreements", _("Agreements and what waits for me"))
    for due in list_due(lines, on=at.date() - PAST, until=date.max):
        said = _("Last day to give notice") if due.is_notice else _("Last day")
        kind = "notice" if due.is_notice else "end"
        # The same day of the same agreement is one event, however often the feed is read.
        day = Dated(
            key=f"{due.line.id}-{kind}-{due.day.isoformat()}",
            first=due.day,
            last=due.day,
            summary=f"{said} · {due.line.to_title(language)}",
            description=", ".join(one.to_name(language) for one in due.line.parties),
            address=make_address(due.line.id),
        )
        calendar.add_component(make_event(day, at))
    for one in further:
        calendar.add_component(make_event(one, at))
    content: bytes = calendar.to_ical()
    return content
