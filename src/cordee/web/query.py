"""What a reader asks of the observatory, as it stands in the address of each page.

The address is the whole state: a page that is sent to someone else shows the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from cordee.kernel.periods import Years
from cordee.observatory.figures.chord import DEFAULT_ARCS
from cordee.observatory.figures.flows import FlowChoice
from cordee.observatory.figures.network_parts import ALL_TIME, Moment, NetworkChoice
from cordee.observatory.figures.question import ALL_WORKS, ALL_YEARS, Counting, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.indicators.zones import USUAL_ZONE


FEW = 10
MANY = 50
ALL = 500
"""How many partners a table shows: what fits beside its neighbour, then a page, then the most that
a browser lays out without a wait. The CSV has no limit."""

COLUMNS = ("volume", "strength", "change")
"""What the tables of partners show of each: how much, how closely tied, how that changes."""

LONGEST_YEAR = 5
"""Digits of what may still be meant as a year; longer text is told so in a sentence."""

COUNTRY_NETWORK = NetworkChoice()
TOWN_FLOWS = FlowChoice()


class Values(Protocol):
    """The names and values of an address."""

    def get(self, key: str, default: str, /) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Query:
    """The state of a page of the observatory."""

    organisations: tuple[str, ...] = ()
    years: Years = ALL_YEARS
    counting: Counting = Counting.FULL
    with_parts: bool = False
    within: Selection = ALL_WORKS
    # By which works are told apart; `area` in the address, where the finder has a `zone`.
    zone: str = USUAL_ZONE
    own_as_partners: bool = False
    folded: tuple[str, ...] = ()
    typed: str = ""
    country: str = ""
    partners: str = "foreign"
    columns: str = COLUMNS[0]
    shown_countries: int = FEW
    shown_organisations: int = FEW
    selection: Selection = ALL_WORKS
    unit: str = ""
    network: NetworkChoice = COUNTRY_NETWORK
    moment: Moment = ALL_TIME
    arcs: int = DEFAULT_ARCS
    flows: FlowChoice = TOWN_FLOWS
    page: int = 1
    kept: tuple[tuple[str, str], ...] = ()  # what the page shown asks beside, as in its address

    @property
    def question(self) -> Question:
        return Question(
            organisations=self.organisations,
            years=self.years,
            counting=self.counting,
            with_parts=self.with_parts,
            within=self.within,
            zone=self.zone,
            own_as_partners=self.own_as_partners,
            folded=self.folded,
        )

    def with_changes(self, **changes: Any) -> Query:
        return replace(self, **changes)

    def to_address(self, path: str, **changes: Any) -> str:
        """Return `path` with this state, or with some of it changed, as its query."""
        query = replace(self, **changes) if changes else self
        pairs = query.to_pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def to_pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the address, without those that say the default."""
        pairs = [("org", one) for one in self.organisations]
        optional = [
            ("from", self.years.first),
            ("to", self.years.last),
            ("counting", self.counting.value if self.counting != Counting.FULL else None),
            ("parts", 1 if self.with_parts else None),
            ("area", self.zone if self.zone != USUAL_ZONE else None),
            ("own", 1 if self.own_as_partners else None),
            ("fold", ",".join(self.folded)),
            ("within", self.within.to_text() if self.within.parts else None),
            ("country", self.country),
            ("partners", self.partners if self.partners != "foreign" else None),
            ("columns", self.columns if self.columns != COLUMNS[0] else None),
            ("countries", self.shown_countries if self.shown_countries != FEW else None),
            (
                "organisations",
                self.shown_organisations if self.shown_organisations != FEW else None,
            ),
            ("select", self.selection.to_text() if self.selection.parts else None),
            ("unit", self.unit),
            *self.network_pairs,
            ("year", self.moment.year),
            ("window", self.moment.window if self.moment.window != 1 else None),
            ("page", self.page if self.page != 1 else None),
            *self.kept,
        ]
        return pairs + [(name, str(value)) for name, value in optional if value]

    @property
    def network_pairs(self) -> list[tuple[str, str | int | None]]:
        """Return what the address says of networks; None is the default, which is not said."""
        asked, usual = self.network, COUNTRY_NETWORK
        return [
            ("of", asked.of.value if asked.of != usual.of else None),
            ("most", asked.most if asked.most != usual.most else None),
            ("least", asked.least if asked.least != usual.least else None),
            ("shared", asked.least_shared if asked.least_shared != usual.least_shared else None),
            ("arcs", self.arcs if self.arcs != DEFAULT_ARCS else None),
            ("ends", self.flows.ends.value if self.flows.ends != TOWN_FLOWS.ends else None),
            ("where", None if self.flows.abroad else "everywhere"),
            ("flows", self.flows.most if self.flows.most != TOWN_FLOWS.most else None),
        ]

    def look_from(self, organisation: str) -> Query:
        """Return what is asked of another organisation: as this is, of all its works and partners."""
        return Query(
            organisations=(organisation,),
            years=self.years,
            counting=self.counting,
            zone=self.zone,
            folded=self.folded,
        )

    def to_network(self) -> Query:
        """Return the same question with its network, and not the years its picture shows."""
        return self.to_base().with_changes(network=self.network)

    def to_base(self) -> Query:
        """Return the same question without what one page alone needs."""
        return Query(
            organisations=self.organisations,
            years=self.years,
            counting=self.counting,
            with_parts=self.with_parts,
            within=self.within,
            zone=self.zone,
            own_as_partners=self.own_as_partners,
            folded=self.folded,
        )


def read_years(first: str, last: str) -> Years:
    """Return the period between two years as they are typed; `UsageError` for what is no year."""
    typed = (first, last)
    if all(one.isascii() and one.isdigit() and len(one) <= LONGEST_YEAR for one in typed):
        # Each end is chosen on its own; whoever moves the first past the last means the span between.
        first, last = sorted(typed, key=int)
    for one in typed:
        # What is no year is told as it was typed, without the dash that joins two.
        Years.from_text(one)
    return Years.from_text(f"{first}-{last}" if first or last else "")
