"""One application in the room: who leaves for it, its place in the ranking, what is said of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.programmes.operations import sitting as write
from cordee.programmes.queries.calls import read_call
from cordee.programmes.queries.committee import get_item, get_session
from cordee.programmes.queries.decisions import find_seen_call, get_currency
from cordee.programmes.queries.instruments import runs
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.pages.programmes.presenters.committee import present_item
from cordee.web.pages.programmes.views.committee import Who, make_ranking


@signed_in
@require_safe
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    actor, now = get_actor(request), timezone.localtime()
    session, told = get_item(item, by=actor, on=now.date())
    call = read_call(find_seen_call(session.call.id, by=actor, on=now.date()), at=now)
    page = present_item(
        session,
        told,
        currency=get_currency(call),
        may_run=runs(session.call.office, by=actor, on=now.date()),
    )
    return render(request, "programmes/item.html", {"page": page})


@signed_in
@require_POST
def item_move(request: HttpRequest, item: UUID, way: str) -> HttpResponseBase:
    """Move an application up or down; to a script the answer is the ranking alone."""
    if way not in {"up", "down"}:
        raise NotFoundError(gettext_noop("No page has this address."))
    session, _told = get_item(item, by=get_actor(request), on=timezone.localdate())
    try:
        write.move_item(item, up=way == "up", **_say_who(request))
    except RuleError as error:
        messages.error(request, say_error(error))
    if getattr(request, "htmx", False):
        again = get_session(session.id, by=get_actor(request), on=timezone.localdate())
        return render(request, "programmes/ranking.html", {"ranking": make_ranking(request, again)})
    return redirect("programmes:session", session.id)


@signed_in
@require_POST
def item_leave(request: HttpRequest, item: UUID, member: UUID) -> HttpResponseBase:
    get_item(item, by=get_actor(request), on=timezone.localdate())
    try:
        reason = request.POST.get("reason", "")
        write.leave_room(item, member, reason, **_say_who(request))
    except RuleError as error:
        messages.error(request, say_error(error))
    return redirect("programmes:item", item)


@signed_in
@require_POST
def item_return(request: HttpRequest, item: UUID, member: UUID) -> HttpResponseBase:
    get_item(item, by=get_actor(request), on=timezone.localdate())
    try:
        write.return_to_room(item, member, **_say_who(request))
    except RuleError as error:
        messages.error(request, say_error(error))
    return redirect("programmes:item", item)


@signed_in
@require_POST
def item_said(request: HttpRequest, item: UUID) -> HttpResponseBase:
    get_item(item, by=get_actor(request), on=timezone.localdate())
    try:
        write.note_said(item, request.POST.get("note", "")[:MOST_SAID], **_say_who(request))
    except RuleError as error:
        messages.error(request, say_error(error))
    else:
        messages.success(request, _("The note is saved."))
    return redirect("programmes:item", item)


@signed_in
@require_POST
def item_drop(request: HttpRequest, item: UUID) -> HttpResponseBase:
    session, _told = get_item(item, by=get_actor(request), on=timezone.localdate())
    try:
        write.drop_item(item, **_say_who(request))
    except RuleError as error:
        messages.error(request, say_error(error))
        return redirect("programmes:item", item)
    return redirect("programmes:session", session.id)


MOST_SAID = 10_000
"""Letters of what was said of one application."""


def _say_who(request: HttpRequest) -> Who:
    return {"by": get_actor(request), "at": timezone.localtime()}
