from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.integration.ledger.conftest import AT, PASSWORD, Houses

from cordee.kernel.errors import LedgerError, SourceError
from cordee.ledger.audit import (
    Subject,
    export_events,
    find_faults,
    find_faults_of_export,
    read_events,
    record_event,
    select_events,
)
from cordee.ledger.heads import HEADS, KEY, PUBLIC_KEY, make_key, read_heads, sign_head
from cordee.ledger.models import Account, ChainHead, Event
from cordee.ledger.rights import Actor
from cordee.web import daily
from cordee.web.daily import do_daily
from cordee.web.state import make_ready


pytestmark = pytest.mark.django_db

ALICE = Actor(name="Alice", origin="192.0.2.7")


def write(count: int = 3) -> None:
    for number in range(count):
        with transaction.atomic():
            record_event(
                "organisation.change",
                Subject("organisation", f"record-{number}"),
                by=ALICE,
                at=AT + timedelta(minutes=number),
                change={"name": (None, f"Ünit {number}")},
                reason="A new name",
            )


def say(faults: list[object]) -> list[str]:
    return [str(fault) for fault in faults]


def tamper(statement: str, *values: object) -> None:
    """Change the table as somebody would who owns the database and dropped the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_update")
            cursor.execute("DROP TRIGGER ledger_event_no_delete")
        else:
            cursor.execute("DROP TRIGGER ledger_event_no_change ON ledger_event")
        cursor.execute(statement, values)


def test_what_was_written_is_whole_and_reads_back() -> None:
    write()
    assert find_faults() == []
    told = read_events(Event.objects.order_by("number"))[0]
    assert (told.number, told.actor_name, told.origin, told.reason) == (
        1,
        "Alice",
        "192.0.2.7",
        "A new name",
    )
    assert told.at == AT
    assert told.change == {"name": ("", "Ünit 0")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET text = '{}' WHERE number = 2",
        "UPDATE ledger_event SET action = 'other'",
        "DELETE FROM ledger_event WHERE number = 3",
        "DELETE FROM ledger_event",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_line(statement: str) -> None:
    write()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE ledger_event SET text = replace(text, 'Alice', 'Mallory') WHERE number = 2",
            "Entry 2 was edited: its text is not what was signed.",
        ),
        ("DELETE FROM ledger_event WHERE number = 2", "Entry 2 is missing: it was deleted."),
        (
            "DELETE FROM ledger_event WHERE number = 3",
            "The chain ends at entry 2, but ledger_chainhead names entry 3: its end was cut off.",
        ),
        (
            "UPDATE ledger_event SET number = 9 - number WHERE number > 1",
            "Entries 2 to 5 are missing: they were deleted.",
        ),
        (
            "UPDATE ledger_event SET action = 'account.create' WHERE number = 1",
            "Entry 1 was edited: a column beside its text says something else than the text.",
        ),
    ],
)
def test_tampering_is_named(statement: str, sentence: str) -> None:
    write()
    tamper(statement)
    assert sentence in say(find_faults())


def test_a_chain_remade_whole_is_found_by_the_signed_head(tmp_path: Path) -> None:
    make_key(tmp_path)
    write()
    assert sign_head(tmp_path, on=AT.date())
    tamper("DELETE FROM ledger_event")
    ChainHead.objects.filter(id=1).update(number=0, hash="")
    write(4)
    assert find_faults() == []
    signed = read_heads(tmp_path / HEADS, tmp_path / PUBLIC_KEY)
    # The same words at the same minutes remake the same chain; nothing was changed then.
    assert find_faults(signed.heads) == []
    tamper_again = Event.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event")
    ChainHead.objects.filter(id=1).update(number=0, hash="")
    with transaction.atomic():
        record_event("account.create", Subject("account", "x"), by=ALICE, at=AT)
    write(3)
    assert Event.objects.count() == tamper_again
    assert "the chain was remade" in say(find_faults(signed.heads))[0]


def test_a_head_is_signed_once_a_day_and_only_when_something_happened(tmp_path: Path) -> None:
    make_key(tmp_path)
    day = AT.date()
    assert not sign_head(tmp_path, on=day)
    write()
    assert sign_head(tmp_path, on=day)
    assert not sign_head(tmp_path, on=day)
    assert not sign_head(tmp_path, on=day + timedelta(days=1))
    write(1)
    assert sign_head(tmp_path, on=day + timedelta(days=2))
    signed = read_heads(tmp_path / HEADS, tmp_path / PUBLIC_KEY)
    assert [head.number for head in signed.heads] == [3, 4]


def test_a_changed_head_is_no_head(tmp_path: Path) -> None:
    make_key(tmp_path)
    write()
    sign_head(tmp_path, on=AT.date())
    path = tmp_path / HEADS
    path.write_text(path.read_text().replace('"number":3', '"number":2') + "not json\n")
    signed = read_heads(path, tmp_path / PUBLIC_KEY)
    assert signed.heads == ()
    assert say(list(signed.faults)) == [
        f"{HEADS}:1 has no valid signature: the line was changed.",
        f"{HEADS}:2 has no valid signature: the line was changed.",
    ]


def test_the_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    make_key(tmp_path)
    assert (tmp_path / "audit-key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"at":"yesterday"}', "null"])
def test_a_text_that_nobody_can_read_is_a_fault_of_its_entry(text: str) -> None:
    write()
    tamper("UPDATE ledger_event SET text = %s WHERE number = 2", text)
    found = say(find_faults())
    assert "Entry 2 was edited: its text is not what was signed." in found
    assert {sentence.split(" was")[0] for sentence in found} == {"Entry 2"}
    told = read_events(Event.objects.order_by("number"))
    assert [one.is_damaged for one in told] == [False, True, False]
    assert (told[1].action, told[1].actor_name, told[1].change) == ("organisation.change", "", {})


def test_an_export_may_hold_any_letter(tmp_path: Path) -> None:
    with transaction.atomic():
        record_event(
            "x", Subject("x", "x"), by=ALICE, at=AT, reason="one\u2028two\x85three\x0bfour"
        )
    path = tmp_path / "audit.jsonl"
    assert export_events(path) == 1
    assert find_faults_of_export(path, ()) == (1, [])


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]\n", b"\n"])
def test_what_is_no_export_is_said_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="line 1"):
        find_faults_of_export(path, ())


def test_an_export_is_proved_without_the_database(tmp_path: Path) -> None:
    write()
    path = tmp_path / "audit.jsonl"
    assert export_events(path) == 3
    assert find_faults_of_export(path, ()) == (3, [])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2]]))
    assert say(find_faults_of_export(path, ())[1])[0] == "Entry 2 is missing: it was deleted."


def test_the_command_fails_when_a_line_was_edited(tmp_path: Path, capsys: object) -> None:
    write()
    call_command("audit_verify", heads=tmp_path / "none")
    tamper("UPDATE ledger_event SET text = replace(text, 'Alice', 'Mallory') WHERE number = 2")
    with pytest.raises(CommandError, match="1 fault"):
        call_command("audit_verify", heads=tmp_path / "none")
    assert "Entry 2 was edited" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_an_event_needs_the_transaction_of_its_change(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(transaction, "get_connection", lambda: outside)
    with pytest.raises(RuntimeError, match="transaction"):
        record_event("x", Subject("x", "x"), by=ALICE, at=AT)


def test_an_event_and_its_change_fall_together(alice: Account) -> None:
    count = Event.objects.count()

    def change_and_fail() -> None:
        with transaction.atomic():
            record_event("x", Subject("x", "x"), by=ALICE, at=AT)
            message = "the change failed"
            raise ValueError(message)

    with pytest.raises(ValueError, match="the change failed"):
        change_and_fail()
    assert Event.objects.count() == count
    assert find_faults() == []


def test_events_of_another_house_are_not_selected(
    houses: Houses, alice: Account, charlie: Account
) -> None:
    told = read_events(select_events(frozenset({houses.curie, houses.unit})))
    assert told
    assert {one.organisation for one in told} == {houses.curie}


def test_the_signed_text_is_plain_json() -> None:
    write(1)
    text = Event.objects.get(number=1).text
    assert json.loads(text)["change"] == {"name": ["", "Ünit 0"]}
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_a_day_is_kept_once(tmp_path: Path) -> None:
    make_key(tmp_path)
    write()
    do_daily(tmp_path, at=AT)
    do_daily(tmp_path, at=AT)
    assert len((tmp_path / HEADS).read_text().splitlines()) == 1


def test_a_letter_that_fails_keeps_the_audit_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(tmp_path)
    write()

    def fail(*_: object, **__: object) -> object:
        message = "what no mail server foresaw"
        raise RuntimeError(message)

    with monkeypatch.context() as patch:
        patch.setattr(daily, "send_letters", fail)
        assert not do_daily(tmp_path, at=AT)
    assert len((tmp_path / HEADS).read_text().splitlines()) == 1
    assert do_daily(tmp_path, at=AT)


@pytest.mark.parametrize("name", [HEADS, KEY])
def test_a_damaged_file_of_the_audit_is_said_and_stops_nothing(tmp_path: Path, name: str) -> None:
    make_ready(tmp_path, on=AT.date())
    write()
    (tmp_path / name).write_text('{"date":"2026-05')
    with pytest.raises(LedgerError, match="Put back"):
        sign_head(tmp_path, on=AT.date())
    assert not do_daily(tmp_path, at=AT)
    make_ready(tmp_path, on=AT.date())
    assert (tmp_path / name).read_text() == '{"date":"2026-05'


def test_who_signed_in_from_where_is_forgotten(tmp_path: Path, alice: Account) -> None:
    make_key(tmp_path)
    going_on, over = SessionStore(), SessionStore()
    for session, length in ((going_on, 3600), (over, -1)):
        session.set_expiry(length)
        session.create()
        UserSession.objects.create(user=alice, session_key=session.session_key, ip="192.0.2.7")
    now = timezone.localtime()
    AccessLog.objects.create(username="alice", ip_address="192.0.2.7", attempt_time=now)
    for username, age in (("late", 14), ("gone", 16)):
        attempt = AccessAttempt.objects.create(
            username=username, ip_address="192.0.2.7", failures_since_start=1
        )
        AccessAttempt.objects.filter(id=attempt.id).update(
            attempt_time=now - timedelta(minutes=age)
        )
    assert do_daily(tmp_path, at=now)
    assert [one.session_key for one in UserSession.objects.all()] == [going_on.session_key]
    assert not AccessLog.objects.exists()
    assert [one.username for one in AccessAttempt.objects.all()] == ["late"]


def test_signing_in_leaves_no_list_of_places(bob: Account) -> None:
    Client().post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert not AccessLog.objects.exists()
