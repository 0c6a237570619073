"""The days of an agreement as tables: what its text says, a day, and what runs then."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.agreements.periods import Terms, add_months, find_days, find_notice_day, holds
from cordee.agreements.states import Renewal


D = date.fromisoformat
FIXED = Terms(D("2024-01-01"), D("2026-12-31"), notice_months=3)
TACIT = Terms(
    D("2024-01-01"),
    D("2024-12-31"),
    renewal=Renewal.TACIT,
    renewal_months=12,
    notice_months=3,
)
TWICE = Terms(D("2024-01-01"), D("2024-12-31"), Renewal.TACIT, renewal_months=12, most_renewals=2)


def with_notice(day: str) -> Terms:
    return Terms(
        D("2024-01-01"),
        D("2024-12-31"),
        Renewal.TACIT,
        renewal_months=12,
        notice_months=3,
        notice_given_on=D(day),
    )


RUNNING = [
    # what the text says, the day, the last day, the notice day, tacit renewals so far, goes on
    ("fixed", FIXED, "2025-05-05", "2026-12-31", "2026-09-30", 0, False),
    ("tacit, first period", TACIT, "2024-12-31", "2024-12-31", "2024-09-30", 0, True),
    ("tacit, renewed the day after", TACIT, "2025-01-01", "2025-12-31", "2025-09-30", 1, True),
    ("tacit, ten years on", TACIT, "2034-06-01", "2034-12-31", "2034-09-30", 10, True),
    ("tacit twice, last period", TWICE, "2026-06-01", "2026-12-31", None, 2, False),
    ("tacit twice, over", TWICE, "2030-06-01", "2026-12-31", None, 2, False),
    ("tacit without notice period", TWICE, "2024-06-01", "2024-12-31", "2024-12-31", 0, True),
    ("notice in time", with_notice("2025-09-30"), "2027-01-01", "2025-12-31", None, 1, False),
    (
        "notice a day late",
        with_notice("2025-10-01"),
        "2027-01-01",
        "2026-12-31",
        None,
        2,
        False,
    ),
    ("no end", Terms(D("2024-01-01"), None), "2030-01-01", None, None, 0, False),
    (
        "terminated",
        Terms(D("2024-01-01"), D("2026-12-31"), closed_on=D("2025-03-01")),
        "2026-01-01",
        "2025-03-01",
        None,
        0,
        False,
    ),
    (
        "renewed by amendment, before it was signed",
        Terms(D("2024-01-01"), D("2024-12-31"), ends=((D("2024-11-01"), D("2027-12-31")),)),
        "2024-10-31",
        "2024-12-31",
        None,
        0,
        False,
    ),
    (
        "renewed by amendment",
        Terms(D("2024-01-01"), D("2024-12-31"), ends=((D("2024-11-01"), D("2027-12-31")),)),
        "2024-11-01",
        "2027-12-31",
        None,
        0,
        False,
    ),
]


@pytest.mark.parametrize(
    ("terms", "on", "end", "notice", "renewals", "goes_on"),
    [row[1:] for row in RUNNING],
    ids=[row[0] for row in RUNNING],
)
def test_period_that_runs(
    terms: Terms, on: str, end: str | None, notice: str | None, renewals: int, goes_on: bool
) -> None:
    days = find_days(terms, on=D(on))
    assert days.end == (D(end) if end else None)
    assert days.notice_day == (D(notice) if notice else None)
    assert (days.renewals, days.goes_on) == (renewals, goes_on)


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        ("2026-12-31", 3, "2026-09-30"),
        ("2026-02-28", 6, "2025-08-31"),
        ("2026-05-14", 1, "2026-04-14"),
        ("2024-02-29", 12, "2023-02-28"),
    ],
)
def test_last_day_to_give_notice(end: str, months: int, day: str) -> None:
    assert find_notice_day(D(end), months) == D(day)


def test_nothing_holds_before_its_first_day() -> None:
    assert not holds(FIXED, on=D("2023-12-31"))
    assert not holds(Terms(None, None), on=D("2023-12-31"))


@given(
    day=st.dates(D("1990-01-01"), D("2090-12-31")),
    months=st.integers(-600, 600),
)
def test_months_never_leave_their_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day


@given(
    months=st.integers(1, 60),
    first=st.dates(D("2000-01-01"), D("2030-12-31")),
    days=st.integers(0, 20_000),
)
def test_tacit_periods_leave_no_gap(months: int, first: date, days: int) -> None:
    on = date.fromordinal(first.toordinal() + days)
    terms = Terms(first, first, Renewal.TACIT, renewal_months=months)
    found = find_days(terms, on=on)
    assert found.end is not None
    assert found.end >= on
    if found.renewals:
        before = find_days(terms, on=date.fromordinal(first.toordinal()))
        assert before.renewals == 0
