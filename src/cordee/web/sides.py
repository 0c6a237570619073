"""What a reader asks of the page of comparison, as it stands in the address.

As with `cordee.web.query`, the address is the whole state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from cordee.kernel.periods import Years
from cordee.observatory.figures.comparables import get_comparable
from cordee.observatory.figures.question import ALL_YEARS, Counting
from cordee.observatory.figures.sides import DEFAULT_INDICATOR, ComparisonQuestion, Side
from cordee.web.query import FEW, Query


VIEWS = ("share", "amount")
"""How a figure is shown that has both: as a share of a side's own output, or as a number."""


@dataclass(frozen=True)
class SidesQuery:
    """The state of the page; `joined` is the number of the side that the next search adds to."""

    sides: tuple[Side, ...] = ()
    indicator: str = DEFAULT_INDICATOR
    years: Years = ALL_YEARS
    counting: Counting = Counting.FULL
    with_parts: bool = False
    own_as_partners: bool = False
    folded: tuple[str, ...] = ()
    view: str = ""
    shown: int = FEW
    joined: int = 0
    typed: str = ""

    @property
    def question(self) -> ComparisonQuestion:
        return ComparisonQuestion(
            sides=self.sides,
            indicator=self.indicator,
            years=self.years,
            counting=self.counting,
            with_parts=self.with_parts,
            own_as_partners=self.own_as_partners,
            folded=self.folded,
        )

    @property
    def shows_shares(self) -> bool:
        """Say whether shares are shown: asked for, or the indicator is one and nothing was asked."""
        return self.view == "share" or (not self.view and get_comparable(self.indicator).is_share)

    def with_changes(self, **changes: Any) -> SidesQuery:
        return replace(self, **changes)

    def to_address(self, path: str, **changes: Any) -> str:
        """Return `path` with this state, or with some of it changed, as its query."""
        query = replace(self, **changes) if changes else self
        pairs = query.to_pairs()
        return f"{path}?{write_sides(pairs)}" if pairs else path

    def to_pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the address, without those that say the default."""
        pairs = [("side", side.to_text()) for side in self.sides]
        optional = [
            ("indicator", self.indicator if self.indicator != DEFAULT_INDICATOR else None),
            ("from", self.years.first),
            ("to", self.years.last),
            ("counting", self.counting.value if self.counting != Counting.FULL else None),
            ("parts", 1 if self.with_parts else None),
            ("own", 1 if self.own_as_partners else None),
            ("fold", ",".join(self.folded)),
            ("view", self.view),
            ("shown", self.shown if self.shown != FEW else None),
            ("join", self.joined),
        ]
        return pairs + [(name, str(value)) for name, value in optional if value]

    def get_query(self, side: Side) -> Query:
        """Return the state of the pages of one side's own figures and works."""
        return Query(
            organisations=side.organisations,
            years=self.years,
            counting=self.counting,
            with_parts=self.with_parts,
            within=side.within,
            own_as_partners=self.own_as_partners,
            folded=self.folded,
        )


def write_sides(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values as the query of an address; sides stay readable.

    Only the plus between the organisations of a side is left as it is. One inside a selection, as
    between the themes of a tie, would be read as a blank.

    >>> write_sides([("side", "0321g0743+01cmnjq37,themes:mesh/C04+mesh/C10")])
    'side=0321g0743+01cmnjq37,themes:mesh/C04%2Bmesh/C10'
    """
    written = []
    for name, value in pairs:
        homes, comma, within = value.partition(",") if name == "side" else ("", "", value)
        text = quote_plus(homes, safe="+:/") + comma + quote_plus(within, safe=",:/")
        written.append(f"{quote_plus(name)}={text}")
    return "&".join(written)
