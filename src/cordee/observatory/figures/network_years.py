"""How a network grows: the works of its nodes and links by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from cordee.observatory.figures.answer import YearWorks
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.network_parts import MOST_YEARLY, Link, NetworkYear
from cordee.observatory.figures.warehouse import HomeView
from cordee.observatory.indicators.networks import (
    home_years,
    node_years,
    pair_counts,
    pair_years,
)


Yearly: TypeAlias = tuple[YearWorks, ...]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Times:
    """Works by year of a home, of the nodes kept and of their links, as indicators give them."""

    home: Mapping[int, int] = field(default_factory=dict)  # works by year
    nodes: Mapping[str, Yearly] = field(default_factory=dict)
    links: Mapping[frozenset[str], Yearly] = field(default_factory=dict)  # by both ends
    counts: Sequence[tuple[int, int, int]] = ()  # year, works of a pair, pairs of so many


def read_times(view: HomeView, links: Sequence[Link]) -> Times:
    """Return the years of what a view's tables `asked` and `network_pairs` hold.

    `links` are all links, most works first; the years of the first `MOST_YEARLY` are read.
    """
    home = {row["year"]: row["works"] for row in view.get_rows(home_years)}
    nodes = _gather((row["node"], row) for row in view.get_rows(node_years))
    counts = [(row["year"], row["works"], row["pairs"]) for row in view.get_rows(pair_counts)]
    # Last, for it asks for pairs where the others ask for nodes.
    view.put_groups([(one.source, one.target) for one in links[:MOST_YEARLY]])
    rows = view.get_rows(pair_years)
    pairs = _gather((frozenset((row["source"], row["target"])), row) for row in rows)
    return Times(home, nodes, pairs, counts)


def make_years(times: Times, least_shared: int) -> tuple[NetworkYear, ...]:
    """Return every year from the first with works to the last, with what there is of it."""
    if not times.home:
        return ()
    nodes: defaultdict[int, int] = defaultdict(int)
    for yearly in times.nodes.values():
        for one in yearly:
            nodes[one.year] += 1
    links: defaultdict[int, int] = defaultdict(int)
    for year, works, pairs in times.counts:
        if works >= least_shared:
            links[year] += pairs
    span = range(min(times.home), max(times.home) + 1)
    return tuple(
        NetworkYear(year, times.home.get(year, 0), nodes[year], links[year]) for year in span
    )


def _gather(rows: Iterable[tuple[Key, Row]]) -> dict[Key, Yearly]:
    found: defaultdict[Key, list[YearWorks]] = defaultdict(list)
    for key, row in rows:
        found[key].append(YearWorks(row["year"], row["works"]))
    return {key: tuple(sorted(years)) for key, years in found.items()}
