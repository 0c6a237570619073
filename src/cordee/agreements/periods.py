"""The days of an agreement, computed from what its text says and never stored.

A period ends at the end of its last day. Periods and notices are counted in whole months from the
day after it, so that a period ending on 31 December with three months' notice is given notice on 30
September at the latest.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cordee.agreements.states import Renewal


MOST_PERIODS = 1_200
"""Tacit periods followed at most: a century of months, after which a text is read anew."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What the text says about its period.

    `ends` are the ends set by amendments, each with the day from which it holds. `notice_given_on` is
    the day a party said that the agreement is not to be renewed; `closed_on` the last day of one that
    was terminated.
    """

    start: date | None
    end: date | None
    renewal: Renewal = Renewal.NONE
    renewal_months: int | None = None
    most_renewals: int | None = None
    notice_months: int | None = None
    notice_given_on: date | None = None
    closed_on: date | None = None
    ends: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Days:
    """The period that runs on a day: its last day, and the last day to give notice before it.

    `end` is None for an agreement without an end. `renewals` counts the tacit renewals so far.
    `goes_on` says whether another tacit period follows unless notice is given.
    """

    end: date | None
    notice_day: date | None = None
    renewals: int = 0
    goes_on: bool = False


def add_months(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or that month's last day.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 3, 31), -1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def find_notice_day(end: date, months: int) -> date:
    """Return the last day to give notice of so many whole months before a period's end.

    >>> find_notice_day(date(2026, 12, 31), 3)
    datetime.date(2026, 9, 30)
    """
    return add_months(end + _DAY, -months) - _DAY


def find_days(terms: Terms, *, on: date) -> Days:
    """Return the period that runs on a day, or the last one that ran."""
    end = _find_written_end(terms, on)
    if end is None:
        return Days(terms.closed_on)
    count, last = 0, end
    while last < on and _follows(terms, last, count):
        count += 1
        last = add_months(end + _DAY, count * (terms.renewal_months or 0)) - _DAY
    goes_on = _follows(terms, last, count)
    if terms.closed_on is not None and terms.closed_on <= last:
        return Days(terms.closed_on, renewals=count)
    return Days(last, _find_notice_day(terms, last, goes_on=goes_on), count, goes_on)


def holds(terms: Terms, *, on: date) -> bool:
    """Return whether a day lies in the period, tacit renewals counted.

    >>> holds(Terms(date(2026, 1, 1), date(2026, 12, 31)), on=date(2026, 12, 31))
    True
    """
    if terms.start is None or on < terms.start:
        return False
    end = find_days(terms, on=on).end
    return end is None or on <= end


def _find_written_end(terms: Terms, on: date) -> date | None:
    """Return the end that holds on a day: the text's, or the latest that an amendment set by then."""
    set_by_then = sorted(one for one in terms.ends if one[0] <= on)
    return set_by_then[-1][1] if set_by_then else terms.end


def _follows(terms: Terms, end: date, count: int) -> bool:
    """Return whether a tacit period follows the one that ends on `end`, after `count` renewals."""
    if terms.renewal is not Renewal.TACIT or not terms.renewal_months:
        return False
    if count >= min(terms.most_renewals or MOST_PERIODS, MOST_PERIODS):
        return False
    if terms.notice_given_on is None:
        return True
    # Notice given too late for a period counts for the next one.
    return terms.notice_given_on > find_notice_day(end, terms.notice_months or 0)


def _find_notice_day(terms: Terms, end: date, *, goes_on: bool) -> date | None:
    if terms.notice_given_on is not None and not goes_on:
        return None
    if terms.notice_months:
        return find_notice_day(end, terms.notice_months)
    # Without a notice period, the last day of the period is the last on which to refuse another.
    return end if goes_on else None
