"""Where applications stand, and how long each part of the way took."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.programmes.pipeline import ON_THE_WAY, Course, Waypoint, sum_up
from cordee.programmes.selecting.states import DecisionKind


START = datetime(2026, 3, 1, tzinfo=UTC)
SENT = Course(UUID(int=1), UUID(int=2), 1, "Organoids", START)


def after(days: int) -> datetime:
    return START + timedelta(days=days)


ASKED = replace(SENT, review_began_at=after(4), awaited=2)
REVIEWED = replace(ASKED, awaited=0, reviewed_at=after(20))
DECIDED = replace(REVIEWED, decision=DecisionKind.FUND, decided_at=after(30))


@pytest.mark.parametrize(
    ("course", "waypoint"),
    [
        (SENT, Waypoint.SUBMITTED),
        (ASKED, Waypoint.IN_REVIEW),
        (REVIEWED, Waypoint.TO_DECIDE),
        (DECIDED, Waypoint.TO_TELL),
        (replace(DECIDED, told_at=after(31)), Waypoint.FUNDED),
        (replace(DECIDED, decision=DecisionKind.RESERVE, told_at=after(31)), Waypoint.RESERVE),
        (replace(DECIDED, decision=DecisionKind.REVISE, told_at=after(31)), Waypoint.REVISE),
        (replace(DECIDED, decision=DecisionKind.REFUSE, told_at=after(31)), Waypoint.NOT_FUNDED),
        (replace(DECIDED, is_withdrawn=True), Waypoint.WITHDRAWN),
    ],
)
def test_where_an_application_stands(course: Course, waypoint: Waypoint) -> None:
    assert course.waypoint is waypoint


def test_each_part_ends_when_the_next_begins() -> None:
    told = replace(DECIDED, told_at=after(31))
    took = {part: length.days for part, length in told.list_parts(after(99)).items()}
    assert took == dict(zip(ON_THE_WAY, (4, 16, 10, 1), strict=True))


def test_a_decision_without_reviews_passes_them_over() -> None:
    decided = replace(SENT, decision=DecisionKind.FUND, decided_at=after(5))
    took = {part: length.days for part, length in decided.list_parts(after(7)).items()}
    assert took == {Waypoint.SUBMITTED: 5, Waypoint.TO_TELL: 2}


def test_the_median_of_a_call_is_of_all_that_passed_a_part() -> None:
    others = [replace(SENT, review_began_at=after(days), awaited=1) for days in (2, 10)]
    passage = sum_up([ASKED, *others], at=after(12))
    assert passage.days[Waypoint.SUBMITTED] == 4
    assert passage.days[Waypoint.IN_REVIEW] == 8
    assert passage.counts == {Waypoint.IN_REVIEW: 3}


@given(
    st.lists(st.integers(min_value=0, max_value=400), min_size=4, max_size=4).map(sorted),
    st.integers(min_value=0, max_value=100),
)
def test_the_parts_of_a_finished_way_add_up_to_it(days: list[int], still: int) -> None:
    began, reviewed, decided, told = map(after, days)
    course = replace(
        SENT,
        review_began_at=began,
        reviewed_at=reviewed,
        decision=DecisionKind.FUND,
        decided_at=decided,
        told_at=told,
    )
    parts = course.list_parts(told + timedelta(days=still))
    assert sum(parts.values(), timedelta()) == told - START
