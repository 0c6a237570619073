"""Bringing projects of CORDIS in, all in one transaction, and taking a whole import back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from cordee.directory.imports.kinds import Done, FileKind
from cordee.ledger.audit import Deed, find_change
from cordee.ledger.bulk import ROWS_AT_ONCE, chunk, load_rows, read_values, set_values
from cordee.ledger.imports import Outcome, Source, Written, check_untouched, find_touched
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action
from cordee.programmes.granting.states import MoneyKind
from cordee.programmes.imports.fields import FIELDS
from cordee.programmes.imports.plan import (
    IncomingPart,
    IncomingProject,
    prepare,
    present,
    tell_change,
)
from cordee.programmes.imports.reading import read_projects
from cordee.programmes.models import Participant, Project, ProjectMoney
from cordee.programmes.operations.project_writing import read_own, tell, write_sums


PARTS: Mapping[str, type[models.Model]] = {"money": ProjectMoney, "participant": Participant}
"""What an import writes beside projects, in the order in which it is taken back."""


def _write(
    good: Sequence[IncomingProject], office: UUID, source: Source, by: Actor, at: datetime
) -> Done:
    said = [one for one in good if one.outcome is not Outcome.SAME]
    written: list[Written] = []
    new = [
        Project(
            id=one.id,
            office=office,
            is_demonstration=by.is_demonstration,
            stage_since=at,
            created_at=at,
            changed_at=at,
            changed_by=by.name,
            **one.values,
        )
        for one in said
        if one.is_new
    ]
    Project.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    for one in said:
        if one.is_new:
            written.append(Written("project", one.id, 1))
        else:
            written.append(_change(one, by=by, at=at))
    _write_parts(said, written)
    _sum_up(one.id for one in said)
    deeds = [
        Deed("project.import", tell(row), tell_change(one), reason=source.file_name)
        for one, row in ((one, one.record or Project(id=one.id, office=office)) for one in said)
    ]
    return Done(deeds, written)


def _take_back(
    _identifier: UUID, written: Sequence[Written], by: Actor, at: datetime
) -> list[Deed]:
    own = [one for one in written if one.kind == "project"]
    rows = load_rows(Project, (one.record for one in own))
    made = {one.record for one in own if one.before is None}
    used = Project.objects.filter(follows__in=made).exclude(id__in=made).order_by()
    check_untouched(find_touched(own, rows, set(used.values_list("follows", flat=True))))
    for kind, table in PARTS.items():
        _take_parts_back(table, [one for one in written if one.kind == kind])
    deeds = []
    for one in own:
        row = rows[one.record]
        if one.before is None:
            change = find_change(read_own(row), {})
        else:
            now = set_values(row, one.before)
            _count(row, by=by, at=at)
            row.save()
            change = find_change(now, read_values(row, now))
        deeds.append(Deed("project.take_back", tell(row), change))
    for some in chunk(made):
        Project.objects.filter(id__in=some).delete()
    _sum_up(one.record for one in own if one.before is not None)
    return deeds


CORDIS = FileKind(
    "cordis",
    gettext_lazy("Projects of CORDIS (project.csv and organization.csv)"),
    FIELDS,
    prepare,
    present,
    _write,
    _take_back,
    needs=Action.RUN_PROGRAMMES,
    needs_to_undo=Action.RUN_PROGRAMMES,
    read=read_projects,
)
"""The archive of a European framework programme, as projects in which the office takes part."""


def _change(one: IncomingProject, *, by: Actor, at: datetime) -> Written:
    row = one.record
    assert row is not None
    before = set_values(row, one.values)
    if "stage" in one.values:
        before["stage_since"], row.stage_since = row.stage_since, at
    _count(row, by=by, at=at)
    row.save()
    return Written("project", row.id, row.version, before)


def _count(row: Project, *, by: Actor, at: datetime) -> None:
    row.version += 1
    row.changed_at, row.changed_by = at, by.name


def _write_parts(said: Iterable[IncomingProject], written: list[Written]) -> None:
    participants: list[Participant] = []
    money: list[ProjectMoney] = []
    for one in said:
        _write_money(one.id, None, one.money, one.granted, money, written)
        for part in one.parts:
            row = _write_participant(one.id, part, participants, written)
            _write_money(one.id, row.id, part.money, part.amount, money, written)
    Participant.objects.bulk_create(participants, batch_size=ROWS_AT_ONCE)
    ProjectMoney.objects.bulk_create(money, batch_size=ROWS_AT_ONCE)


def _write_participant(
    project: UUID, part: IncomingPart, made: list[Participant], written: list[Written]
) -> Participant:
    if part.row is None:
        row = Participant(project_id=project, **part.values)
        made.append(row)
        written.append(Written("participant", row.id))
    else:
        row = part.row
        if part.values:
            before = set_values(row, part.values)
            row.save()
            written.append(Written("participant", row.id, before=before))
    return row


def _write_money(
    project: UUID,
    participant: UUID | None,
    line: ProjectMoney | None,
    amount: Decimal | None,
    made: list[ProjectMoney],
    written: list[Written],
) -> None:
    if amount is None:
        return
    if line is not None:
        before = set_values(line, {"amount": amount})
        line.save()
        written.append(Written("money", line.id, before=before))
        return
    row = ProjectMoney(
        project_id=project,
        participant_id=participant,
        kind=MoneyKind.GRANT.value,
        amount=amount,
        currency="EUR",
    )
    made.append(row)
    written.append(Written("money", row.id))


def _take_parts_back(table: type[models.Model], written: Sequence[Written]) -> None:
    for some in chunk(one.record for one in written if one.before is None):
        table._default_manager.filter(pk__in=some).delete()
    changed = {one.record: one.before for one in written if one.before is not None}
    for identifier, row in load_rows(table, changed).items():
        set_values(row, changed[identifier] or {})
        row.save()


def _sum_up(projects: Iterable[UUID]) -> None:
    """Write what lists show and find of projects anew, after all their parts are written."""
    for some in chunk(projects):
        rows = Project.objects.filter(id__in=some).prefetch_related(
            "money", "participants", "people"
        )
        changed = list(rows)
        for row in changed:
            write_sums(row)
        Project.objects.bulk_update(
            changed, ["granted", "currency", "granted_euros", "words"], batch_size=ROWS_AT_ONCE // 5
        )
