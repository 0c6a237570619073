"""Applications of past calls as the bench takes them: their facts as they were judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from cordee.directory.queries import get_parts
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.programmes.judging.bench import MOST_CASES, Case
from cordee.programmes.judging.facts import FactValue
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import BudgetLine, Judged
from cordee.programmes.states import CostCategory


def list_past_cases(instrument: UUID, *, by: Actor, on: date) -> tuple[Case, ...]:
    """Return the last judgement of each submitted application to an instrument's calls.

    Only of calls at whose office the person sees applications.
    """
    rows = Judged.objects.filter(
        application__call__instrument_version__instrument=instrument,
        application__stage=ApplicationStage.SUBMITTED.value,
    )
    reached = list_reached(by, Action.SEE_APPLICATIONS, on=on)
    if reached is not None:
        rows = rows.filter(application__call__office__in=get_parts(reached, on=on))
    latest: dict[UUID, Judged] = {}
    for row in rows.select_related("application__call").order_by("-at", "id"):
        latest.setdefault(row.application_id, row)
        if len(latest) == MOST_CASES:
            break
    budgets = _list_budgets(latest)
    return tuple(
        Case(_name(row), _read_facts(row.facts), budgets.get(identifier))
        for identifier, row in latest.items()
    )


def _name(row: Judged) -> str:
    call = row.application.call
    return f"{call.reference or call.year} · {row.application.number}"


def _read_facts(facts: Mapping[str, Any]) -> dict[str, FactValue]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
    }


def _list_budgets(latest: Mapping[UUID, Judged]) -> Mapping[UUID, Mapping[CostCategory, Decimal]]:
    found: dict[UUID, dict[CostCategory, Decimal]] = defaultdict(dict)
    lines = BudgetLine.objects.filter(application__in=list(latest), is_cofunding=False)
    for line in lines:
        of, category = found[line.application_id], CostCategory(line.category)
        of[category] = of.get(category, Decimal(0)) + line.amount
    return found
