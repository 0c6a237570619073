"""Whoever holds the cookie of another's session has it no longer than its owner does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import AT, PASSWORD, Enter, Houses, act, sign_in
from tests.integration.ledger.routes import let_go

from cordee.ledger.models import Account, RoleHeld
from cordee.ledger.operations import end_role
from cordee.ledger.states import Role


pytestmark = pytest.mark.django_db

ANOTHER = "crampon-and-carabiner-2"


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def dana(enter: Enter) -> Account:
    return enter("Dana", Role.EDITOR, factor=False)


def steal(owner: Client) -> Client:
    """Return another browser with the same cookies."""
    thief = Client()
    thief.cookies.load({name: one.value for name, one in owner.cookies.items()})
    assert is_in(thief)
    return thief


def is_in(client: Client) -> bool:
    return client.get("/me").status_code == 200


def ask(client: Client, addresses: list[str]) -> set[int]:
    """Return the statuses of the answers, each of which is let go of, as a server does."""
    found = set()
    for address in addresses:
        answer = client.get(address)
        found.add(answer.status_code)
        let_go(answer)
    return found


def change_password(owner: Client) -> None:
    values = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert owner.post(reverse("account_change_password"), values).status_code == 302


def forget_password(_owner: Client) -> None:
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": "dana@cordee.example"})
    found = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)
    assert found is not None
    page = stranger.get(found[0], follow=True)
    address = page.redirect_chain[-1][0]
    stranger.post(address, {"password1": ANOTHER, "password2": ANOTHER})


def sign_out(owner: Client) -> None:
    owner.post(reverse("account_logout"))


def close_account(_owner: Client) -> None:
    Account.objects.filter(name="Dana").update(is_active=False)


@pytest.mark.parametrize("deed", [change_password, forget_password, sign_out, close_account])
def test_the_copy_ends_with_what_its_owner_does(
    deed: Callable[[Client], None], dana: Account
) -> None:
    owner = sign_in(dana)
    thief = steal(owner)
    deed(owner)
    assert not is_in(thief)
    if deed in {change_password, forget_password}:
        dana.refresh_from_db()
        assert dana.check_password(ANOTHER)
    # Whoever changed the password in a session goes on in it.
    assert is_in(owner) is (deed is change_password)


def test_one_session_ends_the_others(dana: Account) -> None:
    owner, elsewhere = sign_in(dana), sign_in(dana)
    assert is_in(elsewhere)
    assert is_in(owner)
    owner.post(reverse("usersessions_list"))
    assert not is_in(elsewhere)
    assert is_in(owner)


def test_the_copy_loses_each_right_with_the_role(
    dana: Account, alice: Account, houses: Houses
) -> None:
    thief = steal(sign_in(dana))
    pages = [
        reverse("imports:imports"),
        reverse("imports:export", args=[houses.curie]),
        reverse("directory:new_organisation"),
        reverse("directory:organisation", args=[houses.curie]),
    ]
    assert ask(thief, pages) == {200}
    held = RoleHeld.objects.get(account=dana)
    end_role(
        held=held.id,
        organisation=houses.curie,
        line=frozenset({houses.curie}),
        by=act(alice),
        at=AT + timedelta(minutes=1),
    )
    assert ask(thief, pages) <= {403, 404}
    sent = thief.post(reverse("directory:new_organisation"), {"kind": "team", "name_en": "Own"})
    assert sent.status_code in {403, 404}


def test_a_session_is_over_after_half_a_day(dana: Account) -> None:
    owner = sign_in(dana)
    with time_machine.travel(AT + timedelta(hours=11, minutes=59), tick=False):
        assert is_in(owner)
    with time_machine.travel(AT + timedelta(hours=12, minutes=1), tick=False):
        assert not is_in(owner)


def test_the_mark_of_a_session_is_new_at_each_sign_in(dana: Account) -> None:
    client = Client()
    client.get(reverse("account_login"))
    # A mark that somebody else put there before is not the one that is signed in.
    client.cookies["cordee_session"] = "a" * 32
    client.post(reverse("account_login"), {"login": dana.email, "password": PASSWORD})
    first = client.cookies["cordee_session"].value
    assert first != "a" * 32
    assert client.cookies["cordee_session"]["httponly"]
    assert client.cookies["cordee_session"]["samesite"] == "Lax"
    assert is_in(client)
