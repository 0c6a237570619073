"""What every write of a project begins and ends with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_noop

from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import NotFoundError, RuleError, StaleError
from cordee.ledger.audit import Change, Subject, find_change, read_fields, record_event
from cordee.ledger.rights import Actor, check_can
from cordee.ledger.states import Action
from cordee.programmes.definition.parts import Definition
from cordee.programmes.granting.money import add_up, select_counted
from cordee.programmes.granting.rules import check_can_change
from cordee.programmes.granting.schedule import KeptReport, move_reports, plan_reports
from cordee.programmes.granting.states import MoneyKind, ProjectChangeKind, ReportStage
from cordee.programmes.models import Project, ProjectChange, Report
from cordee.programmes.queries.project_reading import read_definition, read_money, read_project
from cordee.programmes.queries.projects import NO_PROJECT, is_led, sees
from cordee.programmes.states import ReportKind
from cordee.reference.folding import fold


Part = TypeVar("Part", bound=models.Model)

NOT_CHANGES = frozenset(
    {
        "id",
        "office",
        "definition",
        "award",
        "was_public",
        "granted",
        "currency",
        "granted_euros",
        "words",
        "changed_at",
        "changed_by",
        "created_at",
        "stage_since",
        "version",
    }
)
"""Columns that follow from a change and are none themselves."""


@dataclass(frozen=True)
class Who:
    """Who changes a project, when, and the version they saw."""

    by: Actor
    at: datetime
    version: int | None = None


def open_project(
    identifier: UUID,
    version: int | None,
    *,
    by: Actor,
    at: datetime,
    leader_may: bool = False,
) -> Project:
    """Return the row, locked, for who runs programmes at its office, or leads it where that is enough.

    Who may not even see it is told that there is none. Raises `StaleError` when it changed since the form
    with that `version` was opened; None asks for no version, where something is only added.
    """
    rows = Project.objects.select_for_update(of=("self",)).select_related("award", "follows")
    row, on = rows.filter(id=identifier).first(), at.date()
    leads = row is not None and is_led(row, by=by)
    if row is None or not (leads or sees(row, by=by, on=on)):
        raise NotFoundError(NO_PROJECT)
    if not (leader_may and leads):
        check_can(by, Action.RUN_PROGRAMMES, get_line(row.office, on=on), on=on)
    if version is not None and version != row.version:
        raise StaleError(
            gettext_noop(
                "{name} changed this project after you opened it. Nothing of yours was saved over it: compare below, then save again."
            ),
            name=row.changed_by or "?",
        )
    return row


def open_to_change(identifier: UUID, version: int | None, *, by: Actor, at: datetime) -> Project:
    """Return the row, locked, of a project that is not over, for who runs programmes at its office."""
    row = open_project(identifier, version, by=by, at=at)
    check_can_change(read_project(row))
    return row


def close_project(
    row: Project, what: str, change: Change, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Count the change, write what follows from it anew, and write its line in the audit."""
    write_sums(row)
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by.name
    row.save()
    record_event(f"project.{what}", tell(row), by=by, at=at, change=change, reason=reason.strip())


def write_sums(row: Project) -> None:
    """Set what lists show, sum and look through of a project; the row is not saved."""
    counted = select_counted(
        [read_money(one).to_line() for one in row.money.all()], MoneyKind.GRANT
    )
    total = add_up(counted)
    currencies = tuple(total.by_currency)
    row.granted = total.by_currency[currencies[0]] if len(currencies) == 1 else None
    row.currency = currencies[0] if len(currencies) == 1 else ""
    row.granted_euros = total.euros if counted and total.is_whole else None
    said = [
        row.acronym,
        row.title,
        row.reference,
        row.funder,
        row.programme,
        row.grant_number,
        row.funder_call,
        *(one.name for one in row.participants.all()),
        *(one.name for one in row.people.all()),
        *_list_labels(read_definition(row)),
    ]
    row.words = " ".join(filter(None, map(fold, said)))


def tell(row: Project) -> Subject:
    """Return what the audit says an event is about."""
    return Subject("project", str(row.id), row.office)


def read_own(row: Project) -> dict[str, object]:
    """Return what the audit compares of a project."""
    return read_fields(row, without=NOT_CHANGES)


def note_change(
    row: Project,
    kind: ProjectChangeKind,
    before: dict[str, object],
    after: dict[str, object],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> Change:
    """Keep a change beside the project, which it never rewrites, and return it for the audit."""
    ProjectChange.objects.create(
        project=row,
        kind=kind.value,
        on=at.date(),
        before=before,
        after=after,
        reason=reason.strip(),
        noted_at=at,
        noted_by=by.name,
    )
    return find_change(before, after)


def plan_anew(row: Project) -> None:
    """Give a project the reports that its instrument asks for; those handed in stay as they are."""
    definition = read_definition(row)
    if definition is None or row.starts_on is None or row.ends_on is None:
        return
    kept = [
        KeptReport(ReportKind(one.kind), one.number, one.due_on, one.stage == ReportStage.DUE.value)
        for one in row.reports.all()
    ]
    moves = move_reports(kept, plan_reports(definition.reports, row.starts_on, row.ends_on))
    for moved in moves.moved:
        row.reports.filter(kind=moved.kind.value, number=moved.number).update(due_on=moved.due_on)
    for kind, number in moves.removed:
        row.reports.filter(kind=kind.value, number=number).delete()
    Report.objects.bulk_create(
        Report(project=row, kind=one.kind.value, number=one.number, due_on=one.due_on)
        for one in moves.added
    )


def find_name(organisation: UUID | None) -> tuple[str, str]:
    """Return the name and the country of an organisation of the directory; empty where there is none."""
    named = get_names([organisation]).get(organisation) if organisation else None
    return (named.to_name("en"), named.country) if named else ("", "")


def find_part(parts: models.Manager[Part], identifier: UUID) -> Part:
    """Return a part of a project; `NotFoundError` when it has no such."""
    found = parts.filter(id=identifier).first()
    if found is None:
        raise NotFoundError(gettext_noop("The project has no such part."))
    return found


def check_reason(reason: str) -> None:
    """Raise `RuleError` without a reason."""
    if not reason.strip():
        raise RuleError(gettext_noop("Give the reason; it is kept."))


def _list_labels(definition: Definition | None) -> tuple[str, ...]:
    return (definition.label.fr, definition.label.en) if definition else ()
