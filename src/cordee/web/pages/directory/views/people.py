from __future__ import annotations

from operator import attrgetter
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import people as write
from cordee.directory.operations.kept import check_may_keep
from cordee.directory.queries.organisations import get_organisation_record
from cordee.directory.queries.people import PersonRecord, get_person_record, get_skill_owner
from cordee.directory.queries.themes import list_ties_of
from cordee.ledger.states import Action
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Back, FormPage, answer_form
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
    find_part,
    get_homes,
    go_back,
)
from cordee.web.pages.directory.views.entries import (
    Entry,
    change_entry,
    confirm_entry,
    get_keeper,
    list_values,
    show_entry,
)


PEOPLE = Entry[PersonRecord](
    kind="person",
    action=Action.EDIT_OWN_TEAM,
    get_record=get_person_record,
    change=write.change_person,
    confirm=write.confirm_person,
    say_title=attrgetter("name"),
    get_owner=get_keeper,
)


@signed_in
@require_safe
def person(request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_person_record(identifier, by=actor, on=today)
    if record.email:
        write.note_view(identifier, by=actor, at=timezone.localtime())
    page = present_person(record, list_ties_of(identifier), on=today)
    return show_entry(request, PEOPLE, identifier, record, page)


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
        return PEOPLE.get_address(made.id)

    page = FormPage(_("Enter a person"), go_back(), _("Enter them"))
    return answer_form(request, page, form, act, done=_("The person is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_person(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    record = PEOPLE.get_editable(request, identifier)
    if record.email:
        write.note_view(identifier, by=get_actor(request), at=timezone.localtime())
    return change_entry(
        request,
        PEOPLE,
        identifier,
        record,
        lambda data, now: PersonForm(data, initial=list_values(now, PersonForm.values)),
    )


@signed_in
@require_POST
def confirm_person(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return confirm_entry(request, PEOPLE, identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_involvement(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = PEOPLE.get_editable(request, identifier)
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
            grade=form.cleaned_data["grade"],
            by=actor,
            at=timezone.localtime(),
        )
        return PEOPLE.get_address(identifier)

    page = FormPage(_("Where the person is involved"), PEOPLE.go_to(identifier, record), _("Save"))
    return answer_form(request, page, form, act, done=_("The involvement is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_involvement(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    record = PEOPLE.get_editable(request, identifier)
    found = find_part(record.involvements, part)
    back = PEOPLE.go_to(identifier, record)
    return answer_end(request, say_name(found.organisation), back, part, write.end_involvement)


@signed_in
@require_http_methods(["GET", "POST"])
def new_award(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = PEOPLE.get_editable(request, identifier)
    form = AwardForm(request.POST or None)

    def act() -> str:
        write.add_award(identifier, by=actor, at=timezone.localtime(), **form.cleaned_data)
        return PEOPLE.get_address(identifier)

    page = FormPage(_("An award of this person"), PEOPLE.go_to(identifier, record), _("Save"))
    return answer_form(request, page, form, act, done=_("The award is written."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_award(request: HttpRequest, identifier: UUID, part: UUID) -> HttpResponseBase:
    record = PEOPLE.get_editable(request, identifier)
    found = find_part(record.awards, part)
    back = PEOPLE.go_to(identifier, record)
    return answer_end(request, found.code, back, part, write.end_award)


@signed_in
@require_http_methods(["GET", "POST"])
def new_skill(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = PEOPLE.get_editable(request, identifier)
    form = SkillForm(request.POST or None)

    def act() -> str:
        write.add_skill(form.get_values(), person=identifier, by=actor, at=timezone.localtime())
        return PEOPLE.get_address(identifier)

    page = FormPage(_("A skill of this person"), PEOPLE.go_to(identifier, record), _("Save"))
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
        back = PEOPLE.go_to(person, PEOPLE.get_editable(request, person))
    else:
        assert organisation is not None
        house = get_organisation_record(organisation, by=actor, on=today)
        check_may_keep(organisation, Action.EDIT_OWN_TEAM, by=actor, at=timezone.localtime())
        back = Back(say_name(house.named), get_organisation_address(organisation))
    return answer_end(request, _("Skills"), back, identifier, write.end_skill)
