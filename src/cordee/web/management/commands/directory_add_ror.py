"""Enter organisations of the registry; `cordee directory add-ror` runs it.

Whoever can read the state's folder may do what its keys allow, so no role is asked for. The audit
names the command line.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.operations.registered import Wish, enter_from_registry
from cordee.directory.queries.organisations import find_by_ror
from cordee.kernel.errors import CordeeError
from cordee.ledger.rights import Actor
from cordee.reference.organisations import load_registry
from cordee.web.errors import say_error
from cordee.web.outages import LedgerCommand


COMMAND_LINE = Actor(name="command line", origin="cordee")
MOST = 20_000
"""A whole house with its parts; nobody waits for a page meanwhile."""


class Command(LedgerCommand):
    help = "Enter organisations of the registry into the directory, with their links."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rors", nargs="+")
        parser.add_argument("--with-parts", action="store_true")
        parser.add_argument("--with-parents", action="store_true")
        parser.add_argument("--kept-by", default="")

    def handle(self, *args: object, **options: Any) -> None:
        wish = Wish(
            tuple(options["rors"]),
            with_parts=options["with_parts"],
            with_parents=options["with_parents"],
            most=MOST,
        )
        try:
            entered = enter_from_registry(
                wish,
                load_registry(),
                keeper=find_by_ror(options["kept_by"]).id if options["kept_by"] else None,
                speaks_for=lambda _organisation: True,
                confirmed_on=timezone.localdate(),
                by=COMMAND_LINE,
                at=timezone.localtime(),
            )
        except CordeeError as error:
            raise CommandError(say_error(error)) from error
        new = ngettext("{count} organisation", "{count} organisations", len(entered.new))
        links = ngettext("{count} link", "{count} links", entered.links)
        sentence = _("Entered: {organisations}, {links}. In the directory before: {known}.")
        self.stdout.write(
            sentence.format(
                organisations=new.format(count=len(entered.new)),
                links=links.format(count=entered.links),
                known=len(entered.known),
            )
        )
