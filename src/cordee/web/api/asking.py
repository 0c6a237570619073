"""Who asks the API, and about which version of a record."""

from __future__ import annotations

import re
from dataclasses import replace
from time import monotonic
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header
from ninja.security import HttpBearer

from cordee.kernel.machine import is_this_machine
from cordee.ledger.queries import get_account
from cordee.ledger.queries import get_actor as read_actor
from cordee.ledger.rights import Actor, list_allowed
from cordee.ledger.states import Scope
from cordee.ledger.tokens import TokenTold, find_token, note_use
from cordee.web.api.faults import InsufficientScopeError, MediaTypeError, TooOftenError
from cordee.web.api.rates import RATES


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


def mark(response: HttpResponse, version: int) -> None:
    """Say which version of a record is answered; what the answer holds is added once it is written."""
    response.headers["ETag"] = f'"{version}"'


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
