"""Write the whole ledger to one file; `cordee backup` runs it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.rights import Actor
from cordee.web.backup import back_up, note_backup
from cordee.web.errors import say_error
from cordee.web.outages import LedgerCommand
from cordee.web.wording import format_count


class Command(LedgerCommand):
    help = "Write the whole ledger to one file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--passphrase", action="store_true", help="read one from standard input"
        )

    def handle(self, *args: object, **options: Any) -> None:
        passphrase = sys.stdin.readline().rstrip("\n") if options["passphrase"] else ""
        at = timezone.localtime()
        try:
            kept = back_up(
                settings.CORDEE_STATE,
                options["path"],
                passphrase=passphrase,
                version=version("cordee"),
                at=at,
            )
            by = Actor(name="cordee backup", origin="cordee backup")
            note_backup(is_encrypted=bool(passphrase), by=by, at=at)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        sentence = _("{path} holds the whole ledger: {rows} rows and {files} files.")
        self.stdout.write(
            sentence.format(
                path=options["path"], rows=format_count(kept.rows), files=format_count(kept.files)
            )
        )
