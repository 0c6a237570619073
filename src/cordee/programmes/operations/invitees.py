"""Naming who may apply to a call that opens by invitation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import record_event
from cordee.ledger.models import Account
from cordee.ledger.rights import Actor
from cordee.programmes.calling.rules import check_can_invite
from cordee.programmes.models import Invitee
from cordee.programmes.operations.calls import open_call, tell
from cordee.programmes.queries.calls import read_call


@transaction.atomic
def invite(call: UUID, email: str, *, by: Actor, at: datetime) -> UUID:
    """Let the account under an address apply to a call, and return that account.

    Raises `NotFoundError` where nobody has an account under it: who may sign in is for administrators.
    """
    row = open_call(call, None, by=by, at=at)
    check_can_invite(read_call(row, at=at))
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    if account is None:
        raise NotFoundError(
            gettext_noop(
                "Nobody has an account under {email}. Have an administrator invite them first, then name them here."
            ),
            email=email,
        )
    if Invitee.objects.filter(call=row, account=account.id).exists():
        raise RuleError(gettext_noop("{name} may apply already."), name=account.name)
    Invitee.objects.create(call=row, account=account.id, invited_at=at, invited_by=by.name)
    # The audit names the account and not the person, who may be forgotten.
    change = {"account": ("", str(account.id))}
    record_event("call.invite", tell(row), by=by, at=at, change=change)
    return account.id


@transaction.atomic
def take_out(call: UUID, invitee: UUID, *, by: Actor, at: datetime) -> None:
    """Let somebody begin no application any more; one that is begun stays its writer's."""
    row = open_call(call, None, by=by, at=at)
    found = Invitee.objects.filter(call=row, id=invitee).first()
    if found is None:
        raise NotFoundError(gettext_noop("This person is not on the list."))
    change = {"account": (str(found.account), "")}
    found.delete()
    record_event("call.take_out_invitee", tell(row), by=by, at=at, change=change)
