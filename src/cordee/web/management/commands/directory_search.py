"""Search the directory; `cordee directory search` runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries.search import Question, search
from cordee.web.outages import LedgerCommand
from cordee.web.pages.directory.presenters.found import present_hit
from cordee.web.wording import format_count


class Command(LedgerCommand):
    help = "Search organisations, people, facilities, equipment, services, skills and themes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text")

    def handle(self, *args: object, **options: Any) -> None:
        found = search(Question(options["text"]))
        if found.corrected:
            said = _("Nothing has the words as typed. Shown is what “{text}” finds.")
            self.stdout.write(said.format(text=found.corrected))
        if found.has_some:
            self.stdout.write(_("Nothing has all these words. Shown is what has some of them."))
        for hit in found.hits:
            line = present_hit(hit, on=timezone.localdate())
            told = (line.name, line.sort, line.detail, line.country, line.why_old)
            self.stdout.write(" · ".join(filter(None, told)))
        total = ngettext("{count} entry", "{count} entries", found.total)
        self.stdout.write(total.format(count=format_count(found.total)))
