"""Applications as the office of a call sees them: a list, each with its judgements, and what is done to those."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.kernel.cells import guard
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.operations import judging
from cordee.programmes.queries.applications import (
    find_application,
    get_application,
    list_judged,
    list_of_call,
    runs_programmes,
)
from cordee.programmes.states import VERDICT_NAMES, Verdict
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.joint_works import count_joint_works
from cordee.web.pages.observatory.views import stream_csv
from cordee.web.pages.programmes.forms.applications import OverrideForm
from cordee.web.pages.programmes.presenters.applications import present_application, present_lines
from cordee.web.pages.programmes.presenters.decided import present_selection, present_told
from cordee.web.pages.programmes.presenters.record import write_application
from cordee.web.pages.programmes.presenters.revisions import present_asked, present_released
from cordee.web.pages.programmes.presenters.verdicts import present_kept
from cordee.web.wording import get_reader_language


@signed_in
@require_safe
def call_applications(request: HttpRequest, call: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    told, lines, drafts = list_of_call(call, by=actor, on=timezone.localdate())
    shown = present_lines(lines)
    if request.GET.get("form") == "csv":
        head = tuple(
            map(
                str,
                (
                    _("Number of the application"),
                    _("Title"),
                    _("Who"),
                    _("Countries"),
                    _("Amount asked for"),
                    _("Stage"),
                    _("Submitted on"),
                    _("Verdict of the rules"),
                ),
            )
        )
        rows = (
            (
                one.number,
                guard(seen.title),
                guard(seen.detail),
                guard(" ".join(one.countries)),
                "" if one.asked is None else f"{one.asked:f}",
                seen.stage,
                one.submitted_at.isoformat() if one.submitted_at else "",
                seen.verdict,
            )
            for one, seen in zip(lines, shown, strict=True)
        )
        return stream_csv(iter((head, *rows)), f"applications-{told.reference or told.year}")
    page = {
        "call": told.to_title(get_reader_language()),
        "call_address": reverse("programmes:call", args=[call]),
        "lines": shown,
        "drafts": drafts,
        "csv_address": f"{request.path}?form=csv",
    }
    return render(request, "programmes/call_applications.html", page)


def show_to_office(
    request: HttpRequest, record: ApplicationRecord, *, is_own: bool = False
) -> HttpResponse:
    """Show an application that is not being written any more, with each time its rules were asked."""
    actor, today = get_actor(request), timezone.localdate()
    kept = list_judged(find_application(record.id, by=actor, on=today))
    facts = kept[0].facts if kept else {}
    runs = runs_programmes(record.call, by=actor, on=today)
    is_set_aside = bool(kept) and kept[0].verdict is Verdict.OVERRIDDEN
    panels = [present_kept(record.call, one) for one in kept]
    now = timezone.localtime()
    page = {
        "page": present_application(record, facts, may_write=False),
        "selection": None if is_own else present_selection(record.id, may_run=runs),
        "told": present_told(record.id, by=actor, at=now) if is_own else (),
        "asked": present_asked(record),
        "released": present_released(record.id, by=actor) if is_own else (),
        "reviews_address": ""
        if is_own or record.call.definition.review is None
        else reverse("programmes:application_reviews", args=[record.id]),
        "panel": panels[0] if panels else None,
        "history": panels[1:],
        "is_own": is_own,
        "may_withdraw": is_own and record.stage.value == "submitted",
        "may_judge": runs and bool(record.receipt),
        "may_set_aside": runs and bool(kept) and not is_set_aside,
        "is_set_aside": is_set_aside,
        "list_address": ""
        if is_own
        else reverse("programmes:call_applications", args=[record.call.id]),
    }
    return render(request, "programmes/application.html", page)


@signed_in
@require_POST
def ask_again(request: HttpRequest, application: UUID) -> HttpResponseBase:
    actor, at = get_actor(request), timezone.localtime()
    record = get_application(application, by=actor, on=at.date())
    works = count_joint_works(record, at=at)
    verdict = judging.ask_again(application, by=actor, at=at, joint_works=works)
    said = VERDICT_NAMES[verdict]
    messages.success(request, _("The rules were asked again: {verdict}.").format(verdict=said))
    return redirect("programmes:application", application)


@signed_in
@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, application: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = get_application(application, by=actor, on=timezone.localdate())
    judging.check_may_judge(record.call, by=actor, on=timezone.localdate())
    form = OverrideForm(request.POST if request.method == "POST" else None)
    address = reverse("programmes:application", args=[application])

    def act() -> str:
        reason = form.cleaned_data["reason"]
        judging.set_aside(application, reason=reason, by=actor, at=timezone.localtime())
        return address

    page = FormPage(
        _("Set the verdict aside"),
        Back(record.written.title or _("The application"), address),
        _("Set aside"),
        note=_("What the rules said stays in the history of the application."),
    )
    return answer_form(request, page, form, act, done=_("The verdict is set aside."))


@signed_in
@require_safe
def application_pdf(request: HttpRequest, application: UUID) -> HttpResponse:
    """Hand the application out as PDF; its name tells the call and the number, and nobody's."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_application(application, by=actor, on=today)
    kept = list_judged(find_application(application, by=actor, on=today))
    panel = present_kept(record.call, kept[0]) if kept else None
    page = present_application(record, kept[0].facts if kept else {}, may_write=False)
    response = HttpResponse(write_application(record, page, panel), content_type="application/pdf")
    name = f"application-{record.call.reference or record.call.year}-{record.number}.pdf"
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response
