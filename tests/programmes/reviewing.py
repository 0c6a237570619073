"""Reviewers of a call of Alpha, each with a link whose secret is their name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.programmes.applying import AT, DEFINITION, make_application, make_call, text

from cordee.ledger.models import Account
from cordee.ledger.queries import hash_secret
from cordee.ledger.rights import Actor
from cordee.programmes.applied import PartnerPart, Written
from cordee.programmes.models import Application, Review, Reviewer
from cordee.programmes.operations.reviews import submit_review
from cordee.programmes.reviewing.form import ReviewWritten
from cordee.programmes.reviewing.states import Recommendation


CRITERIA = [
    {"code": "science", "label": text("Science", "Science (fr)"), "most": 5, "weight": "3"},
    {"code": "team", "label": text("Team", "Équipe"), "most": 10},
]
LATER = AT + timedelta(days=25)
"""After the deadline; reviews are awaited by the last of June."""

DUE = date(2026, 6, 30)
PARTNER = PartnerPart(
    name="Zyxplanted University",
    team="Zyxplanted Lab",
    country="JP",
    contact_name="Aki Zyxplanted",
    contact_email="aki@zyxplanted.example",
    contribution="We sequence.",
)


def make_reviewed_call(blind: str = "single", rounds: int = 2, **changes: Any) -> UUID:
    """Return a call with two criteria, one question and one document that tell who applies."""
    section: Mapping[str, Any] = DEFINITION["sections"][0]
    career = {"key": "career", "kind": "text", "label": text("Career"), "is_naming": True}
    plan = {"blind": blind, "rounds": rounds, "criteria": CRITERIA}
    documents = [
        {"code": "plan", "label": text("Plan"), "is_required": False},
        {"code": "cv", "label": text("CV"), "is_required": False, "is_naming": True},
    ]
    return make_call(
        {
            "rules": [],
            "review": plan,
            "sections": [{**section, "fields": [*section["fields"], career]}],
            "documents": documents,
            **changes,
        }
    )


def submit_to(call: UUID, by: Actor, *, title: str = "Sequencing", aims: str = "To test.") -> UUID:
    """Return an application as it was submitted, with a partner and a question that name."""
    written = Written(title, "SEQ", 12, {"aims": aims, "ethics": False, "career": "Zyxplanted"})
    made = make_application(call, written=written, partners=(PARTNER,), by=by)
    Application.objects.filter(id=made).update(
        stage="submitted", submitted_at=AT, stage_since=AT, receipt="x" * 64
    )
    Account.objects.get_or_create(
        id=by.account,
        defaults={"email": f"{by.name.lower()}@cordee.example", "name": by.name, "joined_at": AT},
    )
    return made


def make_review(
    application: UUID,
    name: str = "Rita",
    *,
    stage: str = "accepted",
    number: int = 1,
    **columns: Any,
) -> UUID:
    """Return a review that somebody was asked for; their link's secret is their name."""
    row = Application.objects.select_related("call").get(id=application)
    reviewer, _ = Reviewer.objects.get_or_create(
        call=row.call,
        email=f"{name.lower()}@reviews.example",
        defaults={
            "name": name,
            "created_at": AT,
            "secret_hash": hash_secret(name),
            "lapses_at": AT + timedelta(days=365),
        },
    )
    values = {"stage_since": AT, "invited_at": AT, "due_on": DUE, **columns}
    made = Review.objects.create(
        reviewer=reviewer, application=row, round=number, stage=stage, **values
    )
    return made.id


def write(
    science: float = 4, team: float = 5, said: str = "fund", told: str = "Well done."
) -> ReviewWritten:
    scores = {"science": science, "team": team}
    return ReviewWritten(scores, {"team": "A team."}, Recommendation(said), told, "Between us.")


def review(application: UUID, name: str, written: ReviewWritten | None = None, *, number: int = 1, at: datetime = LATER) -> UUID:  # fmt: skip
    """Return a review that was written and submitted."""
    made = make_review(application, name, number=number)
    submit_review(name, made, written or write(), version=1, origin="", at=at)
    return made
