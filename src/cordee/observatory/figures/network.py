"""The network of the countries, or of the organisations, on the works of a home.

Nodes are who is on the works, links are works shared. The weight of a link is told twice: the works
shared, by full counting, and their *association strength*, the works shared over those expected if
each node spread its links by chance: 2m c_ij / (k_i k_j), where c_ij are the works shared by i and j,
k_i the sum of c_ij over all j, and m the sum of c_ij over all links (van Eck and Waltman 2009,
doi:10.1002/asi.21075). Communities are those of the Leiden algorithm (Traag, Waltman and van Eck
2019, doi:10.1038/s41598-019-41695-z), maximising modularity over the works shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_
from cordee.observatory.figures.communities import find_communities
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.vos_layout import lay_out
from cordee.observatory.figures.warehouse import Row, Warehouse
from cordee.observatory.indicators.networks import (
    country_nodes,
    country_pairs,
    organisation_nodes,
    organisation_pairs,
)
from cordee.reference.organisations import Registry


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


INDICATORS = {
    NodeKind.COUNTRIES: (country_nodes, country_pairs),
    NodeKind.ORGANISATIONS: (organisation_nodes, organisation_pairs),
}
"""The expressions of each kind: its nodes, and its pairs."""


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
            N_("There is no network of “{text}”. Choose countries or organisations."),
            text=text[:60],
        ) from error


@dataclass(frozen=True, slots=True)
class Node:
    """A country or an organisation. `x` and `y` are between -1 and 1, x to the right, y down."""

    id: str  # code of the country, or ROR id
    name: str  # of the organisation; the code of a country, which `reference.countries` names
    country: str | None
    home: bool
    works: int  # full counting
    weight: float  # fractional counting
    links: int  # how many nodes it shares works with, of the links kept
    shared: int  # sum of the works of these links
    community: int | None  # None for a node without links
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Link:
    """Works shared by two nodes; `source` comes before `target` among the nodes."""

    source: str
    target: str
    works: int
    strength: float  # association strength; 1 is as many as expected by chance


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes more tied to each other than to the rest, the largest community first."""

    number: int  # from 1
    nodes: tuple[str, ...]  # ids, those on most works first


@dataclass(frozen=True)
class Network:
    """The answer to a question about a network, and what was left out of it."""

    question: Question
    choice: NetworkChoice
    works: int  # of the home, in the period
    nodes: tuple[Node, ...]  # most works first
    links: tuple[Link, ...]  # most works first
    communities: tuple[Community, ...]
    candidates: int  # all countries or organisations on the works
    left_below: int  # of these, on fewer works than `least`
    left_beyond: int  # of these, beyond the `most` kept
    links_left: int  # links between nodes kept, of fewer works than `least_shared`
    alone: int  # nodes kept without a link
    pieces: int  # connected parts of two nodes and more
    modularity: float | None  # of the communities; None without links
    snapshot: str | None


@dataclass(frozen=True)
class _Kept:
    """Rows of nodes kept, in the order of the answer, and how many were left out."""

    rows: list[Row]
    candidates: int
    below: int


def answer_network(
    question: Question, choice: NetworkChoice, warehouse: Warehouse, registry: Registry
) -> Network:
    """Return the network of `question` on one snapshot; the same rows give the same answer.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    get_nodes, get_pairs = INDICATORS[choice.of]
    with warehouse.open_home(question, registry) as view:
        works = view.query("SELECT count(*) AS works FROM home_works")[0]["works"]
        kept = keep_nodes(view.get_rows(get_nodes), choice)
        view.put_asked([row["node"] for row in kept.rows])
        pairs = view.get_rows(get_pairs)
    names = {
        row["node"]: _name_node(row["node"], choice.of, warehouse, registry) for row in kept.rows
    }
    return make_network(question, choice, works, kept, pairs, names, warehouse.state.snapshot)


def keep_nodes(rows: Sequence[Row], choice: NetworkChoice) -> _Kept:
    """Return the rows of the nodes a network keeps: most works first, then by id."""
    enough = [row for row in rows if row["works"] >= choice.least]
    enough.sort(key=lambda row: (-row["works"], row["node"]))
    return _Kept(enough[: choice.most], len(rows), len(rows) - len(enough))


def make_network(
    question: Question,
    choice: NetworkChoice,
    works: int,
    kept: _Kept,
    pairs: Sequence[Row],
    names: Mapping[str, str],
    snapshot: str | None,
) -> Network:
    """Return the network of nodes and pairs as indicators give them, in any order."""
    places = {row["node"]: place for place, row in enumerate(kept.rows)}
    all_links = make_links(pairs, places)
    links = tuple(link for link in all_links if link.works >= choice.least_shared)
    ends = [(places[one.source], places[one.target], one) for one in links]
    groups, modularity = find_communities([(a, b, float(link.works)) for a, b, link in ends])
    points, pieces = lay_out(len(places), [(a, b, link.strength) for a, b, link in ends])
    degrees, sums = [0] * len(places), [0] * len(places)
    for first, second, link in ends:
        for end in (first, second):
            degrees[end] += 1
            sums[end] += link.works
    numbers = {place: number for number, group in enumerate(groups, 1) for place in group}
    nodes = tuple(
        Node(
            id=row["node"],
            name=names[row["node"]],
            country=row["country"],
            home=bool(row["home"]),
            works=row["works"],
            weight=row["weight"] or 0.0,
            links=degrees[place],
            shared=sums[place],
            community=numbers.get(place),
            x=points[place][0],
            y=points[place][1],
        )
        for place, row in enumerate(kept.rows)
    )
    return Network(
        question=question,
        choice=choice,
        works=works,
        nodes=nodes,
        links=links,
        communities=tuple(
            Community(number, tuple(nodes[place].id for place in group))
            for number, group in enumerate(groups, 1)
        ),
        candidates=kept.candidates,
        left_below=kept.below,
        left_beyond=kept.candidates - kept.below - len(nodes),
        links_left=len(all_links) - len(links),
        alone=degrees.count(0),
        pieces=pieces,
        modularity=modularity,
        snapshot=snapshot,
    )


def make_links(pairs: Sequence[Row], places: Mapping[str, int]) -> tuple[Link, ...]:
    """Return the pairs as links with their association strength, most works first.

    `places` are the nodes' places in the answer. The sums k and m are over every link between nodes
    kept, so that hiding thin links does not change the strength of the others.
    """
    sums: dict[str, int] = dict.fromkeys(places, 0)
    for row in pairs:
        sums[row["source"]] += row["works"]
        sums[row["target"]] += row["works"]
    twice = sum(sums.values())  # 2m: each link is in the sums of both its ends
    links = []
    for row in pairs:
        source, target = sorted((row["source"], row["target"]), key=places.__getitem__)
        strength = twice * row["works"] / (sums[source] * sums[target])
        links.append(Link(source, target, row["works"], strength))
    links.sort(key=lambda one: (-one.works, places[one.source], places[one.target]))
    return tuple(links)


def _name_node(node: str, of: NodeKind, warehouse: Warehouse, registry: Registry) -> str:
    if of is NodeKind.COUNTRIES:
        return node
    place = warehouse.places.get(node)
    if place:
        return place.name
    known = registry.organisations.get(node)
    return known.name if known else node
