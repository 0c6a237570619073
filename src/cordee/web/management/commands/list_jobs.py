"""List long work and how it went; `cordee jobs` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.ledger.jobs import list_jobs
from cordee.ledger.rights import NOBODY
from cordee.web.pages.jobs.presenters import present_job


class Command(BaseCommand):
    help = "List long work and how it went, the latest first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=20)

    def handle(self, *args: object, **options: Any) -> None:
        told = list_jobs(None, most=options["most"])
        for one in told:
            row = present_job(one, None, NOBODY)
            at = f"{timezone.localtime(one.asked_at):%Y-%m-%d %H:%M}"
            parts = (at, row.stage, row.kind, row.title, row.who, row.sentence)
            self.stdout.write(" · ".join(filter(None, parts)))
        if not told:
            self.stdout.write(_("Nothing so far."))
