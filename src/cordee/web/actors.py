"""Who stands behind a request, and views that ask for somebody signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from cordee.kernel.machine import is_this_machine
from cordee.ledger.models import Account
from cordee.ledger.queries import get_actor as read_actor
from cordee.ledger.rights import Actor


Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def get_account(request: HttpRequest) -> Account | None:
    """Return the account signed in, if any. Without a session's cookie the ledger is not asked."""
    # A request that was refused before anybody could be read from it has no user at all.
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) else None


def get_actor(request: HttpRequest) -> Actor:
    """Return who asks, with the roles held today; read once a request, never kept longer."""
    known = getattr(request, "cordee_actor", None)
    if isinstance(known, Actor):
        return known
    account, origin = get_account(request), request.META.get("REMOTE_ADDR", "")
    actor = (
        read_actor(
            account,
            on=timezone.localdate(),
            origin=origin,
            waives_for_demonstration=settings.CORDEE_DEMONSTRATION and is_this_machine(origin),
        )
        if account
        else Actor(origin=origin)
    )
    request.cordee_actor = actor  # type: ignore[attr-defined]  # kept for this request alone
    return actor


def signed_in(view: View[Parameters]) -> View[Parameters]:
    """Send who is not signed in to sign in first; answers of such a page are never kept by caches."""

    @wraps(view)
    def show(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponseBase:
        if not get_actor(request).is_signed_in:
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return show
