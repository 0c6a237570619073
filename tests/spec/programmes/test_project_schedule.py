"""When reports and instalments fall due: a row is a project with the clocks of its instrument."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.programmes.definition.parts import ReportAsked
from cordee.programmes.granting.schedule import (
    KeptReport,
    find_end,
    move_reports,
    plan_instalments,
    plan_reports,
)
from cordee.programmes.states import ReportKind


def ask(kind: str = "scientific", **clock: int) -> ReportAsked:
    return ReportAsked(kind=ReportKind(kind), **clock)


def list_days(*asked: ReportAsked, start: str, end: str) -> list[str]:
    planned = plan_reports(asked, date.fromisoformat(start), date.fromisoformat(end))
    return [f"{one.kind.value[:3]}{one.number} {one.due_on}" for one in planned]


@pytest.mark.parametrize(
    ("asked", "start", "end", "days"),
    [
        ((), "2026-03-01", "2027-02-28", []),
        # The second yearly report of two years is due the day after the last.
        (
            (ask(every_months=12),),
            "2026-03-01",
            "2028-02-29",
            ["sci1 2027-03-01", "sci2 2028-03-01"],
        ),
        # A project that ends a month short of two years has one.
        ((ask(every_months=12),), "2026-03-01", "2028-01-31", ["sci1 2027-03-01"]),
        ((ask("meeting", after_months=6),), "2026-08-31", "2027-08-30", ["mee1 2027-02-28"]),
        ((ask(after_months=13),), "2026-01-01", "2026-12-31", ["sci1 2027-02-01"]),
        ((ask("financial", before_end_months=1),), "2026-01-01", "2026-12-31", ["fin1 2026-11-30"]),
        ((ask(before_end_months=0),), "2026-01-01", "2026-12-31", ["sci1 2026-12-31"]),
        # Shorter than the months before its end: it reports when it begins.
        ((ask(before_end_months=6),), "2026-01-01", "2026-02-28", ["sci1 2026-01-01"]),
        # Two clocks of one kind: numbered by day, one day asks for one report.
        (
            (ask(every_months=6), ask(after_months=6), ask(before_end_months=0)),
            "2026-01-01",
            "2026-12-31",
            ["sci1 2026-07-01", "sci2 2026-12-31", "sci3 2027-01-01"],
        ),
    ],
)
def test_reports_fall_due(
    asked: tuple[ReportAsked, ...], start: str, end: str, days: list[str]
) -> None:
    assert list_days(*asked, start=start, end=end) == days


def test_moving_the_end_moves_what_is_to_come_and_nothing_else() -> None:
    asked = (ask(every_months=12), ask("financial", before_end_months=1))
    first = plan_reports(asked, date(2026, 1, 1), date(2027, 12, 31))
    kept = [KeptReport(one.kind, one.number, one.due_on, one.number > 1 or one.kind.value == "financial") for one in first]  # fmt: skip
    longer = move_reports(kept, plan_reports(asked, date(2026, 1, 1), date(2028, 12, 31)))
    assert [(one.kind.value, one.due_on) for one in longer.moved] == [
        ("financial", date(2028, 11, 30))
    ]
    assert [(one.number, one.due_on) for one in longer.added] == [(3, date(2029, 1, 1))]
    assert longer.removed == ()
    shorter = move_reports(kept, plan_reports(asked, date(2026, 1, 1), date(2026, 11, 30)))
    # The first yearly report was handed in: it stays, though the new plan has none.
    assert shorter.removed == ((ReportKind.SCIENTIFIC, 2),)


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.integers(1, 240),
    st.integers(1, 24),
    st.integers(0, 24),
)
def test_plans_are_in_order_and_stay_put(start: date, months: int, every: int, before: int) -> None:
    end = find_end(start, months)
    planned = plan_reports((ask(every_months=every), ask(before_end_months=before)), start, end)
    days = [one.due_on for one in planned]
    assert days == sorted(set(days))
    assert [one.number for one in planned] == list(range(1, len(planned) + 1))
    assert all(day >= start for day in days)
    kept = [KeptReport(one.kind, one.number, one.due_on, True) for one in planned]
    again = move_reports(kept, planned)
    assert (again.moved, again.added, again.removed) == ((), (), ())


@given(st.decimals(1, 10_000_000, places=2), st.integers(1, 12))
def test_instalments_come_to_the_amount(amount: Decimal, count: int) -> None:
    start, end = date(2026, 1, 1), date(2027, 12, 31)
    reports = plan_reports((ask(every_months=6),), start, end)
    planned = plan_instalments(amount, count, start, end, reports)
    assert sum(one.amount for one in planned) == amount
    assert [one.due_on for one in planned] == sorted(one.due_on for one in planned)
    assert planned[0].due_on == start
    assert planned[0].waits_for is None
    for one in planned[1:]:
        assert one.waits_for is None or reports[one.waits_for].due_on <= one.due_on
