"""Communities of a network by the Leiden algorithm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from graspologic_native import leiden


SEED = 1
"""The algorithm draws by chance; one seed makes the same network fall into the same communities."""

RESOLUTION = 1.0
"""Modularity as it was first defined (Newman and Girvan 2004); more would make smaller communities."""

RANDOMNESS = 0.001
"""How freely refinement leaves the best move, as the authors of the algorithm set it."""

ITERATIONS = 10
"""Rounds until the partition no longer improves, in practice; ten take a third of a second on a
thousand nodes with a hundred thousand links."""


def find_communities(
    links: Sequence[tuple[int, int, float]],
) -> tuple[tuple[tuple[int, ...], ...], float | None]:
    """Return the communities of the nodes that have links, and their modularity.

    `links` are (node, node, weight), nodes being their places in the answer. Each community is in
    rising order of places; the one with most nodes comes first, then the one of the lowest place.
    The same links give the same communities in whatever order they come. Without links there are
    no communities and no modularity. Source: Traag, Waltman and van Eck 2019,
    doi:10.1038/s41598-019-41695-z.
    """
    if not links:
        return (), None
    edges = [(str(first), str(second), weight) for first, second, weight in sorted(links)]
    modularity, found = leiden(
        edges=edges,
        resolution=RESOLUTION,
        randomness=RANDOMNESS,
        iterations=ITERATIONS,
        use_modularity=True,
        seed=SEED,
    )
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node, community in found.items():
        members[community].append(int(node))
    groups = [tuple(sorted(group)) for group in members.values()]
    groups.sort(key=lambda group: (-len(group), group[0]))
    return tuple(groups), float(modularity)
