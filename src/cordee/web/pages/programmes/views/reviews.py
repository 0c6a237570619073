"""Reviews for the office of a call: of one application, beside each other, released to the applicant."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.kernel.errors import NotFoundError, RuleError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.operations import reviews as write
from cordee.programmes.operations.revisions import find_round_over
from cordee.programmes.queries.applications import (
    NOTHING_HERE,
    find_application,
    get_application,
    runs_programmes,
)
from cordee.programmes.queries.reviews import (
    find_named,
    get_call_reviews,
    list_reviews,
    number_texts,
)
from cordee.programmes.queries.revisions import list_revisions
from cordee.web.actors import get_actor, signed_in
from cordee.web.decision_papers import name_call
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.errors import say_error
from cordee.web.pages.observatory.views import stream_csv
from cordee.web.pages.programmes.presenters.reviews import (
    list_cells,
    list_columns,
    name_reviewer,
    present_calibration,
    present_reviews,
    present_revisions,
)
from cordee.web.pages.programmes.presenters.sheets import write_sheet
from cordee.web.pages.programmes.views.committee import NO_PAGE
from cordee.web.wording import get_reader_language


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def application_reviews(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show the reviews of an application, and keep in the audit who read them."""
    actor, at = get_actor(request), timezone.localtime()
    reviews = list_reviews(application, by=actor, on=at.date())
    record = get_application(application, by=actor, on=at.date())
    write.note_read(application, by=actor, at=at)
    may_run = runs_programmes(record.call, by=actor, on=at.date())
    waiting = [one for one, _told in number_texts(application) if one.released_at is None]
    page = {
        "title": record.written.title or _("Without a title yet"),
        "application": application,
        "call": record.call.id,
        "reviews": present_reviews(record, reviews),
        "revisions": present_revisions(record, list_revisions(application), may_run=may_run),
        "release": reverse("programmes:release_reviews", args=[application])
        if may_run and waiting
        else "",
        "ask": reverse("programmes:ask_revision", args=[application]) if may_run else "",
        "why_not": _say_why_not(request, application),
    }
    return render(request, "programmes/application_reviews.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def release_reviews(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Show the texts as the applicant would read them; they are theirs once they are released."""
    record = open_to_run(request, application)
    form = Form(request.POST if request.method == "POST" else None)
    texts = [told for one, told in number_texts(application) if one.released_at is None]

    def act() -> str:
        write.release_texts(application, by=get_actor(request), at=timezone.localtime())
        return go_to_reviews(record).address

    shown = "\n\n".join(f"{name_reviewer(one)}\n{one.text}" for one in texts)
    named = find_named(application)
    warning = ""
    if named:
        warning = _("A reviewer or an address is named in them: {names}. The applicant would read it.").format(names=", ".join(named))  # fmt: skip
    page = FormPage(
        _("What the applicant would read"),
        go_to_reviews(record),
        _("Release to the applicant"),
        lead=warning,
        note=shown,
        why_not="" if texts else _("There is no text that is not released."),
    )
    return answer_form(request, page, form, act, done=_("The applicant reads it on their page."))


@signed_in
@require_POST
def review_again(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Propose those who reviewed a round for the next one; they are invited as reviewers are."""
    record = open_to_run(request, application)
    text = request.GET.get("round", "")[:2]
    if not (text.isascii() and text.isdecimal()):
        raise NotFoundError(NO_PAGE)
    try:
        count = write.propose_again(
            application, int(text), by=get_actor(request), at=timezone.localtime()
        )
    except RuleError as error:
        messages.error(request, say_error(error))
    else:
        said = ngettext(
            "{count} reviewer is proposed for the next round: invite them.",
            "{count} reviewers are proposed for the next round: invite them.",
            count,
        )
        messages.success(request, said.format(count=count))
    return redirect(go_to_reviews(record).address)


@signed_in
@require_safe
def call_reviews(request: HttpRequest, call: UUID) -> HttpResponse:
    """Show the reviews of a call beside each other, and keep in the audit who read them."""
    actor, at = get_actor(request), timezone.localtime()
    told = get_call_reviews(call, by=actor, on=at.date())
    write.note_call_read(call, by=actor, at=at)
    page = {
        "call": call,
        "title": told.call.to_title(get_reader_language()),
        "page": present_calibration(told),
        "files": [
            (label, reverse("programmes:call_reviews_file", args=[call, form]))
            for label, form in (("CSV", "csv"), ("Excel", "xlsx"))
        ],
    }
    return render(request, "programmes/call_reviews.html", page)


@signed_in
@require_safe
def call_reviews_file(request: HttpRequest, call: UUID, form: str) -> HttpResponseBase:
    """Hand the reviews of a call out as a table; its name tells the call alone."""
    if form not in {"csv", "xlsx"}:
        raise NotFoundError(NO_PAGE)
    actor, at = get_actor(request), timezone.localtime()
    told = get_call_reviews(call, by=actor, on=at.date())
    write.note_call_read(call, by=actor, at=at)
    name = f"reviews-{name_call(told.call)}"
    columns, rows = list_columns(told), list_cells(told)
    if form == "csv":
        lines = (tuple("" if cell is None else str(cell) for cell in row) for row in rows)
        return stream_csv(iter((columns, *lines)), name)
    response = HttpResponse(write_sheet(_("Reviews"), columns, rows), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="cordee-{name}.xlsx"'
    return response


def open_to_run(request: HttpRequest, application: UUID) -> ApplicationRecord:
    """Return an application whose reviews `request`'s reader runs; for anybody else there is none."""
    actor, on = get_actor(request), timezone.localdate()
    record = get_application(application, by=actor, on=on)
    is_own = record.account == actor.account
    if is_own or not record.submitted_at or not runs_programmes(record.call, by=actor, on=on):
        raise NotFoundError(NOTHING_HERE)
    return record


def go_to_reviews(record: ApplicationRecord) -> Back:
    """Return the way back to the reviews of an application."""
    address = reverse("programmes:application_reviews", args=[record.id])
    return Back(record.written.title or _("The application"), address)


def _say_why_not(request: HttpRequest, application: UUID) -> str:
    """Return why the applicant cannot be asked anything now, or nothing."""
    row = find_application(application, by=get_actor(request), on=timezone.localdate())
    try:
        find_round_over(row)
    except RuleError as error:
        return say_error(error)
    return ""
