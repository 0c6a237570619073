"""What is compared: up to six sides, each a home that may be narrowed to some of its works.

Written, a side is its ROR ids joined by plus signs and, after a comma, the selection that narrows it:
``02vjkv261``, ``0321g0743+01cmnjq37``, ``02vjkv261,country:GB``. One home narrowed to several
countries compares its partners; to several themes, its subjects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_
from cordee.kernel.periods import Years
from cordee.observatory.figures.comparables import get_comparable
from cordee.observatory.figures.question import (
    ALL_WORKS,
    ALL_YEARS,
    Counting,
    Question,
    read_counting,
    read_folds,
    read_ror,
)
from cordee.observatory.figures.selection import Selection


MOST_SIDES = 6
"""Six lines are the most that a reader tells apart in one chart, by colour and by mark."""

MOST_JOINED = 50
"""An alliance of a country's health institutions has a dozen; a longer list is a mistake or an
attempt to make a server work."""

DEFAULT_INDICATOR = "international"

# A form sends a plus sign as it is, an address typed by hand turns it into a space.
_JOINT = re.compile(r"[+\s]+")


@dataclass(frozen=True)
class Side:
    """A home, of all its works or of those of a selection."""

    organisations: tuple[str, ...]
    within: Selection = ALL_WORKS

    def __post_init__(self) -> None:
        if len(self.organisations) > MOST_JOINED:
            raise UsageError(
                N_("{count} organisations are joined in one side; {most} are the most."),
                count=len(self.organisations),
                most=MOST_JOINED,
            )
        known = dict.fromkeys(read_ror(text) for text in self.organisations)
        object.__setattr__(self, "organisations", tuple(known))

    @classmethod
    def from_text(cls, text: str) -> Side:
        """Read ``02vjkv261+0321g0743,country:GB``; raise `UsageError` on nonsense.

        >>> Side.from_text("02vjkv261, country:gb").to_text()
        '02vjkv261,country:GB'
        """
        organisations, _, within = text.partition(",")
        found = tuple(one for one in _JOINT.split(organisations.strip()) if one)
        if not found:
            raise UsageError(
                N_(
                    "“{text}” names no organisation to compare. Write ROR ids joined by plus signs, "
                    "such as 02vjkv261+0321g0743."
                ),
                text=text[:60],
            )
        return cls(found, Selection.from_text(within))

    def to_text(self) -> str:
        """Return the text `from_text` reads back."""
        organisations = "+".join(self.organisations)
        return f"{organisations},{self.within.to_text()}" if self.within.parts else organisations


@dataclass(frozen=True)
class ComparisonQuestion:
    """Sides, what to compare them by, and how the works of each are chosen and counted.

    `counting` applies to a side's own output and to its partners; shares by class of co-publication
    are by full counting in either way. `own_as_partners` and `folded` are as in `Question`. Sides
    given twice stand once.
    """

    sides: tuple[Side, ...]
    indicator: str = DEFAULT_INDICATOR
    years: Years = ALL_YEARS
    counting: Counting = Counting.FULL
    with_parts: bool = False
    own_as_partners: bool = False
    folded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sides = tuple(dict.fromkeys(self.sides))
        if not sides:
            raise UsageError(
                N_("Nothing was given to compare. Name organisations by their ROR ids.")
            )
        if len(sides) > MOST_SIDES:
            raise UsageError(
                N_("{count} sides were given; {most} are the most that are compared at once."),
                count=len(sides),
                most=MOST_SIDES,
            )
        object.__setattr__(self, "sides", sides)
        object.__setattr__(self, "indicator", get_comparable(self.indicator).code)

    @classmethod
    def from_text(
        cls,
        sides: Iterable[str],
        indicator: str = DEFAULT_INDICATOR,
        years: str = "",
        counting: str = "full",
        *,
        with_parts: bool = False,
        own_as_partners: bool = False,
        folded: Iterable[str] = (),
    ) -> ComparisonQuestion:
        """Read a question from the words of a command line; raise `UsageError` on nonsense.

        >>> ComparisonQuestion.from_text(["02vjkv261", "04t0gwh46"], years="2020").years.first
        2020
        """
        return cls(
            sides=tuple(Side.from_text(text) for text in sides),
            indicator=indicator,
            years=Years.from_text(years),
            counting=read_counting(counting),
            with_parts=with_parts,
            own_as_partners=own_as_partners,
            folded=read_folds(folded),
        )

    def get_question(self, side: Side) -> Question:
        """Return what is asked of one side."""
        return Question(
            organisations=side.organisations,
            years=self.years,
            counting=self.counting,
            with_parts=self.with_parts,
            within=side.within,
            own_as_partners=self.own_as_partners,
            folded=self.folded,
        )

    def get_home_question(self, side: Side) -> Question:
        """Return the same of the whole home of `side`, not narrowed."""
        return replace(self.get_question(side), within=ALL_WORKS)
