"""Prepare a ledger that is served for a journey: a call that is open now, and who applies to it.

Run as a program over the ledger's own settings; it says what it made as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta

import django


def main() -> dict[str, str]:
    django.setup()
    # Models are there to be imported only once Django is ready.
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from tests.agreements.cast import TEAM, make_actor, make_directory  # noqa: PLC0415
    from tests.integration.agreements.conftest import open_account  # noqa: PLC0415
    from tests.programmes.applying import make_call, make_person  # noqa: PLC0415

    from cordee.ledger.states import Role  # noqa: PLC0415

    make_directory()
    now = datetime.now(UTC).replace(microsecond=0)
    recruited = date(now.year - 7, 1, 1)
    person = make_person("Lucie", recruited=recruited, confirmed_on=now.date())
    call = make_call(
        {"documents": []},
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
        year=now.year,
    )
    account = open_account(make_actor("Lucie", Role.TEAM_LEAD, TEAM), language="fr")
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"session": session, "call": str(call), "person": str(person)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
