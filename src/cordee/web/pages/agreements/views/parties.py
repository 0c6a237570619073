"""The parties of an agreement: who they are, who signs for them, when they signed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.agreements.operations import parties as write
from cordee.agreements.rules import find_obstacle_to_change
from cordee.agreements.values import PartyLine, Record
from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError
from cordee.web.actors import signed_in
from cordee.web.pages.agreements.forms.parts import NewPartyForm, PartyForm
from cordee.web.pages.agreements.views.editing import edit, make_page, open_record, strike
from cordee.web.wording import get_reader_language


@signed_in
@require_http_methods(["GET", "POST"])
def add_party(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    obstacle = find_obstacle_to_change(found.stage)
    return edit(
        request,
        found,
        make_page(found, _("Add a party"), _("Add"), obstacle=obstacle),
        lambda data, now: NewPartyForm(data, record=now),
        lambda form, who: write.add_party(
            agreement,
            form.get_organisation(),
            form.get_role(),
            form.get_signatory(),
            **who,
            reason=form.get_reason(),
        ),
        done=_("The party is added."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def party(request: HttpRequest, agreement: UUID, party: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    organisation = _find_party(found, party).organisation
    name = get_names([organisation])[organisation].to_name(get_reader_language())
    note = _("The day of the signature is recorded once the agreement is at signature.")

    def make_form(data: object, now: Record) -> PartyForm:
        line = _find_party(now, party)
        initial = {
            "role": line.role.value,
            "signatory_name": line.signatory_name,
            "signatory_function": line.signatory_function,
            "language": line.language,
            "signed_on": line.signed_on,
        }
        return PartyForm(data, record=now, initial=initial)

    return edit(
        request,
        found,
        make_page(found, name, _("Save"), note=note),
        make_form,
        lambda form, who: write.change_party(
            agreement,
            party,
            form.get_role(),
            form.get_signatory(),
            form.cleaned_data["signed_on"],
            **who,
            reason=form.get_reason(),
        ),
        done=_("The party is changed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def remove_party(request: HttpRequest, agreement: UUID, party: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    _find_party(found, party)
    obstacle = find_obstacle_to_change(found.stage)
    page = make_page(found, _("Take the party out"), _("Take out"), obstacle=obstacle)
    done = _("The party is taken out.")
    return strike(request, found, page, party, write.remove_party, done=done)


def _find_party(record: Record, party: UUID) -> PartyLine:
    line = next((one for one in record.parties if one.id == party), None)
    if line is None:
        raise NotFoundError(gettext_noop("The agreement has no such party."))
    return line
