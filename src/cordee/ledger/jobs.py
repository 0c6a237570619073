"""The record of long work: what waits, works, is done, failed, was stopped, or was broken off.

The work itself lives in the process that serves the pages, with its progress. What stands here survives
that process: where it was killed, the work it had begun is found broken off, and can be begun again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import Sentence
from cordee.ledger.models import Job
from cordee.ledger.rights import Actor


MOST_KEPT = 500
"""Jobs that are remembered: a year of days, and the imports of a busy house besides."""


class JobKind(StrEnum):
    """What long work there is a record of."""

    IMPORT = "import"
    EXPORT = "export"
    BACKUP = "backup"
    DAILY = "daily"


class JobStage(StrEnum):
    """How far it came."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


GOING = frozenset({JobStage.WAITING, JobStage.WORKING})
AGAIN = frozenset({JobStage.FAILED, JobStage.STOPPED, JobStage.INTERRUPTED})
"""Stages from which it may be begun anew."""

UNFORESEEN = gettext_noop("Nobody foresaw this fault; it is written in the server's log.")


@dataclass(frozen=True)
class JobTold:
    """A job as pages and commands read it. `account` is None for the work of the day."""

    id: UUID
    kind: JobKind
    title: str
    account: UUID | None
    account_name: str
    wanted: Mapping[str, Any]
    stage: JobStage
    fault: Sentence | None
    result: Mapping[str, Any]
    asked_at: datetime
    ended_at: datetime | None


def record_job(
    kind: JobKind, title: str, wanted: Mapping[str, Any], *, by: Actor, at: datetime
) -> UUID:
    """Write that work was asked for; the oldest that ended are forgotten."""
    old = Job.objects.exclude(stage__in=[one.value for one in GOING])[MOST_KEPT:]
    Job.objects.filter(id__in=[one.id for one in old]).delete()
    made = Job.objects.create(
        kind=kind.value,
        title=title[:150],
        account=by.account,
        account_name=by.name,
        wanted=dict(wanted),
        stage=JobStage.WAITING.value,
        asked_at=at,
    )
    return made.id


def note_working(identifier: UUID) -> None:
    """Write that the work has begun."""
    Job.objects.filter(id=identifier).update(stage=JobStage.WORKING.value)


def end_job(
    identifier: UUID,
    stage: JobStage,
    *,
    at: datetime,
    fault: Sentence | None = None,
    result: Mapping[str, Any] | None = None,
) -> None:
    """Write how the work ended; what ended once stays as it did."""
    told = (
        {"text": fault.text, "values": {name: str(one) for name, one in fault.values.items()}}
        if fault
        else {}
    )
    Job.objects.filter(id=identifier, stage__in=[one.value for one in GOING]).update(
        stage=stage.value, ended_at=at, fault=told, result=dict(result or {})
    )


def interrupt_jobs(*, at: datetime) -> int:
    """Write of all that was going that it was broken off, and return how many: when a server begins."""
    return Job.objects.filter(stage__in=[one.value for one in GOING]).update(
        stage=JobStage.INTERRUPTED.value, ended_at=at
    )


def list_jobs(account: UUID | None, *, most: int) -> tuple[JobTold, ...]:
    """Return the jobs of an account, the latest first; of everybody and the days' when it is None."""
    rows = Job.objects.all() if account is None else Job.objects.filter(account=account)
    return tuple(map(_tell, rows[:most]))


def find_last(kind: JobKind, title: str = "") -> JobTold | None:
    """Return the latest job of a kind; with that title, where one is given."""
    rows = Job.objects.filter(kind=kind.value)
    row = (rows.filter(title=title) if title else rows).first()
    return _tell(row) if row else None


def get_job(identifier: UUID, account: UUID | None) -> JobTold:
    """Return a job of an account, any when it is None; `NotFoundError` for those of others."""
    rows = Job.objects.filter(id=identifier)
    row = (rows if account is None else rows.filter(account=account)).first()
    if row is None:
        raise NotFoundError(gettext_noop("There is no such job."))
    return _tell(row)


def _tell(row: Job) -> JobTold:
    return JobTold(
        id=row.id,
        kind=JobKind(row.kind),
        title=row.title,
        account=row.account,
        account_name=row.account_name,
        wanted=row.wanted,
        stage=JobStage(row.stage),
        fault=Sentence(row.fault["text"], row.fault["values"]) if row.fault else None,
        result=row.result,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
