"""Money of projects added up: each currency apart, in euros where the rate is known, never mixed in silence.

What is granted to a project as a whole counts once: lines of a grant that name a participant are shares of
it, and are the grant themselves only where no line stands for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cordee.programmes.definition.money import find_overspent
from cordee.programmes.definition.parts import Cap, Definition
from cordee.programmes.granting.states import MoneyKind
from cordee.programmes.states import CostCategory


EURO = "EUR"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """Money as it is added up: `rate` is how many euros one unit was worth on its day."""

    kind: MoneyKind
    amount: Decimal
    currency: str
    rate: Decimal | None = None
    category: CostCategory | None = None
    is_share: bool = False
    """Whether it names a participant."""


@dataclass(frozen=True)
class Total:
    """A sum by currency and in euros; `unknown` are the currencies that lack a rate and are left out of it."""

    by_currency: Mapping[str, Decimal]
    euros: Decimal
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether the sum in euros holds all of it."""
        return not self.unknown


@dataclass(frozen=True)
class Spent:
    """What was granted for a category, what a report says was spent, and what is left of it."""

    category: CostCategory
    granted: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Return what is left; negative when more was spent than granted."""
        return self.granted - self.spent


def to_euros(amount: Decimal, currency: str, rate: Decimal | None) -> Decimal | None:
    """Return an amount in euros, to the cent; None where no rate is known.

    >>> to_euros(Decimal(100), "JPY", Decimal("0.0061"))
    Decimal('0.61')
    """
    if currency == EURO:
        return amount
    return None if rate is None else (amount * rate).quantize(CENT)


def select_counted(lines: Iterable[Line], kind: MoneyKind) -> tuple[Line, ...]:
    """Return the lines of a kind that count: of a grant the shares only where no line is of the whole."""
    found = tuple(one for one in lines if one.kind is kind)
    if kind is not MoneyKind.GRANT:
        return found
    return tuple(one for one in found if not one.is_share) or found


def add_up(lines: Iterable[Line]) -> Total:
    """Return the sum of lines.

    >>> total = add_up(
    ...     [Line(MoneyKind.GRANT, Decimal(5), "EUR"), Line(MoneyKind.GRANT, Decimal(9), "CHF")]
    ... )
    >>> total.euros, total.unknown
    (Decimal('5'), ('CHF',))
    """
    sums: dict[str, Decimal] = {}
    euros, unknown = Decimal(0), set()
    for one in lines:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
        worth = to_euros(one.amount, one.currency, one.rate)
        if worth is None:
            unknown.add(one.currency)
        else:
            euros += worth
    return Total(dict(sorted(sums.items())), euros, tuple(sorted(unknown)))


def share_out(
    amount: Decimal, asked: Mapping[CostCategory, Decimal]
) -> dict[CostCategory, Decimal]:
    """Return an award by category, in the proportions in which money was asked for.

    The cents that rounding leaves go to the largest category. Nothing is shared where nothing was asked.

    >>> asked = {CostCategory.TRAVEL: Decimal(6000), CostCategory.MEETINGS: Decimal(3000)}
    >>> [str(one) for one in share_out(Decimal(6000), asked).values()]
    ['4000.00', '2000.00']
    """
    whole = sum(asked.values(), Decimal(0))
    if not whole:
        return {}
    shares = {one: (amount * part / whole).quantize(CENT) for one, part in asked.items()}
    largest = max(asked, key=lambda one: (asked[one], one.value))
    shares[largest] += amount - sum(shares.values(), Decimal(0))
    return {one: part for one, part in shares.items() if part}


def sum_by_category(lines: Iterable[Line]) -> dict[CostCategory, Decimal]:
    """Return the grant by category, of lines that say one; of the first currency alone.

    Categories are compared with what is spent, which is told in one currency.
    """
    counted = [one for one in select_counted(lines, MoneyKind.GRANT) if one.category is not None]
    sums: dict[CostCategory, Decimal] = {}
    for one in counted:
        if one.currency == counted[0].currency and one.category is not None:
            sums[one.category] = sums.get(one.category, Decimal(0)) + one.amount
    return sums


def find_caps_broken(
    definition: Definition | None, lines: Iterable[Line]
) -> tuple[tuple[Cap, Decimal], ...]:
    """Return each cap of the instrument that the grant exceeds, with the percentage it has."""
    if definition is None or definition.funding is None:
        return ()
    return find_overspent(definition.funding.caps, sum_by_category(lines))


def compare_spent(
    granted: Mapping[CostCategory, Decimal], spent: Mapping[CostCategory, Decimal]
) -> tuple[Spent, ...]:
    """Return what was granted beside what was spent, in the order of the categories."""
    return tuple(
        Spent(one, granted.get(one, Decimal(0)), spent.get(one, Decimal(0)))
        for one in CostCategory
        if one in granted or spent.get(one)
    )
