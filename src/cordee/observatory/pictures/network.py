"""The picture of a network: where each circle, line and name goes, as text for SVG."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cordee.kernel.numbers import write_count
from cordee.observatory.figures.network_files import name_node
from cordee.observatory.figures.network_parts import (
    ALL_TIME,
    MOST_YEARLY,
    Link,
    Moment,
    Network,
    Node,
    NodeKind,
)
from cordee.observatory.pictures.points import write_number


WIDTH, HEIGHT = 1000.0, 640.0
"""The inside measure of the picture; the style sheet sets its size on the page."""

MARGIN_X, MARGIN_Y = 90.0, 36.0
"""Room for half a name at the sides, and for the largest circle above and below."""

COLOURS = (
    "#1f66c1",
    "#c2570c",
    "#22855a",
    "#8a4fb0",
    "#b8860b",
    "#c03a6b",
    "#15808d",
    "#6b5b4b",
)
"""Of the eight largest communities, in a file of its own; on the page the style sheet has them."""

COLOUR_REST = "#7a8698"
"""Of the smaller communities, and of nodes in none."""

WIDTHS = ((1, 0.7), (3, 1.3), (10, 2.4))
"""Lines of so many works at least are so wide: three widths are told apart at a glance."""

LETTER, LINE = 6.6, 15.0
"""About how wide a letter and how high a line of names is, to keep names apart."""

FARTHEST_NAME = 8
"""Lines away from its circle at which a name is still read as its own."""

LONGEST_NAME = 34
"""Letters of a name on the picture; the table and the tip have all of it."""


Box: TypeAlias = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""


@dataclass(frozen=True)
class Circle:
    """A node."""

    place: int
    x: str
    y: str
    radius: str
    kind: str  # "1" to "8" for a community, "rest" for others
    colour: str
    home: bool
    ring: bool  # a partner among units
    gone: bool  # without works in the years shown
    tip: str


@dataclass(frozen=True)
class Scale:
    """From works to radii: the areas of circles grow with the works; a crowd gets smaller circles.

    It is of all years, so that a circle that grows from one year to the next tells of more works.
    """

    least: float
    largest: float
    most: int

    def measure(self, works: int) -> float:
        """Return the radius of a node on so many works."""
        return max(self.least, self.largest * math.sqrt(works / self.most))


@dataclass(frozen=True)
class Name:
    """The name of a node or a place, beside its circle."""

    place: int
    x: str
    y: str
    text: str
    shown: bool  # the others come out when a reader zooms in


@dataclass(frozen=True)
class Lines:
    """Lines of one colour and one width, as one path: a thousand elements less to move."""

    kind: str
    colour: str
    width: str
    path: str


@dataclass(frozen=True)
class NetworkPicture:
    """All shapes of a network; numbers are text for SVG."""

    width: str
    height: str
    lines: tuple[Lines, ...]
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    ties: tuple[tuple[int, int], ...]  # of the lines drawn in some year, places of both ends
    kinds: tuple[str, ...]  # of these lines
    scale: Scale
    hidden: int  # links not drawn


def get_kind(community: int | None) -> str:
    """Return the name of a community's colour."""
    return str(community) if community and community <= len(COLOURS) else "rest"


def get_colour(kind: str) -> str:
    """Return the colour of a kind in a file of its own."""
    return COLOUR_REST if kind == "rest" else COLOURS[int(kind) - 1]


def draw_network(network: Network, language: str, moment: Moment = ALL_TIME) -> NetworkPicture:
    """Return the picture of `network` in the years of `moment`, names in `language`.

    Each node lies in the same place whatever the years: places are those of the whole period.
    """
    points = _fit(network.nodes)
    scale = _make_scale(network.nodes)
    works = [_count(node, moment) for node in network.nodes]
    radii = [scale.measure(count) for count in works]
    names = [name_node(node, language) for node in network.nodes]
    circles = tuple(
        Circle(
            place=place,
            x=write_number(points[place][0]),
            y=write_number(points[place][1]),
            radius=write_number(radii[place]),
            kind=get_kind(node.community),
            colour=get_colour(get_kind(node.community)),
            home=node.home,
            ring=is_ring(node, network),
            gone=not works[place],
            tip=f"{names[place]} ({write_count(works[place], language)})",
        )
        for place, node in enumerate(network.nodes)
    )
    places = {node.id: place for place, node in enumerate(network.nodes)}
    # Lines past that are a grey cloud, and a browser slows down.
    drawn = network.links[:MOST_YEARLY]
    ties = tuple((places[link.source], places[link.target]) for link in drawn)
    kinds = tuple(_get_tie_kind(network.nodes[one], network.nodes[other]) for one, other in ties)
    shown = [_count(link, moment) for link in drawn]
    return NetworkPicture(
        width=write_number(WIDTH),
        height=write_number(HEIGHT),
        lines=_draw_lines(zip(shown, ties, kinds, strict=True), points),
        # The largest first, so that the small ones lie on top and can be reached.
        circles=circles,
        names=place_names(names, points, radii, works, (WIDTH, HEIGHT)),
        ties=ties,
        kinds=kinds,
        scale=scale,
        hidden=len(network.links) - len(drawn),
    )


def is_ring(node: Node, network: Network) -> bool:
    """Say whether a node is drawn as a ring: a partner among units."""
    of = network.choice.of
    return of is NodeKind.UNIT_PARTNERS and node.kind is NodeKind.ORGANISATIONS


def _count(one: Node | Link, moment: Moment) -> int:
    return one.works if moment.year is None else moment.count(one.yearly or ())


def _get_tie_kind(one: Node, other: Node) -> str:
    return get_kind(one.community) if one.community == other.community else "between"


def _fit(nodes: tuple[Node, ...]) -> list[tuple[float, float]]:
    if not nodes:
        return []
    widest = max((abs(node.x) for node in nodes), default=0) or 1
    highest = max((abs(node.y) for node in nodes), default=0) or 1
    scale_x = (WIDTH / 2 - MARGIN_X) / widest
    scale_y = (HEIGHT / 2 - MARGIN_Y) / highest
    # Distances mean something, so both axes keep nearly one scale; a little stretch fills the width.
    scale_x = min(scale_x, 1.4 * scale_y)
    scale_y = min(scale_y, 1.4 * scale_x)
    return [(WIDTH / 2 + node.x * scale_x, HEIGHT / 2 + node.y * scale_y) for node in nodes]


def _make_scale(nodes: tuple[Node, ...]) -> Scale:
    most = max((node.works for node in nodes), default=1)
    crowd = min(1.0, (100 / max(len(nodes), 1)) ** 0.5)
    return Scale(least=2.2 + 1.8 * crowd, largest=12 + 14 * crowd, most=most)


def _draw_lines(
    shown: Iterable[tuple[int, tuple[int, int], str]], points: list[tuple[float, float]]
) -> tuple[Lines, ...]:
    paths: defaultdict[tuple[str, float], list[str]] = defaultdict(list)
    for works, (first, second), kind in shown:
        if works:
            width = next(width for least, width in reversed(WIDTHS) if works >= least)
            ends = (
                f"{write_number(x)} {write_number(y)}" for x, y in (points[first], points[second])
            )
            paths[kind, width].append("M" + "L".join(ends))
    # Lines between communities lie under those within one.
    order = sorted(paths, key=lambda key: (key[0] != "between", key[1], key[0]))
    return tuple(
        Lines(
            kind=kind,
            colour=COLOUR_REST if kind == "between" else get_colour(kind),
            width=write_number(width),
            path="".join(paths[kind, width]),
        )
        for kind, width in order
    )


def place_names(
    names: list[str],
    points: list[tuple[float, float]],
    radii: list[float],
    works: list[int],
    size: tuple[float, float],
) -> tuple[Name, ...]:
    """Return the names under or over their circles, shown as long as they cover nothing shown.

    `works` are those shown, and `size` is the picture's width and height.
    """
    placed: list[Name] = []
    # A name across a circle lacks contrast. Its own circle ends where its name begins.
    taken = [
        (x - radius, y - radius, x + radius, y + radius)
        for (x, y), radius in zip(points, radii, strict=True)
    ]
    for place, name in enumerate(names):
        text = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
        x, y = points[place]
        half = len(text) * LETTER / 2
        under, over = y + radii[place] + 12, y - radii[place] - 4
        lines = [under, over]
        if not place:
            # Whom everything is about is named as near as there is room.
            lines += [
                at for n in range(1, FARTHEST_NAME) for at in (under + n * LINE, over - n * LINE)
            ]
        boxes = {line: (x - half, line - LINE + 3, x + half, line + 3) for line in lines}
        free = [line for line, box in boxes.items() if _is_free(box, taken, size)]
        # And where there is none, whatever lies there.
        shown = bool(works[place]) and (bool(free) or not place)
        line = free[0] if free else under
        if shown:
            taken.append(boxes[line])
        placed.append(Name(place, write_number(x), write_number(line), text, shown))
    return tuple(placed)


def _is_free(box: Box, taken: list[Box], size: tuple[float, float]) -> bool:
    """Say whether a name's box lies inside the picture and on nothing shown."""
    if box[0] < 0 or box[2] > size[0] or box[1] < 0 or box[3] > size[1]:
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )
