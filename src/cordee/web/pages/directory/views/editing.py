"""What every form of the directory does with what is sent to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cordee.directory.queries.access import check_sees_directory, list_own
from cordee.directory.queries.lines import Named, get_names
from cordee.directory.queries.organisations import list_homes
from cordee.kernel.errors import RefusedError, RuleError, StaleError
from cordee.ledger.audit import Told, read_events, select_events
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.errors import say_error
from cordee.web.pages.accounts.presenters import EventLine, present_events
from cordee.web.pages.directory.presenters.records import Act, RecordPage
from cordee.web.wording import format_date, get_reader_language


EVENTS_ON_A_RECORD = 10
"""The latest lines of a record's history; the audit has the rest."""


@dataclass(frozen=True)
class FormPage:
    """What stands around a form."""

    title: str
    back: Act
    button: str
    lead: str = ""


@dataclass(frozen=True)
class Current:
    """An entry as it is now, for whoever changes it: its version, the form's values, its owner."""

    kind: str
    record: UUID
    organisation: UUID
    version: int
    initial: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else left different from what is about to be saved."""

    label: str
    theirs: str
    yours: str


def answer_form(
    request: HttpRequest,
    page: FormPage,
    form: forms.Form,
    act: Callable[[], str],
    *,
    done: str,
    current: Callable[[], Current] | None = None,
) -> HttpResponseBase:
    """Show a form, or do what it asks for and go to the address that `act` returns.

    What a rule forbids is said above the fields. When somebody else changed the entry meanwhile,
    both texts are shown and the next press of the button is a choice, not an accident.
    """
    compared: tuple[Difference, ...] = ()
    status, who = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            address = act()
        except StaleError as error:
            form.add_error(None, say_error(error))
            status = 409
            if current is not None:
                now = current()
                compared, who = _compare(form, now), _say_who(now)
        except RuleError as error:
            form.add_error(None, say_error(error))
        else:
            messages.success(request, done)
            return redirect(address)
    shown = {"page": page, "form": form, "compared": compared, "who": who}
    return render(request, "directory/form.html", shown, status=status)


def get_last_change(organisation: UUID, kind: str, record: UUID) -> Told | None:
    """Return the last event of a record, to say whom to ask."""
    last = select_events(frozenset({organisation}), kind=kind, record=str(record))[:1]
    return next(iter(read_events(last)), None)


def _compare(form: forms.Form, now: Current) -> tuple[Difference, ...]:
    # The next press of the button is made knowing the version that is shown now.
    form.data = {**{name: form.data.get(name) for name in form.data}, "version": str(now.version)}
    found = []
    for name, theirs in now.initial.items():
        yours = form.cleaned_data.get(name)
        if name in form.fields and name != "version" and (theirs or "") != (yours or ""):
            label = str(form.fields[name].label or name)
            found.append(Difference(label, str(theirs or "–"), str(yours or "–")))
    return tuple(found)


def _say_who(now: Current) -> str:
    last = get_last_change(now.organisation, now.kind, now.record)
    if last is None:
        return ""
    return _("The last change is by {name}, on {day}.").format(
        name=last.actor_name, day=format_date(last.at)
    )


def show_record(
    request: HttpRequest, page: RecordPage, may_audit: bool, owner: UUID, kind: str, record: UUID
) -> HttpResponse:
    """Show a record, with the latest lines of its history for those entitled to them."""
    history: tuple[EventLine, ...] = ()
    if may_audit:
        events = select_events(frozenset({owner}), kind=kind, record=str(record))
        told = read_events(events[:EVENTS_ON_A_RECORD])
        history = present_events(told, {}, get_reader_language())
    return render(request, "directory/record.html", {"page": page, "history": history})


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


def go_back() -> Act:
    """Return the way back to the search."""
    return Act(_("Directory"), reverse("directory:search"))


def go_to(name: str, address: str) -> Act:
    """Return the way back to a record."""
    return Act(name, address)


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
