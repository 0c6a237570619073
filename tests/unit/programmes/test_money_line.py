"""Where the money ends: bounds that one more award would break, and the line in a ranking."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cordee.kernel.errors import RuleError
from cordee.programmes.selecting.money import Pool, Ranked, check_fits, draw_line, read_plan
from cordee.programmes.states import QuotaScope


def pool(
    most: int | None = None, envelope: int | None = None, *, given: int = 0, spent: int = 0
) -> Pool:
    money = None if envelope is None else Decimal(envelope)
    return Pool(QuotaScope.CALL, most, money, "EUR", "2026", given, Decimal(spent))


@pytest.mark.parametrize(
    ("bound", "amount", "fits"),
    [
        (pool(), 10, True),
        (pool(2, given=1), 10, True),
        (pool(2, given=2), 10, False),
        (pool(envelope=100, spent=90), 10, True),
        (pool(envelope=100, spent=91), 10, False),
        (pool(envelope=100, spent=100), None, True),
    ],
)
def test_an_award_fits_or_the_bound_is_named(bound: Pool, amount: int | None, fits: bool) -> None:
    money = None if amount is None else Decimal(amount)
    if fits:
        check_fits([bound], money, "EUR")
    else:
        with pytest.raises(RuleError):
            check_fits([pool(), bound], money, "EUR")


def test_money_of_another_currency_is_never_added_up() -> None:
    check_fits([pool(envelope=10)], Decimal(1000), "JPY")
    assert pool(envelope=10).add(Decimal(1000), "JPY").spent == 0


def test_the_line_is_drawn_at_the_first_that_does_not_fit() -> None:
    ranking = [
        Ranked("a", Decimal(60), is_counted=True),
        Ranked("b", Decimal(30)),
        Ranked("out", Decimal(90), is_out=True),
        Ranked("c", Decimal(20)),
        Ranked("d", Decimal(5)),
    ]
    drawn = draw_line(ranking, (pool(envelope=100, given=1, spent=60),), "EUR")
    assert [(one.key, one.is_above) for one in drawn] == [
        ("a", True), ("b", True), ("out", False), ("c", False), ("d", False),
    ]  # fmt: skip
    assert [one.total for one in drawn] == [60, 90, 90, 110, 115]


def test_the_line_is_drawn_by_number_too() -> None:
    ranking = [Ranked(name, None) for name in "abc"]
    drawn = draw_line(ranking, (pool(2),), "EUR")
    assert [one.is_above for one in drawn] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "years"), [("2021-2025", (2021, 2025)), ("2021 – 2025", (2021, 2025)), ("next", None)]
)
def test_years_of_a_plan(text: str, years: tuple[int, int] | None) -> None:
    found = read_plan(text)
    assert (found and (found[0], found[-1])) == years
