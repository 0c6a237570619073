"""Projects in the demonstration: invented grants from elsewhere, between real organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from cordee.ledger.rights import Actor
from cordee.programmes.granting.states import MoneyKind, ParticipantRole, ProjectRole
from cordee.programmes.granting.values import ProjectDraft
from cordee.programmes.operations.project_parts import (
    MoneyDraft,
    add_instalment,
    add_milestone,
    add_money,
)
from cordee.programmes.operations.project_people import (
    ParticipantDraft,
    add_participant,
    add_person,
)
from cordee.programmes.operations.project_reports import add_report
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.operations.projects import create_project, tie_agreement
from cordee.programmes.queries.projects import get_project
from cordee.programmes.states import ReportKind
from cordee.web.demonstration.writer import Clock


NOTE = "Inventé pour la démonstration. / Invented for the demonstration."
REASON = "Consortium named with the grant (demonstration)"


def enter_projects(ids: Mapping[str, UUID], agreement: UUID, officer: Actor, clock: Clock) -> None:
    """Enter a consortium that runs, with its agreement and something late, and one in yen to come."""
    house = officer.grants[0].organisation
    today = clock().date()
    project = _enter_consortium(ids, house, officer, clock, today)
    version = get_project(project, by=officer, on=today).version
    tie_agreement(project, agreement, version=version, by=officer, at=clock())
    _enter_pair(ids, house, officer, clock, today)


def _enter_consortium(
    ids: Mapping[str, UUID], house: UUID, officer: Actor, clock: Clock, today: date
) -> UUID:
    draft = ProjectDraft(
        title="European cohorts of rare tumours (demonstration)",
        acronym="DEMO-RARE",
        summary=NOTE,
        funder="European Commission",
        programme="Horizon Europe",
        grant_number="DEMO-101000001",
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=1000),
        is_public=True,
    )
    project = create_project(draft, office=house, by=officer, at=clock(), is_demonstration=True)
    who = Who(officer, clock())
    roles = {
        "house": ParticipantRole.COORDINATOR,
        "dkfz": ParticipantRole.PARTICIPANT,
        "karolinska": ParticipantRole.PARTICIPANT,
        "leuven": ParticipantRole.PARTICIPANT,
        "lausanne": ParticipantRole.PARTNER,
    }
    for key, role in roles.items():
        add_participant(project, ParticipantDraft(ids[key], "", "", role), who, reason=REASON)
    for number, leads in ((41, ProjectRole.LEADER), (42, ProjectRole.MEMBER)):
        add_person(
            project,
            person=None,
            name=f"Demonstration Person {number}",
            role=leads,
            participant=None,
            who=who,
        )
    grant = MoneyDraft(MoneyKind.GRANT, Decimal(2_400_000), "EUR", note=NOTE)
    add_money(project, grant, who, reason=REASON)
    brought = MoneyDraft(MoneyKind.IN_KIND, Decimal(180_000), "EUR", note=NOTE)
    add_money(project, brought, who, reason=REASON)
    for days, amount in ((-380, 1_200_000), (20, 800_000)):
        add_instalment(
            project,
            due_on=today + timedelta(days=days),
            amount=Decimal(amount),
            currency="EUR",
            participant=None,
            waits_for=None,
            who=who,
        )
    add_milestone(
        project, title="Common data model agreed", due_on=today + timedelta(days=120), who=who
    )
    add_report(project, ReportKind.SCIENTIFIC, today - timedelta(days=12), who)
    add_report(project, ReportKind.FINANCIAL, today + timedelta(days=45), who)
    return project


def _enter_pair(
    ids: Mapping[str, UUID], house: UUID, officer: Actor, clock: Clock, today: date
) -> None:
    draft = ProjectDraft(
        title="Imaging of organoids with Japan (demonstration)",
        acronym="DEMO-ORG",
        summary=NOTE,
        funder="Demonstration foundation",
        starts_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=790),
    )
    project = create_project(draft, office=house, by=officer, at=clock(), is_demonstration=True)
    who = Who(officer, clock())
    for key, role in (
        ("house", ParticipantRole.COORDINATOR),
        ("riken", ParticipantRole.PARTICIPANT),
    ):
        add_participant(project, ParticipantDraft(ids[key], "", "", role), who, reason=REASON)
    grant = MoneyDraft(
        MoneyKind.GRANT,
        Decimal(12_000_000),
        "JPY",
        rate=Decimal("0.0061"),
        rate_on=today - timedelta(days=30),
        note=NOTE,
    )
    add_money(project, grant, who, reason=REASON)
