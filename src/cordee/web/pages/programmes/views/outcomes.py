"""What an instrument produced: its awards, what grew out of them, and what publications show."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from cordee.kernel.errors import LakeError, NotFoundError
from cordee.observatory.figures.outcome_parts import YEARS_AROUND, FundedPair, OutcomeChoice
from cordee.programmes.queries.outcomes import Produced, get_produced
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.jobs import TooManyJobsError
from cordee.web.kept_outcomes import Asked, kept_outcomes
from cordee.web.lakes import get_ground
from cordee.web.pages.observatory.views import stream_csv
from cordee.web.pages.programmes.presenters.outcome_tables import (
    MEDIA_TYPE,
    list_tables,
    write_book,
)
from cordee.web.pages.programmes.presenters.outcomes import (
    Compared,
    Found,
    present_compared,
    present_produced,
)


SPANS = (1, 2, 3, 5)
"""Years before and after an award that can be looked at: a young instrument has no more than one yet."""


@signed_in
@require_safe
def instrument_outcomes(request: HttpRequest, instrument: UUID) -> HttpResponse:
    """Show what an instrument produced to who runs it; by htmx what changes once pairs are compared."""
    produced = get_produced(instrument, by=get_actor(request), on=timezone.localdate())
    years = _read_span(request)
    address = reverse("programmes:instrument_outcomes", args=[instrument])
    page = present_produced(produced, _present(produced, years, request))
    is_part = bool(getattr(request, "htmx", False))
    template = "programmes/outcome_panels.html" if is_part else "programmes/outcomes.html"
    shown = {
        "page": page,
        "instrument": instrument,
        "years": years,
        "spans": [(one, f"{address}?years={one}") for one in SPANS],
        "address": f"{address}?years={years}",
    }
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_safe
def outcomes_file(
    request: HttpRequest, instrument: UUID, table: str, form: str
) -> HttpResponseBase:
    """Hand out one table of the page as CSV, or all of them as an Excel workbook."""
    produced = get_produced(instrument, by=get_actor(request), on=timezone.localdate())
    years = _read_span(request)
    try:
        found = _find(produced, years, request)
    except (LakeError, NotFoundError, TooManyJobsError):
        found = None
    else:
        if found is None:
            # It is being reckoned: the page says so, and gives the file once it is there.
            return redirect(
                reverse("programmes:instrument_outcomes", args=[instrument]) + f"?years={years}"
            )
    tables = {one.name: one for one in list_tables(produced, found)}
    name = f"{produced.told.code}-outcomes"
    if (table, form) == ("all", "xlsx"):
        response = HttpResponse(write_book(tables.values()), content_type=MEDIA_TYPE)
        response.headers["Content-Disposition"] = f'attachment; filename="cordee-{name}.xlsx"'
        return response
    if form != "csv" or table not in tables:
        raise NotFoundError(gettext_noop("No page has this address."))
    chosen = tables[table]
    return stream_csv(iter((chosen.headers, *chosen.rows)), f"{name}-{table}")


def _read_span(request: HttpRequest) -> int:
    given = request.GET.get("years", "")
    return int(given) if given in {str(one) for one in SPANS} else YEARS_AROUND


def _present(produced: Produced, years: int, request: HttpRequest) -> Compared:
    try:
        found = _find(produced, years, request)
    except (LakeError, NotFoundError, TooManyJobsError) as error:
        return Compared(trouble=say_error(error))
    return present_compared(found, produced) if found else Compared(is_going=True)


def _find(produced: Produced, years: int, request: HttpRequest) -> Found | None:
    """Return what became of the pairs, None while that is being reckoned."""
    ground = get_ground()
    pairs = tuple(
        FundedPair(one.office, one.partner, one.year)
        for one in produced.pairs
        if one.office in ground.registry and one.partner in ground.registry
    )
    found = kept_outcomes.ask(
        ground,
        Asked(tuple(sorted(set(pairs))), OutcomeChoice(years=years)),
        owner=f"outcomes {get_actor(request).account}",
        label=_("What it produced"),
        back=reverse("programmes:instrument_outcomes", args=[produced.told.id]),
    )
    return Found(found, ground.registry) if found else None
