"""The picture of a network: where each circle, line and name goes, as text for SVG."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from cordee.observatory.figures.network import Network, Node
from cordee.observatory.figures.network_files import name_node
from cordee.web.pages.observatory.presenters.shapes import write_number
from cordee.web.wording import format_count


WIDTH, HEIGHT = 1000.0, 640.0
"""The inside measure of the picture; the style sheet sets its size on the page."""

MARGIN_X, MARGIN_Y = 90.0, 36.0
"""Room for half a name at the sides, and for the largest circle above and below."""

MOST_DRAWN = 2000
"""Lines drawn, those of most works: past that they are a grey cloud, and a browser slows down."""

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

LONGEST_NAME = 34
"""Letters of a name on the picture; the table and the tip have all of it."""


Box: TypeAlias = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""


@dataclass(frozen=True)
class Circle:
    place: int
    x: str
    y: str
    radius: str
    kind: str  # "1" to "8" for a community, "rest" for others
    colour: str
    home: bool
    tip: str


@dataclass(frozen=True)
class Name:
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
class Picture:
    width: str
    height: str
    lines: tuple[Lines, ...]
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    ties: tuple[tuple[int, int], ...]  # of the lines drawn, places of both ends
    hidden: int  # links not drawn


def get_kind(community: int | None) -> str:
    """Return the name of a community's colour."""
    return str(community) if community and community <= len(COLOURS) else "rest"


def get_colour(kind: str) -> str:
    return COLOUR_REST if kind == "rest" else COLOURS[int(kind) - 1]


def draw_network(network: Network, language: str) -> Picture:
    """Return the picture of `network`, names in `language`."""
    points = _fit(network.nodes)
    radii = _measure_radii(network.nodes)
    names = [name_node(node, network, language) for node in network.nodes]
    circles = tuple(
        Circle(
            place=place,
            x=write_number(points[place][0]),
            y=write_number(points[place][1]),
            radius=write_number(radii[place]),
            kind=get_kind(node.community),
            colour=get_colour(get_kind(node.community)),
            home=node.home,
            tip=f"{names[place]} ({format_count(node.works)})",
        )
        for place, node in enumerate(network.nodes)
    )
    places = {node.id: place for place, node in enumerate(network.nodes)}
    drawn = network.links[:MOST_DRAWN]
    ties = tuple((places[link.source], places[link.target]) for link in drawn)
    return Picture(
        width=write_number(WIDTH),
        height=write_number(HEIGHT),
        lines=_draw_lines(network, ties, points),
        # The largest first, so that the small ones lie on top and can be reached.
        circles=circles,
        names=_place_names(names, points, radii),
        ties=ties,
        hidden=len(network.links) - len(drawn),
    )


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


def _measure_radii(nodes: tuple[Node, ...]) -> list[float]:
    """Return radii whose circles' areas grow with the works; a crowd gets smaller circles."""
    most = max((node.works for node in nodes), default=1)
    crowd = min(1.0, (100 / max(len(nodes), 1)) ** 0.5)
    least, largest = 2.2 + 1.8 * crowd, 12 + 14 * crowd
    return [max(least, largest * (node.works / most) ** 0.5) for node in nodes]


def _draw_lines(
    network: Network, ties: tuple[tuple[int, int], ...], points: list[tuple[float, float]]
) -> tuple[Lines, ...]:
    paths: defaultdict[tuple[str, float], list[str]] = defaultdict(list)
    for link, (first, second) in zip(network.links, ties, strict=False):
        one, other = (network.nodes[place].community for place in (first, second))
        kind = get_kind(one) if one == other else "between"
        width = next(width for works, width in reversed(WIDTHS) if link.works >= works)
        ends = (f"{write_number(x)} {write_number(y)}" for x, y in (points[first], points[second]))
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


def _place_names(
    names: list[str], points: list[tuple[float, float]], radii: list[float]
) -> tuple[Name, ...]:
    """Return the names under or over their circles, shown as long as they cover nothing shown."""
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
        boxes = {line: (x - half, line - LINE + 3, x + half, line + 3) for line in (under, over)}
        free = [line for line, box in boxes.items() if _is_free(box, taken)]
        # Whom everything is about is named whatever lies there.
        shown = bool(free) or not place
        line = free[0] if free else under
        if shown:
            taken.append(boxes[line])
        placed.append(Name(place, write_number(x), write_number(line), text, shown))
    return tuple(placed)


def _is_free(box: Box, taken: list[Box]) -> bool:
    """Say whether a name's box lies inside the picture and on nothing shown."""
    if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > HEIGHT:
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )
