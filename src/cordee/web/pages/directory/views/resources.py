from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import resources as write
from cordee.directory.queries.resources import ResourceRecord, get_resource_record
from cordee.directory.queries.themes import list_ties_of
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import FormPage, answer_form
from cordee.web.pages.directory.forms.kept import ResourceForm
from cordee.web.pages.directory.presenters.kept import present_resource
from cordee.web.pages.directory.views.editing import choose_home, get_homes, go_back
from cordee.web.pages.directory.views.entries import (
    Entry,
    change_entry,
    confirm_entry,
    get_keeper,
    list_values,
    say_title,
    show_entry,
)


RESOURCES = Entry[ResourceRecord](
    kind="resource",
    action=Action.EDIT_OWN_TEAM,
    get_record=get_resource_record,
    change=write.change_resource,
    confirm=write.confirm_resource,
    say_title=say_title,
    get_owner=get_keeper,
)


@signed_in
@require_safe
def resource(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_resource_record(identifier, by=actor, on=today)
    page = present_resource(record, list_ties_of(identifier), on=today)
    return show_entry(request, RESOURCES, identifier, record, page)


@signed_in
@require_http_methods(["GET", "POST"])
def new_resource(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    homes = get_homes(actor, Action.EDIT_OWN_TEAM)
    initial, at = {}, request.GET.get("at", "")
    parent = _find_parent(actor, request.GET.get("parent", ""))
    if parent is not None:
        initial["parent"] = say_title(parent)
        at = str(parent.standing.keeper.id)
    form = ResourceForm(request.POST or None, homes=choose_home(homes, actor, at), initial=initial)

    def act() -> str:
        made = write.create_resource(
            form.get_values(), keeper=form.get_keeper(), by=actor, at=timezone.localtime()
        )
        return RESOURCES.get_address(made.id)

    page = FormPage(
        title=_("Enter a facility, a machine or a service"), back=go_back(), button=_("Enter it")
    )
    return answer_form(request, page, form, act, done=_("It is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_resource(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return change_entry(
        request,
        RESOURCES,
        identifier,
        RESOURCES.get_editable(request, identifier),
        lambda data, now: ResourceForm(data, initial=list_values(now, ResourceForm.values)),
    )


@signed_in
@require_POST
def confirm_resource(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return confirm_entry(request, RESOURCES, identifier)


def _find_parent(actor: Actor, text: str) -> ResourceRecord | None:
    try:
        return get_resource_record(UUID(text), by=actor, on=timezone.localdate()) if text else None
    except ValueError:
        return None
