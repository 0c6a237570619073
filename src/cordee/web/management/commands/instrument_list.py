"""List the instruments of the ledger; `cordee instruments list` runs it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.directory.queries import get_names
from cordee.kernel.errors import CordeeError
from cordee.ledger.rights import NOBODY
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.queries.instruments import list_instruments
from cordee.programmes.shipped import list_shipped
from cordee.web.commanding import find_actor
from cordee.web.errors import say_error
from cordee.web.outages import LedgerCommand
from cordee.web.pages.programmes.presenters.definitions import say_ceilings, say_duration
from cordee.web.wording import get_reader_language


class Command(LedgerCommand):
    help = "List the instruments that are published, or all that an account may see."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="email", default="")
        parser.add_argument("--shipped", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        language = get_reader_language()
        try:
            found = list_lines(options["email"], language, is_shipped=options["shipped"])
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        if options["json"]:
            values = [write_definition(definition) for definition, *_rest in found]
            self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))
            return
        for definition, office, stage in found:
            said = (
                definition.code,
                definition.label.to_text(language),
                str(definition.aim.said),
                say_ceilings(definition),
                say_duration(definition.months),
                str(definition.opening.said),
                office,
                stage,
            )
            self.stdout.write(" · ".join(filter(None, said)))
        if not found:
            self.stdout.write(_("No instrument is published yet."))


def list_lines(email: str, language: str, *, is_shipped: bool) -> list[tuple[Definition, str, str]]:
    """Return each instrument with its office and its stage in words."""
    if is_shipped:
        return [(one, "", _("shipped")) for one in list_shipped()]
    by = find_actor(email, "cordee instruments") if email else NOBODY
    told = list_instruments(by=by, on=timezone.localdate())
    offices = get_names(one.office for one in told)
    return [
        (
            one.shown.definition,
            offices[one.office].to_name(language) if one.office in offices else "",
            str(one.shown.stage.said),
        )
        for one in told
    ]
