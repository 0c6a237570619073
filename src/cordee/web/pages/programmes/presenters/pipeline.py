"""All calls on one page: how many applications stand where, since how long, and who reviews how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries import get_names
from cordee.programmes.pipeline import ON_THE_WAY, WAYPOINT_NAMES, Course, Waypoint, sum_up
from cordee.programmes.queries.pipeline import Load, Running
from cordee.programmes.queries.workload import Work
from cordee.web.wording import format_count, format_date, get_reader_language


MOST_CARDS = 12
"""As many as a column shows at a glance; the call's own list has them all."""


@dataclass(frozen=True)
class Cell:
    count: str
    days: str


@dataclass(frozen=True)
class Row:
    title: str
    detail: str
    address: str
    drafts: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Card:
    title: str
    call: str
    address: str
    since: str


@dataclass(frozen=True)
class Column:
    name: str
    count: str
    cards: tuple[Card, ...]
    rest: str


@dataclass(frozen=True)
class LoadShown:
    name: str
    awaited: str
    late: str
    submitted: str


@dataclass(frozen=True)
class WorkShown:
    """What waits for an office: a number for each heading of `name_work`."""

    name: str
    people: str
    counts: tuple[str, ...]


def name_work() -> tuple[str, ...]:
    """Return the headings of what waits for an office."""
    return (
        _("Verdicts to settle"),
        _("To decide"),
        _("Letters to send"),
        _("Appeals to answer"),
        _("Reports to read"),
        _("Reports late"),
        _("Payments due"),
    )


def present_work(work: Sequence[Work]) -> tuple[WorkShown, ...]:
    """Return what waits for each office."""
    language = get_reader_language()
    names = get_names(one.office for one in work)
    return tuple(
        WorkShown(
            name=names[one.office].to_name(language) if one.office in names else "–",
            people=format_count(one.people),
            counts=tuple(
                _count(number)
                for number in (
                    one.to_settle,
                    one.to_decide,
                    one.letters,
                    one.appeals,
                    one.to_read,
                    one.late,
                    one.payments,
                )
            ),
        )
        for one in work
    )


def name_waypoints() -> tuple[str, ...]:
    """Return the headings of the table."""
    return tuple(str(name) for name in WAYPOINT_NAMES.values())


def present_rows(running: Iterable[Running], *, at: datetime) -> tuple[Row, ...]:
    """Return a line for each call to which anybody has begun to apply."""
    language = get_reader_language()
    rows = []
    for one in running:
        if not one.courses and not one.drafts:
            continue
        passage = sum_up(one.courses, at=at)
        closes = one.call.days.closes_at
        deadline = format_date(one.call.to_local(closes)) if closes else _("no deadline")
        rows.append(
            Row(
                title=one.call.to_title(language),
                detail=" · ".join(
                    filter(None, (one.call.definition.label.to_text(language), deadline))
                ),
                address=reverse("programmes:call_applications", args=[one.call.id]),
                drafts=_count(one.drafts),
                cells=tuple(
                    Cell(
                        _count(passage.counts.get(waypoint, 0)),
                        _say_median(passage.days[waypoint]) if waypoint in passage.days else "",
                    )
                    for waypoint in Waypoint
                ),
            )
        )
    return tuple(rows)


def present_board(running: Sequence[Running], *, at: datetime) -> tuple[Column, ...]:
    """Return the applications that wait for the office, by what they wait for, the longest first."""
    language = get_reader_language()
    titles = {one.call.id: one.call.reference or one.call.to_title(language) for one in running}
    columns = []
    for waypoint in ON_THE_WAY:
        waits = [
            (course.list_parts(at)[waypoint], course)
            for one in running
            for course in one.courses
            if course.waypoint is waypoint
        ]
        waits.sort(key=lambda pair: pair[0], reverse=True)
        rest = len(waits) - MOST_CARDS
        columns.append(
            Column(
                name=str(WAYPOINT_NAMES[waypoint]),
                count=format_count(len(waits)),
                cards=tuple(
                    _present_card(course, titles[course.call], since)
                    for since, course in waits[:MOST_CARDS]
                ),
                rest=_("and {count} more").format(count=format_count(rest)) if rest > 0 else "",
            )
        )
    return tuple(columns)


def present_loads(loads: Iterable[Load]) -> tuple[LoadShown, ...]:
    """Return the reviewers with what each has to do."""
    return tuple(
        LoadShown(one.name, _count(one.awaited), _count(one.late), _count(one.submitted))
        for one in loads
    )


def _present_card(course: Course, call: str, since: timedelta) -> Card:
    return Card(
        title=f"{course.number}. {course.title}",
        call=call,
        address=reverse("programmes:application", args=[course.application]),
        since=_say_days(since.days),
    )


def _say_days(days: int) -> str:
    said = ngettext("for {count} day", "for {count} days", days)
    return said.format(count=format_count(days)) if days else _("since today")


def _say_median(days: float) -> str:
    whole = round(days)
    return ngettext("{count} day", "{count} days", whole).format(count=format_count(whole))


def _count(number: int) -> str:
    return format_count(number) if number else "–"
