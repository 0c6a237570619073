"""Write the directory as a table; `cordee directory export` runs it."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries.table import COLUMNS, iterate_rows
from cordee.kernel.cells import guard
from cordee.kernel.files import replacing
from cordee.web.outages import LedgerCommand


class Command(LedgerCommand):
    help = "Write the whole directory to a CSV file, without e-mail addresses."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        path, count = options["path"], 0
        try:
            with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                for row in iterate_rows(on=timezone.localdate()):
                    writer.writerow([guard(cell) for cell in row])
                    count += 1
        except OSError as error:
            sentence = _("{path} cannot be written: {reason}.")
            raise CommandError(sentence.format(path=path, reason=error.strerror)) from error
        sentence = ngettext(
            "{count} entry written to {path}.", "{count} entries written to {path}.", count
        )
        self.stdout.write(sentence.format(count=count, path=path))
