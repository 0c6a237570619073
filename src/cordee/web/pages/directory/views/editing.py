"""What every form of the directory does with what is sent to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cordee.kernel.errors import RuleError, StaleError
from cordee.ledger.audit import Told, read_events, select_events
from cordee.web.errors import say_error
from cordee.web.pages.directory.presenters.records import Act
from cordee.web.wording import format_date


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
