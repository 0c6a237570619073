"""Days of a call on a wall clock and the moments they are, on ordinary days and where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.calling.clock import (
    LocalTime,
    Pass,
    find_moment,
    list_zones,
    read_local,
    say_moment,
)


def show(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "shown", "which", "moment"),
    [
        ("Europe/Paris", "2026-01-15T17:00:00", None, "2026-01-15T16:00:00+00:00"),
        ("Europe/Paris", "2026-07-15T17:00:00", None, "2026-07-15T15:00:00+00:00"),
        ("Europe/Paris", "2026-03-29T01:59:59", None, "2026-03-29T00:59:59+00:00"),
        ("Europe/Paris", "2026-03-29T03:00:00", None, "2026-03-29T01:00:00+00:00"),
        ("Europe/Paris", "2026-10-25T02:30:00", Pass.FIRST, "2026-10-25T00:30:00+00:00"),
        ("Europe/Paris", "2026-10-25T02:30:00", Pass.SECOND, "2026-10-25T01:30:00+00:00"),
        # Said of a time that comes once, it changes nothing.
        ("Europe/Paris", "2026-10-25T03:00:00", Pass.FIRST, "2026-10-25T02:00:00+00:00"),
        ("Asia/Tokyo", "2026-03-29T02:30:00", None, "2026-03-28T17:30:00+00:00"),
        ("America/New_York", "2026-11-01T01:00:00", Pass.SECOND, "2026-11-01T06:00:00+00:00"),
        # Half an hour is put on here, and an island crossed the date line: no 30 December 2011.
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", Pass.FIRST, "2026-04-04T14:45:00+00:00"),
        ("Asia/Kolkata", "2026-06-30T23:59:59", None, "2026-06-30T18:29:59+00:00"),
        ("UTC", "2026-06-30T12:00:00", None, "2026-06-30T12:00:00+00:00"),
    ],
)
def test_moment_of_wall_clock(zone: str, shown: str, which: Pass | None, moment: str) -> None:
    found = find_moment(LocalTime(show(shown), which), zone)
    assert found == show(moment)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "shown", "word"),
    [
        ("Europe/Paris", "2026-03-29T02:00:00", "never shows 02:00"),
        ("Europe/Paris", "2026-03-29T02:59:59", "never shows 02:59"),
        ("America/New_York", "2026-03-08T02:30:00", "never shows 02:30"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "never shows 12:00"),
        ("Europe/Paris", "2026-10-25T02:00:00", "twice"),
        ("Europe/London", "2026-10-25T01:59:59", "twice"),
        ("Europe/Paris", "1212-01-01T00:00:00", "not meant"),
    ],
)
def test_time_that_no_clock_shows_once_is_said(zone: str, shown: str, word: str) -> None:
    with pytest.raises(RuleError, match=word):
        find_moment(LocalTime(show(shown)), zone)


def test_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="Europe/Lyon"):
        find_moment(LocalTime(show("2026-01-01T00:00:00")), "Europe/Lyon")


def test_wall_clock_has_no_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        LocalTime(datetime(2026, 1, 1, tzinfo=UTC))


@given(
    moment=st.datetimes(datetime(1980, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(list_zones()),
)
def test_every_moment_comes_back_from_its_wall_clock(moment: datetime, zone: str) -> None:
    told = moment.replace(microsecond=0)
    assert find_moment(read_local(moment, zone), zone) == told


@given(
    minutes=st.integers(-180, 180),
    change=st.sampled_from(["2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"]),
)
def test_moments_around_a_change_keep_their_order(minutes: int, change: str) -> None:
    moment = show(change) + timedelta(minutes=minutes)
    later = moment + timedelta(seconds=1)
    first, second = (
        find_moment(read_local(one, "Europe/Paris"), "Europe/Paris") for one in (moment, later)
    )
    assert second - first == timedelta(seconds=1)


def test_moment_is_said_with_zone_and_offset() -> None:
    said = say_moment(show("2026-10-25T01:30:00+00:00"), "Europe/Paris")
    assert said.to_text("en") == "25 October 2026 at 02:30 (Europe/Paris, UTC+01:00)"
    assert say_moment(show("2026-01-01T00:00:59+00:00"), "Asia/Kolkata").to_text("en") == (
        "1 January 2026 at 05:30:59 (Asia/Kolkata, UTC+05:30)"
    )
