"""Write an agreement as a Word document; `cordee agreements write` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.agreements.operations.word import write_agreement
from cordee.agreements.queries import find_by_reference, get_record
from cordee.agreements.word.fields import list_signed_languages
from cordee.kernel.errors import CordeeError
from cordee.kernel.files import replacing
from cordee.web.commanding import find_actor
from cordee.web.errors import say_error
from cordee.web.own_templates import get_template


class Command(BaseCommand):
    help = "Write an agreement as a Word document."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("out", type=Path)
        parser.add_argument("--as", dest="email", required=True)
        parser.add_argument("--language", default="")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self.write(**options)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        except OSError as error:
            raise CommandError(str(error)) from error

    def write(
        self, *, reference: str, out: Path, email: str, language: str, **_options: object
    ) -> None:
        """Write one file, or where no language is named one for each that a party signs in."""
        at = timezone.localtime()
        actor = find_actor(email, "cordee agreements write")
        agreement: UUID = find_by_reference(reference, by=actor, on=at.date())
        record = get_record(agreement, by=actor, on=at.date())
        languages = (language,) if language else list_signed_languages(record)
        for one in languages:
            made = write_agreement(agreement, one, get_template, by=actor, at=at)
            path = out if len(languages) == 1 else out.with_name(f"{out.stem}.{one}{out.suffix}")
            with replacing(path) as draft:
                draft.write_bytes(made.content)
            self.stdout.write(_("Written: {path}").format(path=path))
