"""Missions, stays, delegations, trainings, prizes and events: written, led, kept from others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests.agreements.cast import ALICE, ALPHA, AT, AUDE, BOB, CHARLIE, ON, REA, UNA, WITHOUT_FACTOR
from tests.integration.agreements.conftest import open_account
from tests.programmes.moves import VALUES, add, get_version, make, move, read

from cordee.directory.models import Award, Person
from cordee.kernel.errors import (
    NotFoundError,
    RefusedError,
    RuleError,
    StaleError,
    UsageError,
)
from cordee.ledger.models import Event as Audited
from cordee.programmes.models import Student
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Sought
from cordee.programmes.operations.move_letters import LateLetter, send_late_letters
from cordee.programmes.operations.moves import (
    change_record,
    forget_students,
    remove_part,
    save_part,
)
from cordee.programmes.queries.moves import list_due, list_lines, list_with_country


@pytest.mark.parametrize("sort", Sort)
def test_who_has_no_role_at_the_office_finds_nothing(sort: Sort) -> None:
    made = make(sort)
    assert read(sort, made, by=REA).may_run is False
    assert list_lines(sort, by=REA, on=ON)
    for other in (BOB, CHARLIE):
        with pytest.raises(NotFoundError):
            read(sort, made, by=other)
        assert list_lines(sort, by=other, on=ON) == ()
        with pytest.raises(NotFoundError):
            change_record(sort, made, VALUES[sort], version=1, by=other, at=AT)


@pytest.mark.parametrize("other", [REA, AUDE, UNA, WITHOUT_FACTOR])
def test_only_who_runs_programmes_at_the_office_writes(other: object) -> None:
    with pytest.raises(RefusedError):
        make(Sort.MISSION, by=other)  # type: ignore[arg-type]  # one of the cast
    made = make(Sort.MISSION)
    with pytest.raises((RefusedError, NotFoundError)):
        change_record(Sort.MISSION, made, VALUES[Sort.MISSION], version=1, by=other, at=AT)  # type: ignore[arg-type]


def test_a_mission_runs_from_the_need_to_the_last_look_back() -> None:
    made = make(Sort.MISSION)
    add(Sort.MISSION, made, "members", name="Mona", function="pathologist")
    add(Sort.MISSION, made, "trainings", subject="Biopsy", hours=6, people=12)
    with pytest.raises(RuleError, match="Only what is lent"):
        add(Sort.MISSION, made, "equipment", name="Laser", number=1, terms="given", back_on=ON)
    add(Sort.MISSION, made, "equipment", name="Microscope", number=1, terms="lent", back_on=ON)
    move(Sort.MISSION, made, "prepare", "leave", "return")
    planned = read(Sort.MISSION, made).parts["follow_ups"]
    assert [(one.values["months"], one.values["due_on"]) for one in planned] == [
        (6, date(2026, 11, 10)),
        (12, date(2027, 5, 10)),
    ]
    with pytest.raises(RuleError, match="2 still to do"):
        move(Sort.MISSION, made, "close")
    later = AT + timedelta(days=400)
    for one in planned:
        done = {**one.values, "done_on": date(2027, 5, 12)}
        done = {name: done[name] for name in ("months", "due_on", "done_on")}
        version = get_version(Sort.MISSION, made)
        with pytest.raises(RuleError, match="what was found"):
            save_part(
                Sort.MISSION, made, "follow_ups", {**done, "found": ""},
                line=one.id, version=version, by=ALICE, at=later,
            )  # fmt: skip
        save_part(
            Sort.MISSION, made, "follow_ups", {**done, "found": "They work alone."},
            line=one.id, version=version, by=ALICE, at=later,
        )  # fmt: skip
    move(Sort.MISSION, made, "close", at=later)
    with pytest.raises(RuleError, match="This is over"):
        add(Sort.MISSION, made, "members", name="Max")


def test_nothing_about_a_patient_is_kept_in_any_text() -> None:
    with pytest.raises(RuleError, match="IPP 8004512"):
        make(Sort.MISSION, need="Seen with IPP 8004512.")
    made = make(Sort.MISSION)
    with pytest.raises(RuleError, match="patient"):
        add(Sort.MISSION, made, "trainings", subject="Le cas MRN 44512", hours=1, people=1)
    assert not read(Sort.MISSION, made).parts["trainings"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over() -> None:
    made = make(Sort.STAY)
    change_record(Sort.STAY, made, {"funding": "Fund"}, version=1, by=ALICE, at=AT)
    with pytest.raises(StaleError):
        change_record(Sort.STAY, made, {"funding": "Other"}, version=1, by=ALICE, at=AT)
    assert read(Sort.STAY, made).values["funding"] == "Fund"


def test_a_form_writes_no_column_that_follows_from_what_is_done() -> None:
    made = make(Sort.MISSION, stage="closed", office_id=ALPHA, version=9)
    told = read(Sort.MISSION, made)
    assert (told.stage, told.version) == ("asked", 1)


def test_what_is_needed_is_asked_for() -> None:
    with pytest.raises(UsageError):
        make(Sort.MISSION, need=" ")
    with pytest.raises(RuleError, match="from which day"):
        make(Sort.STAY, starts_on=None, ends_on=None)
    make(Sort.PRIZE)
    with pytest.raises(RuleError, match="already"):
        make(Sort.PRIZE)


def test_the_programme_of_a_delegation_lies_within_its_days() -> None:
    made = make(Sort.DELEGATION)
    item = {"begins": time(9), "ends": time(10), "title": "Welcome"}
    add(Sort.DELEGATION, made, "items", day=date(2026, 6, 8), **item)
    with pytest.raises(RuleError, match="outside the days"):
        add(Sort.DELEGATION, made, "items", day=date(2026, 6, 10), **item)
    with pytest.raises(RuleError, match="ends before it begins"):
        add(Sort.DELEGATION, made, "items", day=date(2026, 6, 8), **{**item, "ends": time(8)})


def test_a_laureate_with_an_entry_has_the_award_there() -> None:
    person = Person.objects.create(keeper_id=ALPHA, family_name="Laureate", changed_at=AT)
    made = make(Sort.PRIZE)
    line = add(Sort.PRIZE, made, "laureates", name="Laureate", person=person.id, awarded_on=ON)
    award = Award.objects.get(person=person)
    assert (award.code, award.start) == ("ALPHA-PRIZE", ON)
    remove_part(Sort.PRIZE, made, "laureates", line, version=2, by=ALICE, at=AT)
    assert Award.objects.filter(person=person).exists()
    add(Sort.PRIZE, made, "laureates", name="Without entry", awarded_on=ON)
    assert Award.objects.count() == 1


def test_students_are_seen_by_who_may_and_forgotten_in_time() -> None:
    made = make(Sort.TRAINING)
    keep = {"stage": "enrolled", "cohort": "2026"}
    add(Sort.TRAINING, made, "students", name="Quarzstudent", keep_until=ON, **keep)
    add(Sort.TRAINING, made, "students", name="Sami", keep_until=date(2030, 1, 1), **keep)
    assert "students" not in read(Sort.TRAINING, made, by=REA).parts
    assert read(Sort.TRAINING, made, by=REA).hidden == {"students"}
    assert len(read(Sort.TRAINING, made, by=AUDE).parts["students"]) == 2
    assert forget_students(at=AT) == 0
    assert forget_students(at=AT + timedelta(days=1)) == 1
    assert [one.name for one in Student.objects.all()] == ["Sami"]
    assert not Audited.objects.filter(text__contains="Quarzstudent").exists()


def test_what_is_late_is_written_about_once() -> None:
    open_account(ALICE)
    open_account(REA)
    made = make(Sort.DELEGATION)
    add(Sort.DELEGATION, made, "actions", text="Send it", owner="Hugo", due_on=date(2026, 5, 1))
    add(Sort.DELEGATION, made, "actions", text="Later", owner="Hugo", due_on=date(2026, 7, 1))
    sent: list[LateLetter] = []
    assert send_late_letters(sent.append, at=AT).sent == 1
    assert [(one.account, [due.text for due in one.late]) for one in sent] == [
        (ALICE.account, ["Send it"])
    ]
    assert send_late_letters(sent.append, at=AT).sent == 0
    assert [due.text for due in list_due(by=REA, on=ON)] == ["Send it", "Later"]
    assert list_due(by=BOB, on=ON) == ()


def test_a_letter_that_cannot_be_sent_is_tried_again() -> None:
    open_account(ALICE)
    made = make(Sort.DELEGATION)
    add(Sort.DELEGATION, made, "actions", text="Send it", owner="Hugo", due_on=date(2026, 5, 1))

    def fail(_letter: LateLetter) -> None:
        raise OSError

    assert send_late_letters(fail, at=AT).failed == 1
    sent: list[LateLetter] = []
    assert send_late_letters(sent.append, at=AT).sent == 1


def test_lists_are_narrowed() -> None:
    make(Sort.MISSION)
    make(Sort.MISSION, title="Registry", country="ML", starts_on=date(2025, 12, 1),
         ends_on=date(2026, 1, 5))  # fmt: skip

    def find(sought: Sought) -> list[str]:
        return [one.title for one in list_lines(Sort.MISSION, sought, by=ALICE, on=ON)]

    assert find(Sought()) == ["Pathology in Dakar", "Registry"]
    assert find(Sought(country="ML")) == ["Registry"]
    assert find(Sought(year=2025)) == ["Registry"]
    assert find(Sought(year=2026, text="pathology")) == ["Pathology in Dakar"]
    assert find(Sought(stage="closed")) == []
    assert list(list_with_country("ML", by=ALICE, on=ON)) == [Sort.MISSION]


def test_what_a_demonstration_account_writes_is_a_demonstration() -> None:
    made = make(Sort.EVENT, by=replace(ALICE, is_demonstration=True))
    assert read(Sort.EVENT, made).is_demonstration
