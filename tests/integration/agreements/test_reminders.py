from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from smtplib import SMTPRecipientsRefused
from uuid import UUID

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ANN, BOB, REA, bring_into_force, make_agreement
from tests.integration.agreements.conftest import open_account

from cordee.agreements.models import Reminder
from cordee.agreements.operations import reminders
from cordee.agreements.operations.feeds import make_feed
from cordee.agreements.operations.reminders import Letter, list_letters, send_letters
from cordee.agreements.periods import Terms
from cordee.ledger.letters import Posted
from cordee.web.house import change_house


pytestmark = pytest.mark.django_db
# Notice until 30 September 2027, then the end on 31 December 2027.
TERMS = Terms(date(2026, 1, 1), date(2027, 12, 31), notice_months=3)
DUE = datetime(2026, 9, 30, 8, tzinfo=UTC)


def remind(day: str) -> str:
    told = StringIO()
    with time_machine.travel(datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=UTC)):
        call_command("send_reminders", stdout=told)
    return told.getvalue().strip()


@pytest.mark.parametrize(
    ("day", "letters"),
    [
        ("2026-09-29", 0),
        ("2026-09-30", 1),
        ("2027-03-30", 1),
    ],
)
def test_when_a_letter_is_due(day: str, letters: int) -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    assert len(list_letters(on=date.fromisoformat(day))) == letters


def test_each_day_is_written_about_once_at_each_distance() -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    sent = [
        remind(day).split()[0]
        for day in (
            "2026-09-30",  # notice in 12 months
            "2026-10-01",
            "2026-12-31",  # the end in 12 months
            "2027-03-31",  # notice in 6 months
            "2027-06-30",  # notice in 3 months
            "2027-07-01",  # the end in 6 months
            "2027-07-02",
            "2027-10-01",  # the end in 3 months
            "2027-12-31",
            "2028-01-01",
        )
    ]
    assert sent == ["1", "0", "1", "1", "1", "1", "0", "1", "0", "0"]
    assert len(mail.outbox) == 6
    assert "Alpha and Beta together" in mail.outbox[0].body
    assert "last day to give notice" in mail.outbox[0].body
    assert mail.outbox[0].subject == "[Cordée] 1 day of agreements to watch"


def test_what_was_missed_is_written_about_once() -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    assert remind("2027-09-01") == "1 letter was sent."
    assert remind("2027-09-02") == "0 letters were sent."
    assert mail.outbox[0].subject == "[Cordée] 2 days of agreements to watch"
    assert Reminder.objects.count() == 3 + 2


def test_who_keeps_the_agreement_is_written_to_in_their_language() -> None:
    open_account(ALICE)
    open_account(ANN, language="fr")
    for other in (REA, BOB):
        open_account(other)
    bring_into_force(make_agreement(terms=TERMS, title="Foie\r\nBcc: all@cordee.example"))
    assert remind("2026-09-30") == "2 letters were sent."
    found = {one.to[0]: one for one in mail.outbox}
    assert set(found) == {"alice@cordee.example", "ann@cordee.example"}
    assert "dernier jour pour dénoncer" in found["ann@cordee.example"].body
    assert "Foie Bcc: all@cordee.example" in found["ann@cordee.example"].body
    assert all("\n" not in one.subject and not one.bcc for one in mail.outbox)


def test_a_letter_that_cannot_be_sent_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))

    def refuse(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("cordee.web.letters.send_mail", refuse)
        with pytest.raises(CommandError, match="1 letter could not be sent"):
            remind("2026-09-30")
    assert not Reminder.objects.exists()
    assert remind("2026-09-30") == "1 letter was sent."


def test_one_refused_address_keeps_no_other_letter_back() -> None:
    bring_into_force(make_agreement(terms=TERMS))
    for one in (ALICE, ANN):
        open_account(one)
    refused, *_ = list_letters(on=DUE.date())
    written = []

    def send(letter: Letter) -> None:
        if letter.account == refused.account:
            raise SMTPRecipientsRefused({"nobody@cordee.example": (550, b"unknown")})
        written.append(letter.account)

    assert send_letters(send, at=DUE) == Posted(sent=1, failed=1)
    assert len(written) == 1
    assert set(Reminder.objects.values_list("account", flat=True)) == set(written)


def test_two_senders_at_once_write_once() -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    written: list[UUID] = []

    def send(letter: Letter) -> None:
        # While the first letter is on its way, another sender begins.
        assert send_letters(lambda other: written.append(other.account), at=DUE) == Posted(0, 0)
        written.append(letter.account)

    assert send_letters(send, at=DUE) == Posted(sent=1, failed=0)
    assert len(written) == 1


def test_two_senders_with_the_same_list_write_once(monkeypatch: pytest.MonkeyPatch) -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    letters = list_letters(on=DUE.date())
    monkeypatch.setattr(reminders, "list_letters", lambda **_: letters)
    written: list[UUID] = []
    posted = [send_letters(lambda letter: written.append(letter.account), at=DUE) for _ in range(2)]
    assert posted == [Posted(1, 0), Posted(0, 0)]
    assert len(written) == 1


def test_no_writer_waits_for_the_mail_server() -> None:
    open_account(ALICE)
    bring_into_force(make_agreement(terms=TERMS))
    # The test itself runs in one transaction; whatever the letters open stands inside it.
    before, meanwhile = len(connection.savepoint_ids), []
    send_letters(lambda _: meanwhile.append(len(connection.savepoint_ids)), at=DUE)
    assert meanwhile == [before]


def test_who_has_no_second_factor_is_told_no_title() -> None:
    """An officer who may not open the agreement learns nothing of it by letter either."""
    open_account(ALICE)
    Authenticator.objects.all().delete()
    bring_into_force(make_agreement(terms=TERMS))
    assert list_letters(on=DUE.date()) == ()


@pytest.mark.parametrize(
    ("own", "house", "said"),
    [
        ("en", "fr", "last day to give notice"),
        ("", "fr", "dernier jour pour dénoncer"),
        ("", "", "last day to give notice"),
    ],
)
def test_who_chose_no_language_is_written_to_in_that_of_the_house(
    own: str, house: str, said: str
) -> None:
    open_account(ALICE, language=own)
    bring_into_force(make_agreement(terms=TERMS))
    change_house(name="", language=house, version=0, by=ALICE, at=DUE)
    assert remind("2026-09-30") == "1 letter was sent."
    assert said in mail.outbox[0].body


def test_a_calendar_speaks_its_readers_language(settings: object) -> None:
    open_account(ALICE, language="fr")
    bring_into_force(make_agreement(terms=TERMS))
    secret = make_feed(by=ALICE, at=DUE)
    with time_machine.travel(DUE):
        answer = Client().get(
            reverse("agreements:feed", args=[secret]), headers={"accept-language": "en"}
        )
    told = answer.content.decode().replace("\r\n ", "")
    assert "dénoncer" in told
    assert "give notice" not in told
