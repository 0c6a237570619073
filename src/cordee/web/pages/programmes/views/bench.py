"""The bench: real or invented past applications run through a draft before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.definition.parts import Definition
from cordee.programmes.faults import FaultyDefinitionError
from cordee.programmes.judging.bench import Case, read_cases, run_bench, write_template
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.judging.facts import list_facts
from cordee.programmes.queries.past import list_past_cases
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.pages.programmes.forms.bench import BenchForm
from cordee.web.pages.programmes.presenters.bench import present_bench
from cordee.web.pages.programmes.views.opening import open_instrument
from cordee.web.wording import get_reader_language


MOST_BYTES = 4_000_000


@signed_in
@require_http_methods(["GET", "POST"])
def bench(request: HttpRequest, instrument: UUID) -> HttpResponse:
    told = open_instrument(request, instrument)
    after = told.versions[0].definition
    before = told.published.definition if told.published else None
    form = BenchForm(request.POST or None, request.FILES or None)
    page, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _check_runs(after)
                cases = _list_cases(request, instrument, form.cleaned_data, after)
                report = run_bench(before, after, cases, on=timezone.localdate())
            except (RuleError, UsageError) as error:
                form.add_error(None, say_error(error))
            else:
                page, status = present_bench(report, before, after), 200
    shown = {
        "told": told,
        "name": after.label.to_text(get_reader_language()),
        "form": form,
        "page": page,
        "facts": list_facts(after),
    }
    return render(request, "programmes/bench.html", shown, status=status)


@signed_in
@require_safe
def bench_template(request: HttpRequest, instrument: UUID) -> HttpResponse:
    told = open_instrument(request, instrument)
    headers = {"Content-Disposition": f'attachment; filename="{told.code}-bench.csv"'}
    text = write_template(told.versions[0].definition)
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _check_runs(definition: Definition) -> None:
    """Raise unless the draft's rules run: one that could fail is no rule to try."""
    faults = find_faults(definition)
    if faults:
        raise FaultyDefinitionError(faults)


def _list_cases(
    request: HttpRequest, instrument: UUID, said: Mapping[str, Any], after: Definition
) -> tuple[Case, ...]:
    if said["source"] == "past":
        cases = list_past_cases(instrument, by=get_actor(request), on=timezone.localdate())
        if not cases:
            raise UsageError(
                gettext_noop(
                    "No application to this instrument was judged yet. Try a table of invented ones."
                )
            )
        return cases
    file = said["file"]
    if file is None:
        return read_cases(said["text"], after)
    if file.size > MOST_BYTES:
        raise UsageError(gettext_noop("The file is larger than a table of the bench can be."))
    try:
        return read_cases(file.read().decode("utf-8-sig"), after)
    except UnicodeDecodeError:
        raise UsageError(gettext_noop("The table is not written in UTF-8. Save it so.")) from None
