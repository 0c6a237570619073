"""The parties of an agreement: who they are, who signs for them, when they signed."""

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
from cordee.agreements.rules import find_obstacle_to_change
from cordee.agreements.states import PartyRole
from cordee.agreements.values import Record
from cordee.directory.naming import find_meant
from cordee.directory.queries import get_names
from cordee.directory.queries.search import Question, search
from cordee.directory.states import Kind, Sort
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import Sentence
from cordee.web.actors import signed_in
from cordee.web.errors import say_sentence
from cordee.web.pages.agreements.forms.parts import PartyForm, StrikeForm
from cordee.web.pages.agreements.views.editing import edit, make_sheet, open_record
from cordee.web.wording import get_reader_language


MOST_MEANT = 12
"""A name that means more organisations than this is typed more fully sooner than read through."""

ORGANISATIONS = frozenset(Sort(kind.value) for kind in Kind)
"""What the directory's search is narrowed to: whatever can be a party."""


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


def _make_party_form(data: object, now: Record) -> PartyForm:
    form = PartyForm(data, record=now, is_new=True)
    typed = form.data.get("organisation", "") if form.is_bound else ""
    names, language = get_names(_find_meant(typed)), get_reader_language()
    form.propose(
        [
            (str(one.id), ", ".join(filter(None, (one.to_name(language), one.country))))
            for one in names.values()
        ]
    )
    return form


def _find_meant(typed: str) -> tuple[UUID, ...]:
    """Return what is called so, else what the directory's search finds, typing errors forgiven."""
    found = find_meant(typed, MOST_MEANT)
    if found or not typed.strip():
        return found
    hits = search(Question(typed, ORGANISATIONS)).hits
    return tuple(hit.record for hit in hits[:MOST_MEANT])


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
