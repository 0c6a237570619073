"""All reads of accounts, roles and invitations."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.ledger.models import Account, ChainHead, Event, Invitation, RoleHeld
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.states import Role


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holder:
    """A role held, with the account that holds it."""

    id: UUID
    account: UUID
    name: str
    email: str
    role: Role
    start: date
    end: date | None
    is_active: bool
    has_second_factor: bool


@dataclass(frozen=True)
class Invited:
    """An invitation that is still open."""

    id: UUID
    email: str
    role: Role
    organisation: UUID
    end: date | None
    invited_by: str
    lapses_at: datetime


def has_accounts() -> bool:
    """Return whether anybody has an account yet; the first run is over once one has."""
    return Account.objects.exists()


def is_there() -> bool:
    """Return whether the ledger answers; why it does not is for the log, not for who asks."""
    try:
        ChainHead.objects.filter(id=1).exists()
    except DatabaseError:
        logger.warning("the ledger does not answer", exc_info=True)
        return False
    return True


def is_of_demonstration() -> bool:
    """Return whether the first account, which began the ledger, is one of the demonstration."""
    first = Account.objects.order_by("joined_at").first()
    return first is not None and first.is_demonstration


def get_first_organisation() -> UUID | None:
    """Return the organisation of the first run, whose administrators configure the installation.

    It stands in the first line of the audit, which nobody can write anew; None before the first run.
    """
    first = Event.objects.order_by("number").values_list("organisation", flat=True).first()
    return first if isinstance(first, UUID) else None


def get_actor(
    account: Account, *, on: date, origin: str, waives_for_demonstration: bool = False
) -> Actor:
    """Return who asks, with the roles held that day, read anew: a role ended counts no more.

    `waives_for_demonstration` lets accounts of the demonstration, and no others, do without a second
    factor. Who calls says so only on a server that listens on this machine alone.
    """
    if not account.is_active:
        return Actor(origin=origin)
    held = RoleHeld.objects.filter(account=account).filter(_covers(on))
    return Actor(
        account=account.id,
        name=account.name or account.email,
        grants=tuple(Grant(Role(one.role), one.organisation, one.start, one.end) for one in held),
        has_second_factor=has_second_factor(account)
        or (waives_for_demonstration and account.is_demonstration),
        origin=origin,
        is_demonstration=account.is_demonstration,
    )


def has_second_factor(account: Account) -> bool:
    """Return whether the account asks for a second factor at sign-in: an app's code or a security key.

    Recovery codes alone are none: they stand in for another.
    """
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=account, type__in=kinds).exists())


def list_holders(organisation: UUID, *, on: date) -> tuple[Holder, ...]:
    """Return the roles held at an organisation that day, by role and name."""
    held = RoleHeld.objects.filter(organisation=organisation).filter(_covers(on))
    rows = list(held.select_related("account"))
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    protected = set(
        Authenticator.objects.filter(
            user__in=[row.account_id for row in rows], type__in=kinds
        ).values_list("user_id", flat=True)
    )
    order = list(Role)
    return tuple(
        sorted(
            (
                Holder(
                    id=row.id,
                    account=row.account_id,
                    name=row.account.name,
                    email=row.account.email,
                    role=Role(row.role),
                    start=row.start,
                    end=row.end,
                    is_active=row.account.is_active,
                    has_second_factor=row.account_id in protected,
                )
                for row in rows
            ),
            key=lambda one: (order.index(one.role), one.name.casefold()),
        )
    )


def list_own_organisations(account: UUID, *, on: date) -> tuple[UUID, ...]:
    """Return the organisations of an account: where it holds a role that day, or will."""
    held = RoleHeld.objects.filter(account=account, withdrawn_at__isnull=True)
    lasting = held.filter(Q(end__isnull=True) | Q(end__gte=on))
    return tuple(lasting.values_list("organisation", flat=True).distinct().order_by("organisation"))


def list_held(*, on: date) -> frozenset[UUID]:
    """Return the organisations at which anybody holds a role that day."""
    held = RoleHeld.objects.filter(_covers(on))
    return frozenset(held.values_list("organisation", flat=True).distinct().order_by())


def list_invited(organisation: UUID, *, at: datetime) -> tuple[Invited, ...]:
    """Return the invitations of an organisation that can still be taken up."""
    return tuple(
        _present(one)
        for one in select_open(at).filter(organisation=organisation).select_related("invited_by")
    )


def select_open(at: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can be taken up; one lapses with the role it gives, if not before."""
    return Invitation.objects.filter(
        Q(end__isnull=True) | Q(end__gte=at.date()),
        taken_up_at__isnull=True,
        withdrawn_at__isnull=True,
        lapses_at__gt=at,
    )


def find_invitation(secret: str, *, at: datetime) -> Invited | None:
    """Return the open invitation with that secret, or None: unknown, lapsed, used and withdrawn look alike."""
    invited = select_open(at).select_related("invited_by")
    found = invited.filter(secret_hash=hash_secret(secret)).first()
    return _present(found) if found else None


def hash_secret(secret: str) -> str:
    """Return what is kept of an invitation's secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def get_account(identifier: UUID) -> Account:
    """Return the account; `NotFoundError` when there is none."""
    found = Account.objects.filter(id=identifier).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such account."))
    return found


def _present(one: Invitation) -> Invited:
    return Invited(
        id=one.id,
        email=one.email,
        role=Role(one.role),
        organisation=one.organisation,
        end=one.end,
        invited_by=one.invited_by.name,
        lapses_at=one.lapses_at,
    )


def _covers(on: date) -> Q:
    return Q(start__lte=on, withdrawn_at__isnull=True) & (Q(end__isnull=True) | Q(end__gte=on))
