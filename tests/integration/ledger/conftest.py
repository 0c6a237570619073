"""The cast: Alice administers Institut Curie, Bob is on its unit's team, Charlie must not get in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from cordee.directory.models import Organisation, OrganisationLink
from cordee.ledger.models import Account
from cordee.ledger.operations import create_account, grant_role
from cordee.ledger.queries import get_actor
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role


AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
DAY = AT.date()
PASSWORD = "rope-and-ice-axe-1"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

Enter = Callable[..., Account]


@dataclass(frozen=True)
class Houses:
    """Institut Curie with its unit, and Gustave Roussy, which is another house."""

    curie: UUID
    unit: UUID
    roussy: UUID


@pytest.fixture(autouse=True)
def own_state(settings: object, tmp_path: Path) -> Path:
    # The real one takes a third of a second a password, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.CORDEE_STATE = tmp_path  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def houses(db: None) -> Houses:
    curie, unit, roussy = (
        Organisation.objects.create(kind=kind, name_en=name, ror=ror, country="FR", changed_at=AT)
        for kind, name, ror in (
            ("hospital", "Institut Curie", "04t0gwh46"),
            ("unit", "Unit 830", None),
            ("hospital", "Gustave Roussy", "0321g0743"),
        )
    )
    OrganisationLink.objects.create(first=unit, standing="part_of", second=curie)
    return Houses(curie.id, unit.id, roussy.id)


@pytest.fixture
def enter(houses: Houses) -> Enter:
    """Open an account with a role; strong roles get their second factor unless told not to."""

    def open_one(
        name: str,
        role: Role | None,
        organisation: UUID | None = None,
        *,
        factor: bool = True,
        start: date = DAY,
        end: date | None = None,
    ) -> Account:
        where = organisation or houses.curie
        account = create_account(
            email=f"{name.lower()}@cordee.example",
            name=name,
            password=PASSWORD,
            language="en",
            organisation=where,
            by=Actor(name=name),
            at=AT,
        )
        if role is not None:
            grant_role(
                account=account.id,
                role=role,
                organisation=where,
                start=start,
                end=end,
                by=Actor(account=account.id, name=name),
                at=AT,
            )
        if factor:
            TOTP.activate(account, TOTP_SECRET)
            RecoveryCodes.activate(account)
        return account

    return open_one


@pytest.fixture
def alice(enter: Enter) -> Account:
    return enter("Alice", Role.ADMINISTRATOR)


@pytest.fixture
def bob(enter: Enter, houses: Houses) -> Account:
    return enter("Bob", Role.MEMBER, houses.unit, factor=False)


@pytest.fixture
def charlie(enter: Enter, houses: Houses) -> Account:
    return enter("Charlie", Role.ADMINISTRATOR, houses.roussy)


def act(account: Account) -> Actor:
    return get_actor(account, on=AT.date(), origin="127.0.0.1")


def sign_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
