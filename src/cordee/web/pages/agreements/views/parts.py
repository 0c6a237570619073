"""What belongs to an agreement: its opinions, clauses, permits and amendments."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from cordee.agreements.operations.terms import add_amendment as amend
from cordee.agreements.operations.terms import add_gate as list_gate
from cordee.agreements.operations.terms import add_permit as permit
from cordee.agreements.operations.terms import answer_gate, remove_gate, remove_permit, set_clauses
from cordee.agreements.rules import (
    find_obstacle_to_amend,
    find_obstacle_to_change,
    find_obstacle_to_opinions,
)
from cordee.agreements.states import AmendmentKind, GateKind, Permitted
from cordee.agreements.values import Record
from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError
from cordee.web.actors import signed_in
from cordee.web.forms import Choices
from cordee.web.pages.agreements.forms.parts import (
    AmendmentForm,
    AnswerForm,
    ClausesForm,
    GateForm,
    PermitForm,
)
from cordee.web.pages.agreements.views.editing import edit, make_page, open_record, strike
from cordee.web.wording import get_reader_language


@signed_in
@require_http_methods(["GET", "POST"])
def add_gate(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    page = make_page(
        found, _("List an opinion"), _("List"), obstacle=find_obstacle_to_opinions(found.stage)
    )
    return edit(
        request,
        found,
        page,
        lambda data, now: GateForm(data, record=now),
        lambda form, who: list_gate(
            agreement,
            GateKind(form.cleaned_data["kind"]),
            form.cleaned_data["authority"],
            is_blocking=form.cleaned_data["is_blocking"],
            due_on=form.cleaned_data["due_on"],
            **who,
        ),
        done=_("The opinion is listed."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def gate(request: HttpRequest, agreement: UUID, gate: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    page = make_page(
        found, _("Record the answer"), _("Save"), obstacle=find_obstacle_to_opinions(found.stage)
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
        page,
        make_form,
        lambda form, who: answer_gate(agreement, gate, form.get_answer(), **who),
        done=_("The answer is recorded."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def strike_gate(request: HttpRequest, agreement: UUID, gate: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    if gate not in {one.id for one in found.gates or ()}:
        raise NotFoundError(gettext_noop("The agreement has no such opinion."))
    page = make_page(
        found, _("Strike the opinion"), _("Strike"), obstacle=find_obstacle_to_opinions(found.stage)
    )
    return strike(request, found, page, gate, remove_gate, done=_("The opinion is struck."))


@signed_in
@require_http_methods(["GET", "POST"])
def clauses(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    page = make_page(found, _("Clauses"), _("Save"), obstacle=find_obstacle_to_change(found.stage))

    def make_form(data: object, now: Record) -> ClausesForm:
        initial: dict[str, object] = {}
        for one in now.clauses:
            initial[one.kind.value] = one.state.value if one.state else ""
            initial[f"{one.kind.value}_text"] = one.text
        return ClausesForm(data, record=now, initial=initial)

    return edit(
        request,
        found,
        page,
        make_form,
        lambda form, who: set_clauses(agreement, form.get_read(), **who, reason=form.get_reason()),
        done=_("The clauses are filled in."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def add_permit(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    note = _(
        "Each direction is its own permit. It reaches the parts of both parties while the agreement is in force."
    )
    obstacle = find_obstacle_to_change(found.stage)
    page = make_page(found, _("Add a permit"), _("Add"), note=note, obstacle=obstacle)
    return edit(
        request,
        found,
        page,
        lambda data, now: PermitForm(data, record=now, parties=_list_parties(now)),
        lambda form, who: permit(
            agreement,
            Permitted(form.cleaned_data["action"]),
            UUID(form.cleaned_data["giver"]),
            UUID(form.cleaned_data["receiver"]),
            form.cleaned_data["clause"],
            form.cleaned_data["conditions"],
            **who,
            reason=form.get_reason(),
        ),
        done=_("The permit is added."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def strike_permit(request: HttpRequest, agreement: UUID, permit: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    if permit not in {one.id for one in found.permits}:
        raise NotFoundError(gettext_noop("The agreement has no such permit."))
    page = make_page(
        found,
        _("Take the permit out"),
        _("Take out"),
        obstacle=find_obstacle_to_change(found.stage),
    )
    return strike(request, found, page, permit, remove_permit, done=_("The permit is taken out."))


@signed_in
@require_http_methods(["GET", "POST"])
def add_amendment(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    found = open_record(request, agreement)
    page = make_page(
        found, _("Record an amendment"), _("Record"), obstacle=find_obstacle_to_amend(found.stage)
    )
    return edit(
        request,
        found,
        page,
        lambda data, now: AmendmentForm(data, record=now),
        lambda form, who: amend(
            agreement,
            AmendmentKind(form.cleaned_data["kind"]),
            form.cleaned_data["text"],
            form.cleaned_data["signed_on"],
            form.cleaned_data["new_end"],
            **who,
        ),
        done=_("The amendment is recorded. Move the agreement to say so."),
    )


def _list_parties(record: Record) -> Choices:
    names = get_names(one.organisation for one in record.parties)
    language = get_reader_language()
    return [
        (str(one.organisation), names[one.organisation].to_name(language))
        for one in record.parties
        if one.organisation in names
    ]
