"""A call of Alpha that a committee decides on: three eligible applications, and who sits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.agreements.cast import ALICE
from tests.programmes.applying import AT, make_application, make_call, text

from cordee.ledger.rights import Actor
from cordee.programmes.applied import Money, PartnerPart, Written
from cordee.programmes.calling.values import InBoth
from cordee.programmes.models import Application, Review, Reviewer
from cordee.programmes.operations.applications import submit_application
from cordee.programmes.operations.decisions import decide
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import Ruling
from cordee.programmes.states import CostCategory


LATER = AT + timedelta(days=30)
"""When the committee sits: after the deadline."""

WHY = InBoth("Parce que.", "Because.")
REVIEW = {"criteria": [{"code": "science", "label": text("Science"), "most": 5}]}
WITHOUT_COMMITTEE: dict[str, Any] = {"rules": [], "documents": []}
WITH_COMMITTEE: dict[str, Any] = {**WITHOUT_COMMITTEE, "review": REVIEW}
PARTNERS = {
    "JP": PartnerPart(name="University of Tokyo", team="T", country="JP", contribution="We test."),
    "DE": PartnerPart(name="Charité", team="C", country="DE", contribution="We test."),
}


def make_selection_call(changes: Mapping[str, Any] | None = None, **columns: Any) -> UUID:
    """Return a call with an envelope of 20,000 and at most two awards, of an instrument with a committee."""
    columns = {"envelope": Decimal(20_000), "currency": "EUR", "most_awards": 2, **columns}
    return make_call(WITH_COMMITTEE if changes is None else changes, **columns)


def submit(call: UUID, title: str, by: Actor, *, amount: int = 8000, country: str = "JP") -> UUID:
    """Return an application that was submitted to a call, and is eligible."""
    written = Written(
        title=title,
        months=12,
        answers={"aims": "To test.", "ethics": False},
        budget=(Money(CostCategory.TRAVEL, Decimal(amount)),),
    )
    made = make_application(call, written=written, partners=(PARTNERS[country],), by=by)
    submit_application(made, by=by, at=AT + timedelta(hours=1))
    return made


def rule(
    application: UUID,
    kind: DecisionKind = DecisionKind.FUND,
    amount: int | None = 8000,
    *,
    reason: InBoth = WHY,
    known: UUID | None = None,
    item: UUID | None = None,
    by: Actor = ALICE,
    at: datetime = LATER,
) -> UUID:
    """Decide on an application; amounts go with what gives money alone."""
    money = (
        Decimal(amount) if amount and kind in {DecisionKind.FUND, DecisionKind.RESERVE} else None
    )
    return decide(application, Ruling(kind, money, reason), known=known, item=item, by=by, at=at)


def score(application: UUID, *points: int) -> None:
    """Enter a submitted review for each of the points out of five."""
    row = Application.objects.get(id=application)
    for number, one in enumerate(points):
        reviewer, _ = Reviewer.objects.get_or_create(
            call=row.call,
            email=f"rita{number}@reviews.example",
            defaults={"name": f"Rita {number}", "created_at": AT},
        )
        Review.objects.create(
            reviewer=reviewer,
            application=row,
            stage="submitted",
            stage_since=AT,
            scores={"science": one},
            recommendation="fund",
            submitted_at=AT,
        )
