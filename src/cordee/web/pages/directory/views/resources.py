from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import resources as write
from cordee.directory.operations.kept import check_may_keep
from cordee.directory.queries.resources import ResourceRecord, get_resource_record
from cordee.directory.queries.themes import list_ties_of
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.pages.directory.forms.kept import ResourceForm
from cordee.web.pages.directory.presenters.kept import present_resource
from cordee.web.pages.directory.presenters.records import choose_text
from cordee.web.pages.directory.views.editing import (
    choose_home,
    get_homes,
    go_back,
    show_record,
)


@signed_in
@require_safe
def resource(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_resource_record(identifier, by=actor, on=today)
    shown = present_resource(record, list_ties_of(identifier), on=today)
    keeping = record.standing
    return show_record(request, shown, keeping.may_audit, keeping.keeper.id, "resource", identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_resource(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    homes = get_homes(actor, Action.EDIT_OWN_TEAM)
    initial, at = {}, request.GET.get("at", "")
    parent = _find_parent(actor, request.GET.get("parent", ""))
    if parent is not None:
        initial["parent"] = choose_text(parent.name_fr, parent.name_en)
        at = str(parent.standing.keeper.id)
    form = ResourceForm(request.POST or None, homes=choose_home(homes, actor, at), initial=initial)

    def act() -> str:
        made = write.create_resource(
            form.get_values(), keeper=form.get_keeper(), by=actor, at=timezone.localtime()
        )
        return _address(made.id)

    page = FormPage(
        title=_("Enter a facility, a machine or a service"), back=go_back(), button=_("Enter it")
    )
    return answer_form(request, page, form, act, done=_("It is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_resource(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = ResourceForm(request.POST or None, initial=_list_values(record))

    def act() -> str:
        write.change_resource(
            identifier,
            form.get_values(),
            version=form.get_version(),
            by=actor,
            at=timezone.localtime(),
        )
        return _address(identifier)

    def read_current() -> Current:
        now = _get_editable(actor, identifier)
        shown = ResourceForm(initial=_list_values(now))
        return Current(shown, now.standing.keeper.id, "resource", identifier)

    name = choose_text(record.name_fr, record.name_en)
    page = FormPage(_("Change the entry"), Back(name, _address(identifier)), _("Save"))
    done = _("The entry is saved and counts as confirmed today.")
    return answer_form(request, page, form, act, done=done, read_current=read_current)


@signed_in
@require_POST
def confirm_resource(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    get_resource_record(identifier, by=actor, on=timezone.localdate())
    write.confirm_resource(identifier, by=actor, at=timezone.localtime())
    messages.success(request, _("The entry is confirmed as of today."))
    return redirect("directory:to_confirm" if request.POST.get("from") else _address(identifier))


def _find_parent(actor: Actor, text: str) -> ResourceRecord | None:
    try:
        return get_resource_record(UUID(text), by=actor, on=timezone.localdate()) if text else None
    except ValueError:
        return None


def _get_editable(actor: Actor, identifier: UUID) -> ResourceRecord:
    record = get_resource_record(identifier, by=actor, on=timezone.localdate())
    keeper = record.standing.keeper.id
    check_may_keep(keeper, Action.EDIT_OWN_TEAM, by=actor, at=timezone.localtime())
    return record


def _list_values(record: ResourceRecord) -> dict[str, Any]:
    parent, contact = record.parent, record.contact
    return {
        "version": record.standing.version,
        "kind": record.kind.value,
        "audience": record.audience.value,
        "parent": choose_text(parent.name_fr, parent.name_en) if parent else "",
        "contact": contact.name_en if contact else "",
        "start": record.start,
        "end": record.standing.end,
        **{
            name: getattr(record, name)
            for name in (
                "name_fr",
                "name_en",
                "description_fr",
                "description_en",
                "conditions_fr",
                "conditions_en",
                "booking",
            )
        },
    }


def _address(identifier: UUID) -> str:
    return reverse("directory:resource", args=[identifier])
