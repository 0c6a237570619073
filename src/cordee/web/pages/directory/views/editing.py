"""What the pages of every kind of entry share: its record, the end of what hangs on it, who may keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cordee.directory.queries.access import check_sees_directory, list_own
from cordee.directory.queries.kept import refuse_unknown
from cordee.directory.queries.lines import Named, get_names
from cordee.directory.queries.organisations import list_homes
from cordee.kernel.errors import RefusedError
from cordee.ledger.audit import read_events, select_events
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor
from cordee.web.editing import Back, FormPage, answer_form
from cordee.web.pages.accounts.presenters import EventLine, present_events
from cordee.web.pages.directory.forms.organisations import EndForm
from cordee.web.pages.directory.presenters.records import RecordPage
from cordee.web.wording import get_reader_language


EVENTS_ON_A_RECORD = 10
"""The latest lines of a record's history; the audit has the rest."""


class HasId(Protocol):
    @property
    def id(self) -> UUID: ...


Part = TypeVar("Part", bound=HasId)


NAMED_BY_PROJECTS = frozenset({"organisation", "person"})
"""Kinds of records whose page shows the projects that name them."""


def show_record(
    request: HttpRequest, page: RecordPage, may_audit: bool, owner: UUID, kind: str, record: UUID
) -> HttpResponse:
    """Show a record, with the latest lines of its history for those entitled to them."""
    history: tuple[EventLine, ...] = ()
    if may_audit:
        events = select_events(frozenset({owner}), kind=kind, record=str(record))
        told = read_events(events[:EVENTS_ON_A_RECORD])
        history = present_events(told, {}, get_reader_language())
    projects = ""
    if kind in NAMED_BY_PROJECTS:
        projects = reverse("programmes:tied_projects", args=[kind, record])
    shown = {"page": page, "history": history, "projects": projects}
    return render(request, "directory/record.html", shown)


def get_homes(actor: Actor, action: Action = Action.EDIT_DIRECTORY) -> tuple[Named, ...]:
    """Return where the reader may enter things; who may nowhere is told so."""
    today = timezone.localdate()
    check_sees_directory(actor, on=today)
    homes = list_homes(actor, action, on=today)
    if not homes:
        raise RefusedError(
            gettext_noop(
                "None of your roles lets you enter anything. Ask the administrator of your organisation."
            )
        )
    return homes


def go_back() -> Back:
    """Return the way back to the search."""
    return Back(_("Directory"), reverse("directory:search"))


def find_part(parts: Iterable[Part], identifier: UUID) -> Part:
    """Return one of what hangs on a record; `NotFoundError` when nothing of that identifier does."""
    found = next((one for one in parts if one.id == identifier), None)
    if found is None:
        raise refuse_unknown()
    return found


def answer_end(
    request: HttpRequest, what: str, back: Back, part: UUID, end: Callable[..., object]
) -> HttpResponseBase:
    """Ask for the last day of something that hangs on a record, and write it by `end`."""
    form = EndForm(request.POST or None, initial={"last_day": timezone.localdate()})

    def act() -> str:
        last_day = form.cleaned_data["last_day"]
        end(part, last_day=last_day, by=get_actor(request), at=timezone.localtime())
        return back.address

    page = FormPage(
        title=_("End: {what}").format(what=what),
        back=back,
        button=_("Write its last day"),
        lead=_("It stays on the record, with its dates."),
    )
    return answer_form(request, page, form, act, done=_("The last day is written."))


def choose_home(homes: tuple[Named, ...], actor: Actor, chosen: str) -> tuple[Named, ...]:
    """Return where a new entry may be kept, with the part of one's own house it was asked from first."""
    try:
        part = UUID(chosen)
    except ValueError:
        return homes
    own = list_own(actor, Action.EDIT_OWN_TEAM, on=timezone.localdate())
    if part not in own:
        return homes
    return (*get_names([part]).values(), *(one for one in homes if one.id != part))
