"""Prove the audit whole, of the ledger or of an export; `cordee audit verify` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import CordeeError
from cordee.kernel.messages import Sentence
from cordee.ledger.audit import count_events, find_faults, find_faults_of_export
from cordee.ledger.heads import HEADS, PUBLIC_KEY, read_heads
from cordee.web.errors import say_error, say_sentence
from cordee.web.outages import LedgerCommand


class Command(LedgerCommand):
    help = "Prove the audit whole, or name every line that was edited, deleted, moved or cut off."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path)
        parser.add_argument("--heads", type=Path, default=settings.CORDEE_STATE / HEADS)
        parser.add_argument("--public-key", type=Path, default=settings.CORDEE_STATE / PUBLIC_KEY)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            signed = read_heads(options["heads"], options["public_key"])
            if options["file"]:
                count, faults = find_faults_of_export(options["file"], signed.heads)
            else:
                count, faults = count_events(), find_faults(signed.heads)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        self._tell(count, len(signed.heads), [*signed.faults, *faults])

    def _tell(self, count: int, heads: int, faults: list[Sentence]) -> None:
        for fault in faults:
            self.stdout.write(say_sentence(fault))
        if faults:
            sentence = ngettext(
                "The audit is not whole: {count} fault.",
                "The audit is not whole: {count} faults.",
                len(faults),
            )
            raise CommandError(sentence.format(count=len(faults)))
        lines = ngettext("{count} line", "{count} lines", count)
        signed = ngettext("{count} signed day", "{count} signed days", heads)
        sentence = _("The audit is whole: {lines}, in agreement with {signed}.")
        self.stdout.write(
            sentence.format(lines=lines.format(count=count), signed=signed.format(count=heads))
        )
