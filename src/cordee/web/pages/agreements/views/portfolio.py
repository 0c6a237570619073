"""The portfolio, and the calendar of its days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.agreements.operations.feeds import make_feed, withdraw_feed
from cordee.agreements.portfolio import (
    Portfolio,
    find_feed,
    get_portfolio,
    has_feed,
    list_lines,
)
from cordee.agreements.queries import list_offices
from cordee.kernel.errors import NotFoundError
from cordee.ledger.queries import get_account
from cordee.ledger.queries import get_actor as read_actor
from cordee.ledger.rights import list_reached
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.language import get_language_of
from cordee.web.move_days import list_move_days
from cordee.web.pages.agreements.forms.portfolio import FilterForm
from cordee.web.pages.agreements.presenters.calendar import write_calendar
from cordee.web.pages.agreements.presenters.offered import present_parents, present_parties
from cordee.web.pages.agreements.presenters.portfolio import (
    present_countries,
    present_lines,
    present_tiles,
    present_timeline,
)
from cordee.web.tasks import list_task_days
from cordee.web.wording import format_country, get_reader_language


LINES_ON_A_PAGE = 50
"""As many lines as a person reads at a sitting; the next page is one step away."""

MOST_TYPED = 400
"""A name, or a reference with a title, is not longer than this."""


@signed_in
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    actor, today, language = get_actor(request), timezone.localdate(), get_reader_language()
    every = get_portfolio(actor, on=today)
    form = make_filter(request.GET, every)
    sought = form.get_filter()
    chosen = every.parties.get(sought.organisation) if sought.organisation else None
    if chosen is None:
        # An address may be old: a party that is in no agreement any more narrows nothing.
        sought = replace(sought, organisation=None)
    found = every.narrow(sought)
    shown = Paginator(found.lines, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    without_party = query.copy()
    without_party.pop("organisation", None)
    page = {
        "tiles": present_tiles(every),
        "form": form,
        "party": chosen.to_name(language) if chosen else "",
        "without_party": without_party.urlencode(),
        "lines": present_lines(shown.object_list, language, on=today),
        "shown": shown,
        "query": query.urlencode(),
        "is_narrowed": len(found.lines) != len(every.lines),
        "timeline": present_timeline(found, language),
        "countries": present_countries(found),
        "may_write": bool(list_offices(actor, on=today)),
        "has_role": bool(list_reached(actor, Action.SEE_AGREEMENTS, on=today)),
    }
    return render(request, "agreements/portfolio.html", page)


def make_filter(data: Any, every: Portfolio) -> FilterForm:
    """Return the filter, offering the countries that there are."""
    countries = [(code, format_country(code)) for code in every.countries]
    return FilterForm(data, countries=sorted(countries, key=lambda one: one[1]))


@signed_in
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """Show the parties of one's agreements whose name fits what is typed, to choose among."""
    typed = request.GET.get("party", "")[:MOST_TYPED]
    every = get_portfolio(get_actor(request), on=timezone.localdate())
    page = {
        "options": present_parties(every.find_parties(typed), get_reader_language()),
        "typed": typed.strip(),
        "nothing": _("No party of your agreements has such a name."),
        "announced": _("No party found"),
    }
    return render(request, "forms/options.html", page)


@signed_in
@require_safe
def parents(request: HttpRequest) -> HttpResponse:
    """Show the agreements whose reference or title fits what is typed, to choose one that another stands to."""
    typed = request.GET.get("parent", "")[:MOST_TYPED]
    every = get_portfolio(get_actor(request), on=timezone.localdate())
    found = [
        one for one in every.find_titled(typed) if str(one.id) != request.GET.get("besides", "")
    ]
    page = {
        "options": present_parents(found, get_reader_language()),
        "typed": typed.strip(),
        "nothing": _("No agreement that you see has such a reference or title."),
        "announced": _("No agreement found"),
    }
    return render(request, "forms/options.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    assert actor.account is not None
    address = ""
    if request.method == "POST":
        secret = make_feed(by=actor, at=timezone.localtime())
        address = request.build_absolute_uri(reverse("agreements:feed", args=[secret]))
    page = {"address": address, "has_feed": has_feed(actor.account)}
    return render(request, "agreements/calendar.html", page)


@signed_in
@require_POST
def withdraw_calendar(request: HttpRequest) -> HttpResponseBase:
    withdraw_feed(by=get_actor(request), at=timezone.localtime())
    messages.success(request, _("The address of the calendar is withdrawn."))
    return redirect("agreements:calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program, which cannot sign in: whoever knows the address reads it.

    It shows what the account may see on the day, so a role that ends empties it.
    """
    found = find_feed(secret)
    if found is None:
        raise NotFoundError(gettext_noop("No page has this address."))
    today, account = timezone.localdate(), get_account(found)
    actor = read_actor(account, on=today, origin=request.META.get("REMOTE_ADDR", ""))

    def make_address(agreement: UUID) -> str:
        return request.build_absolute_uri(reverse("agreements:record", args=[agreement]))

    # The program that asks speaks for its maker; the letters' language is the one its reader chose.
    with override(get_language_of(account)):
        content = write_calendar(
            list_lines(actor, on=today),
            make_address,
            at=timezone.localtime(),
            further=(
                *list_move_days(actor, request.build_absolute_uri, on=today),
                *list_task_days(actor, request.build_absolute_uri, at=timezone.localtime()),
            ),
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="cordee-agreements.ics"'
    return response
