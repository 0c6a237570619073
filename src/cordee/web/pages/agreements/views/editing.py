"""One way to edit: show a form on its own page, save it by one operation, say what stands against it."""

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

from cordee.agreements.queries import NOTHING_HERE, get_record, is_kept_by
from cordee.agreements.values import Record
from cordee.directory.queries import get_names
from cordee.kernel.errors import NotFoundError, RuleError, SourceError, StaleError, UsageError
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.web.actors import get_actor
from cordee.web.errors import say_error
from cordee.web.pages.agreements.forms.base import Choices
from cordee.web.wording import format_date, get_reader_language


MakeForm = Callable[[Mapping[str, Any] | None, Record], Any]
Save = Callable[[Any, int], object]


@dataclass(frozen=True)
class Sheet:
    """What a page with one form shows around it."""

    title: str
    of: str
    back: str
    submit: str
    done: str
    why_not: str = ""
    explanation: str = ""
    differences: tuple[tuple[str, str], ...] = ()


def open_record(request: HttpRequest, agreement: UUID) -> tuple[Actor, Record]:
    """Return who asks and the record, for who keeps it; for anybody else there is none."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_record(agreement, by=actor, on=today)
    if not is_kept_by(record, Action.EDIT_AGREEMENTS, by=actor, on=today):
        # A page that only writes is no page for who only reads.
        raise NotFoundError(NOTHING_HERE)
    return actor, record


def make_sheet(record: Record, **changes: str) -> Sheet:
    """Return a sheet that goes back to the record."""
    back = reverse("agreements:record", args=[record.id])
    values = {"of": record.to_title(get_reader_language()), "back": back, **changes}
    return Sheet(**values)  # type: ignore[arg-type]


def name_parties(record: Record) -> Choices:
    """Return the parties as choices."""
    names = get_names(one.organisation for one in record.parties)
    language = get_reader_language()
    return [
        (str(one.organisation), names[one.organisation].to_name(language))
        for one in record.parties
        if one.organisation in names
    ]


def edit(
    request: HttpRequest, record: Record, sheet: Sheet, make_form: MakeForm, save: Save
) -> HttpResponseBase:
    """Show the form, or save it and go back to the record.

    When somebody else changed the record meanwhile, the form comes back with what was typed and, beside
    it, what the record says now; nothing is overwritten unless it is saved once more.
    """
    if request.method != "POST":
        return show_sheet(request, sheet, make_form(None, record))
    form = make_form(request.POST, record)
    if not form.is_valid():
        return show_sheet(request, sheet, form, status=422)
    try:
        save(form, form.cleaned_data["version"])
    except StaleError as error:
        actor = get_actor(request)
        now = get_record(record.id, by=actor, on=timezone.localdate())
        typed = request.POST.copy()
        typed["version"] = str(now.version)
        form = make_form(typed, now)
        form.add_error(None, say_error(error))
        found = Sheet(**{**vars(sheet), "differences": _list_differences(form)})
        return show_sheet(request, found, form, status=409)
    except (RuleError, UsageError, SourceError) as error:
        form.add_error(None, say_error(error))
        return show_sheet(request, sheet, form, status=422)
    messages.success(request, sheet.done)
    return redirect(sheet.back)


def show_sheet(
    request: HttpRequest, sheet: Sheet, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    """Render a page with one form."""
    page = {"sheet": sheet, "form": form}
    return render(request, "agreements/sheet.html", page, status=status)


def _list_differences(form: forms.Form) -> tuple[tuple[str, str], ...]:
    """Return what the record says now in each field where the form says something else."""
    found = []
    for name in form.changed_data:
        field = form[name]
        if name in {"version", "reason", "file"}:
            continue
        now: object = field.initial
        if isinstance(field.field, forms.ChoiceField):
            now = dict(field.field.choices).get(now, now)  # type: ignore[arg-type]
        elif hasattr(now, "isoformat"):
            now = format_date(now)  # type: ignore[arg-type]
        found.append((str(field.label), "–" if now in {None, ""} else str(now)))
    return tuple(found)
