"""What a network is made of, what a reader chooses of it, and the years a picture of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_
from cordee.observatory.figures.answer import YearWorks
from cordee.observatory.figures.question import Question


MOST_NODES = 1000
"""The most nodes of a network: past it neither a picture can be read nor a browser move it smoothly."""

DEFAULT_NODES = 100
"""What a picture shows with most of its names readable."""

MOST_LEAST = 1_000_000
"""A greater threshold than any corpus has works can only be a slip of the hand."""


class NodeKind(StrEnum):
    """What the nodes of a network are."""

    COUNTRIES = "countries"
    ORGANISATIONS = "organisations"
    UNITS = "units"
    UNIT_PARTNERS = "unit-partners"
    THEMES = "themes"


@dataclass(frozen=True)
class NetworkChoice:
    """Which network of a home: what its nodes are, and which are kept.

    `most` nodes at most are kept, those on the most works; a node is on `least` works at least, a
    link is of `least_shared` works at least. Raises `UsageError` for a number out of bounds.
    """

    of: NodeKind = NodeKind.COUNTRIES
    most: int = DEFAULT_NODES
    least: int = 1
    least_shared: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST_NODES:
            raise UsageError(
                N_("A network has from 1 to {most} nodes; {number} were asked for."),
                most=MOST_NODES,
                number=self.most,
            )
        for number in (self.least, self.least_shared):
            if not 1 <= number <= MOST_LEAST:
                raise UsageError(
                    N_("The least number of works is from 1 to {most}; {number} was given."),
                    most=MOST_LEAST,
                    number=number,
                )


def read_kind(text: str) -> NodeKind:
    """Return the kind of node named by `text`; raise `UsageError` when there is none."""
    try:
        return NodeKind(text.strip().lower() or NodeKind.COUNTRIES)
    except ValueError as error:
        raise UsageError(
            N_("There is no network of “{text}”. Choose one of: {kinds}."),
            text=text[:60],
            kinds=", ".join(NodeKind),
        ) from error


MOST_YEARLY = 2000
"""Links whose works are told by year, those of most works: as many as a picture draws. A large home
has half a million links, whose years nobody reads."""

LONGEST_WINDOW = 100
"""Years; whoever wants all years up to one asks for so many."""


@dataclass(frozen=True)
class Moment:
    """The years a picture shows: `window` years that end with `year`, or all when there is no year.

    Raises `UsageError` for a window out of bounds.

    >>> Moment(2021, 2).count((YearWorks(2019, 4), YearWorks(2020, 1), YearWorks(2021, 2)))
    3
    """

    year: int | None = None
    window: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.window <= LONGEST_WINDOW:
            raise UsageError(
                N_("A picture shows from 1 to {most} years together; {number} were asked for."),
                most=LONGEST_WINDOW,
                number=self.window,
            )

    def count(self, yearly: tuple[YearWorks, ...]) -> int:
        """Return the works of the years shown."""
        return sum(works for year, works in yearly if self.holds(year))

    def holds(self, year: int) -> bool:
        """Say whether `year` is shown."""
        return self.year is None or self.year - self.window < year <= self.year


ALL_TIME = Moment()


@dataclass(frozen=True, slots=True)
class Node:
    """A country, organisation, unit or theme. `x` and `y` are from -1 to 1, x to the right, y down."""

    id: str  # code of the country, ROR id, code of the unit, or vocabulary/code of the theme
    kind: NodeKind  # what it is; never `UNIT_PARTNERS`, which has nodes of two kinds
    name: str  # countries and MeSH branches have their code, which the reference names
    country: str | None  # of an organisation, or of itself
    home: bool
    works: int  # full counting
    weight: float  # fractional counting
    links: int  # how many nodes it shares works with, of the links kept
    shared: int  # sum of the works of these links
    community: int | None  # None for a node without links
    x: float
    y: float
    yearly: tuple[YearWorks, ...]  # years with works, in order


@dataclass(frozen=True, slots=True)
class Link:
    """Works shared by two nodes; `source` comes before `target` among the nodes."""

    source: str
    target: str
    works: int
    strength: float  # association strength; 1 is as many as expected by chance
    yearly: tuple[YearWorks, ...] | None = None  # None beyond the `MOST_YEARLY` of most works


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes more tied to each other than to the rest, the largest community first."""

    number: int  # from 1
    nodes: tuple[str, ...]  # ids, those on most works first


@dataclass(frozen=True, slots=True)
class NetworkYear:
    """One year of a network: how much of it there is."""

    year: int
    works: int  # of the home
    nodes: int  # nodes kept that are on works of the year
    links: int  # links kept that have works of the year


@dataclass(frozen=True)
class Network:
    """The answer to a question about a network, and what was left out of it."""

    question: Question
    choice: NetworkChoice
    works: int  # of the home, in the period
    nodes: tuple[Node, ...]  # most works first
    links: tuple[Link, ...]  # most works first
    communities: tuple[Community, ...]
    years: tuple[NetworkYear, ...]  # from the first with works to the last, none left out
    candidates: int  # all countries, organisations, units or themes on the works
    left_below: int  # of these, on fewer works than `least`
    left_beyond: int  # of these, beyond the `most` kept
    links_left: int  # links between nodes kept, of fewer works than `least_shared`
    alone: int  # nodes kept without a link
    pieces: int  # connected parts of two nodes and more
    modularity: float | None  # of the communities; None without links
    snapshot: str | None
