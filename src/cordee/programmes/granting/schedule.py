"""When reports and instalments of a project fall due, from what the instrument asks for.

Months are counted from the first day: a report every twelve months of a project that begins on 1 March is
due on 1 March of each year. The last day of a project belongs to it, so that two years from 1 March 2026
end on 29 February 2028, and the second yearly report is due the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cordee.agreements.periods import add_months
from cordee.programmes.definition.parts import ReportAsked
from cordee.programmes.states import ReportKind


MOST_REPORTS = 400
"""Reports of one clock at most: twenty years of months, as long as a duration may be, and some to spare."""

CENT = Decimal("0.01")


@dataclass(frozen=True)
class PlannedReport:
    """A report to come: the number counts those of its kind in their order."""

    kind: ReportKind
    number: int
    due_on: date


@dataclass(frozen=True)
class KeptReport:
    """A report as it stands; one that was handed in stays where it is."""

    kind: ReportKind
    number: int
    due_on: date
    is_to_come: bool


@dataclass(frozen=True)
class Moves:
    """What a new plan makes of the reports there are."""

    moved: tuple[PlannedReport, ...]
    added: tuple[PlannedReport, ...]
    removed: tuple[tuple[ReportKind, int], ...]


@dataclass(frozen=True)
class PlannedInstalment:
    """Money to be paid on a day; `waits_for` is the place of a report in the list that was given."""

    due_on: date
    amount: Decimal
    waits_for: int | None = None


def find_end(start: date, months: int) -> date:
    """Return the last day of a project of so many months.

    >>> find_end(date(2026, 3, 1), 12)
    datetime.date(2027, 2, 28)
    """
    return add_months(start, months) - timedelta(days=1)


def plan_reports(asked: Iterable[ReportAsked], start: date, end: date) -> tuple[PlannedReport, ...]:
    """Return the reports that an instrument asks of a project from `start` to `end`, by day.

    Of one kind, two clocks that fall on one day ask for one report.
    """
    days: dict[ReportKind, set[date]] = {}
    for one in asked:
        days.setdefault(one.kind, set()).update(_list_days(one, start, end))
    planned = [
        PlannedReport(kind, number, day)
        for kind, found in days.items()
        for number, day in enumerate(sorted(found), start=1)
    ]
    return tuple(sorted(planned, key=lambda one: (one.due_on, one.kind.value)))


def move_reports(kept: Iterable[KeptReport], planned: Iterable[PlannedReport]) -> Moves:
    """Return what changes when `planned` takes the place of the plan that `kept` came from.

    Reports that were handed in stay as they are; those to come move to their new day, by their number;
    those that the new plan no longer has are taken out.
    """
    known = {(one.kind, one.number): one for one in kept}
    wanted = {(one.kind, one.number): one for one in planned}
    return Moves(
        moved=tuple(
            one
            for key, one in wanted.items()
            if key in known and known[key].is_to_come and known[key].due_on != one.due_on
        ),
        added=tuple(one for key, one in wanted.items() if key not in known),
        removed=tuple(key for key, one in known.items() if key not in wanted and one.is_to_come),
    )


def plan_instalments(
    amount: Decimal, count: int, start: date, end: date, reports: Sequence[PlannedReport]
) -> tuple[PlannedInstalment, ...]:
    """Return `count` equal instalments of an amount, spread over the project from its first day.

    Each after the first waits for the last report due by its day, the first of that day named. What cents
    are left over by the division is paid with the last.
    """
    share = (amount / count).quantize(CENT)
    days = (end - start).days + 1
    planned = []
    for number in range(count):
        due_on = start + timedelta(days=days * number // count)
        is_last = number == count - 1
        rest = amount - share * (count - 1)
        waits_for = _find_last(reports, due_on) if number else None
        planned.append(PlannedInstalment(due_on, rest if is_last else share, waits_for))
    return tuple(planned)


def _find_last(reports: Sequence[PlannedReport], day: date) -> int | None:
    due = [place for place, one in enumerate(reports) if one.due_on <= day]
    return max(due, key=lambda place: (reports[place].due_on, -place)) if due else None


def _list_days(asked: ReportAsked, start: date, end: date) -> list[date]:
    found = []
    if asked.every_months is not None:
        for turn in range(1, MOST_REPORTS):
            day = add_months(start, asked.every_months * turn)
            if day > end + timedelta(days=1):
                break
            found.append(day)
    if asked.after_months is not None:
        found.append(add_months(start, asked.after_months))
    if asked.before_end_months is not None:
        # A project shorter than that reports when it begins.
        found.append(max(start, add_months(end, -asked.before_end_months)))
    return found
