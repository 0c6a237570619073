"""List the access tokens of everybody; `cordee token list` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.ledger.tokens import TokenTold, list_all_tokens


class Command(BaseCommand):
    help = "List the access tokens that work, or all there were."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        today = timezone.localdate()
        found = [one for one in list_all_tokens() if options["all"] or one.works(today)]
        for one in found:
            self.stdout.write("\t".join(_present(one)))
        if not found:
            self.stdout.write(_("No token works."))


def _present(one: TokenTold) -> tuple[str, ...]:
    """Return a line: identifier, owner, program, scopes, last day, last use, what became of it."""
    return (
        str(one.id),
        one.owner,
        one.name,
        " ".join(sorted(one.scopes)),
        one.ends_on.isoformat(),
        f"{one.last_used_at:%Y-%m-%dT%H:%MZ}" if one.last_used_at else "–",
        _("revoked") if one.revoked_at else "",
    )
