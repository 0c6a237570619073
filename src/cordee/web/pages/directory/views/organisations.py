from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cordee.directory.operations import organisations as write
from cordee.directory.operations.kept import check_may_keep
from cordee.directory.operations.registered import Entered, add_from_registry
from cordee.directory.queries.exchanges import list_offers_of
from cordee.directory.queries.organisations import (
    OrganisationRecord,
    get_organisation_record,
)
from cordee.directory.queries.people import list_involved, list_skills_of
from cordee.directory.queries.resources import list_resources_of
from cordee.directory.queries.themes import list_ties_of
from cordee.ledger.states import Action
from cordee.reference.organisations import load_registry
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Current, FormPage, answer_form
from cordee.web.pages.directory.forms.organisations import (
    EndForm,
    LinkForm,
    NewOrganisationForm,
    OrganisationForm,
    RegistryForm,
)
from cordee.web.pages.directory.presenters.organisations import present_organisation
from cordee.web.pages.directory.presenters.records import (
    get_organisation_address,
    say_name,
)
from cordee.web.pages.directory.views.editing import find_part, get_homes, go_back, show_record
from cordee.web.pages.directory.views.entries import Entry, change_entry, confirm_entry
from cordee.web.wording import format_count


OFFERED = 8
"""A name that means more organisations than this is typed more fully sooner than read through."""


ORGANISATIONS = Entry(
    kind="organisation",
    action=Action.EDIT_DIRECTORY,
    get_record=get_organisation_record,
    change=write.change_organisation,
    confirm=write.confirm_organisation,
    say_title=lambda record: say_name(record.named),
    get_owner=lambda record: record.named.id,
)


@signed_in
@require_safe
def organisation(request: HttpRequest, organisation: UUID) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    record = get_organisation_record(organisation, by=actor, on=today)
    belongings = (list_involved(organisation), list_resources_of(organisation))
    shown = present_organisation(
        record,
        *belongings,
        list_skills_of(organisation),
        list_offers_of(organisation),
        list_ties_of(organisation),
        on=today,
    )
    return show_record(request, shown, record.may_audit, organisation, "organisation", organisation)


@signed_in
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    form = NewOrganisationForm(request.POST or None, homes=get_homes(actor))

    def act() -> str:
        made = write.create_organisation(
            form.get_values(),
            keeper=form.get_keeper(),
            part_of=form.get_picked("part_of"),
            by=actor,
            at=timezone.localtime(),
        )
        return get_organisation_address(made.id)

    page = FormPage(
        title=_("Enter an organisation by hand"),
        back=go_back(),
        button=_("Enter it"),
        lead=_("Those with a ROR identifier are better taken from the registry."),
    )
    return answer_form(request, page, form, act, done=_("The organisation is entered."))


@signed_in
@require_http_methods(["GET", "POST"])
def from_registry(request: HttpRequest) -> HttpResponseBase:
    actor = get_actor(request)
    form = RegistryForm(request.POST or None, homes=get_homes(actor))
    ror = _find_registered(form) if request.method == "POST" else ""
    told: list[Entered] = []

    def act() -> str:
        told.append(
            add_from_registry(
                form.get_wish(ror),
                load_registry(),
                keeper=form.get_keeper(),
                by=actor,
                at=timezone.localtime(),
            )
        )
        found = [*told[0].new, *told[0].known]
        messages.info(request, _say_entered(told[0]))
        return (
            get_organisation_address(found[0]) if len(found) == 1 else reverse("directory:search")
        )

    page = FormPage(
        title=_("Take organisations from the registry"),
        back=go_back(),
        button=_("Enter them"),
        lead=_("Names, places and what is part of what are those of ROR."),
    )
    return answer_form(request, page, form, act, done=_("The registry was read."))


@signed_in
@require_http_methods(["GET", "POST"])
def change_organisation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return change_entry(
        request,
        ORGANISATIONS,
        identifier,
        ORGANISATIONS.get_editable(request, identifier),
        lambda data, now: OrganisationForm(data, initial=_list_values(now)),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def end_organisation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = ORGANISATIONS.get_editable(request, identifier)
    initial = {"version": record.version, "last_day": timezone.localdate()}
    form = EndForm(request.POST or None, initial=initial)

    def act() -> str:
        write.end_organisation(
            identifier,
            last_day=form.cleaned_data["last_day"],
            version=form.get_version(),
            by=actor,
            at=timezone.localtime(),
        )
        return get_organisation_address(identifier)

    def read_current() -> Current:
        now = ORGANISATIONS.get_editable(request, identifier)
        shown = EndForm(initial={"version": now.version, "last_day": now.end})
        return Current(shown, identifier, "organisation", identifier)

    page = FormPage(
        title=_("This organisation is no more"),
        back=ORGANISATIONS.go_to(identifier, record),
        button=_("Write its last day"),
        lead=_("The entry stays, with its links; those that are open end on the same day."),
    )
    done = _("The organisation's last day is written.")
    return answer_form(request, page, form, act, done=done, read_current=read_current)


@signed_in
@require_POST
def confirm_organisation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    return confirm_entry(request, ORGANISATIONS, identifier)


@signed_in
@require_http_methods(["GET", "POST"])
def new_link(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    actor = get_actor(request)
    record = ORGANISATIONS.get_editable(request, identifier)
    form = LinkForm(request.POST or None)

    def act() -> str:
        first, standing, second = form.get_ends(identifier)
        write.link_organisations(
            first,
            standing,
            second,
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            share=form.cleaned_data["share"],
            by=actor,
            at=timezone.localtime(),
        )
        return get_organisation_address(identifier)

    page = FormPage(
        title=_("Link to an organisation"),
        back=ORGANISATIONS.go_to(identifier, record),
        button=_("Link them"),
        lead=_(
            "Whose part an organisation is, its own editors say; whom a network has as members, either may say."
        ),
    )
    return answer_form(request, page, form, act, done=_("The two are linked."))


@signed_in
@require_http_methods(["GET", "POST"])
def end_link(request: HttpRequest, identifier: UUID, link: UUID) -> HttpResponseBase:
    actor, today = get_actor(request), timezone.localdate()
    record = get_organisation_record(identifier, by=actor, on=today)
    found = find_part(record.links, link)
    ends = (identifier, found.other.id) if found.forwards else (found.other.id, identifier)
    if not write.may_link(ends[0], found.standing, ends[1], by=actor, on=today):
        check_may_keep(ends[0], Action.EDIT_DIRECTORY, by=actor, at=timezone.localtime())
    form = EndForm(request.POST or None, initial={"last_day": today})

    def act() -> str:
        write.end_link(
            link, last_day=form.cleaned_data["last_day"], by=actor, at=timezone.localtime()
        )
        return get_organisation_address(identifier)

    page = FormPage(
        title=_("End the link with {name}").format(name=say_name(found.other)),
        back=ORGANISATIONS.go_to(identifier, record),
        button=_("Write its last day"),
    )
    return answer_form(request, page, form, act, done=_("The link's last day is written."))


def _find_registered(form: RegistryForm) -> str:
    """Return the ROR id meant, empty after the form was made to ask which one."""
    typed, chosen = str(form.data.get("text", "")).strip(), form.data.get("ror", "")
    matches = load_registry().search(typed, OFFERED) if typed else []
    found = {one.organisation.id: one.organisation for one in matches}
    form.offer([(one.id, ", ".join(filter(None, (one.name, one.city)))) for one in found.values()])
    if chosen in found:
        return str(chosen)
    if len(found) == 1:
        return next(iter(found))
    if typed and form.is_valid():
        if found:
            form.add_error("ror", _("Several organisations bear such a name. Choose yours."))
        else:
            form.add_error("text", _("The registry knows no organisation by that name."))
    return ""


def _say_entered(told: Entered) -> str:
    parts = [
        ngettext("{count} organisation entered", "{count} organisations entered", len(told.new)),
        ngettext("{count} link written", "{count} links written", told.links),
    ]
    said = [
        part.format(count=format_count(count))
        for part, count in zip(parts, (len(told.new), told.links), strict=True)
    ]
    if told.known:
        known = ngettext(
            "{count} was in the directory already",
            "{count} were in the directory already",
            len(told.known),
        )
        said.append(known.format(count=format_count(len(told.known))))
    if told.links_left:
        left = ngettext(
            "{count} link left to those who keep the part",
            "{count} links left to those who keep the parts",
            told.links_left,
        )
        said.append(left.format(count=format_count(told.links_left)))
    return _("{parts}.").format(parts=", ".join(said))


def _list_values(record: OrganisationRecord) -> dict[str, object]:
    named = record.named
    return {
        "version": record.version,
        "kind": named.kind.value,
        "name_fr": named.name_fr,
        "name_en": named.name_en,
        "acronym": named.acronym,
        "other_names": "\n".join(record.other_names),
        "ror": named.ror or "",
        "country": named.country,
        "city": record.city,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "website": record.website,
        "description_fr": record.description_fr,
        "description_en": record.description_en,
        "start": record.start,
        "end": record.end,
    }
