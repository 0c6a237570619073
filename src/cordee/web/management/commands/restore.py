"""Put a backup's ledger in place of an empty one; `cordee restore` runs it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.audit import find_faults
from cordee.ledger.heads import HEADS, PUBLIC_KEY, read_heads
from cordee.web.backup import restore
from cordee.web.errors import say_error, say_sentence
from cordee.web.outages import LedgerCommand
from cordee.web.state import make_ready
from cordee.web.wording import format_count


class Command(LedgerCommand):
    help = "Put a backup's ledger in place of an empty one."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--passphrase", action="store_true", help="read one from standard input"
        )

    def handle(self, *args: object, **options: Any) -> None:
        passphrase = sys.stdin.readline().rstrip("\n") if options["passphrase"] else ""
        state = settings.CORDEE_STATE
        try:
            make_ready(state, on=timezone.localdate())
            kept = restore(state, options["path"], passphrase=passphrase)
            signed = read_heads(state / HEADS, state / PUBLIC_KEY)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        sentence = _("The ledger of {at} is in place: {rows} rows and {files} files.")
        self.stdout.write(
            sentence.format(
                at=kept.at, rows=format_count(kept.rows), files=format_count(kept.files)
            )
        )
        faults = [*signed.faults, *find_faults(signed.heads)]
        for fault in faults:
            self.stdout.write(say_sentence(fault))
        if faults:
            # What was backed up is restored as it was; whoever restores it must know.
            raise CommandError(_("Its audit was not whole when it was backed up, as said above."))
