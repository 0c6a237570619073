"""Deciding: what stands against it, two officers at once, quotas over calls, what replaced what."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.agreements.cast import ALICE, ALPHA, ANN, AUDE, CHARLIE, ON, REA, make_actor
from tests.programmes.applying import AT, LEA, PAUL, TEAM
from tests.programmes.selecting import (
    LATER,
    WITHOUT_COMMITTEE,
    make_selection_call,
    rule,
    submit,
)

from cordee.agreements.states import GateKind, Opinion
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role
from cordee.programmes.models import Application, Decision, Judged
from cordee.programmes.operations.applications import withdraw_application
from cordee.programmes.operations.decisions import note_opinion
from cordee.programmes.queries.decisions import get_award, list_awards, list_decisions
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import NO_REASON


FUND, RESERVE, REFUSE = DecisionKind.FUND, DecisionKind.RESERVE, DecisionKind.REFUSE
MIA = make_actor("Mia", Role.MEMBER, TEAM)


@pytest.fixture
def call() -> UUID:
    return make_selection_call(WITHOUT_COMMITTEE)


def test_an_award_is_given_and_told_to_the_office_alone(call: UUID) -> None:
    made = rule(submit(call, "One", PAUL), amount=7000, reason=NO_REASON)
    award = get_award(made, by=AUDE, on=ON)
    assert (award.amount, award.currency, award.title, award.is_told) == (7000, "EUR", "One", False)
    assert [one.decision for one in list_awards(ALPHA, by=ALICE, on=ON)] == [made]
    assert list_awards(ALPHA, by=ALICE, on=ON, told_only=True) == ()
    for actor in (PAUL, REA, CHARLIE):
        assert list_awards(ALPHA, by=actor, on=ON) == ()
        with pytest.raises(NotFoundError):
            get_award(made, by=actor, on=ON)
    assert Event.objects.filter(action="application.decide").count() == 1


def test_who_may_not_decide(call: UUID) -> None:
    made = submit(call, "One", PAUL)
    for actor in (PAUL, CHARLIE, REA):
        with pytest.raises((NotFoundError, RefusedError)):
            rule(made, by=actor)
    with pytest.raises(RefusedError):
        rule(made, by=AUDE)
    own = Actor(PAUL.account, "Paul", ALICE.grants, has_second_factor=True)
    with pytest.raises(RefusedError, match="own application"):
        rule(made, by=own)


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "why"),
    [
        (FUND, None, NO_REASON, "how much"),
        (FUND, 9000, NO_REASON, "8000.00 was asked"),
        (REFUSE, None, NO_REASON, "Say why"),
        (RESERVE, None, NO_REASON, "Say why"),
    ],
)
def test_what_is_not_whole_is_refused(
    call: UUID, kind: DecisionKind, amount: int | None, reason: object, why: str
) -> None:
    with pytest.raises(RuleError, match=why):
        rule(submit(call, "One", PAUL), kind, amount, reason=reason)  # type: ignore[arg-type]


def test_what_is_not_eligible_is_only_refused(call: UUID) -> None:
    made = submit(call, "One", PAUL)
    Judged.objects.filter(application=made).update(verdict="ineligible")
    with pytest.raises(RuleError, match="eligible"):
        rule(made)
    rule(made, REFUSE)


def test_two_officers_decide_and_one_is_told(call: UUID) -> None:
    made = submit(call, "One", PAUL)
    first = rule(made, by=ALICE)
    with pytest.raises(StaleError, match="Alice decided"):
        rule(made, REFUSE, by=ANN)
    assert Decision.objects.get().id == first


def test_the_table_itself_holds_one_decision_in_force(call: UUID) -> None:
    made = submit(call, "One", PAUL)
    rule(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=Application.objects.get(id=made), kind="refuse", decided_at=LATER
        )


def test_a_decision_that_is_replaced_stays(call: UUID) -> None:
    made = submit(call, "One", PAUL)
    first = rule(made)
    second = rule(made, REFUSE, known=first)
    kept = list_decisions([made])[made]
    assert [(one.id, one.replaced_by) for one in kept] == [(second, None), (first, second)]
    assert kept[1].amount == 8000
    with pytest.raises(NotFoundError):
        get_award(first, by=ALICE, on=ON)


def test_a_quota_holds_over_the_calls_of_a_year_and_a_plan() -> None:
    changes = {**WITHOUT_COMMITTEE, "quotas": [{"scope": "plan", "max": 1, "plan": "2025-2027"}]}
    first = submit(make_selection_call(changes), "One", PAUL)
    second = submit(make_selection_call(changes), "Two", LEA)
    later = submit(make_selection_call(changes, year=2028), "Three", MIA)
    decided = rule(first)
    with pytest.raises(RuleError, match="over the plan 2025-2027, and 1 are given"):
        rule(second)
    rule(later)
    rule(first, REFUSE, known=decided)
    rule(second)


def test_the_envelope_holds_and_money_that_is_freed_promotes(call: UUID) -> None:
    one, two, three = (
        submit(call, name, who, amount=9000)
        for name, who in (("One", PAUL), ("Two", LEA), ("Three", MIA))
    )
    first = rule(one, amount=9000)
    rule(two, amount=9000)
    with pytest.raises(RuleError, match="2 awards at most"):
        rule(three, amount=1000)
    reserved = rule(three, RESERVE, 9000)
    with pytest.raises(RuleError, match="2 awards at most"):
        rule(three, amount=9000, known=reserved)
    withdraw_application(one, reason="", by=PAUL, at=LATER)
    with pytest.raises(RuleError, match="withdrawn"):
        rule(one, RESERVE, 9000, known=first)
    rule(one, REFUSE, known=first)
    rule(three, amount=9000, known=reserved)
    assert Event.objects.filter(action="application.promote").count() == 1


def test_less_is_given_where_the_envelope_ends(call: UUID) -> None:
    one, two = submit(call, "One", PAUL, amount=10_000), submit(call, "Two", LEA, amount=10_000)
    made = make_selection_call(WITHOUT_COMMITTEE, envelope=Decimal(15_000))
    Application.objects.filter(id__in=[one, two]).update(call=made)
    Application.objects.filter(id=two).update(number=2)
    rule(one, amount=10_000)
    with pytest.raises(RuleError, match=r"has 5000\.00 EUR left"):
        rule(two, amount=10_000)
    rule(two, amount=5000)


def test_the_committee_decides_first_where_there_is_one() -> None:
    made = submit(make_selection_call(), "One", PAUL)
    with pytest.raises(RuleError, match="committee decides first"):
        rule(made)


def test_an_opinion_is_needed_before_the_award() -> None:
    gates = [
        {"kind": "security", "before": "award"},
        {"kind": "ethics", "before": "decision", "is_blocking": False},
    ]
    made = submit(make_selection_call({**WITHOUT_COMMITTEE, "gates": gates}), "One", PAUL)
    reserved = rule(made, RESERVE)
    with pytest.raises(RuleError, match="security opinion"):
        rule(made, known=reserved)
    opine(made, Opinion.UNFAVOURABLE)
    with pytest.raises(RuleError, match="unfavourable"):
        rule(made, known=reserved)
    opine(made, Opinion.RESERVATIONS)
    rule(made, known=reserved)
    with pytest.raises(NotFoundError):
        opine(made, Opinion.FAVOURABLE, GateKind.LEGAL)
    with pytest.raises(RefusedError):
        opine(made, Opinion.FAVOURABLE, by=AUDE)
    told = Event.objects.filter(action="application.opine").values_list("text", flat=True)
    assert "Between us" not in " ".join(told)


def opine(
    application: UUID, answer: Opinion, gate: GateKind = GateKind.SECURITY, by: Actor = ALICE
) -> None:
    note_opinion(
        application,
        gate,
        answer,
        authority="FSD",
        answered_on=AT.date(),
        remarks="Between us.",
        by=by,
        at=LATER,
    )
