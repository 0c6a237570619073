"""Write what is told as RDF in the words of CERIF 2; `cordee publish cerif2` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from cordee.ledger.moments import reading_at_one_moment
from cordee.web.linked.gather import list_all
from cordee.web.linked.views import FORMS
from cordee.web.outages import LedgerCommand
from cordee.web.publishing import get_publishing


class Command(LedgerCommand):
    help = "Write facilities, services, skills, instruments, calls and prizes that are published, as RDF."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--form", choices=tuple(FORMS), default="ttl")

    def handle(self, *args: object, **options: Any) -> None:
        _media_type, write = FORMS[options["form"]]
        with reading_at_one_moment():
            for part in write(list_all(get_publishing().to_sharing(), at=timezone.localtime())):
                self.stdout.write(part, ending="")
