"""Open an account in a ledger that is served, and a session in it. Run by `apart.run("opening", …)`."""

from __future__ import annotations

import json
import sys

from django.conf import settings
from django.test import Client
from tests.agreements.cast import ALICE, make_agreement, make_directory
from tests.integration.agreements.conftest import open_account


def main() -> dict[str, str]:
    make_directory()
    account = open_account(ALICE)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"session": session, "agreement": str(make_agreement())}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
