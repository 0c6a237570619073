from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import themes as write
from cordee.directory.operations.kept import check_may_keep
from cordee.directory.queries.kept import refuse_unknown
from cordee.directory.queries.themes import ThemeRecord, get_theme_record
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.pages.directory.forms.kept import ThemeForm, TieForm
from cordee.web.pages.directory.presenters.kept import present_theme
from cordee.web.pages.directory.presenters.records import choose_text
from cordee.web.pages.directory.views.editing import (
    answer_end,
    get_homes,
    go_back,
    show_record,
)


@signed_in
@require_safe
def theme(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_theme_record(identifier, by=actor, on=today)
    keeping = record.standing
    return show_record(
        request,
        present_theme(record, on=today),
        keeping.may_audit,
        keeping.keeper.id,
        "theme",
        identifier,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def new_theme(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    form = ThemeForm(request.POST or None, homes=get_homes(actor))

    def act() -> str:
        made = write.create_theme(
            form.get_values(), keeper=form.get_keeper(), by=actor, at=timezone.localtime()
        )
        return _address(made.id)

    page = FormPage(
        title=_("Enter a theme, an axis or a sector"), back=go_back(), button=_("Enter it")
    )
    return answer_form(request, page, form, act, done=_("It is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_theme(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = ThemeForm(request.POST or None, initial=_list_values(record))

    def act() -> str:
        write.change_theme(
            identifier,
            form.get_values(),
            version=form.get_version(),
            by=actor,
            at=timezone.localtime(),
        )
        return _address(identifier)

    def read_current() -> Current:
        now = _get_editable(actor, identifier)
        shown = ThemeForm(initial=_list_values(now))
        return Current(shown, now.standing.keeper.id, "theme", identifier)

    page = FormPage(_("Change the entry"), Back(_name(record), _address(identifier)), _("Save"))
    done = _("The entry is saved and counts as confirmed today.")
    return answer_form(request, page, form, act, done=done, read_current=read_current)


@signed_in
@require_POST
def confirm_theme(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    get_theme_record(identifier, by=actor, on=timezone.localdate())
    write.confirm_theme(identifier, by=actor, at=timezone.localtime())
    messages.success(request, _("The entry is confirmed as of today."))
    return redirect("directory:to_confirm" if request.POST.get("from") else _address(identifier))


@signed_in
@require_http_methods(["GET", "POST"])
def new_tie(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = TieForm(request.POST or None)

    def act() -> str:
        what = form.get_picked("what")
        assert what is not None
        write.tie_to_theme(
            identifier,
            what,
            leads=form.cleaned_data["leads"],
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            by=actor,
            at=timezone.localtime(),
        )
        return _address(identifier)

    page = FormPage(
        _("Who leads it, what belongs to it"), Back(_name(record), _address(identifier)), _("Add")
    )
    return answer_form(request, page, form, act, done=_("It is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_tie(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    found = next((one for one in record.ties if one.id == part), None)
    if found is None:
        raise refuse_unknown()

    def end(day: date) -> None:
        write.end_tie(part, last_day=day, by=actor, at=timezone.localtime())

    name = choose_text(found.subject.name_fr, found.subject.name_en)
    return answer_end(request, name, Back(_name(record), _address(identifier)), end)


def _get_editable(actor: Actor, identifier: UUID) -> ThemeRecord:
    record = get_theme_record(identifier, by=actor, on=timezone.localdate())
    keeper = record.standing.keeper.id
    check_may_keep(keeper, Action.EDIT_DIRECTORY, by=actor, at=timezone.localtime())
    return record


def _list_values(record: ThemeRecord) -> dict[str, Any]:
    parent = record.parent
    return {
        "version": record.standing.version,
        "kind": record.kind.value,
        "parent": choose_text(parent.name_fr, parent.name_en) if parent else "",
        "start": record.start,
        "end": record.standing.end,
        **{
            name: getattr(record, name)
            for name in ("name_fr", "name_en", "description_fr", "description_en", "mesh")
        },
    }


def _name(record: ThemeRecord) -> str:
    return choose_text(record.name_fr, record.name_en)


def _address(identifier: UUID) -> str:
    return reverse("directory:theme", args=[identifier])
