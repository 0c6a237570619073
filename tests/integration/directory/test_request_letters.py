from __future__ import annotations

import smtplib
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.integration.directory.conftest import AT, SINCE, House, make_actor
from tests.integration.directory.test_exchanges import CRYO
from tests.integration.directory.test_pages import send, sign_in

from cordee.directory.models import Offer, Request
from cordee.directory.operations.exchanges import ask_what_was_used, create_offer
from cordee.ledger.letters import Posted
from cordee.ledger.models import Account, RoleHeld
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.web.request_letters import ask_for_use


@pytest.fixture
def offer(house: House, alice: Actor, bob: Actor) -> Offer:
    return create_offer(CRYO, keeper=house.team, by=bob, at=AT)


@pytest.fixture
def asking(house: House, charlie: Actor) -> Client:
    return sign_in(charlie)


def ask(client: Client, offer: Offer, house: House, **values: str) -> Request:
    given = {"organisation": str(house.hospital), "purpose": "Twelve samples", **values}
    assert send(client, "new_request", offer.id, **given).status_code == 302
    return Request.objects.get()


def move(client: Client, asked: Request, step: str, text: str) -> None:
    assert send(client, "move_request", asked.id, step, text=text).status_code == 302


def set_language(name: str, language: str) -> None:
    Account.objects.filter(name=name).update(language=language)


@time_machine.travel(AT, tick=False)
def test_from_asking_to_use_each_side_is_told_what_the_other_did(
    house: House, offer: Offer, bob: Actor, asking: Client
) -> None:
    asked = ask(asking, offer, house, wanted_from="2026-04-01", wanted_until="2026-04-10")
    keeping = sign_in(bob)
    move(keeping, asked, "evaluate", "Feasible")
    move(keeping, asked, "accept", "From Monday")
    move(asking, asked, "state_use", "Ten samples")
    assert [one.to for one in mail.outbox] == [
        ["bob@example.org"],
        ["charlie@example.org"],
        ["charlie@example.org"],
        ["bob@example.org"],
    ]
    first, _evaluated, accepted, used = (one.body for one in mail.outbox)
    assert "Charlie, Valley Hospital, asks for “Nights on the cryostat” of Team Rope." in first
    assert "Wanted from 1 April 2026 to 10 April 2026." in first
    assert "\n> Twelve samples\n" in first
    assert reverse("directory:request", args=[asked.id]) in first
    assert "Team Rope accepts your request" in accepted
    assert "state here what was used" in accepted
    assert "> Ten samples" in used


@time_machine.travel(AT, tick=False)
def test_declining_and_withdrawing_are_told_too(
    house: House, offer: Offer, bob: Actor, asking: Client
) -> None:
    asked = ask(asking, offer, house)
    move(sign_in(bob), asked, "decline", "No gas until June")
    assert "declines" in mail.outbox[-1].body
    Request.objects.update(state="asked")
    move(asking, asked, "withdraw", "Not needed any more")
    assert mail.outbox[-1].to == ["bob@example.org"]
    assert "Valley Hospital withdraws" in mail.outbox[-1].body


@time_machine.travel(AT, tick=False)
def test_a_letter_is_in_the_language_of_its_reader(
    house: House, offer: Offer, asking: Client
) -> None:
    set_language("Bob", "fr")
    ask(asking, offer, house, wanted_from="2026-04-01")
    assert "demande" in mail.outbox[0].body
    assert "1er avril 2026" in mail.outbox[0].body.replace("\u00a0", " ")
    assert mail.outbox[0].subject == "[Cordée] Demande\u202f: Nights on the cryostat"


@time_machine.travel(AT, tick=False)
def test_where_nobody_has_a_role_those_above_are_told(
    house: House, offer: Offer, asking: Client
) -> None:
    RoleHeld.objects.filter(account__name="Bob").delete()
    make_actor("Rose", Role.READER, house.institute)
    ask(asking, offer, house)
    assert [one.to for one in mail.outbox] == [["alice@example.org"]]


@time_machine.travel(AT, tick=False)
def test_who_is_gone_is_not_written_to(house: House, offer: Offer, asking: Client) -> None:
    RoleHeld.objects.filter(account__name="Bob").update(end=SINCE)
    Account.objects.filter(name="Alice").update(is_active=False)
    ask(asking, offer, house)
    assert mail.outbox == []


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\u2028", "\x85", "\x0b"])
def test_nothing_typed_becomes_a_header_or_a_line_of_the_letter(
    house: House, offer: Offer, charlie: Actor, asking: Client, line_end: str
) -> None:
    evil = f"Cryo{line_end}Bcc: eve@evil.example{line_end}{line_end}Pay here"
    Offer.objects.filter(id=offer.id).update(name_en=evil)
    Account.objects.filter(name="Charlie").update(name=evil)
    ask(asking, offer, house, purpose=f"One{line_end}Answer it at evil.example")
    (letter,) = mail.outbox
    assert letter.recipients() == ["bob@example.org"]
    assert letter.subject == "[Cordée] Request: Cryo Bcc: eve@evil.example Pay here"
    parsed = letter.message()
    assert parsed["Bcc"] is None
    assert [line for line in letter.body.splitlines() if line.startswith("Answer it")] == []
    assert "> Answer it at evil.example" in letter.body


@time_machine.travel(AT, tick=False)
def test_a_mail_server_that_fails_loses_no_request(
    house: House, offer: Offer, asking: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object, _letters: object) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    asked = ask(asking, offer, house)
    page = asking.get(reverse("directory:request", args=[asked.id])).content.decode()
    assert "The letter about it could not be sent" in page
    assert asked.state == "asked"


def test_once_the_time_is_over_the_use_is_asked_for_once(
    house: House, offer: Offer, bob: Actor, asking: Client
) -> None:
    with time_machine.travel(AT, tick=False):
        asked = ask(asking, offer, house, wanted_until="2026-04-10")
        move(sign_in(bob), asked, "accept", "From Monday")
    mail.outbox.clear()
    last_day = AT.replace(month=4, day=10)
    assert ask_what_was_used(ask_for_use, at=last_day).sent == 0
    assert ask_what_was_used(ask_for_use, at=last_day + timedelta(days=1)).sent == 1
    assert ask_what_was_used(ask_for_use, at=last_day + timedelta(days=2)).sent == 0
    (letter,) = mail.outbox
    assert letter.to == ["charlie@example.org"]
    assert "“Nights on the cryostat” is over" in letter.body
    assert "state here what was used" in letter.body
    asked.refresh_from_db()
    assert asked.use_asked_on == date(2026, 4, 11)


def test_a_use_that_cannot_be_asked_for_is_asked_for_again(
    house: House, offer: Offer, bob: Actor, asking: Client
) -> None:
    with time_machine.travel(AT, tick=False):
        asked = ask(asking, offer, house, wanted_until="2026-04-10")
        move(sign_in(bob), asked, "accept", "From Monday")

    def refuse(_request: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    later = AT.replace(month=5)
    assert ask_what_was_used(refuse, at=later) == Posted(sent=0, failed=1)
    asked.refresh_from_db()
    assert asked.use_asked_on is None
    told: list[UUID] = []

    def tell(request: UUID) -> None:
        # Another sender that begins while the letter is on its way finds nothing to send.
        assert ask_what_was_used(told.append, at=later) == Posted(0, 0)
        told.append(request)

    assert ask_what_was_used(tell, at=later) == Posted(sent=1, failed=0)
    assert told == [asked.id]
