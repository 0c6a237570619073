"""Calls in lists: what is open, when and to whom, and the years in which instruments are open to a country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.programmes.calling.clock import say_moment
from cordee.programmes.calling.values import CallTold
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.zones import (
    find_next_year,
    find_open,
    find_zone,
    list_open_zones,
)
from cordee.programmes.life import CALL_MOMENT_NAMES, CallMoment
from cordee.programmes.states import Opening
from cordee.web.errors import say_sentence
from cordee.web.wording import format_count, get_reader_language


YEARS_AHEAD = 6
"""Years that the calendar of zones shows: two turns of the longest cycle that ships."""


@dataclass(frozen=True)
class CallLine:
    """A call as lists show it; `left` is the time until its deadline, or until it opens."""

    title: str
    instrument: str
    reference: str
    moment: str
    is_open: bool
    deadline: str
    left: str
    zones: str
    is_direct: bool
    is_demonstration: bool
    address: str


@dataclass(frozen=True)
class CallGroup:
    """The calls of one moment on the clock, with the sentence said where there are none."""

    name: str
    title: str
    lines: tuple[CallLine, ...]
    nothing: str


@dataclass(frozen=True)
class YearRow:
    """An instrument: for each year the zones open, or whether a country is among them."""

    instrument: str
    zone: str
    years: tuple[str, ...]
    next: str


def present_groups(calls: Iterable[CallTold], *, at: datetime) -> tuple[CallGroup, ...]:
    """Return calls in preparation (for who sees any), open, opening soon, and over."""
    found = tuple(calls)
    titles = {
        "draft": (_("In preparation"), ""),
        "open": (_("Open now"), _("No call is open.")),
        "coming": (_("Opening soon"), _("No call is announced.")),
        "over": (_("Closed"), _("No call is closed yet.")),
    }
    by_name: dict[str, list[CallTold]] = {name: [] for name in titles}
    for call in found:
        name = call.moment.value
        by_name[name if name in by_name else "over"].append(call)
    # What ends first is read first; what is over, the latest first.
    far = datetime.max.replace(tzinfo=at.tzinfo)
    by_name["open"].sort(key=lambda one: one.closes_at or far)
    by_name["coming"].sort(key=lambda one: one.opens_at or far)
    return tuple(
        CallGroup(name, title, tuple(present_line(one, at=at) for one in by_name[name]), nothing)
        for name, (title, nothing) in titles.items()
        if name != "draft" or by_name[name]
    )


def present_line(call: CallTold, *, at: datetime) -> CallLine:
    language = get_reader_language()
    return CallLine(
        title=call.to_title(language),
        instrument=call.definition.label.to_text(language),
        reference=call.reference,
        moment=str(CALL_MOMENT_NAMES[call.moment]),
        is_open=call.moment is CallMoment.OPEN,
        deadline=say_at(call.closes_at, call) if call.closes_at else _("no deadline"),
        left=say_time(call, at),
        zones=name_zones(call),
        is_direct=call.opening is Opening.DIRECT,
        is_demonstration=call.is_demonstration,
        address=reverse("programmes:call", args=[call.id]),
    )


def narrow_calls(
    calls: Iterable[CallTold], *, instrument: str, country: str, at: datetime
) -> tuple[CallTold, ...]:
    """Return the calls of an instrument, by its code, that take partners in a country."""
    return tuple(
        call
        for call in calls
        if (not instrument or call.definition.code == instrument)
        and (not country or _takes(call, country, at))
    )


def present_years(
    definitions: Iterable[Definition], country: str, first: int
) -> tuple[YearRow, ...]:
    """Return a row for each rotating instrument: the zones open year by year, or a country's years.

    Membership of a zone is taken on 1 July of each year.
    """
    language = get_reader_language()
    rows = []
    for definition in sorted(definitions, key=lambda one: one.label.to_text(language)):
        cells = []
        for year in range(first, first + YEARS_AHEAD):
            on = date(year, 7, 1)
            opened = list_open_zones(definition, year)
            if not country:
                cells.append(", ".join(one.label.to_text(language) for one in opened) or "–")
            elif find_open(definition, [country], on, year):
                cells.append(_("open"))
            else:
                cells.append("–")
        zone = find_zone(definition, country, date(first, 7, 1)) if country else None
        rows.append(
            YearRow(
                instrument=definition.label.to_text(language),
                zone=zone.label.to_text(language) if zone else "",
                years=tuple(cells),
                next=str(find_next_year(definition, country, first) or "") if country else "",
            )
        )
    return tuple(rows)


def say_left(left: timedelta) -> str:
    """Return a time to come in days, then hours, then minutes: rounded down, never promising more."""
    if left.days >= 2:
        return ngettext("%(count)s day", "%(count)s days", left.days) % {
            "count": format_count(left.days)
        }
    hours = int(left.total_seconds() // 3600)
    if hours >= 1:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    minutes = int(left.total_seconds() // 60)
    if minutes >= 1:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("less than a minute")


def say_at(moment: datetime, call: CallTold) -> str:
    """Return a moment in the reader's language, on a wall clock of the call's zone."""
    return say_sentence(say_moment(moment, call.time_zone))


def say_time(call: CallTold, at: datetime) -> str:
    """Return how long a call stays open, or until it opens."""
    if call.moment is CallMoment.OPEN and call.closes_at:
        return _("%(time)s left") % {"time": say_left(call.closes_at - at)}
    if call.moment is CallMoment.COMING and call.opens_at:
        return _("opens in %(time)s") % {"time": say_left(call.opens_at - at)}
    return ""


def name_zones(call: CallTold) -> str:
    """Return the zones a call is open to; an instrument without zones is open to all countries."""
    if not call.definition.zones:
        return _("all countries")
    language = get_reader_language()
    return ", ".join(one.label.to_text(language) for one in call.zones)


def _takes(call: CallTold, country: str, at: datetime) -> bool:
    on = (call.closes_at or call.opens_at or at).date()
    return country in find_open(call.definition, [country], on, call.year)
