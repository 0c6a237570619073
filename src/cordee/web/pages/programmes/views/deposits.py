"""Awards registered with Crossref: what would be said, and the file to deposit."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.programmes.queries.deposits import Deposit, list_deposits
from cordee.programmes.queries.projects import list_run
from cordee.web.actors import get_actor, signed_in
from cordee.web.crossref import Depositor, find_missing, find_obstacles, write_deposit
from cordee.web.pages.programmes.presenters.deposits import present_deposits
from cordee.web.publishing import get_publishing


@signed_in
@require_safe
def deposits(request: HttpRequest) -> HttpResponseBase:
    """Show the public awards of the offices whose programmes one runs, as they would be registered."""
    page = present_deposits(_list_deposits(request), _get_depositor())
    return render(request, "programmes/deposits.html", {"page": page})


@signed_in
@require_safe
def deposit_file(request: HttpRequest) -> HttpResponseBase:
    """Hand out the file for all awards with nothing in the way."""
    ready = [one for one in _list_deposits(request) if not find_obstacles(one)]
    who, at = _get_depositor(), timezone.localtime()
    for sentence in find_missing(who):
        raise RuleError(sentence.text)
    if not ready:
        raise RuleError(gettext_noop("No public award can be registered yet."))
    house = settings.CORDEE_ADDRESS.rstrip("/")
    named = [(one, house + reverse("programmes:grant", args=[one.project])) for one in ready]
    response = HttpResponse(
        write_deposit(named, who, at=at), content_type="application/xml; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="crossref-{at:%Y-%m-%d}.xml"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _list_deposits(request: HttpRequest) -> tuple[Deposit, ...]:
    actor, at = get_actor(request), timezone.localtime()
    if not list_run(actor, on=at.date()):
        raise NotFoundError(gettext_noop("No page has this address."))
    return list_deposits(get_publishing().to_sharing(), by=actor, at=at)


def _get_depositor() -> Depositor:
    choices = get_publishing().choices
    return Depositor(choices.doi_prefix, choices.depositor, choices.depositor_email)
