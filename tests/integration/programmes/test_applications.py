"""Applications: written by one, saved on a version, submitted once and in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.agreements.cast import ALICE, ALPHA, AUDE, BETA, CHARLIE, REA, TEAM
from tests.programmes.applying import (
    AT,
    CLOSES_AT,
    LEA,
    OPENS_AT,
    PARTNER,
    PAUL,
    WRITTEN,
    make_application,
    make_call,
    make_person,
)

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.programmes.models import Application, Judged
from cordee.programmes.operations import applications as write
from cordee.programmes.operations import judging
from cordee.programmes.queries.applications import (
    get_application,
    list_judged,
    list_of_call,
    list_own,
)
from cordee.programmes.states import Verdict


ON = AT.date()
SECOND = timedelta(seconds=1)
UNSIGNED = {"rules": []}


def make_ready(changes: dict[str, object] | None = None) -> UUID:
    person = make_person(recruited=date(2023, 1, 1))
    return make_application(make_call(changes or UNSIGNED), person=person, partners=(PARTNER,))


def read(application: UUID, by: Actor = PAUL) -> object:
    return get_application(application, by=by, on=ON)


class TestStarting:
    def test_one_applies_where_a_role_lets_one(self) -> None:
        call = make_call()
        with pytest.raises(RefusedError):
            write.start_application(call, organisation=BETA, person=None, by=PAUL, at=AT)
        with pytest.raises(RefusedError):
            write.start_application(call, organisation=ALPHA, person=None, by=REA, at=AT)
        first = write.start_application(call, organisation=TEAM, person=None, by=PAUL, at=AT)
        second = write.start_application(call, organisation=TEAM, person=None, by=LEA, at=AT)
        numbers = [Application.objects.get(id=one).number for one in (first, second)]
        assert numbers == [1, 2]

    @pytest.mark.parametrize("at", [OPENS_AT - SECOND, CLOSES_AT])
    def test_only_while_the_call_is_open(self, at: object) -> None:
        call = make_call()
        with pytest.raises(RuleError):
            write.start_application(call, organisation=TEAM, person=None, by=PAUL, at=at)  # type: ignore[arg-type]

    def test_a_draft_of_a_call_is_none(self) -> None:
        call = make_call(stage="draft")
        with pytest.raises(NotFoundError):
            write.start_application(call, organisation=TEAM, person=None, by=PAUL, at=AT)

    def test_a_call_by_invitation_is_for_the_office(self) -> None:
        call = make_call({"opening": "direct"})
        with pytest.raises(NotFoundError):
            write.start_application(call, organisation=TEAM, person=None, by=PAUL, at=AT)
        write.start_application(call, organisation=TEAM, person=None, by=ALICE, at=AT)

    def test_people_are_chosen_and_not_invented(self) -> None:
        call = make_call()
        with pytest.raises(NotFoundError):
            write.start_application(call, organisation=TEAM, person=uuid4(), by=PAUL, at=AT)


class TestSeeing:
    def test_a_draft_is_its_writers(self) -> None:
        made = make_ready()
        for other in (LEA, ALICE, AUDE, CHARLIE, Actor()):
            with pytest.raises(NotFoundError):
                read(made, other)

    def test_submitted_it_is_seen_by_the_office_of_the_call(self) -> None:
        made = make_ready()
        write.submit_application(made, by=PAUL, at=AT)
        read(made, ALICE)
        read(made, AUDE)
        for other in (LEA, REA, CHARLIE):
            with pytest.raises(NotFoundError):
                read(made, other)

    def test_the_list_of_a_call_is_the_offices(self) -> None:
        made = make_ready()
        call = Application.objects.get(id=made).call_id
        for other in (PAUL, REA, CHARLIE, Actor()):
            with pytest.raises(NotFoundError):
                list_of_call(call, by=other, on=ON)
        assert list_of_call(call, by=ALICE, on=ON)[1:] == ((), 1)
        write.submit_application(made, by=PAUL, at=AT)
        _call, (line,), drafts = list_of_call(call, by=ALICE, on=ON)
        assert (line.countries, line.asked, line.verdict, drafts) == (
            ("JP",),
            8000,
            Verdict.ELIGIBLE,
            0,
        )
        assert [one.id for one in list_own(PAUL)] == [made]
        assert list_own(LEA) == ()

    @pytest.mark.parametrize("by", [ALICE, LEA, CHARLIE], ids=str)
    def test_nobody_else_writes_it(self, by: Actor) -> None:
        made = make_ready()
        write.submit_application(made, by=PAUL, at=AT)
        for act in (
            lambda: write.save_application(made, WRITTEN, version=3, by=by, at=AT),
            lambda: write.submit_application(made, by=by, at=AT),
            lambda: write.withdraw_application(made, reason="", by=by, at=AT),
            lambda: write.choose_person(made, None, by=by, at=AT),
        ):
            with pytest.raises(NotFoundError):
                act()


class TestSaving:
    def test_two_windows_do_not_overwrite_each_other(self) -> None:
        made = make_ready()
        title = replace(WRITTEN, title="One")
        assert write.save_application(made, title, version=2, by=PAUL, at=AT) == 3
        with pytest.raises(StaleError):
            write.save_application(made, replace(WRITTEN, title="Two"), version=2, by=PAUL, at=AT)
        assert Application.objects.get(id=made).title == "One"

    def test_the_same_again_changes_nothing(self) -> None:
        made = make_ready()
        assert write.save_application(made, WRITTEN, version=2, by=PAUL, at=AT) == 2

    def test_a_sitting_is_told_once_and_its_texts_never(self) -> None:
        made = make_ready()
        for number in range(3):
            write.save_application(
                made, replace(WRITTEN, title=f"T{number}"), version=2 + number, by=PAUL, at=AT
            )
        told = Event.objects.filter(action="application.write", record=str(made))
        assert told.count() == 1
        assert "To test." not in told.get().text

    def test_what_is_no_answer_is_not_kept(self) -> None:
        made = make_ready()
        answers = {"aims": "x" * 3000, "ethics": True, "other": "?"}
        write.save_application(made, replace(WRITTEN, answers=answers), version=2, by=PAUL, at=AT)
        assert Application.objects.get(id=made).answers == {"ethics": True}

    def test_nothing_is_saved_after_the_deadline(self) -> None:
        made = make_ready()
        with pytest.raises(RuleError):
            write.save_application(
                made, replace(WRITTEN, title="Late"), version=2, by=PAUL, at=CLOSES_AT
            )


class TestSubmitting:
    def test_the_last_moment_is_in_time_and_the_deadline_is_not(self) -> None:
        made, late = make_ready(), make_ready()
        write.submit_application(made, by=PAUL, at=CLOSES_AT - timedelta(microseconds=1))
        for at in (CLOSES_AT, CLOSES_AT + SECOND):
            with pytest.raises(RuleError):
                write.submit_application(late, by=PAUL, at=at)
        assert Application.objects.get(id=late).stage == "draft"

    def test_pressed_twice_it_gives_the_same_receipt(self) -> None:
        made = make_ready()
        first = write.submit_application(made, by=PAUL, at=AT)
        assert write.submit_application(made, by=PAUL, at=CLOSES_AT + SECOND) == first
        assert Judged.objects.filter(application=made).count() == 1
        assert Event.objects.filter(action="application.submit").count() == 1

    def test_the_receipt_can_be_computed_again_and_tells_a_change(self) -> None:
        made = make_ready()
        receipt = write.submit_application(made, by=PAUL, at=AT)
        record = get_application(made, by=PAUL, on=ON)
        assert record.submitted_at is not None
        assert write.compute_receipt(record, record.submitted_at) == receipt
        altered = replace(record, written=replace(record.written, title="Another"))
        assert write.compute_receipt(altered, record.submitted_at) != receipt

    def test_what_is_missing_stands_in_the_way(self) -> None:
        made = make_application(make_call(UNSIGNED), written=replace(WRITTEN, answers={}))
        with pytest.raises(RuleError, match="Aims"):
            write.submit_application(made, by=PAUL, at=AT)

    def test_a_document_asked_for_stands_in_the_way(self) -> None:
        asked = {"code": "cv", "label": {"fr": "CV", "en": "CV"}}
        made = make_ready({"rules": [], "documents": [asked]})
        with pytest.raises(RuleError, match="CV"):
            write.submit_application(made, by=PAUL, at=AT)

    def test_an_unsigned_partner_stands_in_the_way_where_asked(self) -> None:
        made = make_ready({"documents": []})
        with pytest.raises(RuleError, match="not signed"):
            write.submit_application(made, by=PAUL, at=AT)

    def test_stopped_half_way_nothing_is_submitted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = make_ready()

        def fail(*_given: object, **_named: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(write, "note", fail)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            write.submit_application(made, by=PAUL, at=AT)
        row = Application.objects.get(id=made)
        assert (row.stage, row.receipt) == ("draft", "")
        assert not Judged.objects.filter(application=made).exists()

    def test_what_is_not_eligible_may_be_submitted_and_is_told_so(self) -> None:
        person = make_person(recruited=date(2010, 1, 1), confirmed_on=ON)
        call = make_call({"rules": [make_rule()]})
        made = make_application(call, person=person, partners=(PARTNER,))
        write.submit_application(made, by=PAUL, at=AT)
        row = Judged.objects.get(application=made)
        assert (row.verdict, row.facts["applicant.works_here"]) == ("ineligible", True)


def make_rule() -> object:
    from_five = "applicant.years_since_recruitment < 5.0"
    words = {"fr": "x", "en": "x"}
    return {
        "id": "young",
        "phase": "eligibility",
        "expression": from_five,
        "label": words,
        "message": words,
    }


class TestWithdrawing:
    def test_it_stays_as_it_was_and_counts_no_more(self) -> None:
        made = make_ready()
        receipt = write.submit_application(made, by=PAUL, at=AT)
        write.withdraw_application(made, reason="Moved.", by=PAUL, at=CLOSES_AT + SECOND)
        row = Application.objects.get(id=made)
        assert (row.stage, row.receipt) == ("withdrawn", receipt)
        with pytest.raises(RuleError):
            write.withdraw_application(made, reason="", by=PAUL, at=AT)
        read(made, ALICE)

    def test_a_withdrawn_draft_is_still_nobody_elses(self) -> None:
        made = make_ready()
        write.withdraw_application(made, reason="", by=PAUL, at=AT)
        with pytest.raises(NotFoundError):
            read(made, ALICE)


class TestSettingAside:
    def test_an_officer_gives_a_reason_that_is_audited(self) -> None:
        made = make_ready()
        write.submit_application(made, by=PAUL, at=AT)
        with pytest.raises(RuleError):
            judging.set_aside(made, reason=" ", by=ALICE, at=AT)
        judging.set_aside(made, reason="A letter shows it.", by=ALICE, at=AT + SECOND)
        row = Application.objects.get(id=made)
        last = list_judged(row)[0]
        assert (last.verdict, last.reason, last.by) == (
            Verdict.OVERRIDDEN,
            "A letter shows it.",
            "Alice",
        )
        assert "A letter shows it." in Event.objects.get(action="application.override").text
        with pytest.raises(RuleError):
            judging.set_aside(made, reason="Again.", by=ALICE, at=AT)

    def test_who_only_reads_or_writes_it_may_not(self) -> None:
        made = make_ready()
        write.submit_application(made, by=PAUL, at=AT)
        for other in (AUDE, PAUL):
            with pytest.raises(RefusedError):
                judging.set_aside(made, reason="x", by=other, at=AT)
            with pytest.raises(RefusedError):
                judging.ask_again(made, by=other, at=AT)
        with pytest.raises(NotFoundError):
            judging.ask_again(made, by=CHARLIE, at=AT)

    def test_asked_again_the_rules_read_the_directory_anew(self) -> None:
        made = make_application(make_call({"rules": [make_rule()]}), partners=(PARTNER,))
        write.submit_application(made, by=PAUL, at=AT)
        row = Application.objects.get(id=made)
        row.person = make_person(recruited=date(2024, 1, 1))
        row.save()
        assert judging.ask_again(made, by=ALICE, at=AT + SECOND) is Verdict.ELIGIBLE
        assert [one.verdict for one in list_judged(row)][-1] is Verdict.INCOMPLETE
