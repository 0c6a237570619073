"""Long work that leaves a record: begun in the background of the pages, stopped, begun again.

The work runs among the jobs of this process; its record stands in the ledger, written before the work
begins and after it ended, never inside its transaction. So an import that is stopped, or dies with the
server, has written nothing, and the record says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from cordee.directory.imports.export import check_may_export
from cordee.kernel.errors import CordeeError, NotFoundError, RuleError
from cordee.kernel.messages import Sentence
from cordee.kernel.progress import Progress
from cordee.ledger.imports import Outcome, Plan, Source
from cordee.ledger.jobs import (
    AGAIN,
    UNFORESEEN,
    JobKind,
    JobStage,
    JobTold,
    end_job,
    interrupt_jobs,
    note_working,
    record_job,
)
from cordee.ledger.rights import Actor, list_reached
from cordee.ledger.states import Action
from cordee.web import importing
from cordee.web.archives import BACKUP_BAR, EXPORT_BAR, ExportWanted, take_backup, take_out
from cordee.web.daily import NOT_ALL, do_daily
from cordee.web.jobs import FINAL, State, UnwantedError, jobs
from cordee.web.jobs import Plan as Bar


logger = logging.getLogger(__name__)

CHECKING = gettext_noop("Checking the lines")
WRITING = gettext_noop("Writing")
BAR: Bar = {CHECKING: (0, 30), WRITING: (30, 99)}
"""The lines are read, and asked about in the ledger, before the first is written."""

ROWS_A_LINE = 3
"""A line becomes a record, a line of the audit, and what it takes to undo it."""

Result = Mapping[str, Any]
_words: dict[UUID, str] = {}
"""The words by which the jobs of this process are known, by their record."""


@dataclass(frozen=True)
class ImportWanted:
    """A file that waits, with the columns chosen for it: all it takes to bring it in, now or again."""

    upload: UUID
    titles: Mapping[str, str]
    only_good: bool

    def to_record(self) -> dict[str, Any]:
        """Return it as the record of the job keeps it."""
        return {
            "upload": str(self.upload),
            "titles": dict(self.titles),
            "only_good": self.only_good,
        }


def begin() -> None:
    """Say of what an earlier server left unfinished that it was broken off: called when a server begins."""
    try:
        count = interrupt_jobs(at=timezone.localtime())
    except DatabaseError as error:
        logger.warning("jobs left by an earlier server are not looked at: %s", error)
        return
    if count:
        logger.warning("%d jobs were broken off when the server ended", count)


def may_begin(by: Actor, *, on: date) -> bool:
    """Return whether somebody may begin any long work, anywhere."""
    needs = (Action.IMPORT_RECORDS, Action.EXPORT_RECORDS)
    return any(list_reached(by, one, on=on) for one in needs)


def start_import(wanted: ImportWanted, title: str, back: str, *, by: Actor, at: datetime) -> UUID:
    """Bring a file in in the background, and return the record of it."""
    work = partial(bring_in, wanted, by=by)
    return _start(JobKind.IMPORT, title, wanted.to_record(), work, back, by=by, at=at)


def start_export(wanted: ExportWanted, title: str, back: str, *, by: Actor, at: datetime) -> UUID:
    """Take everything of an organisation out in the background, and return the record of it.

    Raises `NotFoundError` for who may not take records out there.
    """
    check_may_export(wanted.organisation, by=by, on=at.date())
    work = partial(take_out, wanted, by=by)
    told = wanted.to_record()
    return _start(JobKind.EXPORT, title, told, work, back, bar=EXPORT_BAR, by=by, at=at)


def start_backup(passphrase: str, title: str, back: str, *, by: Actor, at: datetime) -> UUID:
    """Back the ledger up in the background. The record of it holds no passphrase."""
    work = partial(take_backup, passphrase, by=by)
    return _start(JobKind.BACKUP, title, {}, work, back, bar=BACKUP_BAR, by=by, at=at)


def start_daily(back: str, *, by: Actor, at: datetime) -> UUID:
    """Do the day's work in the background once more."""
    return _start(JobKind.DAILY, f"{at.date()}", {}, _do_day, back, by=by, at=at)


def start_again(told: JobTold, back: str, *, by: Actor, at: datetime) -> UUID:
    """Begin anew what failed, was stopped or broken off, by the rights of who asks now."""
    if told.stage not in AGAIN:
        raise RuleError(gettext_noop("Only what did not come to its end is begun again."))
    if told.kind is JobKind.DAILY:
        return start_daily(back, by=by, at=at)
    if told.account != by.account:
        raise NotFoundError(gettext_noop("There is no such job."))
    if told.kind is JobKind.BACKUP:
        raise RuleError(
            gettext_noop("A backup is asked for on its own page, which asks for your password.")
        )
    if told.kind is JobKind.EXPORT:
        whose = ExportWanted(UUID(told.wanted["organisation"]), told.wanted["language"])
        return start_export(whose, told.title, back, by=by, at=at)
    wanted = ImportWanted(
        UUID(told.wanted["upload"]), told.wanted["titles"], told.wanted["only_good"]
    )
    assert by.account is not None
    importing.get_upload(settings.CORDEE_STATE, wanted.upload, owner=by.account)
    return start_import(wanted, told.title, back, by=by, at=at)


def stop(told: JobTold) -> None:
    """Stop a job: what waits at once, what works at its next statement, with nothing written."""
    state = find_state(told)
    if state is None:
        # No job of this process: its server ended without a word.
        end_job(told.id, JobStage.INTERRUPTED, at=timezone.localtime())
        return
    if jobs.stop(state.word, _name_owner(told.account)).stage in FINAL:
        end_job(told.id, JobStage.STOPPED, at=timezone.localtime())


def find_state(told: JobTold) -> State | None:
    """Return how far a job of this process is; None for one of another, or one long ended."""
    word = _words.get(told.id)
    try:
        return jobs.get(word, _name_owner(told.account)) if word else None
    except NotFoundError:
        return None


def bring_in(wanted: ImportWanted, progress: Progress, *, by: Actor) -> Result:
    """Bring a waiting file in, all in one transaction, and return how many lines came to what."""
    assert by.account is not None
    waiting = importing.get_upload(settings.CORDEE_STATE, wanted.upload, owner=by.account)
    table = waiting.read_again(wanted.titles, on=timezone.localdate())
    source = Source(waiting.file_name, waiting.sha256, table.titles)
    progress.start(CHECKING, None, "")
    with connection.execute_wrapper(_Counter(progress, len(table.rows) * ROWS_A_LINE)):
        _made, plan = waiting.kind.bring_in(
            table,
            source,
            waiting.organisation,
            only_good=wanted.only_good,
            by=by,
            at=timezone.localtime(),
        )
    importing.drop_upload(settings.CORDEE_STATE, waiting.id, owner=by.account)
    return count_lines(plan)


def count_lines(plan: Plan) -> dict[str, int]:
    """Return how many lines came to what, as a record of a job keeps it."""
    counts = {one.value: plan.count(one) for one in Outcome}
    return {**counts, "faulty": plan.faulty_lines}


_MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class _Counter:
    """Tells of each row that is written, and lets who stops the work in before each statement."""

    def __init__(self, progress: Progress, rows: int) -> None:
        self._progress, self._rows, self._writes = progress, rows, False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(_MARKS):
            # What takes back must go through, whoever stops the work.
            return execute(sql, params, many, context)
        if sql.startswith("INSERT") and not self._writes:
            self._progress.start(WRITING, self._rows, "")
            self._writes = True
        is_write = sql.startswith("INSERT")
        self._progress.advance(_count_rows(sql, params, many=many) if is_write else 0)
        return execute(sql, params, many, context)


def _count_rows(sql: str, params: Any, *, many: bool) -> int:
    """Return how many rows a statement writes, in whichever form: a list of rows, of columns, or one text."""
    if many:
        return len(params)
    if params and isinstance(params[0], list):
        return len(params[0])  # PostgreSQL is given each column as a list.
    return sql.count("), (") + 1


def _do_day(progress: Progress) -> Result:
    progress.start(WRITING, 1, "")
    if not do_daily(settings.CORDEE_STATE, at=timezone.localtime()):
        raise RuleError(NOT_ALL)
    return {}


def _start(
    kind: JobKind,
    title: str,
    wanted: Mapping[str, Any],
    work: Callable[[Progress], Result],
    back: str,
    *,
    bar: Bar = BAR,
    by: Actor,
    at: datetime,
) -> UUID:
    identifier = record_job(kind, title, wanted, by=by, at=at)
    try:
        state = jobs.start(
            _name_owner(by.account), title, back, bar, partial(_carry_out, identifier, work)
        )
    except CordeeError as error:
        end_job(identifier, JobStage.FAILED, at=timezone.localtime(), fault=error.sentence)
        raise
    _words[identifier] = state.word
    return identifier


def _carry_out(identifier: UUID, work: Callable[[Progress], Result], progress: Progress) -> None:
    """Do the work and write how it ended, in a thread of its own connection."""
    try:
        note_working(identifier)
        result = work(progress)
    except UnwantedError:
        end_job(identifier, JobStage.STOPPED, at=timezone.localtime())
        raise
    except CordeeError as error:
        end_job(identifier, JobStage.FAILED, at=timezone.localtime(), fault=error.sentence)
        raise
    except Exception:
        end_job(identifier, JobStage.FAILED, at=timezone.localtime(), fault=Sentence(UNFORESEEN))
        raise
    else:
        end_job(identifier, JobStage.DONE, at=timezone.localtime(), result=result)
    finally:
        close_old_connections()


def _name_owner(account: UUID | None) -> str:
    return f"account {account}"
