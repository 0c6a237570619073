"""What belongs to an agreement: its parties, opinions, clauses, permits and amendments."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.agreements.operations.parties import add_party as add
from cordee.agreements.operations.parties import change_party
from cordee.agreements.operations.parties import remove_party as remove
from cordee.agreements.operations.terms import add_amendment as amend
from cordee.agreements.operations.terms import add_gate as list_gate
from cordee.agreements.operations.terms import add_permit as permit
from cordee.agreements.operations.terms import answer_gate, remove_gate, remove_permit, set_clauses
from cordee.agreements.rules import find_obstacle_to_amend, find_obstacle_to_change
from cordee.agreements.states import AmendmentKind, GateKind, PartyRole, Permitted
from cordee.agreements.values import Record
from cordee.directory.naming import find_meant
from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import Sentence
from cordee.web.actors import signed_in
from cordee.web.errors import say_sentence
from cordee.web.pages.agreements.forms.parts import (
    AmendmentForm,
    AnswerForm,
    ClausesForm,
    GateForm,
    PartyForm,
    PermitForm,
    StrikeForm,
)
from cordee.web.pages.agreements.views.editing import (
    edit,
    make_sheet,
    name_parties,
    open_record,
)
from cordee.web.wording import get_reader_language


MOST_MEANT = 12
"""A name that means more organisations than this is typed more fully sooner than read through."""


@signed_in
@require_http_methods(["GET", "POST"])
def add_party(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found,
        title=_("Add a party"),
        submit=_("Add"),
        done=_("The party is added."),
        why_not=_say(find_obstacle_to_change(found.stage)),
    )
    return edit(
        request,
        found,
        sheet,
        _make_party_form,
        lambda form, version: add(
            agreement,
            _choose(form),
            PartyRole(form.cleaned_data["role"]),
            form.get_signatory(),
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def party(request: HttpRequest, agreement: UUID, party: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    _check_has(found, party)
    names = get_names(one.organisation for one in found.parties)
    one = next(one for one in found.parties if one.id == party)
    sheet = make_sheet(
        found,
        title=names[one.organisation].to_name(get_reader_language()),
        submit=_("Save"),
        done=_("The party is changed."),
        explanation=_("The day of the signature is recorded once the agreement is at signature."),
    )

    def make_form(data: object, now: Record) -> PartyForm:
        line = next(one for one in now.parties if one.id == party)
        initial = {
            "role": line.role.value,
            "signatory_name": line.signatory_name,
            "signatory_function": line.signatory_function,
            "language": line.language,
            "signed_on": line.signed_on,
        }
        return PartyForm(data, record=now, is_new=False, initial=initial)

    return edit(
        request,
        found,
        sheet,
        make_form,
        lambda form, version: change_party(
            agreement,
            party,
            PartyRole(form.cleaned_data["role"]),
            form.get_signatory(),
            form.cleaned_data["signed_on"],
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def remove_party(request: HttpRequest, agreement: UUID, party: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    _check_has(found, party)
    sheet = make_sheet(
        found,
        title=_("Take the party out"),
        submit=_("Take out"),
        done=_("The party is taken out."),
        why_not=_say(find_obstacle_to_change(found.stage)),
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: StrikeForm(data, record=now),
        lambda form, version: remove(
            agreement,
            party,
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def add_gate(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found, title=_("List an opinion"), submit=_("List"), done=_("The opinion is listed.")
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: GateForm(data, record=now),
        lambda form, version: list_gate(
            agreement,
            GateKind(form.cleaned_data["kind"]),
            form.cleaned_data["authority"],
            is_blocking=form.cleaned_data["is_blocking"],
            due_on=form.cleaned_data["due_on"],
            version=version,
            by=actor,
            at=timezone.now(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def gate(request: HttpRequest, agreement: UUID, gate: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found, title=_("Record the answer"), submit=_("Save"), done=_("The answer is recorded.")
    )
    documents = [(str(one.id), one.title) for one in found.documents or ()]

    def make_form(data: object, now: Record) -> AnswerForm:
        line = next((one for one in now.gates or () if one.id == gate), None)
        if line is None:
            raise NotFoundError(gettext_noop("The agreement has no such opinion."))
        initial = {
            "opinion": line.answer.value if line.answer else "",
            "answered_on": line.answered_on,
            "answered_by": line.answered_by,
            "remarks": line.remarks,
            "document": str(line.document or ""),
        }
        return AnswerForm(data, record=now, documents=documents, initial=initial)

    return edit(
        request,
        found,
        sheet,
        make_form,
        lambda form, version: answer_gate(
            agreement, gate, form.get_answer(), version=version, by=actor, at=timezone.now()
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def strike_gate(request: HttpRequest, agreement: UUID, gate: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    if gate not in {one.id for one in found.gates or ()}:
        raise NotFoundError(gettext_noop("The agreement has no such opinion."))
    sheet = make_sheet(
        found, title=_("Strike the opinion"), submit=_("Strike"), done=_("The opinion is struck.")
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: StrikeForm(data, record=now),
        lambda form, version: remove_gate(
            agreement,
            gate,
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def clauses(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found,
        title=_("Clauses"),
        submit=_("Save"),
        done=_("The clauses are filled in."),
        why_not=_say(find_obstacle_to_change(found.stage)),
    )

    def make_form(data: object, now: Record) -> ClausesForm:
        initial: dict[str, object] = {}
        for one in now.clauses:
            initial[one.kind.value] = one.state.value if one.state else ""
            initial[f"{one.kind.value}_text"] = one.text
        return ClausesForm(data, record=now, initial=initial)

    return edit(
        request,
        found,
        sheet,
        make_form,
        lambda form, version: set_clauses(
            agreement,
            form.get_read(),
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def add_permit(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found,
        title=_("Add a permit"),
        submit=_("Add"),
        done=_("The permit is added."),
        explanation=_(
            "Each direction is its own permit. It reaches the parts of both parties while the agreement is in force."
        ),
        why_not=_say(find_obstacle_to_change(found.stage)),
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: PermitForm(data, record=now, parties=name_parties(now)),
        lambda form, version: permit(
            agreement,
            Permitted(form.cleaned_data["action"]),
            UUID(form.cleaned_data["giver"]),
            UUID(form.cleaned_data["receiver"]),
            form.cleaned_data["clause"],
            form.cleaned_data["conditions"],
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def strike_permit(request: HttpRequest, agreement: UUID, permit: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    if permit not in {one.id for one in found.permits}:
        raise NotFoundError(gettext_noop("The agreement has no such permit."))
    sheet = make_sheet(
        found,
        title=_("Take the permit out"),
        submit=_("Take out"),
        done=_("The permit is taken out."),
        why_not=_say(find_obstacle_to_change(found.stage)),
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: StrikeForm(data, record=now),
        lambda form, version: remove_permit(
            agreement,
            permit,
            version=version,
            by=actor,
            at=timezone.now(),
            reason=form.get_reason(),
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def add_amendment(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    actor, found = open_record(request, agreement)
    sheet = make_sheet(
        found,
        title=_("Record an amendment"),
        submit=_("Record"),
        done=_("The amendment is recorded. Move the agreement to say so."),
        why_not=_say(find_obstacle_to_amend(found.stage)),
    )
    return edit(
        request,
        found,
        sheet,
        lambda data, now: AmendmentForm(data, record=now),
        lambda form, version: amend(
            agreement,
            AmendmentKind(form.cleaned_data["kind"]),
            form.cleaned_data["text"],
            form.cleaned_data["signed_on"],
            form.cleaned_data["new_end"],
            version=version,
            by=actor,
            at=timezone.now(),
        ),
    )


def _make_party_form(data: object, now: Record) -> PartyForm:
    form = PartyForm(data, record=now, is_new=True)
    typed = form.data.get("organisation", "") if form.is_bound else ""
    names, language = get_names(find_meant(typed, MOST_MEANT)), get_reader_language()
    form.propose(
        [
            (str(one.id), ", ".join(filter(None, (one.to_name(language), one.country))))
            for one in names.values()
        ]
    )
    return form


def _choose(form: PartyForm) -> UUID:
    """Return the organisation meant; `UsageError` when none is, or several are."""
    offered = [key for key, _label in form.fields["chosen"].choices]  # type: ignore[attr-defined]
    chosen = form.cleaned_data["chosen"]
    if chosen in offered:
        return UUID(chosen)
    if len(offered) == 1:
        return UUID(offered[0])
    if not offered:
        raise UsageError(
            gettext_noop("The directory knows no organisation by that name. Enter it there first.")
        )
    raise UsageError(gettext_noop("Several organisations bear such a name. Choose below."))


def _check_has(record: Record, party: UUID) -> None:
    if party not in {one.id for one in record.parties}:
        raise NotFoundError(gettext_noop("The agreement has no such party."))


def _say(why: Sentence | None) -> str:
    return say_sentence(why) if why else ""
