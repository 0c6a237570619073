"""Reports of projects: asked for, handed in, returned, accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cordee.agreements.contents import KeptFile
from cordee.kernel.errors import NotFoundError, RuleError, UsageError
from cordee.ledger.audit import record_event
from cordee.ledger.rights import Actor
from cordee.programmes.granting.rules import check_can_settle, check_can_submit, check_period
from cordee.programmes.granting.states import ReportStage
from cordee.programmes.models import Project, Report
from cordee.programmes.operations.project_writing import (
    Who,
    close_project,
    open_project,
    open_to_change,
    tell,
)
from cordee.programmes.queries.project_reading import read_definition, read_project, read_report
from cordee.programmes.queries.projects import get_report
from cordee.programmes.states import CostCategory, ReportKind


@transaction.atomic
def add_report(project: UUID, kind: ReportKind, due_on: date, who: Who) -> UUID:
    """Ask for a report by hand, of a grant from elsewhere; an instrument says itself which there are."""
    row = open_to_change(project, who.version, by=who.by, at=who.at)
    definition = read_definition(row)
    if definition is not None and definition.reports:
        raise RuleError(gettext_noop("The instrument says which reports there are."))
    check_period(due_on, None)
    last = row.reports.filter(kind=kind.value).aggregate(last=Max("number"))["last"] or 0
    made = Report.objects.create(project=row, kind=kind.value, number=last + 1, due_on=due_on)
    change = {"report": ("", f"{kind.value} {made.number}"), "due_on": ("", due_on)}
    close_project(row, "add_report", change, by=who.by, at=who.at)
    return made.id


@transaction.atomic
def submit_report(
    report: UUID,
    *,
    text: str,
    spent: Mapping[CostCategory, Decimal],
    kept: KeptFile | None,
    who: Who,
) -> None:
    """Hand a report in: what it says, what was spent by category, a file that was kept.

    For who leads the project and who runs the programmes of its office.
    """
    found, row = _open(report, who, leader_may=True)
    check_can_submit(read_report(found), read_project(row))
    is_financial = found.kind == ReportKind.FINANCIAL.value
    if is_financial and not any(spent.values()):
        raise UsageError(gettext_noop("A financial report says what was spent, by category."))
    if not is_financial and not text.strip() and kept is None and not found.sha256:
        raise UsageError(gettext_noop("Write the report, or bring its file in."))
    before = found.stage
    found.text = text.strip()
    found.spent = {one.value: str(amount) for one, amount in spent.items() if amount}
    if kept is not None:
        found.sha256, found.file_name, found.size = kept.sha256, kept.file_name, kept.size
    found.stage = ReportStage.SUBMITTED.value
    found.submitted_at, found.submitted_by = who.at, who.by.name
    found.save()
    change: dict[str, tuple[object, object]] = {
        "report": ("", _name(found)),
        "stage": (before, found.stage),
    }
    if kept is not None:
        change |= {"file": ("", kept.file_name), "sha256": ("", kept.sha256)}
    close_project(row, "submit_report", change, by=who.by, at=who.at)


@transaction.atomic
def settle_report(report: UUID, *, is_accepted: bool, remark: str, who: Who) -> None:
    """Accept a report, or return it for changes, which needs a remark; also after the end."""
    found, row = _open(report, who, leader_may=False)
    check_can_settle(read_report(found))
    if not is_accepted and not remark.strip():
        raise RuleError(gettext_noop("Say what is to be changed."))
    stage = ReportStage.ACCEPTED if is_accepted else ReportStage.RETURNED
    change = {"report": ("", _name(found)), "stage": (found.stage, stage.value)}
    found.stage, found.remark = stage.value, remark.strip()
    found.settled_at, found.settled_by = who.at, who.by.name
    found.save()
    what = "accept_report" if is_accepted else "return_report"
    close_project(row, what, change, by=who.by, at=who.at, reason=remark)


@transaction.atomic
def note_taken(report: UUID, *, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody took the file of a report."""
    project, told = get_report(report, by=by, on=at.date())
    row = Project.objects.get(id=project.id)
    change = {"file": ("", told.file_name), "sha256": ("", told.sha256)}
    record_event("project.download", tell(row), by=by, at=at, change=change)


def _open(report: UUID, who: Who, *, leader_may: bool) -> tuple[Report, Project]:
    found = Report.objects.filter(id=report).first()
    if found is None:
        raise NotFoundError(gettext_noop("There is no such report."))
    row = open_project(found.project_id, who.version, by=who.by, at=who.at, leader_may=leader_may)
    # Read once more, now that its project is held: somebody may have settled it meanwhile.
    return Report.objects.get(id=report), row


def _name(row: Report) -> str:
    return f"{row.kind} {row.number}"
