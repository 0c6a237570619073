"""Between two rounds: asked by the office, answered in time by who applied, kept beside what came first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, AUDE, CHARLIE
from tests.programmes.applying import LEA, PAUL
from tests.programmes.reviewing import LATER, make_review, make_reviewed_call, review, submit_to
from tests.programmes.selecting import WHY

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.programmes.calling.clock import LocalTime
from cordee.programmes.models import Application, Decision, Revision
from cordee.programmes.operations.revisions import (
    Request,
    ask_revision,
    compute_receipt,
    save_revision,
    send_answer,
)
from cordee.programmes.queries.reviewing import open_review
from cordee.programmes.queries.reviews import list_released
from cordee.programmes.queries.revisions import get_revision, read_revision
from cordee.programmes.reviewing.states import RevisionKind


DUE = LocalTime(datetime(2026, 7, 20, 17, 0))  # noqa: DTZ001 -- what a wall clock shows
DUE_AT = datetime(2026, 7, 20, 15, 0, tzinfo=UTC)
REBUTTAL = Request(RevisionKind.REBUTTAL, "Answer the second point.", DUE)
REVISED = Request(RevisionKind.REVISIONS, "Revise your aims.", DUE)


@pytest.fixture
def one() -> UUID:
    made = submit_to(make_reviewed_call(), PAUL)
    review(made, "Rita")
    return made


def ask(application: UUID, request: Request = REBUTTAL) -> UUID:
    return ask_revision(application, request, by=ALICE, at=LATER)


def test_an_applicant_answers_in_time_with_a_receipt(one: UUID) -> None:
    made = ask(one)
    assert [told.text for told in list_released(one, by=PAUL)] == ["Well done."]
    assert save_revision(made, "We did.", None, version=1, by=PAUL, at=LATER) == 2
    with pytest.raises(StaleError):
        save_revision(made, "Other.", None, version=1, by=PAUL, at=LATER)
    just = DUE_AT - timedelta(seconds=1)
    receipt = send_answer(made, "We did it.", None, version=2, by=PAUL, at=just)
    row = Revision.objects.get()
    assert (row.answer, row.answered_at, row.receipt) == ("We did it.", just, receipt)
    assert compute_receipt(read_revision(row), "x" * 64, just) == receipt
    with pytest.raises(RuleError, match="stays as it is"):
        save_revision(made, "More.", None, version=3, by=PAUL, at=just)
    assert "We did" not in " ".join(Event.objects.values_list("text", flat=True))


def test_the_due_moment_itself_is_too_late(one: UUID) -> None:
    made = ask(one)
    with pytest.raises(RuleError, match="over"):
        send_answer(made, "Late.", None, version=1, by=PAUL, at=DUE_AT)


def test_revised_answers_lie_beside_the_first_and_reviewers_see_both(one: UUID) -> None:
    made = ask(one, REVISED)
    answers = {"aims": "To test twice.", "ethics": False, "career": "Zyxplanted"}
    with pytest.raises(RuleError, match="open: 1"):
        send_answer(made, "Revised.", {"ethics": False}, version=1, by=PAUL, at=LATER)
    send_answer(made, "Revised.", answers, version=1, by=PAUL, at=LATER)
    assert Application.objects.get().answers["aims"] == "To test."
    told = open_review("Rita", make_review(one, number=2), at=LATER, to_name=str)
    assert told.record.written.answers["aims"] == "To test twice."
    assert told.first is not None
    assert told.first.written.answers["aims"] == "To test."
    assert [one.answer for one in told.revisions] == ["Revised."]


def test_whoever_reviews_the_first_round_reads_nothing_of_the_second(one: UUID) -> None:
    first = make_review(one, "Otto")
    send_answer(ask(one), "We did.", None, version=1, by=PAUL, at=LATER)
    told = open_review("Otto", first, at=LATER, to_name=str)
    assert (told.revisions, told.first) == ((), None)


def test_only_the_office_asks_and_only_who_applied_answers(one: UUID) -> None:
    with pytest.raises(RefusedError):
        ask_revision(one, REBUTTAL, by=AUDE, at=LATER)
    for actor in (PAUL, CHARLIE):
        with pytest.raises(NotFoundError):
            ask_revision(one, REBUTTAL, by=actor, at=LATER)
    made = ask(one)
    for actor in (LEA, ALICE, AUDE, CHARLIE):
        with pytest.raises(NotFoundError):
            save_revision(made, "I.", None, version=1, by=actor, at=LATER)
    for actor in (LEA, CHARLIE):
        with pytest.raises(NotFoundError):
            get_revision(made, by=actor, on=LATER.date())
    with pytest.raises(RuleError, match="asked already"):
        ask(one)


def test_a_request_says_something_and_leaves_time(one: UUID) -> None:
    with pytest.raises(RuleError, match="Say what"):
        ask(one, Request(RevisionKind.REBUTTAL, " ", DUE))
    past = LocalTime(datetime(2026, 6, 1, 9, 0))  # noqa: DTZ001
    with pytest.raises(RuleError, match="day to come"):
        ask(one, Request(RevisionKind.REBUTTAL, "Why?", past))


def test_a_decision_that_asks_for_revisions_opens_a_round() -> None:
    one = submit_to(make_reviewed_call(rounds=1), PAUL)
    review(one, "Rita")
    with pytest.raises(RuleError, match="the last"):
        ask(one)
    Decision.objects.create(
        application_id=one, kind="revise", decided_at=LATER, reason_fr=WHY.fr, reason_en=WHY.en
    )
    ask(one, REVISED)
    assert Revision.objects.get().round == 1
