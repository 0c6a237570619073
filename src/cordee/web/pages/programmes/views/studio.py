"""The studio: an instrument changed part by part, as a draft."""

from __future__ import annotations

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
from django.views.decorators.http import require_http_methods, require_safe

from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.programmes.definition.reading import read_definition
from cordee.programmes.faults import FaultyDefinitionError
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.operations.instruments import save_draft
from cordee.programmes.queries.instruments import InstrumentTold
from cordee.web.actors import get_actor, signed_in
from cordee.web.editing import Difference
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.parts import PARTS
from cordee.web.pages.programmes.forms.rows import EMPTY_ROWS, Rows
from cordee.web.pages.programmes.forms.rules import (
    list_comparison_choices,
    list_fact_choices,
    read_rule,
    write_rule,
)
from cordee.web.pages.programmes.forms.studio import ConditionRow, PartForm, RuleForm
from cordee.web.pages.programmes.forms.values import Values, dump
from cordee.web.pages.programmes.presenters.definitions import name_zone, tell_definition
from cordee.web.pages.programmes.presenters.instruments import compare
from cordee.web.pages.programmes.views.opening import open_instrument, say_fault
from cordee.web.wording import format_date, get_reader_language


@dataclass(frozen=True)
class Sheet:
    """A form of the studio with its rows. `expression` is that of a rule as it stands."""

    told: InstrumentTold
    title: str
    form: PartForm
    rows: tuple[Rows, ...] = ()
    expression: str = ""

    @property
    def above(self) -> list[forms.BoundField]:
        """Return the fields shown above the rows."""
        return [one for one in self.form.visible_fields() if one.name not in self.form.below]

    @property
    def below(self) -> list[forms.BoundField]:
        """Return the fields shown under the rows, in their order."""
        return [self.form[name] for name in self.form.below]


@signed_in
@require_safe
def studio(request: HttpRequest, instrument: UUID) -> HttpResponse:
    told = open_instrument(request, instrument)
    version = told.versions[0]
    faults = find_faults(version.definition)
    shown = {
        "told": told,
        "name": version.definition.label.to_text(get_reader_language()),
        "version": version,
        "chapters": tell_definition(version.definition),
        "faults": [say_fault(one) for one in faults],
    }
    return render(request, "programmes/studio.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
def studio_part(request: HttpRequest, instrument: UUID, part: str) -> HttpResponseBase:
    told = open_instrument(request, instrument)
    if part == "rules":
        return _show_rules(request, told)
    if part not in PARTS:
        raise NotFoundError(gettext_noop("No page has this address."))
    spec, definition = PARTS[part], told.versions[0].definition
    values = dump(definition)
    initial, rows = spec.read(values)
    zones = [(one.code, name_zone(definition, one.code)) for one in definition.zones]
    data = request.POST if request.method == "POST" else None
    listed = tuple(
        Rows(
            one.name,
            one.title,
            one.row,
            data=data,
            initial=rows[one.name],
            extra=EMPTY_ROWS if data is not None and f"more-{one.name}" in data else 0,
            make={"zones": zones} if one.has_zones else None,
        )
        for one in spec.rows
    )
    form = spec.form(data, initial={**initial, "version": told.versions[0].version})
    title = next(one.title for one in tell_definition(definition) if one.code == part)
    sheet = Sheet(told, title, form, listed)

    def make() -> Values:
        return spec.write(
            values, form.cleaned_data, {one.name: one.list_values() for one in listed}
        )

    return _answer(request, sheet, make)


@signed_in
@require_http_methods(["GET", "POST"])
def studio_rule(request: HttpRequest, instrument: UUID, rule: str) -> HttpResponseBase:
    """Show a rule by its code, or a new one under “new”."""
    told = open_instrument(request, instrument)
    definition = told.versions[0].definition
    values = dump(definition)
    place = next((n for n, one in enumerate(values["rules"]) if one["id"] == rule), None)
    if place is None and rule != "new":
        raise NotFoundError(gettext_noop("There is no such rule in this instrument."))
    initial, conditions = read_rule(values["rules"][place]) if place is not None else ({}, [])
    data = request.POST if request.method == "POST" else None
    rows = Rows(
        "conditions",
        _("Conditions"),
        ConditionRow,
        data=data,
        initial=conditions,
        extra=EMPTY_ROWS if data is not None and "more-conditions" in data else 0,
        make={
            "facts": list_fact_choices(definition),
            "comparisons": list_comparison_choices(),
        },
    )
    form = RuleForm(data, initial={**initial, "version": told.versions[0].version})
    title = initial.get("label_en" if get_reader_language() == "en" else "label_fr")
    sheet = Sheet(
        told, title or _("A new rule"), form, (rows,), expression=initial.get("expression", "")
    )

    def make() -> Values:
        rules = list(values["rules"])
        if form.cleaned_data["is_removed"]:
            made = []
        else:
            made = [write_rule(form.cleaned_data, rows.list_values(), definition)]
        if place is None:
            rules += made
        else:
            rules[place : place + 1] = made
        return {**values, "rules": rules}

    return _answer(
        request, sheet, make, back=reverse("programmes:studio_part", args=[told.id, "rules"])
    )


def _answer(request: HttpRequest, sheet: Sheet, make: Any, *, back: str = "") -> HttpResponseBase:
    """Show a sheet, add a row to it, or save what it says and go back to the studio."""
    status, wrong = 200, tuple[str, ...]()
    compared, who = tuple[Difference, ...](), ""
    is_asked_for_rows = any(f"more-{one.name}" in request.POST for one in sheet.rows)
    is_saved = request.method == "POST" and not is_asked_for_rows
    if is_saved:
        status = 422
        if all([sheet.form.is_valid(), *(one.is_valid() for one in sheet.rows)]):
            said = sheet.form.cleaned_data
            try:
                save_draft(
                    sheet.told.id,
                    make(),
                    version=said["version"],
                    note=said["note"],
                    by=get_actor(request),
                    at=timezone.localtime(),
                )
            except FaultyDefinitionError as error:
                wrong = tuple(map(say_fault, error.faults))
            except StaleError as error:
                status, wrong = 409, (say_error(error),)
                compared, who = _compare(sheet, make()), _say_who(sheet.told)
                # The next press of the button is made knowing what is shown now.
                sheet.form.data = {**request.POST.dict(), "version": sheet.told.versions[0].version}
            except RuleError as error:
                wrong = (say_error(error),)
            else:
                messages.success(request, _("Saved as a draft."))
                return redirect(back or reverse("programmes:studio", args=[sheet.told.id]))
    shown = {
        "sheet": sheet,
        "name": sheet.told.versions[0].definition.label.to_text(get_reader_language()),
        "wrong": wrong,
        "compared": compared,
        "who": who,
        "shows_errors": is_saved,
        "back": back or reverse("programmes:studio", args=[sheet.told.id]),
    }
    return render(request, "programmes/studio_part.html", shown, status=status)


def _compare(sheet: Sheet, values: Values) -> tuple[Difference, ...]:
    """Return what the instrument, as somebody left it meanwhile, says other than what is about to be saved."""
    mine, _faults = read_definition(values)
    if mine is None:
        return ()
    return tuple(
        Difference(f"{one.chapter}: {one.label}", one.before or "–", one.after or "–")
        for one in compare(sheet.told.versions[0].definition, mine)
    )


def _say_who(told: InstrumentTold) -> str:
    last = told.versions[0]
    return _("The last change is by {name}, on {day}.").format(
        name=last.changed_by or "?", day=format_date(last.changed_at)
    )


def _show_rules(request: HttpRequest, told: InstrumentTold) -> HttpResponse:
    definition = told.versions[0].definition
    chapter = next(one for one in tell_definition(definition) if one.code == "rules")
    rules = [
        (line, reverse("programmes:studio_rule", args=[told.id, line.key.partition(".")[2]]))
        for line in chapter.lines
    ]
    shown = {
        "told": told,
        "name": definition.label.to_text(get_reader_language()),
        "rules": rules,
    }
    return render(request, "programmes/studio_rules.html", shown)
