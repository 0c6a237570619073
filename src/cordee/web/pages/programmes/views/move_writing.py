"""Forms of records of people on the move: begun, changed, moved on, and the lines of their lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.kernel.errors import NotFoundError
from cordee.ledger.rights import Actor
from cordee.programmes.moving.life import CLOSED_STAGES
from cordee.programmes.moving.rules import find_obstacle, get_step
from cordee.programmes.moving.states import SORT_NAMES, Sort
from cordee.programmes.moving.values import PartTold, Told
from cordee.programmes.operations import moves as write
from cordee.programmes.queries.moves import NOTHING_HERE, get_record, list_offices
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.errors import say_sentence
from cordee.web.pages.programmes.forms.move_parts import PART_FORMS
from cordee.web.pages.programmes.forms.moves import RECORD_FORMS, ColumnsForm, StepForm
from cordee.web.pages.programmes.presenters.moves import ADDED, LISTS, NEW, TITLES
from cordee.web.pages.programmes.views.moves import read_sort
from cordee.web.wording import get_reader_language


class Changer(TypedDict):
    """Who changes a record, when, and the version it was opened on: what every operation is told."""

    version: int
    by: Actor
    at: datetime


@signed_in
@require_http_methods(["GET", "POST"])
def new_move(request: HttpRequest, sort: str) -> HttpResponseBase:
    read, actor, now = read_sort(sort), get_actor(request), timezone.localtime()
    offices = list_offices(actor, on=now.date())
    if not offices:
        raise NotFoundError(gettext_noop("No page has this address."))
    language = get_reader_language()
    form = RECORD_FORMS[read](
        request.POST or None,
        offices=[(str(one.id), one.to_name(language)) for one in offices],
        by=actor,
        on=now.date(),
    )

    def act() -> str:
        made = write.create_record(
            read, form.get_values(), office=form.get_office(), by=actor, at=now
        )
        return reverse("programmes:move", args=[read, made])

    page = FormPage(
        title=str(NEW[read]),
        back=Back(str(LISTS[read]), reverse("programmes:moves", args=[read])),
        button=_("Save"),
    )
    return answer_form(request, page, form, act, done=_("It is written down."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_move(request: HttpRequest, sort: str, record: UUID) -> HttpResponseBase:
    told = open_move(request, sort, record)

    def make(data: Any, now: Told) -> ColumnsForm:
        return RECORD_FORMS[told.sort](data, values=now.values, **_say_who(request, now))

    return _edit(
        request,
        told,
        _make_page(told, _("Edit"), _("Save"), why_not=_say_closed(told)),
        make,
        lambda form, who: write.change_record(told.sort, told.id, form.get_values(), **who),
        done=_("It is changed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def step_move(request: HttpRequest, sort: str, record: UUID, step: str) -> HttpResponseBase:
    told = open_move(request, sort, record)
    taken = get_step(told.sort, step)
    why = find_obstacle(told, taken, on=timezone.localdate())
    note = ""
    if told.sort is Sort.MISSION and step == "return":
        note = _("Looks back at 6 and 12 months after the last day are then planned.")
    page = _make_page(
        told,
        str(taken.label),
        str(taken.label),
        note=note,
        why_not=say_sentence(why) if why else "",
    )
    return _edit(
        request,
        told,
        page,
        lambda data, now: StepForm(data, initial={"version": now.version}),
        lambda form, who: write.move_record(
            told.sort, told.id, step, **who, reason=form.cleaned_data["reason"]
        ),
        done=_("It is changed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def new_move_part(request: HttpRequest, sort: str, record: UUID, part: str) -> HttpResponseBase:
    return _edit_part(request, open_move(request, sort, record), part, None)


@signed_in
@require_http_methods(["GET", "POST"])
def change_move_part(
    request: HttpRequest, sort: str, record: UUID, part: str, line: UUID
) -> HttpResponseBase:
    told = open_move(request, sort, record)
    _find_line(told, part, line)
    return _edit_part(request, told, part, line)


@signed_in
@require_http_methods(["GET", "POST"])
def remove_move_part(
    request: HttpRequest, sort: str, record: UUID, part: str, line: UUID
) -> HttpResponseBase:
    told = open_move(request, sort, record)
    _find_line(told, part, line)
    page = _make_page(
        told, _("Take it out"), _("Take it out"), lead=str(TITLES[part]), why_not=_say_closed(told)
    )
    return _edit(
        request,
        told,
        page,
        lambda data, now: StepForm(data, initial={"version": now.version}),
        lambda form, who: write.remove_part(
            told.sort, told.id, part, line, **who, reason=form.cleaned_data["reason"]
        ),
        done=_("It is taken out."),
    )


def open_move(request: HttpRequest, sort: str, record: UUID) -> Told:
    """Return a record for who may write it; for anybody else the page does not exist."""
    told = get_record(read_sort(sort), record, by=get_actor(request), on=timezone.localdate())
    if not told.may_run:
        raise NotFoundError(NOTHING_HERE)
    return told


def _edit_part(request: HttpRequest, told: Told, part: str, line: UUID | None) -> HttpResponseBase:
    forms = PART_FORMS.get(told.sort, {})
    if part not in forms or part not in told.parts:
        raise NotFoundError(NOTHING_HERE)

    def make(data: Any, now: Told) -> ColumnsForm:
        values = _find_line(now, part, line).values if line else None
        return forms[part](data, values=values, **_say_who(request, now))

    page = _make_page(
        told,
        str(TITLES[part]) if line else str(ADDED[part]),
        _("Save"),
        why_not=_say_closed(told),
    )
    return _edit(
        request,
        told,
        page,
        make,
        lambda form, who: write.save_part(
            told.sort, told.id, part, form.get_values(), **who, line=line
        ),
        done=_("It is written down."),
    )


def _find_line(told: Told, part: str, line: UUID) -> PartTold:
    found = next((one for one in told.parts.get(part, ()) if one.id == line), None)
    if found is None:
        raise NotFoundError(NOTHING_HERE)
    return found


def _say_who(request: HttpRequest, told: Told) -> dict[str, Any]:
    return {
        "by": get_actor(request),
        "on": timezone.localdate(),
        "office": told.office,
        "version": told.version,
    }


def _say_closed(told: Told) -> str:
    return _("This is over; the record stays as it was.") if told.stage in CLOSED_STAGES else ""


def _make_page(
    told: Told, title: str, button: str, *, lead: str = "", note: str = "", why_not: str = ""
) -> FormPage:
    back = Back(told.title, reverse("programmes:move", args=[told.sort, told.id]))
    return FormPage(
        title, back, button, lead=lead or str(SORT_NAMES[told.sort]), note=note, why_not=why_not
    )


def _edit(
    request: HttpRequest,
    told: Told,
    page: FormPage,
    make_form: Callable[[Mapping[str, Any] | None, Told], Any],
    save: Callable[[Any, Changer], object],
    *,
    done: str,
) -> HttpResponseBase:
    """Show a form of a record, or save it on the version it was opened on and go back to the record."""
    form = make_form(request.POST if request.method == "POST" else None, told)

    def act() -> str:
        version = form.cleaned_data["version"]
        save(form, {"version": version, "by": get_actor(request), "at": timezone.localtime()})
        return page.back.address

    def read_current() -> Current:
        now = get_record(told.sort, told.id, by=get_actor(request), on=timezone.localdate())
        return Current(make_form(None, now), now.office, now.sort.value, now.id)

    return answer_form(request, page, form, act, done=done, read_current=read_current)
