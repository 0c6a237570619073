from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cordee.agreements.life import MOVES, Stage, Step, draw_moves
from cordee.agreements.periods import Terms
from cordee.agreements.rules import (
    Facts,
    GateFact,
    Sum,
    check_can_change,
    check_can_move,
    check_can_sign,
    check_currency,
    check_kind,
    check_terms,
    check_version,
    find_obstacle,
)
from cordee.agreements.states import GateKind, Kind, Opinion, Renewal
from cordee.kernel.errors import RuleError, StaleError, UsageError


ON = date(2026, 6, 1)
TERMS = Terms(date(2026, 1, 1), date(2026, 12, 31))
SIGNED = (("Alpha", ON), ("Beta", ON))
UNSIGNED = (("Alpha", ON), ("Beta", None))


def gate(answer: Opinion | None, *, is_blocking: bool = True) -> GateFact:
    return GateFact(GateKind.SECURITY, is_blocking, answer)


def facts(stage: Stage, **changes: object) -> Facts:
    values: dict[str, object] = {"stage": stage, "terms": TERMS, "signed": SIGNED, **changes}
    return Facts(**values)  # type: ignore[arg-type]


RULES = [
    # move, facts, part of the reason why not (empty: it may be made)
    (Step.ROUTE, facts(Stage.DRAFT), ""),
    (Step.ROUTE, facts(Stage.DRAFT, signed=SIGNED[:1]), "at least two parties"),
    (Step.ROUTE, facts(Stage.IN_FORCE), "nothing leads there"),
    (Step.ASK_OPINIONS, facts(Stage.ROUTING), "No opinion is listed"),
    (Step.ASK_OPINIONS, facts(Stage.ROUTING, gates=(gate(None),)), ""),
    (Step.SEND_TO_SIGNATURE, facts(Stage.ROUTING), ""),
    (Step.SEND_TO_SIGNATURE, facts(Stage.GATES, gates=(gate(None),)), "still awaited"),
    (Step.SEND_TO_SIGNATURE, facts(Stage.ROUTING, gates=(gate(None),)), "still awaited"),
    (
        Step.SEND_TO_SIGNATURE,
        facts(Stage.GATES, gates=(gate(Opinion.UNFAVOURABLE),)),
        "is unfavourable",
    ),
    (Step.SEND_TO_SIGNATURE, facts(Stage.GATES, gates=(gate(Opinion.RESERVATIONS),)), ""),
    (Step.SEND_TO_SIGNATURE, facts(Stage.GATES, gates=(gate(None, is_blocking=False),)), ""),
    (Step.ENTER_INTO_FORCE, facts(Stage.SIGNATURE), ""),
    (Step.ENTER_INTO_FORCE, facts(Stage.SIGNATURE, signed=UNSIGNED), "Not signed yet by Beta"),
    (Step.ENTER_INTO_FORCE, facts(Stage.SIGNATURE, terms=Terms(None, None)), "from which day"),
    (Step.AMEND, facts(Stage.IN_FORCE), "signed amendment first"),
    (Step.AMEND, facts(Stage.IN_FORCE, amended_since=True), ""),
    (Step.RENEW, facts(Stage.EVALUATION, amended_since=True), "with the new end"),
    (Step.RENEW, facts(Stage.EVALUATION, amended_since=True, renewed_since=True), ""),
    (Step.END, facts(Stage.IN_FORCE), "It runs until"),
    (Step.END, facts(Stage.IN_FORCE, terms=Terms(date(2026, 1, 1), None)), "has no end"),
    (Step.END, facts(Stage.IN_FORCE, terms=Terms(date(2025, 1, 1), date(2026, 5, 31))), ""),
    (Step.TERMINATE, facts(Stage.SUSPENDED), ""),
]


@pytest.mark.parametrize(("step", "given", "reason"), RULES)
def test_moves(step: Step, given: Facts, reason: str) -> None:
    found = find_obstacle(given, step, on=ON)
    assert (reason in str(found)) if reason else found is None


@pytest.mark.parametrize("move", [one for one in MOVES if one.needs_reason])
def test_some_moves_ask_why(move: object) -> None:
    assert hasattr(move, "step")
    given = facts(next(iter(sorted(move.sources))))  # type: ignore[attr-defined]
    with pytest.raises(RuleError, match="Say why"):
        check_can_move(given, move.step, on=ON, reason="  ")


def test_every_stage_is_reached_and_left() -> None:
    reached = {Stage.DRAFT} | {move.target for move in MOVES}
    left = {source for move in MOVES for source in move.sources}
    assert reached == set(Stage)
    assert set(Stage) - left == {Stage.ENDED, Stage.TERMINATED, Stage.ABANDONED}


def test_picture_has_a_line_for_each_move() -> None:
    assert draw_moves().count("-->") == 1 + 3 + sum(len(move.sources) for move in MOVES)


@pytest.mark.parametrize("kind", [Kind.MOU, Kind.LETTER_OF_INTENT])
def test_what_binds_nobody_carries_no_money(kind: Kind) -> None:
    check_kind(kind, is_binding=False, money=None, end=ON)
    with pytest.raises(RuleError, match="no money"):
        check_kind(kind, is_binding=False, money=Sum(Decimal(1), "EUR"), end=ON)
    with pytest.raises(RuleError, match="binds nobody"):
        check_kind(kind, is_binding=True, money=None, end=ON)


def test_memorandum_must_end() -> None:
    with pytest.raises(RuleError, match="must have an end"):
        check_kind(Kind.MOU, is_binding=False, money=None, end=None)
    check_kind(Kind.FRAMEWORK, is_binding=True, money=Sum(Decimal(1), "EUR"), end=None)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (Terms(date(2026, 2, 1), date(2026, 1, 1)), "before the start"),
        (Terms(ON, date(9999, 12, 31), notice_months=3), "years 1200 to 2200"),
        (Terms(date(1, 1, 1), ON), "years 1200 to 2200"),
        (Terms(ON, ON, Renewal.TACIT), "how many months"),
        (Terms(ON, None, Renewal.TACIT, renewal_months=12), "with an end"),
        (Terms(ON, ON, Renewal.NONE, renewal_months=12), "tacit renewal alone"),
    ],
)
def test_terms_that_do_not_fit(terms: Terms, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        check_terms(terms)


@pytest.mark.parametrize(
    ("stage", "reason", "refused"),
    [
        (Stage.DRAFT, "", ""),
        (Stage.SIGNATURE, "A slip", "being signed"),
        (Stage.IN_FORCE, "", "Say why"),
        (Stage.IN_FORCE, "A slip", ""),
        (Stage.ENDED, "A slip", "is over"),
    ],
)
def test_changes(stage: Stage, reason: str, refused: str) -> None:
    if refused:
        with pytest.raises(RuleError, match=refused):
            check_can_change(stage, reason=reason)
    else:
        check_can_change(stage, reason=reason)


def test_nobody_signs_before_it_is_sent_nor_tomorrow() -> None:
    check_can_sign(Stage.SIGNATURE, ON, on=ON)
    with pytest.raises(RuleError, match="Nobody signs yet"):
        check_can_sign(Stage.GATES, ON, on=ON)
    with pytest.raises(RuleError, match="to come"):
        check_can_sign(Stage.SIGNATURE, date(2026, 6, 2), on=ON)


def test_who_comes_second_is_told_who_came_first() -> None:
    check_version(3, 3, "Bob")
    with pytest.raises(StaleError, match="Bob changed this agreement"):
        check_version(2, 3, "Bob")


def test_an_amount_has_room_in_its_column() -> None:
    assert check_currency(Decimal("999999999999.99"), "EUR") is not None
    with pytest.raises(UsageError, match="Check the amount"):
        check_currency(Decimal(10) ** 12, "EUR")
