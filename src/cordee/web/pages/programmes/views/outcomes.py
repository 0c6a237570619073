"""What an instrument produced: its awards, what grew out of them, and what publications show."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.kernel.errors import LakeError, NotFoundError
from cordee.observatory.figures.outcome_parts import FundedPair
from cordee.observatory.figures.outcomes import answer_outcomes
from cordee.programmes.queries.outcomes import Produced, get_produced
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_error
from cordee.web.lakes import get_ground
from cordee.web.pages.programmes.presenters.outcomes import (
    Compared,
    present_compared,
    present_produced,
)


@signed_in
@require_safe
def instrument_outcomes(request: HttpRequest, instrument: UUID) -> HttpResponse:
    """Show what an instrument produced to who runs it."""
    produced = get_produced(instrument, by=get_actor(request), on=timezone.localdate())
    page = present_produced(produced, _compare(produced))
    return render(request, "programmes/outcomes.html", {"page": page, "instrument": instrument})


def _compare(produced: Produced) -> Compared:
    try:
        ground = get_ground()
        pairs = [
            FundedPair(one.office, one.partner, one.year)
            for one in produced.pairs
            if one.office in ground.registry and one.partner in ground.registry
        ]
        found = answer_outcomes(ground.observatory, pairs)
    except (LakeError, NotFoundError) as error:
        return Compared(trouble=say_error(error))
    return present_compared(found, produced, ground.registry)
