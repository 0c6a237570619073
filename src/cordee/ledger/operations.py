"""All writes of accounts, roles and invitations: each one transaction with its line in the audit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Change, Deed, Subject, find_change, record_event, record_events
from cordee.ledger.models import Account, Invitation, RoleHeld
from cordee.ledger.queries import hash_secret, list_own_organisations, select_open
from cordee.ledger.rights import Actor, Line, check_can
from cordee.ledger.states import Action, Digest, Role


INVITATION_LASTS = timedelta(days=14)
"""Long enough for a fortnight's leave, short enough that a forgotten letter opens nothing."""


@dataclass(frozen=True)
class NewInvitation:
    """An invitation just written, with the secret that is shown once and kept nowhere."""

    id: UUID
    secret: str
    lapses_at: datetime


@transaction.atomic
def create_account(
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    organisation: UUID,
    by: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> Account:
    """Create an account whose address is known to be its holder's, with no role yet.

    `organisation` is the one it is created for; its auditors see the line.
    """
    email = email.strip().lower()
    if Account.objects.filter(email__iexact=email).exists():
        raise RuleError(
            gettext_noop("{email} already has an account. Sign in with it."), email=email
        )
    account = Account(
        email=email,
        name=name.strip(),
        language=language,
        joined_at=at,
        is_demonstration=is_demonstration,
    )
    account.set_password(password)
    account.save(force_insert=True)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    record_event(
        "account.create",
        Subject("account", str(account.id), organisation),
        by=by,
        at=at,
        change={"email": ("", email), "name": ("", account.name)},
    )
    return account


@transaction.atomic
def change_account(
    *, account: UUID, name: str, language: str, digest: str, by: Actor, at: datetime
) -> None:
    """Change one's own name, language and how often one is written to; nobody else's."""
    if by.account != account:
        raise NotFoundError(gettext_noop("There is no such account."))
    found = Account.objects.select_for_update().get(id=account)
    before = {"name": found.name, "language": found.language, "digest": found.digest}
    after = {"name": name.strip(), "language": language, "digest": Digest(digest).value}
    if before == after:
        return
    Account.objects.filter(id=account).update(**after)
    note_account(
        "account.change", "account", account, by=by, at=at, change=find_change(before, after)
    )


@transaction.atomic
def note_account(
    action: str, kind: str, account: UUID, *, by: Actor, at: datetime, change: Change | None = None
) -> None:
    """Write a line of the audit about an account, for each organisation whose auditors are to see it."""
    organisations = list_own_organisations(account, on=at.date()) or (None,)
    record_events(
        [
            Deed(action, Subject(kind, str(account), organisation), change or {})
            for organisation in organisations
        ],
        by=by,
        at=at,
    )


@transaction.atomic
def give_role(
    *,
    account: UUID,
    role: Role,
    organisation: UUID,
    line: Line,
    start: date,
    end: date | None,
    by: Actor,
    at: datetime,
) -> RoleHeld:
    """Let an account hold a role at an organisation from `start` to `end` (inclusive)."""
    check_can(by, Action.GIVE_ROLES, line, on=at.date())
    return grant_role(
        account=account, role=role, organisation=organisation, start=start, end=end, by=by, at=at
    )


@transaction.atomic
def grant_role(
    *,
    account: UUID,
    role: Role,
    organisation: UUID,
    start: date,
    end: date | None,
    by: Actor,
    at: datetime,
) -> RoleHeld:
    """Write a role whose right was checked by who calls: an invitation taken up, or the first run."""
    if end is not None and end < start:
        raise RuleError(gettext_noop("A role cannot end before it starts. Give a later last day."))
    held = RoleHeld.objects.create(
        account_id=account, role=role, organisation=organisation, start=start, end=end
    )
    record_event(
        "role.give",
        Subject("role", str(held.id), organisation),
        by=by,
        at=at,
        change={
            "account": ("", account),
            "role": ("", role.value),
            "start": ("", start),
            "end": ("", end),
        },
    )
    return held


@transaction.atomic
def end_role(*, held: UUID, organisation: UUID, line: Line, by: Actor, at: datetime) -> None:
    """End a role today. It stops counting at once: the last day it holds is yesterday.

    One that never held a whole day is withdrawn instead, and one that has ended stays as it is.
    The last administrator of an organisation cannot be ended: nobody could give the role again.
    """
    check_can(by, Action.GIVE_ROLES, line, on=at.date())
    found = _lock_role(held, organisation)
    if found.end is not None and found.end < at.date():
        raise RuleError(gettext_noop("This role has ended already; what it was stays as it is."))
    _check_not_last_administrator(found, on=at.date())
    before = {"end": found.end, "withdrawn_at": None}
    if found.start >= at.date():
        after: dict[str, date | None] = {"end": found.end, "withdrawn_at": at}
    else:
        after = {"end": at.date() - timedelta(days=1), "withdrawn_at": None}
    RoleHeld.objects.filter(id=held).update(**after)
    record_event(
        "role.end",
        Subject("role", str(held), found.organisation),
        by=by,
        at=at,
        change=find_change(before, after),
    )


@transaction.atomic
def invite(
    *,
    email: str,
    role: Role,
    organisation: UUID,
    line: Line,
    end: date | None,
    by: Actor,
    at: datetime,
) -> NewInvitation:
    """Invite a person to hold a role; the secret of the answer opens it, once, for a fortnight."""
    check_can(by, Action.GIVE_ROLES, line, on=at.date())
    assert by.account is not None
    if end is not None and end < at.date():
        raise RuleError(gettext_noop("The role would have ended already. Give a later last day."))
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email.strip().lower(),
        role=role,
        organisation=organisation,
        end=end,
        secret_hash=hash_secret(secret),
        invited_by_id=by.account,
        invited_at=at,
        lapses_at=at + INVITATION_LASTS,
    )
    record_event(
        "invitation.create",
        Subject("invitation", str(made.id), organisation),
        by=by,
        at=at,
        change={"email": ("", made.email), "role": ("", role.value), "end": ("", end)},
    )
    return NewInvitation(made.id, secret, made.lapses_at)


@transaction.atomic
def withdraw_invitation(
    *, invitation: UUID, organisation: UUID, line: Line, by: Actor, at: datetime
) -> None:
    """Withdraw an invitation that was not taken up yet."""
    check_can(by, Action.GIVE_ROLES, line, on=at.date())
    found = (
        Invitation.objects.select_for_update()
        .filter(
            id=invitation,
            organisation=organisation,
            taken_up_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .first()
    )
    if found is None:
        raise NotFoundError(gettext_noop("There is no such open invitation here."))
    Invitation.objects.filter(id=found.id).update(withdrawn_at=at)
    record_event(
        "invitation.withdraw",
        Subject("invitation", str(found.id), found.organisation),
        by=by,
        at=at,
    )


@transaction.atomic
def take_up_invitation(
    *,
    secret: str,
    name: str,
    password: str,
    language: str,
    signed_in: UUID | None,
    origin: str,
    at: datetime,
) -> Account:
    """Give the invited role to a new account, or to the one signed in under the invited address.

    The letter reached the address, so the address of a new account counts as verified.
    """
    found = _lock_open_invitation(secret, at=at)
    account = Account.objects.filter(id=signed_in).first() if signed_in else None
    if account is not None and account.email != found.email:
        raise RuleError(
            gettext_noop(
                "This invitation is for another address than yours. Sign out, then open it again."
            )
        )
    if account is None:
        account = create_account(
            email=found.email,
            name=name,
            password=password,
            language=language,
            organisation=found.organisation,
            by=Actor(name=name, origin=origin),
            at=at,
        )
    Invitation.objects.filter(id=found.id).update(taken_up_at=at)
    actor = Actor(account=account.id, name=account.name, origin=origin)
    grant_role(
        account=account.id,
        role=Role(found.role),
        organisation=found.organisation,
        start=at.date(),
        end=found.end,
        by=actor,
        at=at,
    )
    record_event(
        "invitation.take_up",
        Subject("invitation", str(found.id), found.organisation),
        by=actor,
        at=at,
    )
    return account


def _lock_open_invitation(secret: str, *, at: datetime) -> Invitation:
    found = select_open(at).select_for_update().filter(secret_hash=hash_secret(secret)).first()
    if found is None:
        raise NotFoundError(
            gettext_noop(
                "This invitation is not open: it was used, withdrawn or has lapsed. Ask for another."
            )
        )
    return found


def _lock_role(held: UUID, organisation: UUID) -> RoleHeld:
    """Return a role of an organisation, locked together with those of its administrators.

    They are locked in one order, so that of two administrators who end each other the second sees
    what the first did.
    """
    here = RoleHeld.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
    locked = here.select_for_update().order_by("id")
    rows = {row.id: row for row in locked.filter(Q(id=held) | Q(role=Role.ADMINISTRATOR))}
    if held not in rows:
        raise NotFoundError(gettext_noop("There is no such role here."))
    return rows[held]


def _check_not_last_administrator(held: RoleHeld, *, on: date) -> None:
    if held.role != Role.ADMINISTRATOR:
        return
    others = RoleHeld.objects.filter(
        role=Role.ADMINISTRATOR,
        organisation=held.organisation,
        account__is_active=True,
        withdrawn_at__isnull=True,
    ).exclude(id=held.id)
    if not any(one.end is None or one.end >= on for one in others if one.start <= on):
        raise RuleError(
            gettext_noop(
                "This is the last administrator of the organisation. Give the role to someone else first."
            )
        )
