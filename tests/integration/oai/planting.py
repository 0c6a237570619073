"""Names in all that is never told to the world: a word that stands nowhere else, before what it is planted in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from tests.agreements.cast import ALPHA, AT, BETA, make_agreement
from tests.integration.agreements.conftest import open_account
from tests.integration.oai.records import (
    AWARDED,
    LONG_AGO,
    make_awarded,
    make_call,
    make_event,
    make_instrument,
    make_person,
    make_project,
    make_records,
    make_resource,
)

from cordee.agreements.models import Gate, Party
from cordee.directory.models import Offer, Skill
from cordee.ledger.rights import Actor
from cordee.programmes.models import (
    AgendaItem,
    Appeal,
    Application,
    ApplicationOpinion,
    BudgetLine,
    Course,
    Decision,
    Delegation,
    DelegationAction,
    DelegationItem,
    DelegationParticipant,
    Instalment,
    Judged,
    Laureate,
    LeftRoom,
    Milestone,
    Mission,
    MissionEquipment,
    MissionFollowUp,
    MissionMember,
    MissionTraining,
    Participant,
    Partner,
    Prize,
    Project,
    ProjectChange,
    ProjectMoney,
    ProjectPerson,
    Question,
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


PLANT = re.compile(rb"zaxbycw-\w+", re.IGNORECASE)
"""The word, however it is written."""

RECORD = {"office": ALPHA, "created_at": AT, "changed_at": AT, "changed_by": "Zaxbycw-keeper"}


def plant(where: str) -> str:
    return f"Zaxbycw-{where}"


def say(where: str) -> dict[str, str]:
    return {"fr": plant(where), "en": plant(where)}


def plant_all() -> list[str]:
    """Plant everywhere; return the identifiers of records that are never told."""
    make_records()
    return [
        *plant_in_applications(),
        *plant_in_projects(),
        *plant_in_moves(),
        *plant_in_agreements(),
        *plant_in_directory(),
    ]


def plant_in_applications() -> list[str]:
    """Plant in drafts, what is by invitation, applications, reviews, the committee and its decisions."""
    draft = make_instrument("in-preparation", stage="draft", label=say("draft"))
    make_instrument("first-step", stage="draft", label=say("draft"))
    direct = make_instrument("by-invitation", opening="direct", label=say("direct"))
    make_instrument("paper", kind="agreement", funding=None, label=say("paper"))
    open_one = make_instrument("first-step")
    calls = [
        make_call(draft, plant("call_draft"), stage="draft"),
        make_call(direct, plant("call_direct")),
        make_call(open_one, plant("call_cancelled"), stage="cancelled"),
    ]
    open_call = make_call(open_one, "Open call")
    applicant = Actor(account=uuid4(), name=plant("account"))
    open_account(applicant)
    application = Application.objects.create(
        call=open_call, number=1, account=applicant.account, title=plant("application"),
        acronym=plant("acronym"), answers={"aims": plant("answer")}, stage_since=AT,
        created_at=AT, changed_at=AT, changed_by=plant("writer"),
    )  # fmt: skip
    partner = Partner.objects.create(
        application=application, name=plant("partner"), contact_name=plant("contact"),
        contact_email="zaxbycw-mail@alpha.example",
    )  # fmt: skip
    BudgetLine.objects.create(
        application=application, partner=partner, category="travel", amount=Decimal(1),
        note=plant("budget"),
    )  # fmt: skip
    Judged.objects.create(
        application=application, at=AT, by=plant("judge"), reference_day=AT.date(),
        verdict="ineligible", admissibility="ineligible", facts={"of": plant("fact")}, results={},
    )  # fmt: skip
    Question.objects.create(call=open_call, asked_at=AT, question=plant("question"))
    review = plant_in_reviews(application)
    decision = plant_in_committee(application)
    return [
        *map(str, (draft.instrument_id, direct.instrument_id)),
        *(str(one.id) for one in calls[:2]),
        *(str(one) for one in (application.id, applicant.account, review, decision)),
    ]


def plant_in_reviews(application: Application) -> UUID:
    reviewer = Reviewer.objects.create(
        call=application.call,
        name=plant("reviewer"),
        email="zaxbycw-r@alpha.example",
        created_at=AT,
    )
    review = Review.objects.create(
        reviewer=reviewer, application=application, stage="submitted", stage_since=AT,
        comments={"aims": plant("comment")}, recommendation="fund",
        for_applicant=plant("to_applicant"), for_committee=plant("to_committee"),
        decline_reason=plant("decline"), submitted_at=AT, released_at=AT,
    )  # fmt: skip
    Tie.objects.create(
        application=application, reviewer=reviewer, kind="applicant",
        evidence={"name": plant("tie")}, found_at=AT,
    )  # fmt: skip
    Revision.objects.create(
        application=application, round=1, kind="rebuttal", asked_at=AT,
        asked_by=plant("asker"), request=plant("asked"), due_at=AT,
    )  # fmt: skip
    return review.id


def plant_in_committee(application: Application) -> UUID:
    session = Session.objects.create(
        call=application.call, title=plant("session"), starts_at=AT, place=plant("room"),
        minutes_en=plant("minutes"), minutes_fr=plant("minutes"),
    )  # fmt: skip
    member = SessionMember.objects.create(session=session, name=plant("member"), seat="chair")
    item = AgendaItem.objects.create(
        session=session, application=application, position=1, note=plant("note")
    )
    LeftRoom.objects.create(item=item, member=member, reason=plant("left"), noted_at=AT)
    decision = Decision.objects.create(
        application=application, session=session, kind="refuse", reason_en=plant("reason"),
        reason_fr=plant("reason"), letter_en=plant("letter"), letter_fr=plant("letter"),
        letter_sent_at=AT, decided_at=AT, decided_by=plant("decider"),
    )  # fmt: skip
    Appeal.objects.create(
        decision=decision, received_at=AT, text=plant("appeal"), outcome="rejected",
        answer=plant("appeal_answer"), answered_at=AT,
    )  # fmt: skip
    ApplicationOpinion.objects.create(
        application=application, gate="ethics", answer="favourable", authority=plant("gate"),
        answered_on=date(2026, 5, 1), remarks=plant("gate_remark"), noted_at=AT,
    )  # fmt: skip
    return decision.id


def plant_in_projects() -> list[str]:
    """Plant in projects that are not public or were refused, and in what a public one keeps to itself."""
    hidden = {"is_public": False, "was_public": False}
    private = make_project(
        uuid4(),
        title=plant("private"),
        acronym=plant("private"),
        summary=plant("private"),
        **hidden,
    )
    version = make_instrument("of-refused")
    refused = make_awarded(
        make_call(version, "Call of the refused"), uuid4(), title=plant("refused"), **hidden
    )
    taken_back = make_awarded(
        make_call(version, "Call of one taken back"), uuid4(), title=plant("taken_back")
    )
    for one in (refused, taken_back):
        old = one.award
        assert old is not None
        # As a replacement is written: the old decision gives way before the new one stands.
        Decision.objects.filter(id=old.id).update(replaced_by=old)
        new = Decision.objects.create(application=old.application, kind="refuse", decided_at=AT)
        Decision.objects.filter(id=old.id).update(replaced_by=new)
    for project in (private, Project.objects.get(id=AWARDED)):
        plant_in_project(project)
    Participant.objects.create(project=private, organisation=BETA, name=plant("in"), role="host")
    return [str(private.id), str(refused.id)]


def plant_in_project(project: Project) -> None:
    for role in ("member", "contact"):
        entry = make_person(uuid4(), plant(role), is_demonstration=True)
        ProjectPerson.objects.create(project=project, person=entry.id, name=plant(role), role=role)
    ProjectPerson.objects.create(project=project, name=plant("leader"), role="co_leader")
    ProjectMoney.objects.create(
        project=project, kind="in_kind", amount=1, currency="EUR", note=plant("money")
    )
    Instalment.objects.create(
        project=project, position=1, due_on=AT.date(), amount=1, currency="EUR",
        payment_reference=plant("payment"),
    )  # fmt: skip
    Milestone.objects.create(
        project=project, title=plant("milestone"), due_on=AT.date(), note=plant("milestone")
    )
    Report.objects.create(
        project=project, kind="scientific", number=1, due_on=AT.date(), stage="submitted",
        text=plant("report"), file_name=plant("file"), submitted_at=AT,
        submitted_by=plant("reporter"), remark=plant("remark"),
    )  # fmt: skip
    ProjectChange.objects.create(
        project=project, kind="extension", on=AT.date(), reason=plant("why"), noted_at=AT,
        noted_by=plant("noter"), before={"leader": plant("before")}, after={},
    )  # fmt: skip


def plant_in_moves() -> list[str]:
    """Plant in missions, stays, delegations, trainings, and in what an event or a prize keeps to itself."""
    mission = Mission.objects.create(
        **RECORD, title=plant("mission"), need=plant("need"), stage_since=AT,
        organisation_name=plant("host"), place=plant("place"), country="JP",
    )  # fmt: skip
    MissionMember.objects.create(mission=mission, name=plant("team"), function=plant("function"))
    MissionTraining.objects.create(mission=mission, subject=plant("lesson"), hours=1, people=2)
    MissionEquipment.objects.create(mission=mission, name=plant("gift"), terms="given")
    MissionFollowUp.objects.create(
        mission=mission, months=6, due_on=AT.date(), found=plant("found")
    )
    stay = Stay.objects.create(
        **RECORD, name=plant("guest"), direction="incoming", purpose="research", country="JP",
        home_name=plant("home"), host_name=plant("host"), subject=plant("subject"),
    )  # fmt: skip
    delegation = Delegation.objects.create(
        **RECORD, title=plant("delegation"), direction="incoming", purpose=plant("purpose"),
        stage_since=AT, country="JP",
    )  # fmt: skip
    DelegationItem.objects.create(
        delegation=delegation,
        day=AT.date(),
        begins=AT.time(),
        title=plant("item"),
        who=plant("who"),
    )
    DelegationParticipant.objects.create(
        delegation=delegation, side="host", name=plant("delegate"), function=plant("function")
    )
    DelegationAction.objects.create(
        delegation=delegation, text=plant("promise"), owner=plant("owner"), due_on=AT.date()
    )
    training = Training.objects.create(**RECORD, kind="doctoral", title=plant("training"))
    Course.objects.create(training=training, title=plant("course"), hours=1, teachers=plant("x"))
    Student.objects.create(
        training=training, cohort="2026", name=plant("student"), stage="enrolled",
        keep_until=date(2030, 1, 1),
    )  # fmt: skip
    make_event(uuid4(), "Open day", organisers=plant("organiser"), changed_by=plant("keeper"))
    closed = make_event(uuid4(), plant("closed_day"), is_public=False, was_public=False)
    prizes: list[Any] = [
        Prize.objects.create(
            office=ALPHA, created_at=LONG_AGO, changed_at=LONG_AGO, code=code, title=title,
            is_public=is_public, changed_by=plant("keeper"),
        )
        for code, title, is_public in (("A", "Open prize", True), ("B", plant("prize"), False))
    ]  # fmt: skip
    for prize in prizes:
        Laureate.objects.create(
            prize=prize, awarded_on=AT.date(), name=plant("laureate"), note=plant("praise")
        )
    return [str(one.id) for one in (mission, stay, delegation, training, closed, prizes[1])]


def plant_in_agreements() -> list[str]:
    agreement = make_agreement(title=plant("agreement"))
    Gate.objects.create(
        agreement_id=agreement, kind="ethics", authority=plant("authority"),
        answer="favourable", answered_on=date(2026, 5, 1), remarks=plant("opinion"),
    )  # fmt: skip
    Party.objects.filter(agreement=agreement).update(signatory_name=plant("signatory"))
    return [str(agreement)]


def plant_in_directory() -> list[str]:
    keeper = {"keeper_id": ALPHA, "changed_at": AT}
    Offer.objects.create(kind="machine", name_en=plant("offer"), audience="anyone", **keeper)
    own = make_resource(uuid4(), plant("service"), kind="service", audience="own")
    make_resource(
        uuid4(), "Partners' bench", kind="facility", audience="partners",
        conditions_en=plant("conditions"), booking="https://alpha.example/zaxbycw-booking",
    )  # fmt: skip
    hidden = make_person(uuid4(), "Seen", email="zaxbycw-person@alpha.example")
    Skill.objects.create(
        person=hidden, name_en="Seen skill", evidence="text", evidence_text=plant("evidence")
    )
    return [str(own.id)]
