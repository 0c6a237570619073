"""Write every line of the audit to a file; `cordee audit export` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from cordee.ledger.audit import export_events
from cordee.web.outages import LedgerCommand


class Command(LedgerCommand):
    help = "Write every line of the audit to a file, one JSON object a line."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        count = export_events(options["path"])
        sentence = ngettext(
            "{count} line written to {path}.", "{count} lines written to {path}.", count
        )
        self.stdout.write(sentence.format(count=count, path=options["path"]))
