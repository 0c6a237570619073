"""Applications and awards with partners in a country, counted for who may see applications."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from cordee.directory.queries import get_parts
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.definition.parts import Bilingual
from cordee.programmes.models import Application, Decision, Partner
from cordee.programmes.selecting.states import DecisionKind


@dataclass(frozen=True)
class Applied:
    """What was submitted with partners in a country to calls of one instrument, and what was awarded.

    Money is by currency and never added up over currencies.
    """

    instrument: Bilingual
    submitted: int
    awards: int
    money: tuple[tuple[str, Decimal], ...]


def count_applied(country: str, *, by: Actor, on: date) -> tuple[Applied, ...]:
    """Return the counts by instrument, at the offices whose applications a person sees."""
    reached = list_reached(by, Action.SEE_APPLICATIONS, on=on)
    if reached is not None and not reached:
        return ()
    there = Partner.objects.filter(application=OuterRef("id"), country=country)
    rows = Application.objects.filter(Exists(there), submitted_at__isnull=False)
    if reached is not None:
        rows = rows.filter(call__office__in=get_parts(reached, on=on))
    names: dict[str, Bilingual] = {}
    submitted: defaultdict[str, int] = defaultdict(int)
    codes = {}
    for application, definition in rows.order_by("call__year", "number").values_list(
        "id", "call__definition"
    ):
        # The instrument as the latest call froze it gives the name.
        assert definition is not None  # Frozen at publication, before which nobody applies.
        code = definition["code"]
        names[code] = Bilingual(**definition["label"])
        codes[application] = code
        submitted[code] += 1
    awards: defaultdict[str, int] = defaultdict(int)
    money: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    decided = Decision.objects.filter(
        kind=DecisionKind.FUND.value, replaced_by__isnull=True, application__in=rows.order_by()
    )
    for one in decided:
        code = codes[one.application_id]
        awards[code] += 1
        if one.amount is not None:
            money[code][one.currency] += one.amount
    return tuple(
        Applied(names[code], count, awards[code], tuple(sorted(money[code].items())))
        for code, count in sorted(submitted.items(), key=lambda one: (-one[1], one[0]))
    )
