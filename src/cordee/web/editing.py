"""One way to edit: a form on its own page, saved by one operation, with what stands against it said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cordee.kernel.errors import RuleError, SourceError, StaleError, UsageError
from cordee.ledger.audit import read_events, select_events
from cordee.web.errors import say_error
from cordee.web.forms import Choices
from cordee.web.wording import format_date
from cordee.web.written import Preview


@dataclass(frozen=True)
class Back:
    """Where a reader comes back to."""

    text: str
    address: str


@dataclass(frozen=True)
class FormPage:
    """What stands around a form.

    `lead` says what it is about, `note` what to know before filling it in. `why_not` is the rule that
    forbids saving as things stand: the button is off, and says so. `letters` are sent when it is pressed.
    """

    title: str
    back: Back
    button: str
    lead: str = ""
    note: str = ""
    why_not: str = ""
    letters: tuple[Preview, ...] = ()


@dataclass(frozen=True)
class Current:
    """An entry as it is now, for whoever changes it: a form of it, whose record it is, and which."""

    form: forms.Form
    organisation: UUID
    kind: str
    record: UUID


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
    read_current: Callable[[], Current] | None = None,
) -> HttpResponseBase:
    """Show a form, or do what it asks for and go to the address that `act` returns.

    What a rule forbids is said above the fields. When somebody else changed the entry meanwhile, both
    texts are shown and the next press of the button is a choice, not an accident.
    """
    compared: tuple[Difference, ...] = ()
    status, who = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                address = act()
            except StaleError as error:
                form.add_error(None, say_error(error))
                status = 409
                if read_current is not None:
                    now = read_current()
                    compared, who = _compare(form, now.form), _say_who(now)
                    # The next press of the button is made knowing the version that is shown now.
                    form.data = _set_version(request.POST, now.form)
            except (RuleError, SourceError, UsageError) as error:
                form.add_error(None, say_error(error))
            else:
                messages.success(request, done)
                return redirect(address)
    shown = {"page": page, "form": form, "compared": compared, "who": who}
    return render(request, "forms/page.html", shown, status=status)


def _compare(form: forms.Form, now: forms.Form) -> tuple[Difference, ...]:
    """Return what differs between the entry as it is now and what is about to be saved."""
    found = []
    for name in now.initial:
        if name not in form.fields or name == "version":
            continue
        theirs = now[name].initial
        if now.fields[name].has_changed(theirs, form[name].data):
            label = str(form.fields[name].label or name)
            yours = form.cleaned_data.get(name)
            found.append(Difference(label, _say(now, name, theirs), _say(form, name, yours)))
    return tuple(found)


def _set_version(sent: QueryDict, now: forms.Form) -> QueryDict:
    data = sent.copy()
    data["version"] = str(now["version"].initial)
    return data


def _say(form: forms.Form, name: str, value: object) -> str:
    """Return a value as its field shows it to a reader."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        choices: Choices = list(field.choices)  # type: ignore[arg-type]  # none of ours is grouped
        return str(dict(choices).get(str(value), "") or value or "–")
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return format_date(value)
    return str(value) if value not in (None, "") else "–"


def _say_who(now: Current) -> str:
    events = select_events(frozenset({now.organisation}), kind=now.kind, record=str(now.record))
    changes = events.exclude(action__endswith=".see").exclude(action__endswith=".download")
    last = next(iter(read_events(changes[:1])), None)
    if last is None:
        return ""
    return _("The last change is by {name}, on {day}.").format(
        name=last.actor_name, day=format_date(last.at)
    )
