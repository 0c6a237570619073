"""What is asked about funded pairs, and what is answered: plain values.

Words: a *pair* is an organisation here (the office) and a partner abroad; it is *funded* from the year of its
award. The years *before* end with the year before the award, the years *after* begin with the year after it:
the award's own year is neither, for work of that year was begun without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.errors import UsageError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_


FEWEST_PAIRS = 10
"""Under ten pairs the bootstrap's tails rest on a handful of draws that repeat one another, and its 95 %
interval covers far less than 95 % (Chernick, Bootstrap Methods, 2008, ch. 2); no figure is given then."""

YEARS_AROUND = 3
"""Three years on each side: a paper appears one to three years after the work it reports."""

CONTROLS = 3
"""Comparable pairs for a funded one. More would lie farther off, fewer would make the comparison one of
chance (Stuart 2010, section 3.1)."""

CALIPER = 0.25
"""The most that a comparable pair may differ in each measure, in standard deviations of the funded pairs.
Means then differ by less than that by construction, under which sides are held to be balanced (Rubin, Using
propensity scores to help design observational studies, 2001, doi:10.1023/A:1020363010465). At twice as much
more pairs are compared, and what is left of their difference in size tells as an effect."""

DRAWS = 2000
"""Draws of the bootstrap: the ends of a 95 % interval then move by about a tenth of a standard error."""

MOST_AUTHORS = 100
"""Works with more authors are left out: a consortium's paper joins thousands of pairs and tells of none."""

MEASURES = {
    "office": N_("works of the organisation here, before (logarithm)"),
    "partner": N_("works of the partner, before (logarithm)"),
    "earlier": N_("co-publications, before (logarithm)"),
}
"""What pairs are matched by, beside the award's year and the partner's main theme, which must be equal."""


@dataclass(frozen=True, order=True)
class FundedPair:
    """An organisation here, a partner abroad (ROR ids), and the year of the award."""

    office: str
    partner: str
    year: int

    @classmethod
    def from_text(cls, office: str, partner: str, year: int) -> FundedPair:
        """Return a pair; `UsageError` for what is no ROR id, or for an organisation with itself."""
        here, there = parse_ror(office), parse_ror(partner)
        if here is None or there is None:
            raise UsageError(
                N_("“{given}” is not a ROR id. A ROR id is nine characters that begin with 0."),
                given=office if here is None else partner,
            )
        if here == there:
            raise UsageError(
                N_("{given} is paired with itself. Name a partner in the second column."),
                given=here,
            )
        return cls(here, there, year)


@dataclass(frozen=True)
class OutcomeChoice:
    """How funded pairs are compared. The defaults are those of this module, with their reasons."""

    years: int = YEARS_AROUND
    controls: int = CONTROLS
    caliper: float = CALIPER
    fewest: int = FEWEST_PAIRS
    draws: int = DRAWS
    seed: int = 1


@dataclass(frozen=True)
class Estimate:
    """A mean difference with its 95 % interval, in co-publications a pair and year."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Balance:
    """One measure over funded pairs, all pairs one could compare with, and those that were.

    `apart_before` and `apart_after` are standardised differences of means, by the deviation before matching;
    None where all are alike on each side and yet the sides differ.
    """

    measure: str
    funded: float
    unfunded: float
    matched: float
    apart_before: float | None
    apart_after: float | None


@dataclass(frozen=True)
class PairOutcome:
    """A funded pair: its co-publications in the years before and after, and how it was dealt with.

    `fate` is a key of `FATES`. The comparable pairs' co-publications are means over `controls` pairs; None
    where there are none.
    """

    pair: FundedPair
    fate: str
    theme: str | None = None
    before: int | None = None
    after: int | None = None
    controls: int = 0
    compared_before: float | None = None
    compared_after: float | None = None


FATES = {
    "compared": N_("compared with pairs like it"),
    "too_late": N_("too recent: the lake has not all the years after"),
    "too_early": N_("too old: the lake has not all the years before"),
    "unseen": N_("no work of the one or the other in the years before"),
    "alone": N_("no comparable pair without an award"),
}
"""What became of a funded pair."""


@dataclass(frozen=True)
class Outcomes:
    """What became of funded pairs, against comparable pairs without an award.

    Means are co-publications a pair and year over the pairs compared. `effect` is the difference in
    differences, `drift` the same between the halves of the years before, when no award could have worked:
    away from zero it says that the sides were on different ways already. All are None under
    `choice.fewest` pairs compared.
    """

    choice: OutcomeChoice
    pairs: tuple[PairOutcome, ...]
    first_year: int | None
    last_full_year: int | None
    vocabulary: str
    works: tuple[tuple[int, int], ...]
    """Works of the lake by year, over the years that were looked at."""
    unfunded: int
    """Pairs without an award, of the same years and themes, that one could compare with."""
    funded_before: float | None = None
    funded_after: float | None = None
    compared_before: float | None = None
    compared_after: float | None = None
    effect: Estimate | None = None
    drift: Estimate | None = None
    balance: tuple[Balance, ...] = ()

    def count(self, fate: str) -> int:
        """Return how many funded pairs had a fate."""
        return sum(one.fate == fate for one in self.pairs)

    @property
    def compared(self) -> int:
        """Return how many funded pairs were compared."""
        return self.count("compared")

    @property
    def is_refused(self) -> bool:
        """Return whether there are too few pairs for a figure."""
        return self.compared < self.choice.fewest
