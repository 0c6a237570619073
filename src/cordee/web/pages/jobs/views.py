from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cordee.directory.imports.export import check_may_export
from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.ledger.jobs import JobKind, find_last, get_job, list_jobs
from cordee.ledger.rights import Actor
from cordee.web.actors import get_actor, signed_in
from cordee.web.background import find_state, may_begin, start_again, start_daily, stop
from cordee.web.configuring import may_configure
from cordee.web.errors import say_error
from cordee.web.handing import hand_out
from cordee.web.jobs import jobs
from cordee.web.pages.jobs.presenters import present_daily, present_document, present_job


JOBS_SHOWN = 100


@never_cache
@signed_in
@require_safe
def jobs_page(request: HttpRequest) -> HttpResponse:
    """Show one's own long work; to who configures everybody's, the day's, and documents in the making."""
    actor = _check_may_see(request)
    sees_all = may_configure(actor, on=timezone.localdate())
    told = list_jobs(None if sees_all else actor.account, most=JOBS_SHOWN)
    rows = [present_job(one, find_state(one), actor) for one in told]
    page = {
        "jobs": rows,
        "is_going": any(one.stop_address for one in rows),
        "documents": [present_document(one) for one in jobs.list_going() if _is_document(one.back)]
        if sees_all
        else [],
        "daily": present_daily(find_last(JobKind.DAILY), on=timezone.localdate())
        if sees_all
        else None,
        "sees_all": sees_all,
    }
    partial = bool(request.headers.get("HX-Request"))
    response = render(request, "jobs/list.html" if partial else "jobs/jobs.html", page)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_POST
def stop_job(request: HttpRequest, job: UUID) -> HttpResponseBase:
    actor = _check_may_see(request)
    stop(get_job(job, _find_whose(actor)))
    messages.success(request, _("It is being stopped; what it had not finished is not written."))
    return redirect("jobs:jobs")


@signed_in
@require_POST
def again(request: HttpRequest, job: UUID) -> HttpResponseBase:
    actor = _check_may_see(request)
    told = get_job(job, _find_whose(actor))
    return _begin(
        request, lambda: start_again(told, reverse("jobs:jobs"), by=actor, at=timezone.localtime())
    )


@signed_in
@require_safe
def file(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """Hand out what one took of an organisation, while one may take it."""
    actor = _check_may_see(request)
    told = get_job(job, actor.account)
    if told.kind is JobKind.EXPORT:
        organisation = UUID(told.wanted["organisation"])
        check_may_export(organisation, by=actor, on=timezone.localdate())
    return hand_out(job, JobKind.EXPORT, actor)


@signed_in
@require_POST
def today(request: HttpRequest) -> HttpResponseBase:
    """Do the day's work now."""
    actor = get_actor(request)
    if not may_configure(actor, on=timezone.localdate()):
        raise NotFoundError(gettext_noop("No page has this address."))
    return _begin(
        request, lambda: start_daily(reverse("jobs:jobs"), by=actor, at=timezone.localtime())
    )


def _begin(request: HttpRequest, start: Callable[[], UUID]) -> HttpResponseBase:
    try:
        start()
    except CordeeError as error:
        messages.error(request, say_error(error))
    else:
        messages.success(request, _("It has begun."))
    return redirect("jobs:jobs")


def _check_may_see(request: HttpRequest) -> Actor:
    """Return who asks; to who can begin no long work the page looks as if it did not exist."""
    actor = get_actor(request)
    if not may_begin(actor, on=timezone.localdate()):
        raise NotFoundError(gettext_noop("No page has this address."))
    return actor


def _find_whose(actor: Actor) -> UUID | None:
    """Return whose jobs someone may stop: their own, or everybody's (None) for who configures."""
    return None if may_configure(actor, on=timezone.localdate()) else actor.account


def _is_document(back: str) -> bool:
    return "/dossiers/" in back
