from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cordee.programmes.definition.parts import Definition
from cordee.programmes.granting.money import (
    Line,
    add_up,
    compare_spent,
    find_caps_broken,
    select_counted,
    share_out,
    sum_by_category,
    to_euros,
)
from cordee.programmes.granting.states import MoneyKind
from cordee.programmes.states import CostCategory


AMOUNTS = st.decimals(0, 10_000_000, places=2, allow_nan=False)


def test_currencies_are_never_mixed() -> None:
    lines = [
        Line(MoneyKind.GRANT, Decimal(100), "EUR"),
        Line(MoneyKind.GRANT, Decimal(100), "JPY", Decimal("0.006")),
        Line(MoneyKind.GRANT, Decimal(100), "CHF"),
    ]
    total = add_up(lines)
    assert total.by_currency == {"CHF": Decimal(100), "EUR": Decimal(100), "JPY": Decimal(100)}
    assert total.euros == Decimal("100.60")
    assert total.unknown == ("CHF",)
    assert not total.is_whole


def test_shares_of_a_grant_are_not_counted_beside_the_whole() -> None:
    whole = Line(MoneyKind.GRANT, Decimal(100), "EUR")
    share = Line(MoneyKind.GRANT, Decimal(60), "EUR", is_share=True)
    brought = Line(MoneyKind.CO_FUNDING, Decimal(5), "EUR", is_share=True)
    assert select_counted([whole, share, brought], MoneyKind.GRANT) == (whole,)
    assert select_counted([share, brought], MoneyKind.GRANT) == (share,)
    assert select_counted([whole, share, brought], MoneyKind.CO_FUNDING) == (brought,)


@given(AMOUNTS, st.dictionaries(st.sampled_from(CostCategory), AMOUNTS, max_size=8))
def test_what_is_shared_out_comes_to_the_award(
    amount: Decimal, asked: dict[CostCategory, Decimal]
) -> None:
    shares = share_out(amount, asked)
    assert sum(shares.values(), Decimal(0)) == (amount if any(asked.values()) else 0)
    assert shares.keys() <= asked.keys()


@given(AMOUNTS, st.decimals("0.000001", 1000, places=6))
def test_euros_are_to_the_cent(amount: Decimal, rate: Decimal) -> None:
    worth = to_euros(amount, "USD", rate)
    assert worth is not None
    assert abs(worth - amount * rate) <= Decimal("0.005")
    assert to_euros(amount, "USD", None) is None
    assert to_euros(amount, "EUR", None) == amount


def test_caps_of_the_instrument_are_asked_of_the_grant() -> None:
    text = {"fr": "x", "en": "x"}
    definition = Definition.model_validate(
        {
            "code": "x",
            "label": text,
            "summary": text,
            "aim": "explore",
            "kind": "funding",
            "opening": "call",
            "outcome": "project",
            "funding": {
                "ceilings": [{"max": "100"}],
                "caps": [{"category": "salaries", "percent": "20"}],
            },
        }
    )
    lines = [
        Line(MoneyKind.GRANT, Decimal(30), "EUR", category=CostCategory.SALARIES),
        Line(MoneyKind.GRANT, Decimal(70), "EUR", category=CostCategory.TRAVEL),
    ]
    ((cap, share),) = find_caps_broken(definition, lines)
    assert (cap.category, share) == (CostCategory.SALARIES, Decimal(30))
    assert find_caps_broken(None, lines) == ()


def test_what_was_spent_stands_beside_what_was_granted() -> None:
    granted = sum_by_category(
        [Line(MoneyKind.GRANT, Decimal(70), "EUR", category=CostCategory.TRAVEL)]
    )
    shown = compare_spent(
        granted, {CostCategory.TRAVEL: Decimal(80), CostCategory.OTHER: Decimal(1)}
    )
    assert [(one.category.value, one.left) for one in shown] == [
        ("travel", Decimal(-10)),
        ("other", Decimal(-1)),
    ]
