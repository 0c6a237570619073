"""Bring a table in; `cordee directory import`, `cordee agreements import` and `cordee grants import` run it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cordee.directory.imports.kinds import FileKind
from cordee.kernel.errors import CordeeError, RuleError
from cordee.kernel.messages import Sentence
from cordee.ledger.imports import Outcome, Plan, Source, get_last_mapping
from cordee.ledger.sheets import Table, clean_file_name, read_sheet
from cordee.ledger.states import Action
from cordee.web.commanding import find_actor, find_home
from cordee.web.errors import say_error, say_sentence
from cordee.web.importing import find_hash, get_file_kind, pack, read_chosen
from cordee.web.outages import LedgerCommand
from cordee.web.state import make_ready
from cordee.web.wording import format_count


FAULTS_SHOWN = 1_000


class Command(LedgerCommand):
    help = "Bring a table of records in, or say what that would do."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("paths", type=Path, nargs="+")
        parser.add_argument("--as", dest="email", required=True)
        parser.add_argument("--for", dest="organisation", default="")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--only-good", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self.bring_in(**options)
        except CordeeError as error:
            raise CommandError(say_error(error)) from error

    def bring_in(
        self,
        *,
        kind: str,
        paths: list[Path],
        email: str,
        organisation: str,
        dry_run: bool,
        only_good: bool,
        **_options: object,
    ) -> None:
        """Say every fault by line; write nothing when there is one, unless told otherwise."""
        at = timezone.localtime()
        make_ready(settings.CORDEE_STATE, on=at.date())
        actor, file_kind = find_actor(email, "cordee import"), get_file_kind(kind)
        home = find_home(actor, organisation, Action.IMPORT_RECORDS)
        name, content = pack((path.name, path.read_bytes()) for path in paths)
        source, table = _read(file_kind, home, content, name, at.date())
        plan = file_kind.plan(table, home, by=actor, on=at.date())
        self.say(plan)
        if dry_run:
            self.stdout.write(_("Nothing was written: this was a dry run."))
        elif plan.fault_count and not only_good:
            raise RuleError(
                gettext_noop(
                    "Nothing was written. Correct the faults, or bring in the other lines only with --only-good."
                )
            )
        else:
            # The dry run noted its faults in the table, so the table is read once more.
            source, table = _read(file_kind, home, content, name, at.date())
            file_kind.bring_in(table, source, home, only_good=only_good, by=actor, at=at)
            self.stdout.write(_("All of that is written."))
            return
        if plan.fault_count:
            raise CommandError("", returncode=1)

    def say(self, plan: Plan) -> None:
        """Write the faults, one a line, and how many lines come to what."""
        for fault in plan.faults:
            where = (
                Sentence(gettext_noop("line {line}, {column}"), vars(fault))
                if fault.column
                else Sentence(gettext_noop("line {line}"), vars(fault))
            )
            self.stderr.write(f"{say_sentence(where)} · {say_sentence(fault.sentence)}")
        if plan.fault_count > len(plan.faults):
            more = _("{count} more faults are not shown.")
            self.stderr.write(more.format(count=format_count(plan.fault_count - len(plan.faults))))
        told = _("{new} new, {changed} changed, {same} as before, {faulty} with faults.")
        self.stdout.write(
            told.format(
                new=format_count(plan.count(Outcome.NEW)),
                changed=format_count(plan.count(Outcome.CHANGED)),
                same=format_count(plan.count(Outcome.SAME)),
                faulty=format_count(plan.faulty_lines),
            )
        )


def _read(
    kind: FileKind[Any], home: UUID, content: bytes, name: str, on: date
) -> tuple[Source, Table]:
    import_name = clean_file_name(name)
    if kind.read is not None:
        return Source(import_name, find_hash(content), {}), kind.read(
            content, import_name, home, on
        )
    sheet = read_sheet(content, import_name)
    table, _places = read_chosen(sheet, kind, None, get_last_mapping(kind.name, home))
    return Source(import_name, find_hash(content), table.titles), table
