"""A project through its life: begun, its end moved, suspended, resumed, closed, ended early."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError, UsageError
from cordee.programmes.granting.rules import MOVES, Step, check_can_move, check_period
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.models import Project
from cordee.programmes.operations.project_writing import (
    Who,
    close_project,
    note_change,
    open_project,
    plan_anew,
)
from cordee.programmes.queries.project_reading import read_project


@transaction.atomic
def move_project(
    identifier: UUID, step: Step, who: Who, *, reason: str = "", day: date | None = None
) -> None:
    """Take a step. `day` is the new last day when the end is moved, the last one of an early end.

    Moving the end moves the reports that are still to come, and keeps those handed in.
    """
    row = open_project(identifier, who.version, by=who.by, at=who.at)
    move = MOVES[step]
    told = read_project(row)
    check_can_move(told, step, reason=reason)
    before: dict[str, object] = {"stage": row.stage, "ends_on": _write(row.ends_on)}
    if step is Step.EXTEND:
        _move_end(row, day)
    if step is Step.TERMINATE:
        _end_early(row, day or who.at.date())
    if move.target is not None:
        row.stage, row.stage_since = move.target.value, who.at
    row.save()
    if step is Step.EXTEND:
        plan_anew(row)
    after: dict[str, object] = {"stage": row.stage, "ends_on": _write(row.ends_on)}
    changed = {name for name in after if after[name] != before[name]}
    before = {name: before[name] for name in changed}
    after = {name: after[name] for name in changed}
    change = {name: (before[name], after[name]) for name in sorted(changed)}
    if move.change is not None:
        note_change(row, move.change, before, after, reason=reason, by=who.by, at=who.at)
    what = "start" if step is Step.START else "amend"
    close_project(row, what, change, by=who.by, at=who.at, reason=reason)


def _move_end(row: Project, day: date | None) -> None:
    if day is None:
        raise UsageError(gettext_noop("Give the new last day."))
    if day == row.ends_on:
        raise RuleError(gettext_noop("It ends on {day} already."), day=day)
    check_period(row.starts_on, day)
    row.ends_on = day


def _end_early(row: Project, day: date) -> None:
    """Set the last day of a project that ends early, and take out what it will not hand in any more."""
    if row.ends_on is not None and day > row.ends_on:
        raise RuleError(
            gettext_noop("It ends on {day} already. Give an earlier last day."), day=row.ends_on
        )
    check_period(row.starts_on, day)
    row.ends_on = day
    row.reports.filter(stage=ReportStage.DUE.value, due_on__gt=day).delete()


def _write(day: date | None) -> str:
    return day.isoformat() if day else ""
