"""The world as a drawing: where a place lies on it, and the outline of its lands.

The projection is Equal Earth, on which lands have their true areas. Source: Šavrič, Patterson and
Jenny 2018, "The Equal Earth map projection", doi:10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from cordee.observatory.pictures.points import write_number
from cordee.reference.provenance import all_sources


WIDTH = 1000.0
"""The inside measure of the map; the style sheet sets its size on the page."""

NORTH, SOUTH = 84.0, -57.0
"""Degrees: from the last of Greenland to the last of Chile. Nobody publishes from Antarctica alone."""

TERMS = (1.340264, -0.081106, 0.000893, 0.003796)
"""A1 to A4 of the projection."""

HALF = 2 * math.sqrt(3) * math.pi / (3 * TERMS[0])
"""Where the equator ends, in units of the projection."""

STEP = 1.0
"""Points of an outline nearer than this to the last one kept are left out: a unit is a pixel."""

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[list[float]]


@dataclass(frozen=True)
class World:
    """The lands as one path for SVG, and a place in each country."""

    path: str
    centres: Mapping[str, Point]  # by code, on the drawing


@dataclass(frozen=True)
class Outline:
    """The coast of one land: its points on the drawing, and the box around them (left, top, right, bottom)."""

    points: tuple[Point, ...]
    box: tuple[float, float, float, float]


def project(longitude: float, latitude: float) -> Point:
    """Return where a place lies on the drawing, x to the right and y down."""
    x, y = _project(longitude, latitude)
    return x, y - _TOP


def _project(longitude: float, latitude: float) -> Point:
    one, two, three, four = TERMS
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = 9 * four * square * sixth + 7 * three * sixth + 3 * two * square + one
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(angle) / (3 * slope)
    y = angle * (four * square * sixth + three * sixth + two * square + one)
    scale = WIDTH / (2 * HALF)
    return WIDTH / 2 + x * scale, -y * scale


_TOP = _project(0, NORTH)[1]

HEIGHT = round(_project(0, SOUTH)[1] - _TOP)


@cache
def get_world() -> World:
    """Return the world, drawn once a process."""
    shapes = _read_shapes()
    path = "".join(_draw_ring(outline.points) for outline in list_outlines())
    centres = {
        one["properties"]["code"]: project(*_find_centre(one["geometry"]["coordinates"]))
        for one in shapes["features"]
    }
    # A country too small to be drawn, or drawn inside its State, has a marker of its own.
    centres |= {one["code"]: project(one["lon"], one["lat"]) for one in shapes["points"]}
    return World(path, centres)


@cache
def list_outlines() -> tuple[Outline, ...]:
    """Return the coasts and borders of all lands, projected once a process."""
    found = []
    for one in _read_shapes()["features"]:
        for polygon in one["geometry"]["coordinates"]:
            points = tuple(project(longitude, latitude) for longitude, latitude in polygon[0])
            xs, ys = [x for x, _ in points], [y for _, y in points]
            found.append(Outline(points, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


@cache
def _read_shapes() -> Any:
    path = next(one.path for one in all_sources() if one.name == "World map")
    return json.loads(path.read_text(encoding="utf-8"))


def _draw_ring(points: Iterable[Point]) -> str:
    kept: list[Point] = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) >= STEP:
            kept.append(point)
    # Islets smaller than a pixel are not seen.
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{write_short(x)} {write_short(y)}" for x, y in kept) + "Z"


def _find_centre(polygons: list[Any]) -> Point:
    """Return the centre of gravity of the largest land, in degrees."""
    areas = [_measure(polygon[0]) for polygon in polygons]
    area, x, y = max(areas, key=lambda one: abs(one[0]))
    if not area:
        longitude, latitude = polygons[0][0][0]
        return longitude, latitude
    return x / (3 * area), y / (3 * area)


def _measure(ring: Ring) -> tuple[float, float, float]:
    """Return twice the area of a ring, and the sums its centre of gravity is made of."""
    area = across = down = 0.0
    for (x, y), (next_x, next_y) in pairwise(ring):
        cross = x * next_y - next_x * y
        area += cross
        across += (x + next_x) * cross
        down += (y + next_y) * cross
    return area, across, down


def write_short(value: float) -> str:
    """Return a coordinate to a tenth of a pixel: an outline has thousands."""
    return write_number(round(value, 1))
