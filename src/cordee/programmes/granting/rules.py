"""What may be done to a project now. `check_…` raises with the reason; it is also the tooltip of a button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cordee.agreements.states import Kind
from cordee.kernel.errors import RuleError, UsageError
from cordee.ledger.cells import EARLIEST, LATEST
from cordee.programmes.granting.states import (
    PROJECT_STAGE_NAMES,
    REPORT_STAGE_NAMES,
    ProjectChangeKind,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.granting.values import InstalmentTold, ProjectRecord, ReportTold
from cordee.programmes.states import Outcome


class Step(StrEnum):
    """What is done to a project as a whole."""

    START = "start"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    TERMINATE = "terminate"


@dataclass(frozen=True)
class Move:
    """A step: from which stages, to which, as which change it is kept, and whether it needs a reason."""

    label: str | Promise
    sources: frozenset[ProjectStage]
    target: ProjectStage | None
    change: ProjectChangeKind | None
    needs_reason: bool


LIVE = frozenset({ProjectStage.PLANNED, ProjectStage.RUNNING, ProjectStage.SUSPENDED})
"""The stages before a project is over; only then are reports late and money paid."""

MOVES: Mapping[Step, Move] = {
    Step.START: Move(
        _("Begin"), frozenset({ProjectStage.PLANNED}), ProjectStage.RUNNING, None, False
    ),
    Step.EXTEND: Move(_("Move the end"), LIVE, None, ProjectChangeKind.EXTENSION, True),
    Step.SUSPEND: Move(
        _("Suspend"),
        frozenset({ProjectStage.RUNNING}),
        ProjectStage.SUSPENDED,
        ProjectChangeKind.SUSPENSION,
        True,
    ),
    Step.RESUME: Move(
        _("Resume"),
        frozenset({ProjectStage.SUSPENDED}),
        ProjectStage.RUNNING,
        ProjectChangeKind.RESUMPTION,
        True,
    ),
    Step.CLOSE: Move(
        _("Close"),
        frozenset({ProjectStage.RUNNING, ProjectStage.SUSPENDED}),
        ProjectStage.CLOSED,
        ProjectChangeKind.CLOSURE,
        False,
    ),
    Step.TERMINATE: Move(
        _("End early"), LIVE, ProjectStage.TERMINATED, ProjectChangeKind.TERMINATION, True
    ),
}
"""The life of a project as a table."""

AGREEMENT_KINDS: Mapping[Outcome, Kind] = {
    Outcome.PROJECT: Kind.SPECIFIC,
    Outcome.AGREEMENT: Kind.FRAMEWORK,
    Outcome.ORGANISATION: Kind.JOINT_LABORATORY,
    Outcome.GROUP: Kind.NETWORK,
    Outcome.PROGRAMME: Kind.TRAINING,
}
"""Which agreement an award of an instrument asks for, by what its awards become."""


def find_agreement_kind(outcome: Outcome | None) -> Kind:
    """Return the kind of agreement that is drafted; a specific one where nothing says more.

    >>> find_agreement_kind(Outcome.ORGANISATION).value
    'joint_laboratory'
    """
    return AGREEMENT_KINDS.get(outcome, Kind.SPECIFIC) if outcome else Kind.SPECIFIC


def check_can_move(project: ProjectRecord, step: Step, *, reason: str = "-") -> None:
    """Raise `RuleError` unless the step may be made from the stage, for that reason."""
    move = MOVES[step]
    if project.stage not in move.sources:
        raise RuleError(
            gettext_noop("A project that is “{stage}” cannot do that."),
            stage=PROJECT_STAGE_NAMES[project.stage],
        )
    if step in {Step.START, Step.EXTEND} and not (
        project.draft.starts_on and project.draft.ends_on
    ):
        raise RuleError(gettext_noop("Give its first and its last day before."))
    if reason.strip():
        return
    if move.needs_reason:
        raise RuleError(gettext_noop("Give the reason; it is kept."))
    count = sum(one.is_open for one in project.reports)
    if step is Step.CLOSE and count:
        raise RuleError(
            gettext_noop(
                "Reports that are not accepted: {count}. Accept them, or give the reason for closing without."
            ),
            count=count,
        )


def check_can_change(project: ProjectRecord) -> None:
    """Raise `RuleError` once the project is over: it stays as it was."""
    if project.stage not in LIVE:
        raise RuleError(gettext_noop("This project is over; its record stays as it is."))


def check_can_submit(report: ReportTold, project: ProjectRecord) -> None:
    """Raise `RuleError` unless the report waits to be handed in."""
    check_can_change(project)
    if report.stage not in {ReportStage.DUE, ReportStage.RETURNED}:
        raise RuleError(
            gettext_noop("This report is “{stage}”; it is handed in once."),
            stage=REPORT_STAGE_NAMES[report.stage],
        )


def check_can_settle(report: ReportTold) -> None:
    """Raise `RuleError` unless the report was handed in."""
    if report.stage is not ReportStage.SUBMITTED:
        raise RuleError(gettext_noop("Only a report that was handed in is accepted or returned."))


def check_can_pay(
    instalment: InstalmentTold, project: ProjectRecord, *, paid_on: date | None, on: date
) -> None:
    """Raise `RuleError` unless the instalment may be paid: what it waits for must be accepted."""
    if instalment.paid_on is not None:
        raise RuleError(gettext_noop("This instalment is paid already."))
    if project.stage is ProjectStage.SUSPENDED:
        raise RuleError(gettext_noop("Nothing is paid while the project is suspended."))
    report = project.find_report(instalment.waits_for)
    if report is not None and report.is_open:
        raise RuleError(gettext_noop("It waits for a report that is not accepted yet."))
    if paid_on is not None and paid_on > on:
        raise RuleError(gettext_noop("What was paid was not paid on a day to come."))


def check_period(start: date | None, end: date | None) -> None:
    """Raise `RuleError` when the end lies before the start, `UsageError` for days nobody means."""
    for day in (start, end):
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise UsageError(gettext_noop("{day} is no day of a project."), day=day)
    if start and end and end < start:
        raise RuleError(gettext_noop("The last day lies before the first. Give a later one."))
