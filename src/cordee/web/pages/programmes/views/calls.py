"""Calls: the list, the page of one, the years of zones, and what their officers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.calling.rules import (
    check_can_cancel,
    check_can_change,
    check_can_close,
    check_can_extend,
    check_can_publish,
    find_obstacle,
)
from cordee.programmes.calling.values import CallTold
from cordee.programmes.life import CallStage
from cordee.programmes.operations.calls import (
    cancel_call,
    change_call,
    close_call_for_good,
    create_call,
    extend_call,
    publish_call,
)
from cordee.programmes.queries.calls import (
    NOTHING_HERE,
    get_call,
    list_announcements,
    list_calls,
    list_limits,
    list_openable,
    list_public_calls,
    list_questions,
    list_rotating,
)
from cordee.programmes.queries.instruments import runs
from cordee.programmes.queries.invitees import is_invited, list_invitees
from cordee.programmes.states import Opening
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.errors import say_sentence
from cordee.web.forms import Choices
from cordee.web.letters import tell_invited, write_invited
from cordee.web.pages.programmes.forms.calls import (
    CallForm,
    CancelForm,
    CloseForm,
    ExtendForm,
    VersionedForm,
    WordsForm,
)
from cordee.web.pages.programmes.forms.finding import CallFilterForm, CountryForm
from cordee.web.pages.programmes.presenters.calls import present_call, present_invitees
from cordee.web.pages.programmes.presenters.deadlines import write_deadlines
from cordee.web.pages.programmes.presenters.listed import (
    YEARS_AHEAD,
    narrow_calls,
    present_groups,
    present_years,
)
from cordee.web.wording import format_country, get_reader_language
from cordee.web.written import Preview, write_both


class Changer(TypedDict):
    """Who changes a call, when, and the version it was opened on: what every operation is told."""

    version: int
    by: Actor
    at: datetime


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    actor, now = get_actor(request), timezone.localtime()
    found = list_calls(actor, at=now)
    form = CallFilterForm(request.GET, instruments=_list_instruments(found))
    shown = narrow_calls(
        found, instrument=form.get_instrument(), country=form.get_country(), at=now
    )
    page = {
        "form": form,
        "groups": present_groups(shown, at=now),
        "is_narrowed": len(shown) != len(found),
        "may_see_applications": bool(list_reached(actor, Action.SEE_APPLICATIONS, on=now.date())),
        "may_open": bool(list_openable(actor, at=now)) if actor.is_signed_in else False,
    }
    return render(request, "programmes/calls.html", page)


@require_safe
def call(request: HttpRequest, call: UUID) -> HttpResponse:
    actor, now = get_actor(request), timezone.localtime()
    found = get_call(call, by=actor, at=now)
    may_run = runs(found.office, by=actor, on=now.date())
    page = present_call(
        found,
        list_announcements(found),
        list_questions(found, by=actor, at=now),
        list_limits(found),
        may_run=may_run,
        is_invited=is_invited(found.id, actor),
        at=now,
    )
    invitees = present_invitees(found, list_invitees(found.id)) if may_run else None
    return render(request, "programmes/call.html", {"page": page, "invitees": invitees})


@require_safe
def open_years(request: HttpRequest) -> HttpResponse:
    """Show in which years rotating instruments are open to a country, or which zones they are open to."""
    now, form = timezone.localtime(), CountryForm(request.GET)
    country = form.get_country()
    page = {
        "form": form,
        "country": format_country(country) if country else "",
        "years": range(now.year, now.year + YEARS_AHEAD),
        "rows": present_years(list_rotating(at=now), country, now.year),
    }
    return render(request, "programmes/open_years.html", page)


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Answer a calendar program with the days of public calls, in the language of the address."""
    now = timezone.localtime()

    def make_address(one: UUID) -> str:
        return request.build_absolute_uri(reverse("programmes:call", args=[one]))

    content = write_deadlines(list_public_calls(at=now), make_address, at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cordee-calls.ics"'
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    actor, now, language = get_actor(request), timezone.localtime(), get_reader_language()
    openable = list_openable(actor, at=now)
    if not openable:
        raise NotFoundError(gettext_noop("No page has this address."))
    form = CallForm(
        request.POST or None,
        instruments=[(str(one.id), one.definition.label.to_text(language)) for one in openable],
        initial={
            "instrument_version": request.GET.get("instrument", ""),
            "year": now.year,
            "time_zone": timezone.get_default_timezone_name(),
        },
    )

    def act() -> str:
        made = create_call(
            form.get_draft(), instrument_version=form.get_instrument_version(), by=actor, at=now
        )
        return reverse("programmes:call", args=[made])

    page = FormPage(
        title=_("A new call"),
        back=Back(_("Calls"), reverse("programmes:calls")),
        button=_("Begin"),
        lead=_("Nobody but you and your colleagues sees it until it is published."),
    )
    return answer_form(
        request, page, form, act, done=_("The call is begun. Publish it when it is whole.")
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    why = find_obstacle(lambda: check_can_change(found, reason="-"))
    if found.stage is CallStage.DRAFT:
        return edit(
            request,
            found,
            make_page(found, _("Edit the call"), _("Save"), why=why),
            lambda data, now: CallForm(data, call=now),
            lambda form, who: change_call(call, form.get_draft(), **who),
            done=_("The call is changed."),
        )
    note = _("A published call keeps its days and its money; only its words are corrected here.")
    return edit(
        request,
        found,
        make_page(found, _("Correct the words"), _("Save"), note=note, why=why),
        lambda data, now: WordsForm(data, call=now),
        lambda form, who: change_call(
            call, form.get_draft(), **who, reason=form.cleaned_data["reason"]
        ),
        done=_("The call is changed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    note = _(
        "The call keeps the instrument as it is now: later versions do not change it. Its page is public from now on."
    )
    invitees = list_invitees(found.id) if found.opening is Opening.DIRECT else ()
    if found.opening is Opening.DIRECT:
        note = _(
            "The call keeps the instrument as it is now: later versions do not change it. It opens by invitation and has no public page."
        )
    page = make_page(found, _("Publish the call"), _("Publish"), note=note)

    def save(_form: Any, who: Changer) -> None:
        publish_call(call, **who)
        # To those named meanwhile as well, and after all is written: a mail server undoes nothing.
        named = list_invitees(found.id) if found.opening is Opening.DIRECT else ()
        told = [tell_invited(one.account, found, by=who["by"].name) for one in named]
        if not all(told):
            messages.warning(
                request, _("Not every letter could be sent: tell those who are named yourself.")
            )

    return take_step(
        request,
        found,
        replace(page, letters=preview_invited(found, get_actor(request)) if invitees else ()),
        check_can_publish,
        VersionedForm,
        save,
        done=_("The call is published."),
    )


def preview_invited(found: CallTold, by: Actor) -> tuple[Preview, ...]:
    """Return the letter to who may apply to a call that opens by invitation, to be read before it goes."""
    return write_both(lambda: write_invited(found, by=by.name))


@signed_in
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    note = _("The new deadline and the reason are announced on the page of the call.")
    return take_step(
        request,
        found,
        make_page(found, _("Put off the deadline"), _("Put off"), note=note),
        lambda told, at: check_can_extend(told, None, at),
        ExtendForm,
        lambda form, who: extend_call(call, form.get_local("closes"), form.get_reason(), **who),
        done=_("The deadline is put off."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    note = _("A closed call takes no applications, and its deadline is not put off any more.")
    return take_step(
        request,
        found,
        make_page(found, _("Close the call"), _("Close"), note=note),
        check_can_close,
        CloseForm,
        lambda form, who: close_call_for_good(call, **who, reason=form.cleaned_data["reason"]),
        done=_("The call is closed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, call: UUID) -> HttpResponseBase:
    found = open_call(request, call)
    note = _("No applications are taken any more, and nothing brings the call back.")
    return take_step(
        request,
        found,
        make_page(found, _("Cancel the call"), _("Cancel the call"), note=note),
        lambda told, _at: check_can_cancel(told),
        CancelForm,
        lambda form, who: cancel_call(call, form.get_reason(), **who),
        done=_("The call is cancelled."),
    )


def open_call(request: HttpRequest, call: UUID) -> CallTold:
    """Return the call for who runs it; a page that only writes is no page for who only reads."""
    actor, now = get_actor(request), timezone.localtime()
    found = get_call(call, by=actor, at=now)
    if not runs(found.office, by=actor, on=now.date()):
        raise NotFoundError(NOTHING_HERE)
    return found


def take_step(
    request: HttpRequest,
    found: CallTold,
    page: FormPage,
    check: Callable[[CallTold, datetime], None],
    form: type[VersionedForm],
    save: Callable[[Any, Changer], object],
    *,
    done: str,
) -> HttpResponseBase:
    """Show the form of a step in the life of a call, its button off while `check` forbids it, or take it."""
    now = timezone.localtime()
    why = find_obstacle(lambda: check(found, now))
    page = replace(page, why_not=say_sentence(why) if why else "")
    return edit(request, found, page, lambda data, told: form(data, call=told), save, done=done)


def make_page(
    found: CallTold, title: str, button: str, *, note: str = "", why: Sentence | None = None
) -> FormPage:
    """Return what stands around a form of the call, with what forbids saving it now."""
    back = Back(found.to_title(get_reader_language()), reverse("programmes:call", args=[found.id]))
    return FormPage(title, back, button, note=note, why_not=say_sentence(why) if why else "")


def edit(
    request: HttpRequest,
    found: CallTold,
    page: FormPage,
    make_form: Callable[[Any, CallTold], Any],
    save: Callable[[Any, Changer], object],
    *,
    done: str,
) -> HttpResponseBase:
    """Show the form of a call, or save it on the version it was opened on and go back to the call."""
    form = make_form(request.POST if request.method == "POST" else None, found)

    def act() -> str:
        version = form.cleaned_data["version"]
        save(form, {"version": version, "by": get_actor(request), "at": timezone.localtime()})
        return page.back.address

    def read_current() -> Current:
        now = get_call(found.id, by=get_actor(request), at=timezone.localtime())
        return Current(make_form(None, now), now.office, "call", now.id)

    return answer_form(request, page, form, act, done=done, read_current=read_current)


def _list_instruments(found: tuple[CallTold, ...]) -> Choices:
    language = get_reader_language()
    named = {one.definition.code: one.definition.label.to_text(language) for one in found}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())
