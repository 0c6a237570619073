"""Where the money ends: what is given already against what may be given, and the line in a ranking.

Amounts are in one currency, that of the call. Nothing here reads a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError
from cordee.programmes.states import QuotaScope


_YEARS = re.compile(r"(\d{4})\D+(\d{4})")

FULL = {
    QuotaScope.CALL: gettext_noop(
        "The call gives {most} awards at most, and {given} are given. Put it on the reserve list, or refuse it."
    ),
    QuotaScope.YEAR: gettext_noop(
        "The instrument gives {most} awards a year at most, and {given} are given in {over}. Put it on the reserve list, or refuse it."
    ),
    QuotaScope.PLAN: gettext_noop(
        "The instrument gives {most} awards at most over the plan {over}, and {given} are given. Put it on the reserve list, or refuse it."
    ),
}
"""What is said when as many awards are given as there may be."""

SPENT = {
    QuotaScope.CALL: gettext_noop(
        "The envelope of the call has {left} {currency} left; this would give {amount}. Give less, or put it on the reserve list."
    ),
    QuotaScope.YEAR: gettext_noop(
        "The envelope of the year {over} has {left} {currency} left; this would give {amount}. Give less, or put it on the reserve list."
    ),
    QuotaScope.PLAN: gettext_noop(
        "The envelope of the plan {over} has {left} {currency} left; this would give {amount}. Give less, or put it on the reserve list."
    ),
}
"""What is said when the money is given."""


@dataclass(frozen=True)
class Pool:
    """What may be given over a call, a year or a plan, and what decisions in force give of it already.

    `over` names the year or the plan; None in `most` or `envelope` sets no bound.
    """

    scope: QuotaScope
    most: int | None
    envelope: Decimal | None
    currency: str
    over: str = ""
    given: int = 0
    spent: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal | None:
        """Return the money that is left; None without an envelope."""
        return None if self.envelope is None else self.envelope - self.spent

    @property
    def awards_left(self) -> int | None:
        """Return how many awards are left; None without a bound."""
        return None if self.most is None else self.most - self.given

    def takes(self, amount: Decimal | None, currency: str) -> bool:
        """Return whether one more award fits in."""
        if self.most is not None and self.given >= self.most:
            return False
        return not self._costs(amount, currency) or self.spent + (amount or 0) <= (
            self.envelope or 0
        )

    def add(self, amount: Decimal | None, currency: str) -> Pool:
        """Return the pool with one more award."""
        money = amount if amount is not None and currency == self.currency else Decimal(0)
        return replace(self, given=self.given + 1, spent=self.spent + money)

    def _costs(self, amount: Decimal | None, currency: str) -> bool:
        # Money of another currency is never added up with this envelope's.
        return self.envelope is not None and bool(amount) and currency == self.currency


@dataclass(frozen=True)
class Ranked:
    """An application in a ranking: what it would be given, and what was decided of it.

    `is_counted` says whether a decision in force gives it its amount already: then the pools hold it.
    `is_out` leaves it aside: refused, or left out of a trial.
    """

    key: str
    amount: Decimal | None
    is_counted: bool = False
    is_out: bool = False


@dataclass(frozen=True)
class Drawn:
    """A place in a ranking: what is given down to it, and whether it stands above the line."""

    key: str
    total: Decimal
    is_above: bool


def check_fits(pools: Iterable[Pool], amount: Decimal | None, currency: str) -> None:
    """Raise `RuleError` with the first bound that one more award of that amount would break."""
    for pool in pools:
        if pool.takes(amount, currency):
            continue
        if pool.most is not None and pool.given >= pool.most:
            raise RuleError(
                FULL[pool.scope], most=str(pool.most), given=str(pool.given), over=pool.over
            )
        raise RuleError(
            SPENT[pool.scope],
            left=f"{pool.left:.2f}",
            amount=f"{amount:.2f}",
            currency=pool.currency,
            over=pool.over,
        )


def draw_line(
    ranking: Iterable[Ranked], pools: tuple[Pool, ...], currency: str
) -> tuple[Drawn, ...]:
    """Return each place with the running total, in the order of the ranking; the line is where money ends.

    What a decision gives already stands above. The first application that does not fit ends it: nothing
    below is funded, even where it would fit, for the order is the committee's.
    """
    total, is_open, found = Decimal(0), True, []
    for one in ranking:
        if one.is_out:
            found.append(Drawn(one.key, total, is_above=False))
            continue
        if not one.is_counted:
            is_open = is_open and all(pool.takes(one.amount, currency) for pool in pools)
            if is_open:
                pools = tuple(pool.add(one.amount, currency) for pool in pools)
        is_above = one.is_counted or is_open
        total += one.amount or Decimal(0)
        found.append(Drawn(one.key, total, is_above=is_above))
    return tuple(found)


def read_plan(text: str) -> range | None:
    """Return the years of a plan as people write them; None where the text names none.

    >>> list(read_plan("2021-2023")), read_plan("next plan")
    ([2021, 2022, 2023], None)
    """
    found = _YEARS.search(text)
    return range(int(found[1]), int(found[2]) + 1) if found else None
