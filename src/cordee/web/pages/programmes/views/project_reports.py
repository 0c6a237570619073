"""Reports of projects: read, handed in, returned or accepted, their files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.agreements.contents import (
    MOST_BYTES,
    KeptFile,
    find_media_type,
    keep_content,
    read_content,
)
from cordee.kernel.errors import NotFoundError, SourceError
from cordee.programmes.granting.money import sum_by_category
from cordee.programmes.granting.rules import LIVE, check_can_change
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.operations.project_reports import (
    add_report,
    note_taken,
    settle_report,
    submit_report,
)
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.queries.projects import get_report
from cordee.web.actors import get_actor, signed_in
from cordee.web.own_files import get_folder
from cordee.web.pages.programmes.forms.project_parts import NewReportForm, ReportForm, SettleForm
from cordee.web.pages.programmes.presenters.project_report import present_report
from cordee.web.pages.programmes.views.project_editing import edit, open_project


@signed_in
@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest, project: UUID) -> HttpResponseBase:
    return edit(
        request,
        open_project(request, project),
        (_("Ask for a report"), _("Ask")),
        lambda data, now: NewReportForm(data, project=now),
        lambda form, who: add_report(project, form.get_kind(), form.cleaned_data["due_on"], who),
        done=_("The report is asked for."),
        check=check_can_change,
    )


@signed_in
@require_safe
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    project, found = get_report(report, by=actor, on=today)
    is_open = found.stage in {ReportStage.DUE, ReportStage.RETURNED} and project.stage in LIVE
    page = {
        "page": present_report(project, found, on=today),
        "may_submit": is_open and (project.may_run or project.leads),
        "may_settle": found.stage is ReportStage.SUBMITTED and project.may_run,
    }
    return render(request, "programmes/grant_report.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def report_submit(request: HttpRequest, report: UUID) -> HttpResponseBase:
    """Take a report: the file is looked at by its content, as every file that is brought in."""
    actor = get_actor(request)
    project, found = get_report(report, by=actor, on=timezone.localdate())
    if not (project.may_run or project.leads):
        raise NotFoundError(gettext_noop("There is no such report."))
    granted = sum_by_category([one.to_line() for one in project.money])

    def save(form: ReportForm, who: Who) -> None:
        submit_report(
            report,
            text=form.cleaned_data["text"],
            spent=form.get_spent(),
            kept=_keep(form.cleaned_data.get("file")),
            who=who,
        )

    return edit(
        request,
        project,
        (_("Hand the report in"), _("Hand in")),
        lambda data, now: ReportForm(
            data, project=now, report=found, granted=granted, files=_get_files(request, data)
        ),
        save,
        done=_("The report is handed in."),
        address=reverse("programmes:grant_report", args=[report]),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def report_settle(request: HttpRequest, report: UUID) -> HttpResponseBase:
    project, _found = get_report(report, by=get_actor(request), on=timezone.localdate())
    if not project.may_run:
        raise NotFoundError(gettext_noop("There is no such report."))
    return edit(
        request,
        project,
        (_("Accept or return the report"), _("Save")),
        lambda data, now: SettleForm(data, project=now),
        lambda form, who: settle_report(
            report,
            is_accepted=form.cleaned_data["decision"] == "accept",
            remark=form.cleaned_data["remark"],
            who=who,
        ),
        done=_("The report is settled."),
        address=reverse("programmes:grant_report", args=[report]),
    )


@signed_in
@require_safe
def report_file(request: HttpRequest, report: UUID) -> HttpResponse:
    """Hand the file of a report out to be kept, never shown inside the page's own address."""
    actor = get_actor(request)
    _project, found = get_report(report, by=actor, on=timezone.localdate())
    if not found.sha256:
        raise NotFoundError(gettext_noop("There is no such document."))
    content = read_content(found.sha256, get_folder())
    note_taken(report, by=actor, at=timezone.localtime())
    response = HttpResponse(content, content_type=find_media_type(content))
    header = content_disposition_header(as_attachment=True, filename=found.file_name)
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _get_files(request: HttpRequest, data: Any) -> Any:
    return request.FILES if data is not None else None


def _keep(file: UploadedFile[bytes] | None) -> KeptFile | None:
    if file is None:
        return None
    # The size is asked before a byte is read.
    if (file.size or 0) > MOST_BYTES:
        raise SourceError(
            gettext_noop("The file is larger than {most} MB. Make a smaller one, or split it."),
            most=MOST_BYTES // 1024**2,
        )
    return keep_content(file.read(), file.name or "", get_folder())
