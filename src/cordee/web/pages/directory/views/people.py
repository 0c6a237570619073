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

from cordee.directory.operations import people as write
from cordee.directory.operations.kept import check_may_keep
from cordee.directory.queries.kept import refuse_unknown
from cordee.directory.queries.organisations import get_organisation_record
from cordee.directory.queries.people import PersonRecord, get_person_record, get_skill_owner
from cordee.directory.queries.themes import list_ties_of
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, Current, FormPage, answer_form
from cordee.web.pages.directory.forms.kept import (
    AwardForm,
    InvolvementForm,
    NewPersonForm,
    PersonForm,
    SkillForm,
)
from cordee.web.pages.directory.presenters.kept import present_person
from cordee.web.pages.directory.presenters.records import (
    get_organisation_address,
    say_name,
)
from cordee.web.pages.directory.views.editing import (
    answer_end,
    choose_home,
    get_homes,
    go_back,
    show_record,
)


@signed_in
@require_safe
def person(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_person_record(identifier, by=actor, on=today)
    if record.email:
        write.note_view(identifier, by=actor, at=timezone.localtime())
    shown = present_person(record, list_ties_of(identifier), on=today)
    keeping = record.standing
    return show_record(request, shown, keeping.may_audit, keeping.keeper.id, "person", identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    homes = choose_home(get_homes(actor, Action.EDIT_OWN_TEAM), actor, request.GET.get("at", ""))
    form = NewPersonForm(request.POST or None, homes=homes)

    def act() -> str:
        made = write.create_person(
            form.get_values(),
            keeper=form.get_keeper(),
            role=form.get_role(),
            start=form.cleaned_data["start"],
            by=actor,
            at=timezone.localtime(),
        )
        return _address(made.id)

    page = FormPage(_("Enter a person"), go_back(), _("Enter them"))
    return answer_form(request, page, form, act, done=_("The person is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_person(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    if record.email:
        write.note_view(identifier, by=actor, at=timezone.localtime())
    form = PersonForm(request.POST or None, initial=_list_values(record))

    def act() -> str:
        write.change_person(
            identifier,
            form.get_values(),
            version=form.get_version(),
            by=actor,
            at=timezone.localtime(),
        )
        return _address(identifier)

    def read_current() -> Current:
        now = _get_editable(actor, identifier)
        shown = PersonForm(initial=_list_values(now))
        return Current(shown, now.standing.keeper.id, "person", identifier)

    page = FormPage(_("Change the entry"), _go_to(record), _("Save"))
    done = _("The entry is saved and counts as confirmed today.")
    return answer_form(request, page, form, act, done=done, read_current=read_current)


@signed_in
@require_POST
def confirm_person(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    get_person_record(identifier, by=actor, on=timezone.localdate())
    write.confirm_person(identifier, by=actor, at=timezone.localtime())
    messages.success(request, _("The entry is confirmed as of today."))
    return redirect("directory:to_confirm" if request.POST.get("from") else _address(identifier))


@signed_in
@require_http_methods(["GET", "POST"])
def new_involvement(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = InvolvementForm(request.POST or None)

    def act() -> str:
        organisation = form.get_picked("organisation")
        assert organisation is not None
        write.involve(
            identifier,
            form.get_role(),
            organisation,
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            share=form.cleaned_data["share"],
            by=actor,
            at=timezone.localtime(),
        )
        return _address(identifier)

    page = FormPage(_("Where the person is involved"), _go_to(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The involvement is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_involvement(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    found = next((one for one in record.involvements if one.id == part), None)
    if found is None:
        raise refuse_unknown()

    def end(day: date) -> None:
        write.end_involvement(part, last_day=day, by=actor, at=timezone.localtime())

    return answer_end(request, say_name(found.organisation), _go_to(record), end)


@signed_in
@require_http_methods(["GET", "POST"])
def new_award(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = AwardForm(request.POST or None)

    def act() -> str:
        write.add_award(identifier, by=actor, at=timezone.localtime(), **form.cleaned_data)
        return _address(identifier)

    page = FormPage(_("An award of this person"), _go_to(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The award is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_award(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    found = next((one for one in record.awards if one.id == part), None)
    if found is None:
        raise refuse_unknown()

    def end(day: date) -> None:
        write.end_award(part, last_day=day, by=actor, at=timezone.localtime())

    return answer_end(request, found.code, _go_to(record), end)


@signed_in
@require_http_methods(["GET", "POST"])
def new_skill(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = _get_editable(actor, identifier)
    form = SkillForm(request.POST or None)

    def act() -> str:
        write.add_skill(form.get_values(), person=identifier, by=actor, at=timezone.localtime())
        return _address(identifier)

    page = FormPage(_("A skill of this person"), _go_to(record), _("Save"))
    return answer_form(request, page, form, act, done=_("The skill is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def new_team_skill(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = get_organisation_record(identifier, by=actor, on=timezone.localdate())
    check_may_keep(identifier, Action.EDIT_OWN_TEAM, by=actor, at=timezone.localtime())
    form = SkillForm(request.POST or None)
    address = get_organisation_address(identifier)

    def act() -> str:
        write.add_skill(
            form.get_values(), organisation=identifier, by=actor, at=timezone.localtime()
        )
        return address

    page = FormPage(_("A skill of this team"), Back(say_name(record.named), address), _("Save"))
    return answer_form(request, page, form, act, done=_("The skill is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_skill(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    person, organisation = get_skill_owner(identifier)
    if person is not None:
        record = _get_editable(actor, person)
        back = _go_to(record)
    else:
        assert organisation is not None
        house = get_organisation_record(organisation, by=actor, on=today)
        check_may_keep(organisation, Action.EDIT_OWN_TEAM, by=actor, at=timezone.localtime())
        back = Back(say_name(house.named), get_organisation_address(organisation))

    def end(day: date) -> None:
        write.end_skill(identifier, last_day=day, by=actor, at=timezone.localtime())

    return answer_end(request, _("Skills"), back, end)


def _get_editable(actor: Actor, identifier: UUID) -> PersonRecord:
    record = get_person_record(identifier, by=actor, on=timezone.localdate())
    keeper = record.standing.keeper.id
    check_may_keep(keeper, Action.EDIT_OWN_TEAM, by=actor, at=timezone.localtime())
    return record


def _list_values(record: PersonRecord) -> dict[str, Any]:
    return {
        "version": record.standing.version,
        "given_name": record.given_name,
        "family_name": record.family_name,
        "orcid": record.orcid,
        "email": record.email,
        "website": record.website,
        "description_fr": record.description_fr,
        "description_en": record.description_en,
        "end": record.standing.end,
    }


def _address(identifier: UUID) -> str:
    return reverse("directory:person", args=[identifier])


def _go_to(record: PersonRecord) -> Back:
    return Back(record.name, _address(record.id))
