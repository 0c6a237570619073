from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.agreements.cast import ALICE, ALPHA, AT, AUDE, BETA, BOB, CHARLIE, ON, REA, TEAM
from tests.programmes.applying import PAUL
from tests.programmes.granting import ENDS, STARTS, make_award, make_grant, make_project, who

from cordee.agreements.contents import KeptFile
from cordee.agreements.models import Agreement
from cordee.directory.models import Person
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError, UsageError
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Account, Event
from cordee.ledger.rights import NOBODY
from cordee.programmes.granting.rules import Step
from cordee.programmes.granting.states import (
    DEED_NAMES,
    MoneyKind,
    ParticipantRole,
    ProjectRole,
    ProjectStage,
    ReportStage,
)
from cordee.programmes.granting.values import ProjectRecord, Sought
from cordee.programmes.models import Decision, Project, Report
from cordee.programmes.operations import project_parts as parts
from cordee.programmes.operations import project_people as people
from cordee.programmes.operations.project_alarms import AlarmLetter, list_alarms, send_alarms
from cordee.programmes.operations.project_reports import add_report, settle_report, submit_report
from cordee.programmes.operations.project_steps import move_project
from cordee.programmes.operations.project_writing import Who
from cordee.programmes.operations.projects import (
    change_project,
    create_from_award,
    draft_agreement,
    tie_agreement,
)
from cordee.programmes.queries.project_lists import (
    list_choices,
    read_lines,
    select_sought,
    sum_projects,
)
from cordee.programmes.queries.projects import (
    get_project,
    list_awards_waiting,
    list_funded_pairs,
    list_projects_with,
    select_visible,
)
from cordee.programmes.states import CostCategory, ReportKind


REPORT = KeptFile("a" * 64, 9, "report.pdf", "application/pdf")
LATER = AT + timedelta(days=250)


def read(project: object, by: object = ALICE) -> ProjectRecord:
    return get_project(project, by=by, on=ON)  # type: ignore[arg-type]


def test_award_becomes_a_project_once() -> None:
    award = make_award()
    assert [one.id for one in list_awards_waiting(ALICE, on=ON)] == [award]
    made = create_from_award(award, starts_on=STARTS, months=None, by=ALICE, at=AT)
    found = read(made)
    assert (found.draft.title, found.draft.acronym) == ("Tests of cooperation", "TEST")
    assert (found.draft.starts_on, found.draft.ends_on) == (STARTS, ENDS)
    assert found.stage is ProjectStage.PLANNED
    assert [(one.organisation, one.role) for one in found.participants] == [
        (TEAM, ParticipantRole.COORDINATOR),
        (BETA, ParticipantRole.PARTICIPANT),
    ]
    assert {(one.name, one.role.value) for one in found.people} == {
        ("Paul", "leader"),
        ("Aki", "contact"),
    }
    assert [(one.category, one.amount) for one in found.money] == [
        (CostCategory.TRAVEL, Decimal(8000))
    ]
    assert [(one.kind.value, one.due_on) for one in found.reports] == [
        ("scientific", date(2027, 1, 1)),
        ("financial", date(2027, 5, 30)),
        ("scientific", date(2027, 7, 1)),
    ]
    assert list_awards_waiting(ALICE, on=ON) == ()
    with pytest.raises(RuleError, match="its project already"):
        create_from_award(award, starts_on=STARTS, months=None, by=ALICE, at=AT)
    assert find_faults() == []


def test_award_that_was_replaced_becomes_nothing() -> None:
    award = make_award()
    # As a replacement is written: the old decision gives way before the new one stands.
    Decision.objects.filter(id=award).update(replaced_by=award)
    old = Decision.objects.get(id=award)
    new = Decision.objects.create(application=old.application, kind="refuse", decided_at=AT)
    Decision.objects.filter(id=award).update(replaced_by=new)
    with pytest.raises(RuleError, match="replaced"):
        create_from_award(award, starts_on=STARTS, months=None, by=ALICE, at=AT)


def test_agreement_is_drafted_from_the_award_once() -> None:
    made = make_project()
    version = read(made).version
    agreement = draft_agreement(made, version=version, by=ALICE, at=AT)
    row = Agreement.objects.get(id=agreement)
    assert (row.kind, row.amount, row.currency) == ("specific", Decimal(8000), "EUR")
    assert (row.start, row.end) == (STARTS, ENDS)
    assert {one.organisation for one in row.parties.all()} == {ALPHA, TEAM, BETA}
    assert {(one.kind, one.text) for one in row.scope.all()} == {
        ("country", "FR"),
        ("country", "DE"),
        ("person", "Paul"),
    }
    assert read(made).agreement == agreement
    with pytest.raises(StaleError):
        draft_agreement(made, version=version, by=ALICE, at=AT)
    with pytest.raises(RuleError, match="already"):
        draft_agreement(made, version=read(made).version, by=ALICE, at=AT)
    tie_agreement(made, None, version=read(made).version, by=ALICE, at=AT)
    assert read(made).agreement is None


def test_project_is_seen_by_its_office_and_its_leader_alone() -> None:
    made = make_project()
    assert read(made, ALICE).may_run
    assert not read(made, AUDE).may_run
    assert read(made, PAUL).leads
    for other in (REA, BOB, CHARLIE, NOBODY):
        with pytest.raises(NotFoundError):
            read(made, other)
        assert not select_visible(other, on=ON).exists()
    assert select_visible(PAUL, on=ON).count() == 1
    draft = read(made).draft
    Project.objects.filter(id=made).update(is_public=True)
    public = read(made, NOBODY)
    assert public.draft.title == draft.title
    assert (public.people, public.money, public.reports, public.changes) == ((), (), (), ())


def test_leader_is_known_by_the_address_of_the_entry() -> None:
    made = make_grant()
    person = Person.objects.create(
        family_name="Rea", email="REA@cordee.example", keeper_id=ALPHA, changed_at=AT
    )
    Account.objects.create(id=REA.account, email="rea@cordee.example", name="Rea", joined_at=AT)
    with pytest.raises(NotFoundError):
        read(made, REA)
    people.add_person(
        made, person=person.id, name="", role=ProjectRole.LEADER, participant=None, who=who(made)
    )
    assert read(made, REA).leads
    with pytest.raises(RefusedError):
        move_project(made, Step.SUSPEND, who(made, REA), reason="Me too.")


def test_report_goes_to_and_fro_and_frees_an_instalment() -> None:
    made = make_project()
    parts.plan_equal_instalments(made, 2, who(made))
    first, second = read(made).instalments
    assert (first.amount, first.due_on) == (Decimal(4000), STARTS)
    report = read(made).find_report(second.waits_for)
    assert report is None, "the second is due before the first report"
    parts.remove_instalment(made, second.id, who(made))
    science = read(made).reports[0]
    parts.add_instalment(
        made,
        due_on=date(2027, 1, 2),
        amount=Decimal(4000),
        currency="EUR",
        participant=None,
        waits_for=science.id,
        who=who(made),
    )
    waiting = read(made).instalments[1]
    with pytest.raises(RuleError, match="not accepted yet"):
        parts.pay_instalment(made, waiting.id, paid_on=ON, reference="P1", who=who(made))
    with pytest.raises(UsageError, match="Write the report"):
        submit_report(science.id, text="", spent={}, kept=None, who=who(made, PAUL))
    submit_report(science.id, text="Done.", spent={}, kept=REPORT, who=who(made, PAUL))
    with pytest.raises(RefusedError):
        settle_report(science.id, is_accepted=True, remark="", who=who(made, PAUL))
    settle_report(science.id, is_accepted=False, remark="Say more.", who=who(made))
    submit_report(science.id, text="More.", spent={}, kept=None, who=who(made, PAUL))
    settle_report(science.id, is_accepted=True, remark="", who=who(made))
    parts.pay_instalment(made, waiting.id, paid_on=ON, reference="P1", who=who(made))
    told = read(made)
    assert told.instalments[1].paid_on == ON
    assert (told.reports[0].stage, told.reports[0].file_name) == (
        ReportStage.ACCEPTED,
        "report.pdf",
    )
    with pytest.raises(RuleError, match="paid already"):
        parts.pay_instalment(made, waiting.id, paid_on=ON, reference="P1", who=who(made))
    actions = set(Event.objects.filter(kind="project").values_list("action", flat=True))
    assert actions <= set(DEED_NAMES)


def test_financial_report_says_what_was_spent() -> None:
    made = make_project()
    money = next(one for one in read(made).reports if one.kind is ReportKind.FINANCIAL)
    with pytest.raises(UsageError, match="by category"):
        submit_report(money.id, text="All.", spent={}, kept=None, who=who(made))
    spent = {CostCategory.TRAVEL: Decimal("7999.50")}
    submit_report(money.id, text="", spent=spent, kept=None, who=who(made))
    told = read(made).find_report(money.id)
    assert told is not None
    assert told.spent == spent


def test_end_moves_reports_to_come_and_keeps_the_award() -> None:
    made = make_project()
    science = read(made).reports[0]
    submit_report(science.id, text="Early.", spent={}, kept=None, who=who(made))
    with pytest.raises(RuleError, match="reason"):
        move_project(made, Step.EXTEND, who(made), day=date(2027, 12, 31))
    move_project(made, Step.EXTEND, who(made), reason="Ship late.", day=date(2027, 12, 31))
    told = read(made)
    assert [(one.kind.value, one.due_on) for one in told.reports] == [
        ("scientific", date(2027, 1, 1)),
        ("scientific", date(2027, 7, 1)),
        ("financial", date(2027, 11, 30)),
        ("scientific", date(2028, 1, 1)),
    ]
    (change,) = told.changes
    assert (change.before, change.after) == (
        {"ends_on": "2027-06-30"},
        {"ends_on": "2027-12-31"},
    )
    assert Decision.objects.get(id=told.award).amount == Decimal(8000)


def test_project_is_closed_with_reports_open_only_for_a_reason() -> None:
    made = make_project()
    move_project(made, Step.START, who(made))
    with pytest.raises(RuleError, match="not accepted: 3"):
        move_project(made, Step.CLOSE, who(made))
    move_project(made, Step.SUSPEND, who(made), reason="Strike.")
    parts.plan_equal_instalments(made, 1, who(made))
    one = read(made).instalments[0]
    with pytest.raises(RuleError, match="suspended"):
        parts.pay_instalment(made, one.id, paid_on=ON, reference="", who=who(made))
    move_project(made, Step.RESUME, who(made), reason="Over.")
    move_project(made, Step.CLOSE, who(made), reason="The team left.")
    told = read(made)
    assert told.stage is ProjectStage.CLOSED
    assert [one.kind.value for one in told.changes][:1] != []
    with pytest.raises(RuleError, match="is over"):
        parts.add_milestone(made, title="x", due_on=ENDS, who=who(made))


def test_early_end_takes_out_what_is_not_to_come() -> None:
    made = make_project()
    move_project(made, Step.TERMINATE, who(made), reason="Gone.", day=date(2027, 2, 1))
    told = read(made)
    assert (told.stage, told.draft.ends_on) == (ProjectStage.TERMINATED, date(2027, 2, 1))
    assert [one.due_on for one in told.reports] == [date(2027, 1, 1)]


def test_money_keeps_its_currency_and_its_rate() -> None:
    made = make_grant()
    yen = parts.MoneyDraft(MoneyKind.GRANT, Decimal(1_000_000), "jpy")
    parts.add_money(made, yen, who(made))
    row = Project.objects.get(id=made)
    assert (row.granted, row.currency, row.granted_euros) == (Decimal(1_000_000), "JPY", None)
    (line,) = read(made).money
    parts.remove_money(made, line.id, who(made))
    rated = parts.MoneyDraft(
        MoneyKind.GRANT, Decimal(1_000_000), "JPY", rate=Decimal("0.0061"), rate_on=ON
    )
    parts.add_money(made, rated, who(made))
    parts.add_money(made, parts.MoneyDraft(MoneyKind.GRANT, Decimal(5), "EUR"), who(made))
    parts.add_money(made, parts.MoneyDraft(MoneyKind.IN_KIND, Decimal(7), "EUR"), who(made))
    row.refresh_from_db()
    assert (row.granted, row.currency, row.granted_euros) == (None, "", Decimal(6105))
    assert read(made).sum_money(MoneyKind.IN_KIND).euros == Decimal(7)
    for wrong in (
        parts.MoneyDraft(MoneyKind.GRANT, Decimal(5), "euro"),
        parts.MoneyDraft(MoneyKind.GRANT, Decimal(5), "USD", rate=Decimal(1)),
        parts.MoneyDraft(MoneyKind.GRANT, Decimal(5), "EUR", rate=Decimal(1), rate_on=ON),
    ):
        with pytest.raises(UsageError):
            parts.add_money(made, wrong, who(made))


def test_participants_of_an_award_change_for_a_reason() -> None:
    made = make_project()
    move_project(made, Step.START, who(made))
    new = people.ParticipantDraft(None, "University of Nowhere", "JP", ParticipantRole.PARTNER)
    with pytest.raises(RuleError, match="reason"):
        people.add_participant(made, new, who(made))
    added = people.add_participant(made, new, who(made), reason="They join.")
    people.change_participant(
        made,
        added,
        people.ParticipantDraft(BETA, "", "", ParticipantRole.PARTNER),
        who(made),
        reason="Found.",
    )
    people.remove_participant(made, added, who(made), reason="They leave.")
    assert [one.kind.value for one in read(made).changes] == ["participants"] * 3


def test_grant_from_elsewhere_takes_its_number_once_and_reports_by_hand() -> None:
    made = make_grant()
    with pytest.raises(RuleError, match="already"):
        make_grant(acronym="AGAIN")
    add_report(made, ReportKind.SCIENTIFIC, date(2026, 1, 1), who(made))
    assert read(made).reports[0].is_late(ON)
    other = make_project()
    with pytest.raises(RuleError, match="instrument says"):
        add_report(other, ReportKind.SCIENTIFIC, ENDS, who(other))
    # What follows from what goes one way.
    draft = read(other).draft
    change_project(
        other, replace(draft, follows=made), version=read(other).version, by=ALICE, at=AT
    )
    assert [one.id for one in read(made).followed_by] == [other]
    with pytest.raises(RuleError, match="itself"):
        change_project(
            made,
            replace(read(made).draft, follows=other),
            version=read(made).version,
            by=ALICE,
            at=AT,
        )


def test_stale_version_writes_nothing() -> None:
    made = make_project()
    old = Who(ALICE, AT, 1)
    parts.add_milestone(made, title="Kick-off", due_on=STARTS, who=old)
    with pytest.raises(StaleError):
        parts.add_milestone(made, title="Again", due_on=STARTS, who=old)
    assert len(read(made).milestones) == 1


def test_what_is_late_is_written_about_once() -> None:
    made = make_project()
    parts.add_milestone(made, title="Kick-off", due_on=STARTS, who=who(made))
    letters = {one.account: one for one in list_alarms(on=LATER.date())}
    assert set(letters) == {PAUL.account}
    assert [one.kind.value for one in letters[PAUL.account].late] == ["milestone", "report"]
    sent: list[AlarmLetter] = []

    def fail(_letter: AlarmLetter) -> None:
        raise OSError

    assert send_alarms(fail, at=LATER).failed == 1
    assert send_alarms(sent.append, at=LATER).sent == 1
    assert send_alarms(sent.append, at=LATER).sent == 0
    (letter,) = sent
    assert len(letter.late) == 2
    parts.reach_milestone(
        made, read(made).milestones[0].id, reached_on=ON, note="", who=who(made, PAUL)
    )
    assert [one.kind.value for one in list_alarms(on=LATER.date()) for one in one.late] == []


def test_portfolio_is_narrowed_and_summed() -> None:
    award, grant = make_project(), make_grant()
    parts.add_money(grant, parts.MoneyDraft(MoneyKind.GRANT, Decimal(5), "CHF"), who(grant))

    def find(**sought: object) -> set[object]:
        rows = select_sought(Sought(**sought), by=ALICE, on=LATER.date())  # type: ignore[arg-type]
        return {one.id for one in rows}

    assert find() == {award, grant}
    assert find(text="béta TESTS") == {award}
    assert find(text="horizon organo") == {grant}
    assert find(stage=ProjectStage.PLANNED) == {award}
    assert find(instrument="first-step") == {award}
    assert find(funder="HORIZON") == {grant}
    assert find(country="DE") == {award}
    assert find(year=2028) == {grant}
    assert find(is_late=True) == {award}
    sums = sum_projects(select_visible(ALICE, on=ON), on=LATER.date())
    assert (sums.count, sums.running, sums.late) == (2, 1, 1)
    assert (sums.euros, sums.without_rate) == (Decimal(8000), 1)
    lines = {one.id: one for one in read_lines(Project.objects.all(), on=LATER.date())}
    assert lines[award].countries == ("DE", "FR")
    assert (lines[award].leader, lines[award].is_late) == ("Paul", True)
    choices = list_choices(ALICE, on=ON)
    assert (choices.instruments, choices.countries) == (("first-step",), ("DE", "FR"))
    assert choices.funders == ("European Commission", "HORIZON")
    assert list_choices(CHARLIE, on=ON).countries == ()


def test_other_rooms_ask_for_projects_and_pairs() -> None:
    made = make_project()
    assert [one.id for one in list_projects_with(by=ALICE, on=ON, country="DE")] == [made]
    assert [one.id for one in list_projects_with(by=ALICE, on=ON, organisation=BETA)] == [made]
    assert list_projects_with(by=BOB, on=ON, organisation=BETA) == ()
    (pair,) = list_funded_pairs("first-step")
    assert (pair.organisation, pair.partner, pair.year) == (TEAM, BETA, 2026)
    assert Report.objects.filter(project=made).count() == 3
