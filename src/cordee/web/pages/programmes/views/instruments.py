"""Instruments as everybody reads them: the list, a record, its versions, the definition as a file."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.directory.queries import get_names
from cordee.directory.queries.organisations import list_homes
from cordee.ledger.states import Action
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.queries.instruments import (
    InstrumentTold,
    VersionTold,
    get_instrument,
    get_version,
    list_instruments,
)
from cordee.programmes.queries.public_awards import list_public_awards
from cordee.web.actors import get_actor
from cordee.web.pages.programmes.forms.instruments import CompareForm, CountryForm
from cordee.web.pages.programmes.presenters.instruments import (
    compare,
    group_by_aim,
    present_instrument,
    present_versions,
)
from cordee.web.pages.programmes.presenters.public_awards import present_public_awards
from cordee.web.wording import get_reader_language


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    actor, today = get_actor(request), timezone.localdate()
    found = list_instruments(by=actor, on=today)
    homes = list_homes(actor, Action.RUN_PROGRAMMES, on=today) if actor.is_signed_in else ()
    shown = {
        "groups": group_by_aim(found, get_names(one.office for one in found)),
        "count": len(found),
        "may_define": bool(homes),
    }
    return render(request, "programmes/instruments.html", shown)


@require_safe
def instrument(request: HttpRequest, instrument: UUID) -> HttpResponse:
    told = get_instrument(instrument, by=get_actor(request), on=timezone.localdate())
    return _show(request, told, told.shown)


@require_safe
def instrument_version(request: HttpRequest, version: UUID) -> HttpResponse:
    told, found = get_version(version, by=get_actor(request), on=timezone.localdate())
    return _show(request, told, found)


@require_safe
def instrument_json(request: HttpRequest, version: UUID) -> HttpResponse:
    told, found = get_version(version, by=get_actor(request), on=timezone.localdate())
    text = json.dumps(write_definition(found.definition), ensure_ascii=False, indent=2) + "\n"
    name = f"{told.code}-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_safe
def instrument_history(request: HttpRequest, instrument: UUID) -> HttpResponse:
    told = get_instrument(instrument, by=get_actor(request), on=timezone.localdate())
    by_number = {one.number: one for one in told.versions}
    numbers = sorted(by_number, reverse=True)
    asked = {"before": numbers[1] if len(numbers) > 1 else numbers[0], "after": numbers[0]}
    form = CompareForm({**asked, **request.GET.dict()}, numbers)
    pair = form.cleaned_data if form.is_valid() else asked
    before, after = by_number[pair["before"]], by_number[pair["after"]]
    shown = {
        "told": told,
        "name": told.shown.definition.label.to_text(get_reader_language()),
        "versions": present_versions(told),
        "form": form if len(numbers) > 1 else None,
        "changes": compare(before.definition, after.definition),
        "before": before.number,
        "after": after.number,
    }
    return render(request, "programmes/instrument_history.html", shown)


def _show(request: HttpRequest, told: InstrumentTold, version: VersionTold) -> HttpResponse:
    form = CountryForm(request.GET or None)
    country = form.cleaned_data["country"] if form.is_valid() else ""
    named = get_names([told.office]).get(told.office)
    office = named.to_name(get_reader_language()) if named else ""
    page = present_instrument(told, version, office, country=country, on=timezone.localdate())
    return render(
        request,
        "programmes/instrument.html",
        {
            "page": page,
            "form": form,
            "told": told,
            "version": version,
            "awards": present_public_awards(
                list_public_awards(told.id, zone=timezone.get_current_timezone())
            ),
        },
    )
