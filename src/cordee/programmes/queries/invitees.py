"""Who may apply to calls that open by invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cordee.ledger.models import Account
from cordee.ledger.rights import Actor
from cordee.programmes.models import Application, Invitee


@dataclass(frozen=True)
class InviteeTold:
    """Somebody who may apply, for who runs the call; `has_applied` once an application is begun."""

    id: UUID
    account: UUID
    name: str
    email: str
    invited_at: datetime
    invited_by: str
    has_applied: bool


def is_invited(call: UUID, by: Actor) -> bool:
    """Return whether an account was named for a call."""
    return by.account is not None and Invitee.objects.filter(call=call, account=by.account).exists()


def list_invitees(call: UUID) -> tuple[InviteeTold, ...]:
    """Return who was named for a call, by name; accounts that are gone are left out. No rights are asked."""
    rows = list(Invitee.objects.filter(call=call))
    accounts = Account.objects.in_bulk([one.account for one in rows])
    applied = set(Application.objects.filter(call=call).values_list("account", flat=True))
    found = [
        InviteeTold(
            id=one.id,
            account=one.account,
            name=accounts[one.account].name,
            email=accounts[one.account].email,
            invited_at=one.invited_at,
            invited_by=one.invited_by,
            has_applied=one.account in applied,
        )
        for one in rows
        if one.account in accounts
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.email)))
