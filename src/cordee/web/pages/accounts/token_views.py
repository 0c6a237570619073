"""One's own access tokens: made, listed, revoked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.kernel.errors import RuleError
from cordee.ledger.states import STRONG_ROLES
from cordee.ledger.tokens import list_tokens, make_token, revoke_token
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.pages.accounts.forms import TokenForm
from cordee.web.pages.accounts.presenters import present_tokens


USUAL = timedelta(days=90)
"""How long a token lasts unless its maker says otherwise: a quarter, after which it is looked at again."""


@signed_in
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    actor = get_actor(request)
    assert actor.account is not None
    found = present_tokens(list_tokens(actor.account), on=timezone.localdate())
    return render(request, "accounts/tokens.html", {"tokens": found})


@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponseBase:
    """Ask what for; the answer shows the secret, once, and no other page does."""
    actor = get_actor(request)
    form = TokenForm(
        request.POST or None, initial={"ends_on": (timezone.localdate() + USUAL).isoformat()}
    )
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = make_token(
                name=form.cleaned_data["name"],
                scopes=form.get_scopes(),
                ends_on=form.cleaned_data["ends_on"],
                by=actor,
                at=timezone.localtime(),
            ).secret
        except RuleError as error:
            form.add_error(None, say_error(error))
    page = {
        "form": form,
        "secret": secret,
        "waits_for_factor": not actor.has_second_factor
        and any(grant.role in STRONG_ROLES for grant in actor.grants),
    }
    return render(request, "accounts/new_token.html", page, status=422 if form.errors else 200)


@signed_in
@require_POST
def revoke(request: HttpRequest, token: UUID) -> HttpResponseBase:
    revoke_token(token, by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("The token is revoked; it opens nothing from now on."))
    return redirect("accounts:tokens")
