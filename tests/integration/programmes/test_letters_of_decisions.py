"""What an applicant is told, when, and what they may do about it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.agreements.cast import ALICE, AUDE, CHARLIE, ON
from tests.programmes.applying import LEA, PAUL
from tests.programmes.selecting import LATER, WITHOUT_COMMITTEE, make_selection_call, rule, submit

from cordee.kernel.errors import NotFoundError, RefusedError, RuleError
from cordee.ledger.models import Event
from cordee.programmes.calling.values import InBoth
from cordee.programmes.operations.letters import (
    appeal,
    note_mailed,
    send_letter,
    settle_appeal,
)
from cordee.programmes.queries.applications import get_application
from cordee.programmes.queries.decisions import (
    find_decision,
    get_decision,
    list_told,
    list_unmailed,
)
from cordee.programmes.selecting.letters import draft_letter
from cordee.programmes.selecting.states import AppealOutcome, DecisionKind


BOTH = InBoth("Décidé.", "Decided.")
NEXT = LATER + timedelta(days=1)


@pytest.fixture
def one() -> UUID:
    return submit(make_selection_call(WITHOUT_COMMITTEE), "One", PAUL)


def send(decision: UUID, days: int = 60) -> UUID:
    send_letter(decision, BOTH, appeal_days=days, by=ALICE, at=LATER)
    return decision


def test_an_applicant_is_told_once_the_letter_is_sent(one: UUID) -> None:
    made = rule(one)
    assert list_told(one, by=PAUL) == ()
    with pytest.raises(NotFoundError):
        find_decision(made, by=PAUL, on=ON)
    send(made)
    (told,) = list_told(one, by=PAUL)
    assert told.letter.en == (
        "Decided.\n\nYou may appeal against this decision until 30 August 2026, on the page of your application."
    )
    for actor in (LEA, CHARLIE):
        assert list_told(one, by=actor) == ()
        with pytest.raises(NotFoundError):
            find_decision(made, by=actor, on=ON)
    with pytest.raises(NotFoundError):
        get_decision(made, by=PAUL, on=ON)
    assert list_unmailed() == (made,)
    note_mailed(made, at=LATER)
    assert list_unmailed() == ()


def test_a_letter_goes_out_once_and_whole(one: UUID) -> None:
    made = rule(one)
    with pytest.raises(RuleError, match="French and in English"):
        send_letter(made, InBoth("Décidé.", " "), appeal_days=0, by=ALICE, at=LATER)
    with pytest.raises(RefusedError):
        send_letter(made, BOTH, appeal_days=0, by=AUDE, at=LATER)
    with pytest.raises(NotFoundError):
        send_letter(made, BOTH, appeal_days=0, by=PAUL, at=LATER)
    send(made)
    with pytest.raises(RuleError, match="sent already"):
        send(made)
    second = rule(one, DecisionKind.REFUSE, known=made)
    send(second)
    assert {told.id for told in list_told(one, by=PAUL)} == {made, second}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", DecisionKind)
def test_a_drafted_letter_says_what_was_decided(
    one: UUID, kind: DecisionKind, language: str
) -> None:
    decision = get_decision(rule(one, kind), by=ALICE, on=ON)
    call = get_application(one, by=ALICE, on=ON).call
    text = draft_letter(
        decision, call.to_title(language), number=1, title="One", office="Alpha", language=language
    )
    assert {"fr": "Parce que.", "en": "Because."}[language] in text
    assert text.endswith("Alpha")
    assert ("8" in text) == (kind is DecisionKind.FUND)


def test_an_appeal_is_received_in_time_and_answered(one: UUID) -> None:
    made = send(rule(one, DecisionKind.REFUSE))
    for actor in (LEA, ALICE):
        with pytest.raises(NotFoundError):
            appeal(made, "Think again.", by=actor, at=NEXT)
    appeal(made, "Think again.", by=PAUL, at=NEXT)
    with pytest.raises(RuleError, match="already"):
        appeal(made, "Again.", by=PAUL, at=NEXT)
    with pytest.raises(RuleError, match="Write the answer"):
        settle_appeal(made, AppealOutcome.UPHELD, " ", by=ALICE, at=NEXT)
    settle_appeal(made, AppealOutcome.UPHELD, "You are right.", by=ALICE, at=NEXT)
    with pytest.raises(RuleError, match="answered already"):
        settle_appeal(made, AppealOutcome.REJECTED, "No.", by=ALICE, at=NEXT)
    anew = rule(one, known=made)
    (told,) = list_told(one, by=PAUL)
    assert (told.id, told.replaced_by) == (made, anew)
    assert told.appeal is not None
    assert told.appeal.answer == "You are right."
    texts = " ".join(Event.objects.values_list("text", flat=True))
    assert "Think again" not in texts


def test_an_appeal_too_late_or_not_open(one: UUID) -> None:
    made = send(rule(one, DecisionKind.REFUSE))
    with pytest.raises(RuleError, match="last day to appeal was"):
        appeal(made, "Late.", by=PAUL, at=LATER + timedelta(days=61))
    two = submit(make_selection_call(WITHOUT_COMMITTEE), "Two", LEA)
    made = send(rule(two, DecisionKind.REFUSE), days=0)
    with pytest.raises(RuleError, match="No appeal is open"):
        appeal(made, "Why?", by=LEA, at=NEXT)
