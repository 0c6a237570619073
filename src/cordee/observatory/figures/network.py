"""The network of the countries, organisations, research units or themes on the works of a home.

Nodes are who is on the works, links are works shared. The weight of a link is told twice: the works
shared, by full counting, and their *association strength*, the works shared over those expected if
each node spread its links by chance: 2m c_ij / (k_i k_j), where c_ij are the works shared by i and j,
k_i the sum of c_ij over all j, and m the sum of c_ij over all links (van Eck and Waltman 2009,
doi:10.1002/asi.21075). Communities are those of the Leiden algorithm (Traag, Waltman and van Eck
2019, doi:10.1038/s41598-019-41695-z), maximising modularity over the works shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cordee.observatory.figures.communities import find_communities
from cordee.observatory.figures.lake_facts import Row, find_place
from cordee.observatory.figures.network_parts import (
    MOST_YEARLY,
    Community,
    Link,
    Network,
    NetworkChoice,
    Node,
    NodeKind,
)
from cordee.observatory.figures.network_years import Times, make_years, read_times
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.vos_layout import lay_out
from cordee.observatory.figures.warehouse import HomeView, Warehouse
from cordee.observatory.indicators.networks import MEMBERS, network_pairs, nodes, pairs
from cordee.reference.organisations import Registry


@dataclass(frozen=True)
class Kept:
    """Rows of nodes kept, in the order of the answer, and how many were left out."""

    rows: list[Row]
    candidates: int
    below: int

    @property
    def places(self) -> dict[str, int]:
        """Return the place of each node kept by its id."""
        return {row["node"]: place for place, row in enumerate(self.rows)}


def answer_network(
    question: Question, choice: NetworkChoice, warehouse: Warehouse, registry: Registry
) -> Network:
    """Return the network of `question` on one snapshot; the same rows give the same answer.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    with warehouse.open_home(question, registry) as view:
        view.build("network_rows", MEMBERS[choice.of])
        kept = keep_nodes(view.get_rows(nodes), choice)
        view.put_asked([row["node"] for row in kept.rows])
        names = name_nodes(view, kept.rows, choice.of, warehouse, registry)
        view.build("network_pairs", network_pairs)
        links = make_links(view.get_rows(pairs), kept.places)
        times = read_times(view, links)
    return make_network(question, choice, kept, links, times, names, warehouse.state.snapshot)


def keep_nodes(rows: Sequence[Row], choice: NetworkChoice) -> Kept:
    """Return the rows of the nodes a network keeps: most works first, then by id."""
    enough = [row for row in rows if row["works"] >= choice.least]
    enough.sort(key=lambda row: (-row["works"], row["node"]))
    return Kept(enough[: choice.most], len(rows), len(rows) - len(enough))


def make_network(
    question: Question,
    choice: NetworkChoice,
    kept: Kept,
    all_links: Sequence[Link],
    times: Times,
    names: Mapping[str, str],
    snapshot: str | None,
) -> Network:
    """Return the network of the nodes kept and the links between them, most works first."""
    places = kept.places
    links = _keep_links(all_links, times, choice.least_shared)
    ends = [(places[one.source], places[one.target], one) for one in links]
    groups, modularity = find_communities([(a, b, float(link.works)) for a, b, link in ends])
    points, pieces = lay_out(len(places), [(a, b, link.strength) for a, b, link in ends])
    degrees, sums = _add_up(ends, len(places))
    numbers = {place: number for number, group in enumerate(groups, 1) for place in group}
    made = tuple(
        Node(
            id=row["node"],
            kind=_get_kind(row, choice.of),
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
            yearly=times.nodes.get(row["node"], ()),
        )
        for place, row in enumerate(kept.rows)
    )
    return Network(
        question=question,
        choice=choice,
        works=sum(times.home.values()),
        nodes=made,
        links=links,
        communities=tuple(
            Community(number, tuple(made[place].id for place in group))
            for number, group in enumerate(groups, 1)
        ),
        years=make_years(times, choice.least_shared),
        candidates=kept.candidates,
        left_below=kept.below,
        left_beyond=kept.candidates - kept.below - len(made),
        links_left=len(all_links) - len(links),
        alone=degrees.count(0),
        pieces=pieces,
        modularity=modularity,
        snapshot=snapshot,
    )


def _keep_links(links: Sequence[Link], times: Times, least: int) -> tuple[Link, ...]:
    """Return the links of `least` works and more, those of most works with their years."""
    thick = [link for link in links if link.works >= least]
    dated = (
        replace(link, yearly=times.links.get(frozenset((link.source, link.target))))
        for link in thick[:MOST_YEARLY]
    )
    return (*dated, *thick[MOST_YEARLY:])


def _add_up(ends: Sequence[tuple[int, int, Link]], count: int) -> tuple[list[int], list[int]]:
    """Return how many links each node has, and the sum of their works."""
    degrees, sums = [0] * count, [0] * count
    for first, second, link in ends:
        for end in (first, second):
            degrees[end] += 1
            sums[end] += link.works
    return degrees, sums


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


def name_nodes(
    view: HomeView, rows: Sequence[Row], of: NodeKind, warehouse: Warehouse, registry: Registry
) -> dict[str, str]:
    """Return the names of nodes by id; the nodes stand in the table `asked` too."""
    ids = [row["node"] for row in rows]
    if of is NodeKind.COUNTRIES:
        return dict(zip(ids, ids, strict=True))
    if of is NodeKind.THEMES:
        labels = warehouse.facts.theme_labels
        codes = [one.partition("/") for one in ids]
        return {
            vocabulary + mark + code: labels.get((vocabulary, code), code)
            for vocabulary, mark, code in codes
        }
    named = {} if of is NodeKind.ORGANISATIONS else _name_units(view)
    return {one: named.get(one) or find_place(one, warehouse.places, registry).name for one in ids}


def _name_units(view: HomeView) -> dict[str, str]:
    rows = view.query(
        "SELECT unit, concat_ws(' ', unit, coalesce(acronym, name)) AS name "
        "FROM units SEMI JOIN asked ON units.unit = asked.value"
    )
    return {row["unit"]: row["name"] for row in rows}


def _get_kind(row: Row, of: NodeKind) -> NodeKind:
    if of is not NodeKind.UNIT_PARTNERS:
        return of
    return NodeKind.ORGANISATIONS if row["apart"] else NodeKind.UNITS
