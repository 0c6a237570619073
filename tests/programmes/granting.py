"""Awards for the tests of projects: Paul's application to a call of Alpha, funded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.agreements.cast import ALICE, ALPHA, AT, BETA
from tests.programmes.applying import PARTNER, PAUL, make_application, make_call

from cordee.ledger.models import Account
from cordee.programmes.granting.values import ProjectDraft
from cordee.programmes.models import Application, Decision, Project
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.operations.projects import create_from_award, create_project
from cordee.programmes.selecting.states import DecisionKind


STARTS = date(2026, 7, 1)
ENDS = date(2027, 6, 30)
REPORTS = [
    {"kind": "scientific", "every_months": 6},
    {"kind": "financial", "before_end_months": 1},
]


def make_award(*, amount: Decimal | None = Decimal(8000), **changes: Any) -> UUID:
    """Return an award of Paul's application, whose instrument asks for three reports in a year."""
    Account.objects.get_or_create(
        id=PAUL.account,
        defaults={"email": "paul@cordee.example", "name": "Paul", "joined_at": AT},
    )
    call = make_call({"reports": REPORTS, **changes})
    partner = replace(PARTNER, name="Beta", organisation=BETA, country="DE")
    application = make_application(call, partners=(partner,))
    Application.objects.filter(id=application).update(
        stage="submitted", submitted_at=AT, receipt="x" * 64
    )
    row = Decision.objects.create(
        application_id=application,
        kind=DecisionKind.FUND.value,
        amount=amount,
        currency="EUR" if amount is not None else "",
        decided_at=AT,
        decided_by="Alice",
    )
    return row.id


def make_project(**changes: Any) -> UUID:
    """Return the project of such an award, from July to June."""
    award = make_award(**changes)
    return create_from_award(award, starts_on=STARTS, months=None, by=ALICE, at=AT)


def make_grant(**changes: Any) -> UUID:
    """Return a grant from elsewhere, kept by Alpha."""
    values = {
        "title": "Tests of organoids",
        "acronym": "ORGANO",
        "funder": "European Commission",
        "programme": "HORIZON",
        "grant_number": "101000001",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2028, 12, 31),
        **changes,
    }
    return create_project(ProjectDraft(**values), office=ALPHA, by=ALICE, at=AT)


def who(project: UUID, by: Any = ALICE) -> Who:
    return Who(by, AT, Project.objects.get(id=project).version)
