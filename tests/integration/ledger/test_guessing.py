"""Nothing that opens a door can be tried as often as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import AT, PASSWORD, TOTP_SECRET, Houses, act, sign_in

from cordee.ledger.models import Account
from cordee.ledger.operations import invite
from cordee.ledger.states import Role
from cordee.web.state import get_first_run_code


pytestmark = pytest.mark.django_db

MINUTE = 60
QUARTER = 15 * MINUTE


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()  # What other tests tried is not counted here.
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller
    cache.clear()


def get_code(seconds: float = 0) -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(AT.timestamp() + seconds) // 30))


def give_password(account: Account) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    return client


def give_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/me").status_code == 200


def test_a_password_is_guessed_five_times(bob: Account, clock: time_machine.Traveller) -> None:
    values = {"login": bob.email, "password": "wrong"}
    client = Client()
    # Capitals and blanks are the same address.
    for login in (bob.email, bob.email.upper(), f" {bob.email}", bob.email, bob.email):
        client.post(reverse("account_login"), {**values, "login": login})
    assert client.post(reverse("account_login"), values).status_code == 429
    assert not is_in(give_password(bob))
    # Elsewhere the owner comes in: nobody locks another out.
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert is_in(elsewhere)
    clock.shift(QUARTER + MINUTE)
    assert is_in(give_password(bob))


def test_a_second_factor_is_guessed_five_times(
    alice: Account, clock: time_machine.Traveller
) -> None:
    client = give_password(alice)
    wrong = "000000" if get_code() != "000000" else "111111"
    for _ in range(5):
        assert "Incorrect code" in give_code(client, wrong).content.decode()
    refused = give_code(client, get_code()).content.decode()
    assert "Too many failed login attempts" in refused
    assert not is_in(client)
    # Another session, from another place, is no new chance.
    again = give_password(alice)
    give_code(again, get_code())
    assert not is_in(again)
    clock.shift(QUARTER + MINUTE)
    late = give_password(alice)
    give_code(late, get_code(QUARTER + MINUTE))
    assert is_in(late)


def test_recovery_codes_are_guessed_no_oftener(alice: Account) -> None:
    good = RecoveryCodes.activate(alice).get_unused_codes()
    client = give_password(alice)
    for number in range(5):
        give_code(client, f"{number:08d}")
    give_code(client, good[0])
    assert not is_in(client)


def test_a_recovery_code_opens_once(alice: Account) -> None:
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    first, second = give_password(alice), give_password(alice)
    give_code(first, code)
    assert is_in(first)
    give_code(second, code)
    assert not is_in(second)


@pytest.mark.parametrize("later", [0, 20, 31, 45])
def test_a_code_seen_over_a_shoulder_opens_nothing(
    later: int, alice: Account, clock: time_machine.Traveller
) -> None:
    """Codes are good for the period before and after their own, and count once in all three."""
    code = get_code(30)
    first = give_password(alice)
    give_code(first, code)
    assert is_in(first)
    clock.shift(later)
    second = give_password(alice)
    give_code(second, code)
    assert not is_in(second)
    # The next code is another one, and opens.
    clock.shift(60)
    third = give_password(alice)
    give_code(third, get_code(later + 60))
    assert is_in(third)


def test_a_password_asked_for_again_is_guessed_ten_times(
    alice: Account, clock: time_machine.Traveller
) -> None:
    client = sign_in(alice)
    address = reverse("account_reauthenticate")
    answers = [client.post(address, {"password": "wrong"}).status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert client.post(address, {"password": PASSWORD}).status_code == 429
    assert "tried too often" in client.post(address, {"password": "wrong"}).content.decode()


def test_letters_to_one_address_are_few(bob: Account) -> None:
    client = Client()
    for _ in range(30):
        client.post(reverse("account_reset_password"), {"email": bob.email})
    assert len(mail.outbox) == 5


def test_the_key_of_a_reset_is_guessed_twenty_times_a_minute(bob: Account) -> None:
    client = Client()
    answers = [
        client.get(f"/account/password/reset/key/1-{number:06d}-guess/").status_code
        for number in range(3)
    ]
    assert set(answers) == {200}  # the page that says the address is no longer good
    assert not Account.objects.exclude(id=bob.id).exists()
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_an_invitation_is_too_long_to_guess(alice: Account, houses: Houses) -> None:
    made = invite(
        email="dan@x.example",
        role=Role.READER,
        organisation=houses.curie,
        line=frozenset({houses.curie}),
        end=None,
        by=act(alice),
        at=AT,
    )
    # 256 bits of chance: at a million tries a second, longer than the sun shines.
    assert len(made.secret) >= 43
    near = made.secret[:-1] + ("A" if made.secret[-1] != "A" else "B")
    for guess in (near, made.secret.lower(), made.secret[:20], str(made.id)):
        assert Client().get(f"/invitations/{guess}").status_code == 404
    assert Client().get(f"/invitations/{made.secret}").status_code == 200


class TestFirstRun:
    def begin(self, code: str, client: Client | None = None) -> HttpResponse:
        values = {
            "code": code,
            "organisation": "04t0gwh46",
            "name": "Alice",
            "email": "alice@curie.example",
            "password": PASSWORD,
            "again": PASSWORD,
        }
        return (client or Client()).post("/start", values)  # type: ignore[return-value]

    @pytest.mark.usefixtures("db")
    def test_its_code_is_guessed_five_times(
        self, own_state: Path, clock: time_machine.Traveller
    ) -> None:
        code = get_first_run_code(own_state)
        wrong = "00000000" if code != "00000000" else "11111111"
        for _ in range(5):
            assert "not the code" in self.begin(wrong).content.decode()
        assert "Wait a quarter of an hour" in self.begin(code).content.decode()
        assert not Account.objects.exists()
        clock.shift(QUARTER + 1)
        assert self.begin(code).status_code == 302


def test_identifiers_are_not_counted(alice: Account, houses: Houses) -> None:
    """An identifier is 122 bits of chance; one beside a known one is nobody's."""
    assert houses.curie.version == 4
    client = sign_in(alice)
    known = houses.curie.int
    from_known = [type(houses.curie)(int=known + step) for step in (-1, 1)]
    for one in (*from_known, uuid4()):
        assert client.get(reverse("directory:organisation", args=[one])).status_code == 404
