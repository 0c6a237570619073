"""Show an instrument in words or as its file; `cordee instruments show` runs it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.ledger.rights import NOBODY
from cordee.programmes.definition.parts import Definition
from cordee.programmes.definition.reading import write_definition
from cordee.programmes.queries.instruments import NO_INSTRUMENT, list_instruments
from cordee.programmes.shipped import list_shipped
from cordee.web.commanding import find_actor
from cordee.web.errors import say_error
from cordee.web.outages import LedgerCommand
from cordee.web.pages.programmes.presenters.definitions import tell_definition
from cordee.web.wording import get_reader_language, join_colon


MISSING = 3
"""What the command line answers where what was asked for does not exist."""


class Command(LedgerCommand):
    help = "Show an instrument, by its code: in words, or as the file it can be brought in from."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--as", dest="email", default="")
        parser.add_argument("--shipped", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            definition = find(options["code"], options["email"], is_shipped=options["shipped"])
        except CordeeError as error:
            status = MISSING if isinstance(error, NotFoundError) else 1
            raise CommandError(say_error(error), returncode=status) from error
        if options["json"]:
            text = json.dumps(write_definition(definition), ensure_ascii=False, indent=2)
        else:
            text = "\n".join(say(definition))
        self.stdout.write(text)


def find(code: str, email: str, *, is_shipped: bool) -> Definition:
    """Return the definition that stands under a code; of several offices that have it, the first."""
    if is_shipped:
        found = [one for one in list_shipped() if one.code == code]
    else:
        by = find_actor(email, "cordee instruments") if email else NOBODY
        told = list_instruments(by=by, on=timezone.localdate())
        found = [one.shown.definition for one in told if one.code == code]
    if not found:
        raise NotFoundError(NO_INSTRUMENT)
    return found[0]


def say(definition: Definition) -> Iterator[str]:
    """Yield the lines of an instrument, chapter by chapter, those that say nothing left out."""
    language = get_reader_language()
    yield f"{definition.label.to_text(language)} ({definition.code})"
    yield definition.summary.to_text(language)
    if definition.source:
        yield join_colon(_("Source"), definition.source.title)
    for chapter in tell_definition(definition):
        lines = chapter.shown
        if lines:
            yield ""
            yield chapter.title
        for line in lines:
            yield f"  {join_colon(line.label, line.text)}"
            yield from (f"    {one}" for one in (*line.notes, line.expression) if one)
