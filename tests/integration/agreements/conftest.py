"""The cast with real accounts, so that pages are asked as each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.agreements.cast import AT, LONG_AGO, make_directory

from cordee.ledger.models import Account, RoleHeld
from cordee.ledger.rights import Actor


SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def directory(db: None) -> None:
    make_directory()


@pytest.fixture(autouse=True)
def own_state(settings: object, tmp_path: Path) -> Path:
    settings.CORDEE_STATE = tmp_path  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def sign_in(on_the_day: None) -> SignIn:
    """Return a browser in which one of the cast is signed in."""

    def enter(actor: Actor) -> Client:
        account = open_account(actor)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def open_account(actor: Actor, *, language: str = "en") -> Account:
    """Return the account of one of the cast, opened with its roles and a second factor."""
    account, is_new = Account.objects.get_or_create(
        id=actor.account,
        defaults={
            "email": f"{actor.name.lower()}@cordee.example",
            "name": actor.name,
            "language": language,
            "joined_at": AT,
        },
    )
    if is_new:
        for grant in actor.grants:
            RoleHeld.objects.create(
                account=account,
                role=grant.role,
                organisation=grant.organisation,
                start=LONG_AGO,
            )
        if actor.has_second_factor:
            TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return account
