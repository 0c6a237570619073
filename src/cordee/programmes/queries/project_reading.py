"""Projects read from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cordee.kernel.chain import write_canonical
from cordee.programmes.definition.parts import Definition
from cordee.programmes.granting.states import (
    MoneyKind,
    ParticipantRole,
    ProjectChangeKind,
    ProjectRole,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.granting.values import (
    ChangeTold,
    InstalmentTold,
    Kin,
    MilestoneTold,
    MoneyTold,
    ParticipantTold,
    PersonTold,
    ProjectDraft,
    ProjectRecord,
    ReportTold,
)
from cordee.programmes.models import (
    Instalment,
    Milestone,
    Participant,
    Project,
    ProjectChange,
    ProjectMoney,
    ProjectPerson,
    Report,
)
from cordee.programmes.states import CostCategory, ReportKind


def read_project(
    row: Project, *, is_whole: bool = True, may_run: bool = False, leads: bool = False
) -> ProjectRecord:
    """Return a row with all that belongs to it; what only those concerned see with `is_whole` alone."""
    award = row.award if row.award_id else None
    parts: dict[str, Any] = {}
    if is_whole:
        parts = {
            "people": tuple(read_person(one) for one in row.people.all()),
            "money": tuple(read_money(one) for one in row.money.all()),
            "instalments": tuple(read_instalment(one) for one in row.instalments.all()),
            "milestones": tuple(read_milestone(one) for one in row.milestones.all()),
            "reports": tuple(read_report(one) for one in row.reports.all()),
            "changes": tuple(read_change(one) for one in row.changes.all()),
        }
    return ProjectRecord(
        id=row.id,
        office=row.office,
        draft=read_draft(row),
        stage=ProjectStage(row.stage),
        stage_since=row.stage_since,
        definition=read_definition(row),
        award=row.award_id,
        application=award.application_id if award else None,
        agreement=row.agreement,
        is_demonstration=row.is_demonstration,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        participants=tuple(read_participant(one) for one in row.participants.all()),
        follows=read_kin(row.follows) if row.follows else None,
        followed_by=tuple(read_kin(one) for one in row.followed_by.all()),
        is_whole=is_whole,
        may_run=may_run,
        leads=leads,
        **parts,
    )


def read_draft(row: Project) -> ProjectDraft:
    """Return what is said of a project itself."""
    return ProjectDraft(
        title=row.title,
        acronym=row.acronym,
        reference=row.reference,
        summary=row.summary,
        funder=row.funder,
        programme=row.programme,
        grant_number=row.grant_number,
        funder_call=row.funder_call,
        website=row.website,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        follows=row.follows_id,
        is_public=row.is_public,
    )


def read_definition(row: Project) -> Definition | None:
    """Return the instrument as it was frozen; None for a grant from elsewhere."""
    return _read_frozen(write_canonical(row.definition)) if row.definition else None


@lru_cache(maxsize=64)
def _read_frozen(text: str) -> Definition:
    # Reading one takes milliseconds, and a list has as many as projects.
    return Definition.model_validate_json(text)


def read_kin(row: Project) -> Kin:
    """Return another project by its title."""
    title = f"{row.acronym} – {row.title}" if row.acronym else row.title
    return Kin(row.id, title, read_definition(row))


def read_participant(row: Participant) -> ParticipantTold:
    """Return an organisation of a project."""
    return ParticipantTold(
        id=row.id,
        organisation=row.organisation,
        name=row.name,
        country=row.country,
        role=ParticipantRole(row.role),
        start=row.start,
        end=row.end,
    )


def read_person(row: ProjectPerson) -> PersonTold:
    """Return a person of a project."""
    return PersonTold(
        id=row.id,
        person=row.person,
        participant=row.participant_id,
        name=row.name,
        role=ProjectRole(row.role),
        start=row.start,
        end=row.end,
    )


def read_money(row: ProjectMoney) -> MoneyTold:
    """Return a line of money."""
    return MoneyTold(
        id=row.id,
        kind=MoneyKind(row.kind),
        amount=row.amount,
        currency=row.currency,
        category=CostCategory(row.category) if row.category else None,
        participant=row.participant_id,
        rate=row.rate,
        rate_on=row.rate_on,
        note=row.note,
    )


def read_instalment(row: Instalment) -> InstalmentTold:
    """Return an instalment."""
    return InstalmentTold(
        id=row.id,
        position=row.position,
        due_on=row.due_on,
        amount=row.amount,
        currency=row.currency,
        participant=row.participant_id,
        waits_for=row.waits_for_id,
        paid_on=row.paid_on,
        payment_reference=row.payment_reference,
    )


def read_milestone(row: Milestone) -> MilestoneTold:
    """Return a milestone."""
    return MilestoneTold(row.id, row.title, row.due_on, row.reached_on, row.note)


def read_report(row: Report) -> ReportTold:
    """Return a report."""
    return ReportTold(
        id=row.id,
        kind=ReportKind(row.kind),
        number=row.number,
        due_on=row.due_on,
        stage=ReportStage(row.stage),
        text=row.text,
        spent=_read_spent(row.spent),
        sha256=row.sha256,
        file_name=row.file_name,
        size=row.size,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        remark=row.remark,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )


def read_change(row: ProjectChange) -> ChangeTold:
    """Return a change."""
    return ChangeTold(
        id=row.id,
        kind=ProjectChangeKind(row.kind),
        on=row.on,
        before={name: str(value) for name, value in row.before.items()},
        after={name: str(value) for name, value in row.after.items()},
        reason=row.reason,
        noted_by=row.noted_by,
    )


def _read_spent(kept: Mapping[str, object]) -> dict[CostCategory, Decimal]:
    return {CostCategory(name): Decimal(str(amount)) for name, amount in kept.items()}
