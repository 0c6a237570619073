"""Access tokens of programs: made, found, used, revoked. A token acts for its account and never does more."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.models import Account, Token
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.ledger.states import Scope


PREFIX = "cordee_"
"""How the secret of a token begins, so that programs that look for leaked secrets know one."""

LONGEST = timedelta(days=365)
"""A token lasts a year at most: one that nobody renews by then is one that nobody remembers."""

MOST_TOKENS = 50
"""Tokens of one account that work at a time: one a program, and nobody runs fifty."""

USE_IS_NOTED_EACH = timedelta(minutes=1)
"""A busy program would otherwise write to the ledger at each request, only to be seen as busy."""


@dataclass(frozen=True)
class TokenTold:
    """A token without its secret."""

    id: UUID
    account: UUID
    owner: str
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    ends_on: date
    last_used_at: datetime | None
    revoked_at: datetime | None

    def works(self, on: date) -> bool:
        """Return whether the token opens anything that day."""
        return self.revoked_at is None and on <= self.ends_on


@dataclass(frozen=True)
class NewToken:
    """A token just made, with the secret that is shown once and kept nowhere."""

    id: UUID
    secret: str


@transaction.atomic
def make_token(
    *, name: str, scopes: Collection[Scope], ends_on: date, by: Actor, at: datetime
) -> NewToken:
    """Make a token that acts for `by` within `scopes` until the end of `ends_on`."""
    account = _get_account(by)
    check_token(name, scopes, ends_on, on=at.date())
    # The account is held, so that two pages cannot pass the limit together.
    Account.objects.select_for_update().get(id=account)
    working = Token.objects.filter(account=account, revoked_at=None, ends_on__gte=at.date())
    if working.count() >= MOST_TOKENS:
        raise RuleError(
            gettext_noop("You have {most} tokens that work. Revoke one first."), most=MOST_TOKENS
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        account_id=account,
        name=name.strip(),
        scopes=sorted(scope.value for scope in scopes),
        secret_hash=hash_secret(secret),
        made_at=at,
        ends_on=ends_on,
    )
    record_event(
        "token.create",
        Subject("token", str(made.id)),
        by=by,
        at=at,
        change={
            "name": ("", made.name),
            "scopes": ("", " ".join(made.scopes)),
            "ends_on": ("", ends_on),
        },
    )
    return NewToken(made.id, secret)


@transaction.atomic
def revoke_token(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Revoke one's own token; it opens nothing from now on."""
    _revoke(identifier, _get_account(by), by=by, at=at)


@transaction.atomic
def revoke_token_of_anybody(identifier: UUID, *, by: Actor, at: datetime) -> None:
    """Revoke a token whoever made it. Only the command of the server does: who runs it holds the ledger."""
    _revoke(identifier, None, by=by, at=at)


def note_use(token: TokenTold, *, at: datetime) -> None:
    """Remember when a token was last used, to the minute."""
    if token.last_used_at is None or at - token.last_used_at >= USE_IS_NOTED_EACH:
        Token.objects.filter(id=token.id).update(last_used_at=at)


def find_token(secret: str, *, on: date) -> TokenTold | None:
    """Return the token with that secret if it works that day; unknown, ended and revoked look alike."""
    if not secret.startswith(PREFIX):
        return None
    rows = Token.objects.select_related("account")
    row = rows.filter(secret_hash=hash_secret(secret), revoked_at=None, ends_on__gte=on).first()
    return _tell(row) if row else None


def list_tokens(account: UUID) -> tuple[TokenTold, ...]:
    """Return the tokens of an account, the latest first."""
    return tuple(map(_tell, Token.objects.filter(account=account).select_related("account")))


def list_all_tokens() -> tuple[TokenTold, ...]:
    """Return the tokens of everybody, the latest first."""
    return tuple(map(_tell, Token.objects.select_related("account")))


def check_token(name: str, scopes: Collection[Scope], ends_on: date, *, on: date) -> None:
    """Raise `RuleError` unless a token may be so."""
    if not name.strip():
        raise RuleError(gettext_noop("Say which program the token is for."))
    if not scopes:
        raise RuleError(gettext_noop("Choose what the token may be used for."))
    if ends_on < on:
        raise RuleError(gettext_noop("The token would have ended already. Give a later last day."))
    if ends_on > on + LONGEST:
        raise RuleError(gettext_noop("A token lasts a year at most. Give an earlier last day."))


def _revoke(identifier: UUID, account: UUID | None, *, by: Actor, at: datetime) -> None:
    rows = Token.objects.select_for_update().filter(id=identifier, revoked_at=None)
    found = (rows if account is None else rows.filter(account=account)).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such token, or it is revoked already."))
    Token.objects.filter(id=found.id).update(revoked_at=at)
    record_event(
        "token.revoke",
        Subject("token", str(found.id)),
        by=by,
        at=at,
        change={"name": (found.name, ""), "account": (found.account_id, "")},
    )


def _get_account(by: Actor) -> UUID:
    if by.account is None:
        raise NotFoundError(gettext_noop("There is no such account."))
    return by.account


def _tell(row: Token) -> TokenTold:
    return TokenTold(
        id=row.id,
        account=row.account_id,
        owner=row.account.name or row.account.email,
        name=row.name,
        scopes=frozenset(Scope(one) for one in row.scopes),
        made_at=row.made_at,
        ends_on=row.ends_on,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
