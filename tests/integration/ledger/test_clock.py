"""A server's clock that is put back a day, and forward a year: nothing twice, nothing broken."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from icalendar import Calendar
from tests.integration.ledger.conftest import AT, DAY, Houses, act, sign_in
from tests.integration.ledger.test_jobs import AtOnce

from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.feeds import make_feed
from cordee.directory.models import Offer, Request
from cordee.ledger.audit import Subject, find_faults, record_event
from cordee.ledger.heads import HEADS, PUBLIC_KEY, make_key, read_heads
from cordee.ledger.jobs import JobKind, JobStage
from cordee.ledger.models import Account, Job
from cordee.ledger.operations import grant_role
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.web import background, daily
from cordee.web.downloads import DOWNLOADS, KEPT, find_download, keep_download, sweep_downloads


pytestmark = pytest.mark.django_db

A_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)
JUMPS = (
    *(AT, AT - A_DAY, AT, AT + A_DAY),
    *(AT + A_YEAR, AT + A_DAY, AT, AT + A_YEAR, AT + 2 * A_DAY),
)
"""Back a day and on again; forward a year and back; forward once more."""


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AT, tick=False) as made:
        yield made


@pytest.fixture
def work(alice: Account, houses: Houses, own_state: Path) -> None:
    """What a day has to do: agreements that end, a request whose time is over, a key to sign by."""
    make_key(own_state)
    make_agreement(houses, "Ends", end=DAY + timedelta(days=100))
    make_agreement(
        houses,
        "Goes on",
        end=DAY + timedelta(days=80),
        renewal="tacit",
        renewal_months=12,
        notice_months=1,
    )
    offer = Offer.objects.create(
        keeper_id=houses.roussy, kind="machine", name_en="Nights", audience="anyone", changed_at=AT
    )
    Request.objects.create(
        offer=offer,
        organisation_id=houses.curie,
        asked_by=alice.id,
        asked_by_name="Alice",
        asked_at=AT,
        purpose="Ice",
        state="accepted",
        wanted_until=DAY - timedelta(days=3),
    )


def make_agreement(houses: Houses, title: str, **values: object) -> Agreement:
    made = Agreement.objects.create(
        office=houses.curie,
        kind="framework",
        title_en=title,
        stage="in_force",
        stage_since=AT,
        created_at=AT,
        changed_at=AT,
        start=date(2026, 1, 1),
        **values,
    )
    for one in (houses.curie, houses.roussy):
        Party.objects.create(agreement=made, organisation=one, signed_on=date(2026, 1, 1))
    return made


def do_day(state: Path, at: datetime) -> None:
    """Let something happen, then have the day's work done, twice: after a restart it is asked for anew."""
    record_event("account.change", Subject("account", "1"), by=Actor(name="the test"), at=at)
    for _time in range(2):
        assert daily.do_recorded(state, at=at)


def test_no_day_is_worked_or_signed_twice(
    work: None, own_state: Path, clock: time_machine.Coordinates
) -> None:
    for at in JUMPS:
        clock.move_to(at)
        do_day(own_state, at)
    days = {at.date().isoformat() for at in JUMPS}
    worked = Counter(Job.objects.filter(kind=JobKind.DAILY).values_list("title", flat=True))
    assert worked == dict.fromkeys(days, 1)
    lines = [json.loads(line) for line in (own_state / HEADS).read_text().splitlines()]
    assert Counter(line["date"] for line in lines) == dict.fromkeys(days, 1)
    numbers = [line["number"] for line in lines]
    assert numbers == sorted(set(numbers))
    signed = read_heads(own_state / HEADS, own_state / PUBLIC_KEY)
    assert signed.faults == ()
    assert find_faults(signed.heads) == []


def test_nobody_is_written_to_twice_about_the_same(
    work: None, own_state: Path, clock: time_machine.Coordinates
) -> None:
    # What waits is written about every Monday, and is told elsewhere.
    Account.objects.update(digest="never")
    sent = []
    for at in JUMPS:
        clock.move_to(at)
        # Each time as on a server that never ran on that day, with no record to go by.
        Job.objects.all().delete()
        do_day(own_state, at)
        sent.append(len(mail.outbox))
    assert sent[0] == 2
    # Back, on again, and a day later nothing new is to be said.
    assert sent[:4] == [2] * 4
    # A year later the next end of what goes on by itself has come near: once.
    assert sent[4:] == [3] * 5
    told = Counter((tuple(one.to), one.body) for one in mail.outbox)
    assert set(told.values()) == {1}


def test_the_feed_of_days_is_the_same_whichever_way_the_clock_came(
    work: None, alice: Account, clock: time_machine.Coordinates
) -> None:
    secret = make_feed(by=act(alice), at=AT)
    grant_role(
        account=alice.id,
        role=Role.OFFICER,
        organisation=Agreement.objects.all()[0].office,
        start=DAY - 2 * A_DAY,
        end=None,
        by=act(alice),
        at=AT,
    )
    seen: dict[date, set[str]] = {}
    for at in JUMPS:
        clock.move_to(at)
        answer = sign_in(alice).get(reverse("agreements:feed", args=[secret]))
        assert answer.status_code == 200
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        found = [str(one["UID"]) for one in events]
        assert len(found) == len(set(found))
        assert seen.setdefault(at.date(), set(found)) == set(found)
    assert len(seen[DAY]) == 2
    assert seen[DAY] == seen[DAY - A_DAY]


def test_jobs_asked_for_in_a_day_to_come_are_listed_and_begun_again(
    alice: Account,
    houses: Houses,
    clock: time_machine.Coordinates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "jobs", AtOnce())
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    address = reverse("imports:export", args=[houses.curie])
    clock.move_to(AT + A_YEAR)
    sign_in(alice).post(address)
    clock.move_to(AT)
    Job.objects.update(stage=JobStage.WORKING)
    background.begin()
    client = sign_in(alice)
    assert "broken off" in client.get(reverse("jobs:jobs")).content.decode()
    client.post(reverse("jobs:again", args=[Job.objects.get().id]))
    stages = Job.objects.order_by("asked_at").values_list("stage", flat=True)
    assert list(stages) == [JobStage.DONE, JobStage.INTERRUPTED]


def test_what_was_kept_under_a_wrong_clock_is_swept_under_the_right_one(
    alice: Account, own_state: Path
) -> None:
    made = keep_download(own_state, "a.zip", Path.touch, owner=alice.id, at=AT)
    place = own_state / DOWNLOADS / str(alice.id) / str(made)
    os.utime(place, ((AT + A_YEAR).timestamp(),) * 2)
    sweep_downloads(own_state, at=AT)
    assert find_download(own_state, made, owner=alice.id) is None
    made = keep_download(own_state, "a.zip", Path.touch, owner=alice.id, at=AT)
    place = own_state / DOWNLOADS / str(alice.id) / str(made)
    os.utime(place, ((AT + A_DAY).timestamp(),) * 2)
    sweep_downloads(own_state, at=AT)
    assert find_download(own_state, made, owner=alice.id) is not None
    sweep_downloads(own_state, at=AT + A_DAY + KEPT + timedelta(minutes=1))
    assert find_download(own_state, made, owner=alice.id) is None
