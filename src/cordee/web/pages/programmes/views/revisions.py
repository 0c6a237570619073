"""Between two rounds: an officer asks, having seen the letter; the applicant answers on a page that saves itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.calling.clock import find_moment
from cordee.programmes.operations import revisions as write
from cordee.programmes.queries.applications import find_application
from cordee.programmes.queries.decisions import list_decisions
from cordee.programmes.queries.revisions import NO_REVISION, get_revision
from cordee.programmes.reviewing.rounds import RevisionTold
from cordee.programmes.reviewing.states import RevisionKind
from cordee.programmes.selecting.states import DecisionKind
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.reviewing import RequestForm, read_answer, read_version
from cordee.web.pages.programmes.presenters.revisions import (
    present_released,
    present_revision_page,
)
from cordee.web.pages.programmes.views.reviews import go_to_reviews, open_to_run
from cordee.web.revision_letters import mail_request, tell_request, write_request_letter
from cordee.web.written import Written, write_both


USUAL_DAYS = 21
"""Three weeks: what most funders give for an answer to reviews."""

LAST_HOUR = time(17, 0)
"""No clock is put forward or back at this hour."""


@signed_in
@require_http_methods(["GET", "POST"])
def ask_revision(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Write what is asked, see the letter in both languages, then send it."""
    record = open_to_run(request, application)
    actor, at = get_actor(request), timezone.localtime()
    row = find_application(application, by=actor, on=at.date())
    form = RequestForm(
        request.POST or None,
        zone=record.call.time_zone,
        initial=_start_request(record, at),
    )
    letters: tuple[Written, ...] = ()
    status, why_not = 200, ""
    try:
        write.find_round_over(row)
    except RuleError as error:
        why_not = say_error(error)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = form.get_request()
            try:
                if "send" in request.POST:
                    made = write.ask_revision(application, asked, by=actor, at=at)
                    return _send(request, record, made, at)
                status = 200
                letters = _write_letters(record, asked)
            except RuleError as error:
                form.add_error(None, say_error(error))
    page = {
        "title": record.written.title or _("The application"),
        "back": go_to_reviews(record).address,
        "form": form,
        "letters": letters,
        "why_not": why_not,
    }
    return render(request, "programmes/revision_ask.html", page, status=status)


@signed_in
@require_safe
def revision(request: HttpRequest, revision: UUID) -> HttpResponse:
    """Show a request: to the applicant with its form while they may answer, to the office as it stands."""
    record, told, is_own = _open(request, revision)
    return _show(request, record, told, is_own=is_own)


@signed_in
@require_POST
def save_revision(request: HttpRequest, revision: UUID) -> HttpResponseBase:
    """Save what was sent; to a script the answer is what changed on the page, and nothing else."""
    return _write(request, revision, sends=False)


@signed_in
@require_POST
def send_revision(request: HttpRequest, revision: UUID) -> HttpResponseBase:
    """Save what was sent and send it to the office, both or neither."""
    return _write(request, revision, sends=True)


def _write(request: HttpRequest, revision: UUID, *, sends: bool) -> HttpResponseBase:
    record, told, is_own = _open(request, revision)
    if not is_own:
        raise NotFoundError(NO_REVISION)
    edited = replace(record, written=replace(record.written, answers=told.answers or {}))
    answer, answers, faults = read_answer(edited, request.POST)
    trouble, status = "", 200
    try:
        if sends and faults:
            trouble, status = faults[0][1], 422
        else:
            act = write.send_answer if sends else write.save_revision
            act(
                revision,
                answer,
                answers if told.answers is not None else None,
                version=read_version(request.POST),
                by=get_actor(request),
                at=timezone.localtime(),
            )
    except StaleError as error:
        trouble, status = say_error(error), 409
    except RuleError as error:
        trouble, status = say_error(error), 422 if sends else 409
    if trouble:
        told = replace(told, answer=answer, answers=answers if told.answers is not None else None)
    else:
        record, told, is_own = _open(request, revision)
    if getattr(request, "htmx", False):
        shown = _present(request, record, told, faults=faults, trouble=trouble)
        shown["is_stale"] = status == 409
        return render(request, "programmes/revision_saved.html", shown, status=status)
    if trouble or faults:
        return _show(request, record, told, is_own=True, faults=faults, trouble=trouble, status=status if trouble else 422)  # fmt: skip
    messages.success(request, _("Your answer is sent.") if sends else _("Saved."))
    return redirect("programmes:revision", revision)


def _open(request: HttpRequest, revision: UUID) -> tuple[ApplicationRecord, RevisionTold, bool]:
    return get_revision(revision, by=get_actor(request), on=timezone.localdate())


def _show(
    request: HttpRequest,
    record: ApplicationRecord,
    told: RevisionTold,
    *,
    is_own: bool,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = _present(request, record, told, **more) | {"is_own": is_own}
    return render(request, "programmes/revision.html", page, status=status)


def _present(
    request: HttpRequest,
    record: ApplicationRecord,
    told: RevisionTold,
    *,
    faults: tuple[tuple[str, str], ...] = (),
    trouble: str = "",
) -> dict[str, Any]:
    at = timezone.localtime()
    return {
        "page": present_revision_page(record, told, at=at, faults=faults),
        "released": present_released(record.id, by=get_actor(request)),
        "trouble": trouble,
        "saved_at": at,
    }


def _send(
    request: HttpRequest, record: ApplicationRecord, made: UUID, at: datetime
) -> HttpResponseBase:
    messages.success(request, _("The applicant is asked."))
    if not mail_request(made, at=at):
        messages.warning(
            request, _("The mail server did not take the letter; it is tried again every day.")
        )
    return redirect(go_to_reviews(record).address)


def _write_letters(record: ApplicationRecord, asked: write.Request) -> tuple[Written, ...]:
    due_at = find_moment(asked.due, record.call.time_zone)
    told = tell_request(record, asked.kind, asked.text, due_at)
    both = write_both(lambda: write_request_letter(told, address="https://…"))
    return tuple(one.letter for one in both)


def _start_request(record: ApplicationRecord, at: datetime) -> dict[str, Any]:
    """Return what the form says first: what a decision that asks for revisions says, where there is one."""
    decided = next(
        (
            one
            for one in list_decisions([record.id]).get(record.id, ())
            if one.is_in_force and one.kind is DecisionKind.REVISE
        ),
        None,
    )
    text = f"{decided.reason.fr}\n\n{decided.reason.en}".strip() if decided else ""
    kind = RevisionKind.REVISIONS if decided else RevisionKind.REBUTTAL
    return {
        "kind": kind.value,
        "request": text,
        "due_day": record.call.to_local(at).date() + timedelta(days=USUAL_DAYS),
        "due_time": LAST_HOUR,
        "releases": True,
    }
