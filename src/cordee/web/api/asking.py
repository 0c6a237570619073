"""Who asks the API, and about which version of a record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Annotated, Any, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header
from ninja.security import HttpBearer

from cordee.kernel.machine import is_this_machine
from cordee.ledger.queries import get_account
from cordee.ledger.queries import get_actor as read_actor
from cordee.ledger.rights import Actor, list_allowed
from cordee.ledger.states import Scope
from cordee.ledger.tokens import TokenTold, find_token, note_use
from cordee.web.actors import get_actor
from cordee.web.api.faults import InsufficientScopeError, MediaTypeError, TooOftenError
from cordee.web.rates import RATES


TAKEN = frozenset({"application/json", "multipart/form-data"})
IF_MATCH = r'^(W/)?"[0-9]{1,9}(-[0-9a-f]{1,64})?"$'
"""An ETag of ours: the version of the record, then a mark of all that the answer held."""

IfMatch = Annotated[
    str,
    Header(
        ...,
        alias="If-Match",
        pattern=IF_MATCH,
        description="The ETag of the record as it was read; the number before the dash is its version.",
    ),
]
"""Which version a change is of: a record that moved on is not written over."""


class Writer(TypedDict):
    """Who writes, and when: what every operation of a room is told."""

    by: Actor
    at: datetime


class Changer(Writer):
    """Who changes a record, when, and which version of it they read."""

    version: int


class AccessToken(HttpBearer):
    """A token in the header Authorization, with the scope that an operation asks for.

    Nothing else signs anybody in here: no cookie, no session, so no page elsewhere can make a browser
    ask in its reader's name.
    """

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> TokenTold | None:
        """Return the token, with its owner's roles of today as the actor of the request."""
        at = timezone.localtime()
        found = find_token(token, on=timezone.localdate())
        actor = _read_actor(request, found) if found else None
        if found is None or actor is None or not actor.is_signed_in:
            return None  # An account that was closed takes its tokens with it.
        wait = RATES.take(found.id, a_minute=settings.CORDEE_API_RATE, now=monotonic())
        if wait:
            raise TooOftenError(wait)
        if self.scope is not None and self.scope not in found.scopes:
            raise InsufficientScopeError(self.scope)
        if request.headers.get("Content-Length") not in (None, "", "0") and (
            request.content_type not in TAKEN
        ):
            raise MediaTypeError
        note_use(found, at=at)
        request.cordee_actor = actor  # type: ignore[attr-defined]  # what `actors.get_actor` returns
        return found


class TokenOrNobody(AccessToken):
    """A token where one is shown, which must have the scope; else nobody, who reads what anybody may."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.headers.get("Authorization"):
            return super().__call__(request)
        origin = request.META.get("REMOTE_ADDR", "")
        wait = RATES.take(("api", origin), a_minute=settings.CORDEE_API_RATE, now=monotonic())
        if wait:
            raise TooOftenError(wait)
        request.cordee_actor = Actor(origin=origin)  # type: ignore[attr-defined]  # as above
        return True


def open_to_all(scope: Scope) -> TokenOrNobody:
    """Return what asks for nothing, and of a token that is shown for that scope."""
    return TokenOrNobody(scope)


def needs(scope: Scope) -> AccessToken:
    """Return what asks for a token of that scope."""
    return AccessToken(scope)


ANY_TOKEN = AccessToken(None)


def get_token(request: HttpRequest) -> TokenTold:
    """Return the token that was shown."""
    found = getattr(request, "auth", None)
    assert isinstance(found, TokenTold)
    return found


def read_version(if_match: str) -> int:
    """Return the version that an ETag of ours names.

    >>> read_version('W/"7-0a1b"')
    7
    """
    found = re.search(r"[0-9]+", if_match)
    assert found is not None
    return int(found[0])


def who_writes(request: HttpRequest) -> Writer:
    """Return who writes, and when, by the names that operations take them."""
    return {"by": get_actor(request), "at": timezone.localtime()}


def who_changes(request: HttpRequest, if_match: str) -> Changer:
    """Return who changes the version of a record that an ETag of ours names, and when."""
    return {**who_writes(request), "version": read_version(if_match)}


def mark(request: HttpRequest, version: int) -> None:
    """Say which version of a record is answered; `ApiAnswers` makes the ETag of it."""
    request.cordee_version = version  # type: ignore[attr-defined]  # for the answer to this request


def get_marked(request: HttpRequest) -> int | None:
    """Return the version that is answered, None where the answer is of no one record."""
    return getattr(request, "cordee_version", None)


def _read_actor(request: HttpRequest, token: TokenTold) -> Actor:
    origin = request.META.get("REMOTE_ADDR", "")
    actor = read_actor(
        get_account(token.account),
        on=timezone.localdate(),
        origin=origin,
        waives_for_demonstration=settings.CORDEE_DEMONSTRATION and is_this_machine(origin),
    )
    # The audit tells which of its owner's tokens was used.
    told = f"{origin} (token {token.name})"
    return replace(actor, origin=told, limit=list_allowed(token.scopes))
