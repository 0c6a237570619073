"""What waits in agreements for those who keep them: opinions, signatures, ends and notices."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.agreements.life import OPEN, Stage
from cordee.agreements.models import Agreement, Gate
from cordee.agreements.periods import add_months
from cordee.agreements.portfolio import get_portfolio
from cordee.agreements.queries import find_places
from cordee.agreements.states import GATE_NAMES, GateKind
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.ledger.tasks import Task


MONTHS_AHEAD = 3
"""A quarter is what it takes to have a renewal signed."""

DECIDE = gettext_noop("Decide on the next period, or give notice by that day")
RENEW = gettext_noop("Renew it, amend it, or let it end")
SIGN = gettext_noop("Have every party sign")
OPINE = gettext_noop("Have the opinion given: {opinion}, {authority}")


def list_tasks(by: Actor, *, on: date) -> tuple[Task, ...]:
    """Return what waits in the agreements whose office `by` writes for."""
    offices = find_places(by, Action.EDIT_AGREEMENTS, on=on)
    if offices is not None and not offices:
        return ()
    return (*_list_days(offices, by, on), *_list_signatures(offices), *_list_opinions(offices))


def _list_days(offices: frozenset[UUID] | None, by: Actor, on: date) -> list[Task]:
    return [
        Task(
            Sentence(DECIDE if due.is_notice else RENEW),
            "agreement_day",
            due.line.id,
            due.line.title_fr,
            due.line.title_en,
            due.day,
        )
        for due in get_portfolio(by, on=on).list_due(add_months(on, MONTHS_AHEAD))
        if offices is None or due.line.office in offices
    ]


def _list_signatures(offices: frozenset[UUID] | None) -> list[Task]:
    rows = Agreement.objects.filter(stage=Stage.SIGNATURE.value)
    if offices is not None:
        rows = rows.filter(office__in=offices)
    return [
        Task(Sentence(SIGN), "agreement", *row)
        for row in rows.values_list("id", "title_fr", "title_en")
    ]


def _list_opinions(offices: frozenset[UUID] | None) -> list[Task]:
    rows = Gate.objects.filter(
        answer="", agreement__stage__in=[one.value for one in OPEN]
    ).select_related("agreement")
    if offices is not None:
        rows = rows.filter(agreement__office__in=offices)
    return [
        Task(
            Sentence(
                OPINE,
                {
                    "opinion": Sentence(str(GATE_NAMES[GateKind(row.kind)])),
                    "authority": row.authority,
                },
            ),
            "agreement",
            row.agreement_id,
            row.agreement.title_fr,
            row.agreement.title_en,
            row.due_on,
        )
        for row in rows
    ]
