"""Sessions of a call's committee, for its office: planned, opened, closed; seats, agenda, minutes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.queries import get_parts
from cordee.directory.queries.evidence import find_by_orcid, find_like
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.ledger.rights import Actor
from cordee.programmes.answers import read_amount
from cordee.programmes.calling.values import InBoth
from cordee.programmes.operations import committee as write
from cordee.programmes.queries.calls import read_call
from cordee.programmes.queries.committee import (
    NO_SESSION,
    get_session,
    list_items,
    list_sessions,
)
from cordee.programmes.queries.decisions import find_seen_call, get_currency, list_pools
from cordee.programmes.queries.instruments import runs
from cordee.programmes.queries.ties import FoundTies
from cordee.programmes.selecting.minutes import write_minutes
from cordee.programmes.selecting.states import Seat
from cordee.programmes.selecting.values import SessionTold
from cordee.web.actors import get_actor, signed_in
from cordee.web.decision_papers import LANGUAGES, MEDIA, Paper, make_minutes
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.errors import say_error
from cordee.web.joint_authors import find_all_ties
from cordee.web.pages.programmes.forms.committee import (
    CloseForm,
    MinutesForm,
    OpenForm,
    SeatForm,
    SessionForm,
    offer_seats,
)
from cordee.web.pages.programmes.presenters.committee import (
    get_seats,
    present_lines,
    present_session,
)
from cordee.web.pages.programmes.presenters.decided import present_decided
from cordee.web.pages.programmes.presenters.ranking import Ranking, Trial, present_ranking
from cordee.web.wording import get_reader_language


NO_PAGE = gettext_noop("No page has this address.")


class Who(TypedDict):
    """Who acts, and when: what every operation is told."""

    by: Actor
    at: datetime


@signed_in
@require_safe
def committee(request: HttpRequest, call: UUID) -> HttpResponse:
    """Show the sessions of a call, and what was decided of its applications."""
    actor, now = get_actor(request), timezone.localtime()
    row = find_seen_call(call, by=actor, on=now.date())
    may_run = runs(row.office, by=actor, on=now.date())
    page = {
        "title": read_call(row, at=now).to_title(get_reader_language()),
        "call": row.id,
        "sessions": present_lines(list_sessions(call, by=actor, on=now.date())),
        "decided": present_decided(row, by=actor, at=now, may_run=may_run),
        "may_run": may_run,
    }
    return render(request, "programmes/committee.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, call: UUID) -> HttpResponseBase:
    actor, now = get_actor(request), timezone.localtime()
    row = find_seen_call(call, by=actor, on=now.date())
    if not runs(row.office, by=actor, on=now.date()):
        raise NotFoundError(NO_PAGE)
    form = SessionForm(request.POST or None, zone=row.time_zone)

    def act() -> str:
        made = write.plan_session(call, form.get_draft(), by=actor, at=now)
        return reverse("programmes:session", args=[made])

    back = Back(_("Committee"), reverse("programmes:committee", args=[call]))
    page = FormPage(_("A session of the committee"), back, _("Plan"))
    return answer_form(request, page, form, act, done=_("The session is planned."))


@signed_in
@require_safe
def session(request: HttpRequest, session: UUID) -> HttpResponse:
    """Show a session with its ranking; amounts and applications left out in the address are tried, not kept."""
    actor, now = get_actor(request), timezone.localtime()
    told = get_session(session, by=actor, on=now.date())
    may_run = runs(told.call.office, by=actor, on=now.date())
    page = {
        "page": present_session(told, may_run=may_run),
        "ranking": make_ranking(request, told),
    }
    return render(request, "programmes/session.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, session: UUID) -> HttpResponseBase:
    told = open_session_page(request, session)
    form = SessionForm(request.POST or None, zone=told.call.time_zone, session=told)

    def act() -> str:
        version = form.cleaned_data["version"]
        actor, at = get_actor(request), timezone.localtime()
        write.change_session(session, form.get_draft(), version=version, by=actor, at=at)
        return go_back(told).address

    page = FormPage(_("Edit the session"), go_back(told), _("Save"))
    return answer_form(request, page, form, act, done=_("The session is changed."))


@signed_in
@require_http_methods(["GET", "POST"])
def add_seat(request: HttpRequest, session: UUID) -> HttpResponseBase:
    told = open_session_page(request, session)
    form = SeatForm(request.POST or None)
    offer_seats(form, has_chair=any(one.seat is Seat.CHAIR for one in told.seats))

    def act() -> str:
        said = form.cleaned_data
        person = _find_person(said["name"], said["orcid"], told)
        actor, at = get_actor(request), timezone.localtime()
        write.add_seat(
            session, form.get_seat(), person=person, name=said["name"], by=actor, at=at, find=_find
        )
        if person is None:
            messages.warning(
                request,
                _(
                    "The directory has no such person, or several: no ties are computed for this seat."
                ),
            )
        return go_back(told).address

    page = FormPage(_("Give a seat"), go_back(told), _("Give the seat"))
    return answer_form(request, page, form, act, done=_("The seat is given."))


@signed_in
@require_POST
def seat_arrive(request: HttpRequest, session: UUID, member: UUID) -> HttpResponseBase:
    return _act(
        request, session, lambda who: write.note_presence(session, member, is_there=True, **who)
    )


@signed_in
@require_POST
def seat_depart(request: HttpRequest, session: UUID, member: UUID) -> HttpResponseBase:
    return _act(
        request, session, lambda who: write.note_presence(session, member, is_there=False, **who)
    )


@signed_in
@require_POST
def seat_remove(request: HttpRequest, session: UUID, member: UUID) -> HttpResponseBase:
    return _act(request, session, lambda who: write.remove_seat(session, member, **who))


@signed_in
@require_POST
def make_agenda(request: HttpRequest, session: UUID) -> HttpResponseBase:
    def act(who: Who) -> None:
        count = write.make_agenda(session, **who, find=_find)
        said = ngettext(
            "{count} application was added to the agenda.",
            "{count} applications were added to the agenda.",
            count,
        )
        messages.success(request, said.format(count=count))

    return _act(request, session, act)


@signed_in
@require_http_methods(["GET", "POST"])
def open_session(request: HttpRequest, session: UUID) -> HttpResponseBase:
    told = open_session_page(request, session)
    form = OpenForm(request.POST or None, seats=get_seats(told))

    def act() -> str:
        actor, at = get_actor(request), timezone.localtime()
        write.open_session(session, form.get_present(), by=actor, at=at, find=_find)
        return go_back(told).address

    page = FormPage(
        _("Open the session"),
        go_back(told),
        _("Open"),
        lead=_("The quorum is {quorum}.").format(quorum=told.quorum),
        note=_("Ties of those with a seat to the applications are looked for again now."),
    )
    return answer_form(request, page, form, act, done=_("The session is open."))


@signed_in
@require_http_methods(["GET", "POST"])
def close_session(request: HttpRequest, session: UUID) -> HttpResponseBase:
    told = open_session_page(request, session)
    form = CloseForm(request.POST or None)

    def act() -> str:
        write.close_session(session, by=get_actor(request), at=timezone.localtime())
        return go_back(told).address

    read = _pick(_get_minutes(told), get_reader_language())
    # What marks a title is for who writes; a reader sees the line by itself.
    note = "\n".join(line.removeprefix("## ") for line in read.splitlines())
    page = FormPage(_("Close the session"), go_back(told), _("Close"), note=note)
    return answer_form(request, page, form, act, done=_("The session is closed."))


@signed_in
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, session: UUID) -> HttpResponseBase:
    told = open_session_page(request, session)
    text = _get_minutes(told)
    form = MinutesForm(request.POST or None, initial={"minutes_fr": text.fr, "minutes_en": text.en})

    def act() -> str:
        actor, at = get_actor(request), timezone.localtime()
        write.keep_minutes(session, form.get_minutes(), by=actor, at=at)
        return go_back(told).address

    page = FormPage(
        _("Edit the minutes"),
        go_back(told),
        _("Save"),
        note=_("Once saved they stay as edited, and what happens afterwards is yours to add."),
    )
    return answer_form(request, page, form, act, done=_("The minutes are saved."))


@signed_in
@require_safe
def minutes_paper(request: HttpRequest, session: UUID, language: str, form: str) -> HttpResponse:
    """Hand the minutes out, in one language, as PDF or Word."""
    told = get_session(session, by=get_actor(request), on=timezone.localdate())
    check_paper(language, form)
    return hand_out(make_minutes(told, _pick(_get_minutes(told), language), language), form)


def open_session_page(request: HttpRequest, session: UUID) -> SessionTold:
    """Return a session for who runs its call; a page that only writes is no page for who only reads."""
    actor, on = get_actor(request), timezone.localdate()
    told = get_session(session, by=actor, on=on)
    if not runs(told.call.office, by=actor, on=on):
        raise NotFoundError(NO_SESSION)
    return told


def go_back(told: SessionTold) -> Back:
    """Return the way back to a session."""
    return Back(told.title, reverse("programmes:session", args=[told.id]))


def make_ranking(request: HttpRequest, told: SessionTold) -> Ranking:
    """Return the ranking of a session with what the address tries."""
    actor, now = get_actor(request), timezone.localtime()
    row = find_seen_call(told.call.id, by=actor, on=now.date())
    return present_ranking(
        told,
        list_items(told),
        list_pools(row, at=now),
        read_trial(request),
        currency=get_currency(read_call(row, at=now)),
        may_run=runs(told.call.office, by=actor, on=now.date()),
    )


def read_trial(request: HttpRequest) -> Trial:
    """Return what the address tries; what makes no sense in it is left out."""
    amounts: dict[int, Decimal] = {}
    out = set()
    for name in request.GET:
        value = request.GET.get(name, "")
        what, _dash, number = name.partition("-")
        if not (number.isascii() and number.isdecimal()) or len(number) > _LONGEST_NUMBER:
            continue
        if what == "out":
            out.add(int(number))
        elif what == "amount" and value.strip():
            try:
                amounts[int(number)] = read_amount(value)
            except UsageError:
                continue
    return Trial(amounts, frozenset(out))


_LONGEST_NUMBER = 9
"""Digits of an application's number that the address may ask for."""


def check_paper(language: str, form: str) -> None:
    """Raise `NotFoundError` for a language or a form in which no paper is written."""
    if language not in LANGUAGES or form not in MEDIA:
        raise NotFoundError(NO_PAGE)


def hand_out(paper: Paper, form: str) -> HttpResponse:
    """Return a paper as a file to keep."""
    content = paper.write(form, timezone.localtime())
    response = HttpResponse(content, content_type=MEDIA[form])
    header = content_disposition_header(as_attachment=True, filename=f"{paper.name}.{form}")
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _act(request: HttpRequest, session: UUID, act: Callable[[Who], object]) -> HttpResponseBase:
    """Do one thing to a session and go back to it; what a rule forbids is said there."""
    open_session_page(request, session)
    try:
        act({"by": get_actor(request), "at": timezone.localtime()})
    except RuleError as error:
        messages.error(request, say_error(error))
    return redirect("programmes:session", session)


def _get_minutes(told: SessionTold) -> InBoth:
    """Return the minutes as edited, and as they would be generated now where nobody edited them."""
    items = list_items(told)
    return InBoth(
        told.minutes.fr or write_minutes(told, items, "fr"),
        told.minutes.en or write_minutes(told, items, "en"),
    )


def _pick(text: InBoth, language: str) -> str:
    return text.fr if language == "fr" else text.en


def _find(people: Collection[UUID], applications: Collection[UUID], years: int) -> FoundTies:
    """Look for ties as they are today, in the lake too."""
    return find_all_ties(people, applications, years=years, on=timezone.localdate())


def _find_person(name: str, orcid: str, told: SessionTold) -> UUID | None:
    if orcid.strip():
        found = find_by_orcid(orcid)
        if found is None:
            raise RuleError(gettext_noop("The directory has nobody with that ORCID."))
        return found
    near = get_parts([told.call.office], on=timezone.localdate())
    like = find_like(emails=(), orcids=(), name=name, near=near)
    return like[0] if len(like) == 1 else None
