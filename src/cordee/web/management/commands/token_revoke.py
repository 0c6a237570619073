"""Revoke an access token, whoever made it; `cordee token revoke` runs it.

Whoever can read the state's folder may do what its keys allow, so no role is asked for. The audit
names the command line.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.rights import Actor
from cordee.ledger.tokens import revoke_token_of_anybody
from cordee.web.errors import say_error


COMMAND_LINE = Actor(name="command line", origin="cordee")


class Command(BaseCommand):
    help = "Revoke access tokens by their identifiers."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tokens", nargs="+", type=UUID)

    def handle(self, *args: object, **options: Any) -> None:
        for token in options["tokens"]:
            try:
                revoke_token_of_anybody(token, by=COMMAND_LINE, at=timezone.localtime())
            except CordeeError as error:
                raise CommandError(f"{token}: {say_error(error)}") from error
            self.stdout.write(_("{token} is revoked.").format(token=token))
