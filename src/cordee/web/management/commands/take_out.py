"""Write everything an organisation owns to one archive; `cordee export` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError
from cordee.ledger.states import Action
from cordee.web.commanding import find_actor, find_home
from cordee.web.errors import say_error
from cordee.web.exporting import Wanted, write_export
from cordee.web.outages import LedgerCommand
from cordee.web.state import make_ready
from cordee.web.wording import format_count


class Command(LedgerCommand):
    help = "Write everything an organisation owns to one archive."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--as", dest="email", required=True)
        parser.add_argument("--for", dest="organisation", default="")

    def handle(self, *args: object, **options: Any) -> None:
        path, at = options["path"], timezone.localtime()
        try:
            make_ready(settings.CORDEE_STATE, on=at.date())
            actor = find_actor(options["email"], "cordee export")
            home = find_home(actor, options["organisation"], Action.EXPORT_RECORDS)
            language = "fr" if get_language() == "fr" else "en"
            wanted = Wanted(home, language, settings.CORDEE_STATE / "documents")
            made = write_export(path, wanted, by=actor, at=at)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        except OSError as error:
            sentence = _("{path} cannot be written: {reason}.")
            raise CommandError(sentence.format(path=path, reason=error.strerror)) from error
        sentence = _("{path} is written. Rows: {rows}. Files: {files}.")
        self.stdout.write(
            sentence.format(path=path, rows=format_count(made.rows), files=format_count(made.files))
        )
