"""A map of places alone: as near as they all fit, over the lands around them, as text for SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cordee.observatory.pictures.network import Name, place_names
from cordee.observatory.pictures.points import write_number
from cordee.observatory.pictures.world import STEP, WIDTH, Point, list_outlines, write_short


HEIGHT = 500.0
"""Half as high as wide: a panel of a page."""

LEAST_SPAN = 60.0
"""The narrowest stretch of the world that is drawn, in pixels of the whole map: twice as wide as France,
nearer than which the outline of a coast turns into corners."""

MARGIN = 0.08
"""Part of the drawing that is kept free around the places, for their circles and names."""

GRID = 32
"""Parts of its width on whose edges a frame begins: near questions share one drawing of the lands."""

FRAMES_KEPT = 64
"""Drawings of lands kept in memory: some 50 kB each."""

FAR = 20 * STEP
"""Points of an outline outside the frame stand this far apart: only where the line goes on is seen."""

LARGEST, LEAST = 16.0, 5.0
"""Radii: the place with the most, and one that can still be pointed at."""


@dataclass(frozen=True)
class Spot:
    """A place: what it is called, how many are there, what a pointer over it is told; `point` is projected."""

    name: str
    count: int
    tip: str
    point: Point


@dataclass(frozen=True)
class Circle:
    """A place as a circle; numbers are text for SVG."""

    x: str
    y: str
    radius: str
    tip: str


@dataclass(frozen=True)
class PlaceMap:
    """All shapes of a map; numbers are text for SVG."""

    width: str
    height: str
    land: str
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]


def draw_places(spots: Sequence[Spot]) -> PlaceMap:
    """Return the map of places: the nearest frame that holds them all, the most important named."""
    ranked = sorted(spots, key=lambda one: (-one.count, one.name))
    left, top, span = _find_frame([one.point for one in ranked])
    scale = WIDTH / span
    points = [((x - left) * scale, (y - top) * scale) for x, y in (one.point for one in ranked)]
    most = max((one.count for one in ranked), default=1)
    radii = [max(LEAST, LARGEST * math.sqrt(one.count / most)) for one in ranked]
    names = place_names(
        [one.name for one in ranked], points, radii, [one.count for one in ranked], (WIDTH, HEIGHT)
    )
    return PlaceMap(
        width=write_number(WIDTH),
        height=write_number(HEIGHT),
        land=_draw_land(left, top, span),
        circles=tuple(
            Circle(write_number(x), write_number(y), write_number(radius), one.tip)
            for one, (x, y), radius in zip(ranked, points, radii, strict=True)
        ),
        names=tuple(one for one in names if one.shown),
    )


def _find_frame(points: Sequence[Point]) -> tuple[float, float, float]:
    """Return the left edge, the top edge and the width of the frame, in pixels of the whole map."""
    if not points:
        return 0.0, 0.0, WIDTH
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    north, south = min(y for _, y in points), max(y for _, y in points)
    needed = max(LEAST_SPAN, east - west, (south - north) * WIDTH / HEIGHT) / (1 - 2 * MARGIN)
    # A power of √2, and edges on a grid: a place more or less seldom asks for another drawing.
    span = min(WIDTH, LEAST_SPAN * 2 ** (math.ceil(2 * math.log2(needed / LEAST_SPAN)) / 2))
    step = span / GRID
    left = round(((west + east) / 2 - span / 2) / step) * step
    top = round(((north + south) / 2 - span * HEIGHT / WIDTH / 2) / step) * step
    return min(max(left, 0.0), WIDTH - span), top, span


@lru_cache(maxsize=FRAMES_KEPT)
def _draw_land(left: float, top: float, span: float) -> str:
    scale = WIDTH / span
    drawn = []
    for outline in list_outlines():
        west, north, east, south = outline.box
        if east < left or west > left + span or south < top or north > top + span:
            continue
        drawn.append(
            _draw_ring([((x - left) * scale, (y - top) * scale) for x, y in outline.points])
        )
    return "".join(drawn)


def _draw_ring(points: Sequence[Point]) -> str:
    kept: list[Point] = []
    for point in points:
        inside = -FAR <= point[0] <= WIDTH + FAR and -FAR <= point[1] <= HEIGHT + FAR
        if not kept or math.dist(point, kept[-1]) >= (STEP if inside else FAR):
            kept.append(point)
    # Islets smaller than a pixel are not seen.
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{write_short(x)} {write_short(y)}" for x, y in kept) + "Z"
