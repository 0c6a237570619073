"""One record of each table that follows an application, and of people on the move."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from cordee.programmes.models import (
    AgendaItem,
    Appeal,
    Application,
    ApplicationOpinion,
    Course,
    Decision,
    Delegation,
    DelegationAction,
    DelegationItem,
    DelegationParticipant,
    Event,
    Instalment,
    Laureate,
    LeftRoom,
    Milestone,
    Mission,
    MissionEquipment,
    MissionFollowUp,
    MissionMember,
    MissionTraining,
    Participant,
    Prize,
    Project,
    ProjectChange,
    ProjectMoney,
    ProjectPerson,
    Report,
    Review,
    Reviewer,
    Revision,
    Session,
    SessionMember,
    Stay,
    Student,
    Tie,
    Training,
)


def add_review(application: Application, at: datetime) -> None:
    """Have a submitted application reviewed, revised and tied to its reviewer."""
    reviewer = Reviewer.objects.create(
        call=application.call,
        name="Rita",
        email="rita@cordee.example",
        secret_hash="2" * 64,
        created_at=at,
    )
    Review.objects.create(reviewer=reviewer, application=application, stage_since=at)
    Tie.objects.create(
        application=application, reviewer=reviewer, kind="declared", evidence={}, found_at=at
    )
    Revision.objects.create(
        application=application,
        round=1,
        kind="rebuttal",
        asked_at=at,
        request="Answer the reviews.",
        due_at=at + timedelta(days=30),
    )


def add_selection(application: Application, at: datetime) -> Decision:
    """Have a session decide to fund it, one member out of the room, and an appeal received."""
    session = Session.objects.create(call=application.call, title="Committee", starts_at=at)
    member = SessionMember.objects.create(
        session=session, name="Marc", seat="member", account=uuid4()
    )
    item = AgendaItem.objects.create(session=session, application=application, position=1)
    LeftRoom.objects.create(item=item, member=member, reason="Same unit.", noted_at=at)
    decision = Decision.objects.create(
        application=application, session=session, kind="fund", decided_at=at
    )
    ApplicationOpinion.objects.create(
        application=application,
        gate="security",
        answer="favourable",
        authority="FSD",
        answered_on=at.date(),
        noted_at=at,
    )
    Appeal.objects.create(decision=decision, received_at=at, text="Think again.")
    return decision


def add_project(award: Decision, at: datetime) -> None:
    """Make the project of an award, with one record of each of its tables."""
    day: date = at.date()
    project = Project.objects.create(
        office=award.application.call.office,
        award=award,
        title="Project",
        stage_since=at,
        created_at=at,
        changed_at=at,
    )
    participant = Participant.objects.create(project=project, name="Kyoto", role="participant")
    ProjectPerson.objects.create(project=project, name="Paula", role="leader")
    ProjectMoney.objects.create(project=project, kind="grant", amount=10, currency="EUR")
    Instalment.objects.create(
        project=project,
        participant=participant,
        position=1,
        due_on=day,
        amount=10,
        currency="EUR",
    )
    Milestone.objects.create(project=project, title="Half-way", due_on=day)
    Report.objects.create(project=project, kind="scientific", number=1, due_on=day)
    ProjectChange.objects.create(
        project=project, kind="extension", on=day, reason="Late visas.", noted_at=at
    )


def add_moves(office: UUID, at: datetime) -> None:
    """Enter one record of each table of people on the move."""
    day = at.date()
    kept = {"office": office, "created_at": at, "changed_at": at}
    mission = Mission.objects.create(**kept, stage_since=at, title="Mission", country="SN")
    MissionMember.objects.create(mission=mission, name="Mona")
    MissionTraining.objects.create(mission=mission, subject="Biopsy", hours=6, people=12)
    MissionEquipment.objects.create(mission=mission, name="Microscope", terms="given")
    MissionFollowUp.objects.create(mission=mission, months=6, due_on=day)
    Stay.objects.create(**kept, direction="incoming", purpose="research", name="Stella")
    delegation = Delegation.objects.create(
        **kept, stage_since=at, title="Delegation", direction="incoming"
    )
    DelegationItem.objects.create(delegation=delegation, day=day, begins=time(9), title="Welcome")
    DelegationParticipant.objects.create(delegation=delegation, side="host", name="Hugo")
    DelegationAction.objects.create(delegation=delegation, text="Write", owner="Hugo", due_on=day)
    training = Training.objects.create(**kept, kind="doctoral", title="Doctorates")
    Course.objects.create(training=training, title="Course", hours=2)
    Student.objects.create(
        training=training, cohort="2026", name="Sami", stage="enrolled", keep_until=day
    )
    prize = Prize.objects.create(**kept, code="PRIZE", title="Prize")
    Laureate.objects.create(prize=prize, awarded_on=day, name="Lara")
    Event.objects.create(**kept, kind="workshop", title="Workshop")
