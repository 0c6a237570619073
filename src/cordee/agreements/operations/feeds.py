"""The calendar of an account: an address that only its holder knows, and can withdraw."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.agreements.models import CalendarFeed
from cordee.kernel.errors import NotFoundError
from cordee.ledger.operations import note_account
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor


@transaction.atomic
def make_feed(*, by: Actor, at: datetime) -> str:
    """Return the secret of a new address; the one before, if any, opens nothing any more."""
    account = _get_account(by)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        account=account, defaults={"secret_hash": hash_secret(secret), "made_at": at}
    )
    note_account("calendar.make", "calendar", account, by=by, at=at)
    return secret


@transaction.atomic
def withdraw_feed(*, by: Actor, at: datetime) -> None:
    """Withdraw the address of one's calendar."""
    account = _get_account(by)
    if CalendarFeed.objects.filter(account=account).delete()[0]:
        note_account("calendar.withdraw", "calendar", account, by=by, at=at)


def _get_account(by: Actor) -> UUID:
    if by.account is None:
        raise NotFoundError(gettext_noop("There is no such account."))
    return by.account
