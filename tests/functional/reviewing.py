"""Prepare a ledger that is served for a journey: a call that has closed, with an application to review.

Run as a program over the ledger's own settings; it says what it made as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import django


REPORTS = [
    {"kind": "scientific", "every_months": 6},
    {"kind": "financial", "before_end_months": 1},
]


def main() -> dict[str, str]:
    django.setup()
    # Models are there to be imported only once Django is ready.
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from tests.agreements.cast import ALICE, TEAM, make_actor, make_directory  # noqa: PLC0415
    from tests.integration.agreements.conftest import open_account  # noqa: PLC0415
    from tests.programmes.applying import AT, make_application  # noqa: PLC0415
    from tests.programmes.reviewing import PARTNER, make_reviewed_call  # noqa: PLC0415

    from cordee.ledger.rights import Actor  # noqa: PLC0415
    from cordee.ledger.states import Role  # noqa: PLC0415
    from cordee.programmes.applied import Money, Written  # noqa: PLC0415
    from cordee.programmes.models import Application, Call  # noqa: PLC0415
    from cordee.programmes.operations.applications import submit_application  # noqa: PLC0415
    from cordee.programmes.states import CostCategory  # noqa: PLC0415

    def sign_in(actor: Actor) -> str:
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(open_account(actor), backend=backend)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    make_directory()
    lucie = make_actor("Lucie", Role.TEAM_LEAD, TEAM)
    sessions = {"officer": sign_in(ALICE), "applicant": sign_in(lucie)}
    call = make_reviewed_call("double", reports=REPORTS)
    answers = {"aims": "To test.", "ethics": False, "career": "Twenty years."}
    budget = (Money(CostCategory.TRAVEL, Decimal(8000)),)
    written = Written("Rare tumours", "RARE", 12, answers, budget=budget)
    application = make_application(call, written=written, partners=(PARTNER,), by=lucie)
    submit_application(application, by=lucie, at=AT + timedelta(hours=1))
    # The journey runs on the day it is made: the call has closed a week ago.
    now = datetime.now(UTC).replace(microsecond=0)
    Call.objects.update(
        opens_at=now - timedelta(days=40),
        closes_at=now - timedelta(days=7),
        year=now.year,
        envelope=Decimal(20_000),
        currency="EUR",
        most_awards=2,
    )
    Application.objects.update(submitted_at=now - timedelta(days=8))
    return {**sessions, "call": str(call), "application": str(application)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
