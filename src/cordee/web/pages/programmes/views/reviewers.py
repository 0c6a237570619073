"""Reviewers for the office of a call: found with reasons, proposed, invited by a letter that is shown first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.directory.queries.evidence import find_by_orcid, show_people
from cordee.directory.queries.expertise import get_emails
from cordee.kernel.errors import NotFoundError, RuleError
from cordee.programmes.models import Review
from cordee.programmes.operations import reviewers as write
from cordee.programmes.queries.applications import get_application, runs_programmes
from cordee.programmes.queries.desk import LetterDue, read_letter
from cordee.programmes.queries.reviewers import (
    Asking,
    get_asking,
    get_asking_of,
    get_asking_of_tie,
    get_call_reviewers,
)
from cordee.programmes.queries.ties import FoundTies
from cordee.programmes.reviewing.states import ReviewLetter, ReviewStage
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.joint_authors import find_all_ties
from cordee.web.pages.programmes.forms.reviewers import InviteForm, ProposeForm, ReasonForm
from cordee.web.pages.programmes.presenters.reviewers import (
    present_asked,
    present_call,
    present_candidates,
    say_ties,
)
from cordee.web.reviewer_finding import find_candidates
from cordee.web.reviewer_letters import NO_ADDRESS, mail_reviewers, write_letter
from cordee.web.wording import get_reader_language


TIME_TO_REVIEW = timedelta(weeks=3)
"""How long a reviewer is given unless the officer says another day."""


@signed_in
@require_safe
def call_reviewers(request: HttpRequest, call: UUID) -> HttpResponse:
    """Show, for each application of a call, who is asked and what is wanting."""
    told = get_call_reviewers(call, by=get_actor(request), on=timezone.localdate())
    page = {
        "title": told.call.to_title(get_reader_language()),
        "call": call,
        "page": present_call(told),
    }
    return render(request, "programmes/call_reviewers.html", page)


@signed_in
@require_safe
def application_reviewers(request: HttpRequest, application: UUID) -> HttpResponse:
    """Show who is asked about an application, and who could be, with the reasons."""
    actor, on = get_actor(request), timezone.localdate()
    asking = get_asking(application, by=actor, on=on)
    may_run = runs_programmes(asking.call, by=actor, on=on)
    found = None
    if may_run:
        found = find_candidates(get_application(application, by=actor, on=on), on=on)
    page = {
        "title": asking.title or _("Without a title yet"),
        "number": asking.number,
        "call": asking.call.id,
        "application": application,
        "lines": present_asked(asking, may_run=may_run),
        "may_run": may_run,
        "found": found,
        "candidates": present_candidates(application, found, asking) if found else (),
    }
    return render(request, "programmes/application_reviewers.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def propose_reviewer(request: HttpRequest, application: UUID) -> HttpResponseBase:
    """Propose somebody the page found, by their entry, or anybody by ORCID or by name."""
    actor, at = get_actor(request), timezone.localtime()
    asking = open_to_ask(request, application)
    person = _read_person(request)
    shown = show_people([person]).get(person) if person else None
    plan = asking.call.definition.review
    years = plan.conflict_years if plan else 0
    ties = _find([person], [application], years).get((person, application), ()) if person else ()
    initial = {"language": get_reader_language()}
    if person:
        initial["email"] = get_emails({person: None}).get(person, "")
    form = ProposeForm(
        request.POST if request.method == "POST" else None, person=person, initial=initial
    )

    def act() -> str:
        who = person or _find_person(form.cleaned_data.get("orcid", ""))
        write.propose(
            application,
            form.get_proposed(who),
            find=_find,
            despite=form.cleaned_data["despite"],
            by=actor,
            at=at,
        )
        if who is None:
            messages.warning(
                request, _("By name alone: no ties are computed. Ask them to declare theirs.")
            )
        return go_back(asking).address

    said = "\n".join(
        _("{kind}: {text}").format(kind=one.kind, text=one.text) for one in say_ties(ties)
    )
    page = FormPage(
        shown.name if shown else _("Propose a reviewer"),
        go_back(asking),
        _("Propose"),
        lead=_("They are tied to the application.") if ties else "",
        note=said,
    )
    return answer_form(request, page, form, act, done=_("The reviewer is proposed: invite them."))


@signed_in
@require_http_methods(["GET", "POST"])
def invite_reviewer(request: HttpRequest, review: UUID) -> HttpResponseBase:
    """Show the letter first; it goes out, with its link, when it is sent."""
    proposed = {"due_on": timezone.localdate() + TIME_TO_REVIEW}
    form = InviteForm(request.POST if request.method == "POST" else None, initial=proposed)

    def act() -> None:
        due = form.cleaned_data["due_on"]
        write.invite(review, due, find=_find, by=get_actor(request), at=timezone.localtime())

    return _send(
        request,
        review,
        ReviewLetter.INVITATION,
        form,
        act,
        (_("Invite {name}"), _("Send the letter"), _("The reviewer is invited.")),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def remind_reviewer(request: HttpRequest, review: UUID) -> HttpResponseBase:
    form = Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        write.remind(review, by=get_actor(request), at=timezone.localtime())

    words = (_("Remind {name}"), _("Send the letter"), _("The reviewer is reminded."))
    return _send(request, review, ReviewLetter.REMINDER, form, act, words)


@signed_in
@require_http_methods(["GET", "POST"])
def renew_reviewer(request: HttpRequest, review: UUID) -> HttpResponseBase:
    """Close the link a reviewer has, and send another."""
    form = Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        write.renew_link(review, by=get_actor(request), at=timezone.localtime())

    words = (
        _("A new link for {name}"),
        _("Close the old link and send the letter"),
        _("The old link is closed."),
    )
    return _send(request, review, ReviewLetter.LINK, form, act, words)


@signed_in
@require_http_methods(["GET", "POST"])
def release_reviewer(request: HttpRequest, review: UUID) -> HttpResponseBase:
    form = Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        write.release(review, by=get_actor(request), at=timezone.localtime())

    words = (_("Release {name}"), _("Release"), _("Nothing more is asked of the reviewer."))
    return _send(request, review, ReviewLetter.RELEASE, form, act, words)


@signed_in
@require_http_methods(["GET", "POST"])
def set_tie_aside(request: HttpRequest, tie: UUID) -> HttpResponseBase:
    actor, on = get_actor(request), timezone.localdate()
    asking, kept, name = get_asking_of_tie(tie, by=actor, on=on)
    open_to_ask(request, asking.application)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        write.set_tie_aside(tie, reason, by=actor, at=timezone.localtime())
        return go_back(asking).address

    [said] = say_ties((kept.tie,))
    page = FormPage(
        name,
        go_back(asking),
        _("It does not count"),
        lead=f"{said.kind}: {said.text}",
        note=_("Your name stands beside the reason, for the committee and for the audit."),
    )
    return answer_form(request, page, form, act, done=_("The tie is set aside."))


def open_to_ask(request: HttpRequest, application: UUID) -> Asking:
    """Return who is asked about an application to who runs its call; for anybody else there is none."""
    actor, on = get_actor(request), timezone.localdate()
    asking = get_asking(application, by=actor, on=on)
    if not runs_programmes(asking.call, by=actor, on=on):
        raise NotFoundError(gettext_noop("There is nothing here that you may see."))
    return asking


def go_back(asking: Asking) -> Back:
    """Return the way back to the reviewers of an application."""
    address = reverse("programmes:application_reviewers", args=[asking.application])
    return Back(asking.title or _("The application"), address)


def _send(
    request: HttpRequest,
    review: UUID,
    kind: ReviewLetter,
    form: Form,
    act: Callable[[], None],
    words: tuple[str, str, str],
) -> HttpResponseBase:
    """Show the letter of an act with its form, or do it and let the letter go out."""
    asking, asked = get_asking_of(review, by=get_actor(request), on=timezone.localdate())
    open_to_ask(request, asking.application)
    due = _read_due(review, kind)
    # What is not yet asked for shows the day that its form proposes.
    shown = replace(due, due_on=due.due_on or timezone.localdate() + TIME_TO_REVIEW)
    letter = write_letter(shown, address=NO_ADDRESS)
    # Whom no invitation reached is told nothing.
    reached = (
        asked.stage is not ReviewStage.PROPOSED and asked.letter is not ReviewLetter.INVITATION
    )
    is_written = kind is not ReviewLetter.RELEASE or reached
    title, button, done = words

    def do() -> str:
        act()
        if not mail_reviewers(review):
            messages.warning(
                request,
                _("The mail server did not take the letter. It is sent again until it does."),
            )
        return go_back(asking).address

    page = FormPage(
        title.format(name=asked.name),
        go_back(asking),
        button,
        note=f"{letter.subject}\n\n{letter.body}" if is_written else "",
    )
    return answer_form(request, page, form, do, done=done)


def _read_due(review: UUID, kind: ReviewLetter) -> LetterDue:
    row = Review.objects.select_related("reviewer", "application__call").get(id=review)
    return read_letter(row, kind)


def _find(people: Collection[UUID], applications: Collection[UUID], years: int) -> FoundTies:
    return find_all_ties(people, applications, years=years, on=timezone.localdate())


def _find_person(orcid: str) -> UUID | None:
    if not orcid.strip():
        return None
    found = find_by_orcid(orcid)
    if found is None:
        raise RuleError(gettext_noop("The directory has nobody with that ORCID."))
    return found


def _read_person(request: HttpRequest) -> UUID | None:
    text = request.GET.get("person", "")[:40]
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFoundError(gettext_noop("The directory has no such entry.")) from None
