"""Remake src/cordee/reference/data/map/world.json from world-atlas' countries-50m.json.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/reference/make_world.py package/countries-50m.json ../shared/data/geonames/countries.json

The result is GeoJSON with one feature a country, `properties.code` its ISO alpha-2 code, and
beside the features a list `points` with a place for a marker wherever a country is too small to
be seen. Borders are simplified arc by arc, so that neighbours still meet. What crosses the 180th
meridian is cut there. Antarctica is left out.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import affinity, get_parts
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping
from shapely.ops import unary_union
from shapely.validation import make_valid

from cordee.reference.countries import all_countries


TARGET = Path(__file__).resolve().parents[2] / "src/cordee/reference/data/map/world.json"

# Degrees. On a map 1,000 pixels wide a pixel is 0.36 degrees; a fifth of that stays sharp when the
# map is enlarged.
TOLERANCE = 0.07
DECIMALS = 2
# Shapes smaller than this are simplified less, or they would collapse; tiny ones not at all.
SMALL = 1.5
SMALL_TOLERANCE = 0.02
TINY = 0.25
# Islets below this many square degrees cannot be seen at any size the page offers, unless they
# are all a country has.
SMALLEST_PART = 0.02
# Four pixels on a map 1,000 pixels wide, in km²: what is smaller gets a marker.
MARKER_BELOW = 6_500

# Pieces that Natural Earth draws apart without an ISO code, and the country the United Nations'
# maps draw them with. The Siachen Glacier is left out: nobody's code would be right.
PIECES = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
# Natural Earth draws these inside their State, or not at all: longitude and latitude by hand.
PLACES = {
    "BQ": (-68.27, 12.18),
    "BV": (3.36, -54.42),
    "CC": (96.87, -12.17),
    "CX": (105.66, -10.45),
    "GF": (-53.1, 4.0),
    "GI": (-5.35, 36.14),
    "GP": (-61.55, 16.2),
    "MQ": (-61.0, 14.65),
    "RE": (55.53, -21.13),
    "SJ": (16.0, 78.6),
    "TK": (-171.84, -9.2),
    "TV": (179.2, -8.52),
    "UM": (166.63, 19.29),
    "YT": (45.15, -12.83),
}
LEFT_OUT = "AQ"

Ring = list[tuple[float, float]]


def read_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs of the topology in degrees, simplified."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(simplify(arc))
    return arcs


def simplify(arc: Ring) -> Ring:
    """Return the arc with fewer points; its ends, and small shapes, stay."""
    line = LineString(arc)
    west, south, east, north = line.bounds
    # An arc that runs along or over the 180th meridian has both signs; leave it whole.
    extent = max(east - west, north - south)
    if extent < TINY or east - west > 180:
        return arc
    tolerance = TOLERANCE if extent > SMALL else SMALL_TOLERANCE
    return [(x, y) for x, y, *_ in line.simplify(tolerance).coords]


def join_ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Return one ring from the arcs it is made of, without jumps over the 180th meridian."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc if not ring else arc[1:])
    turn = 0.0
    whole = [ring[0]]
    for (before, _), (after, latitude) in pairwise(ring):
        if after - before > 180:
            turn -= 360
        elif before - after > 180:
            turn += 360
        whole.append((after + turn, latitude))
    return whole


def cut(polygon: Polygon) -> list[Polygon]:
    """Return the parts of a polygon on each side of the 180th meridian, in -180 to 180."""
    parts = []
    for turn in (-360, 0, 360):
        window = box(-180 + turn, -90, 180 + turn, 90)
        piece = make_valid(polygon).intersection(window)
        parts.extend(get_parts(affinity.translate(piece, xoff=-turn)))
    return [one for one in parts if isinstance(one, Polygon)] + [
        inner for one in parts if isinstance(one, MultiPolygon) for inner in get_parts(one)
    ]


def read_shapes(topology: dict[str, Any]) -> dict[str, MultiPolygon]:
    """Return the shape of each country by code."""
    arcs = read_arcs(topology)
    codes = {one.numeric: one.code for one in all_countries() if one.numeric}
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", "")) or PIECES.get(geometry["properties"]["name"])
        if code is None or code == LEFT_OUT:
            continue
        several = geometry["type"] == "MultiPolygon"
        for rings in geometry["arcs"] if several else [geometry["arcs"]]:
            outer, *holes = [join_ring(ring, arcs) for ring in rings]
            holes = [turn_beside(hole, outer) for hole in holes]
            parts[code].extend(cut(Polygon(outer, holes)))
    return {code: tidy(polygons) for code, polygons in parts.items()}


def turn_beside(hole: Ring, outer: Ring) -> Ring:
    """Return a hole turned by whole circles until it lies within its outer ring's longitudes."""
    west = min(x for x, _ in outer)
    turn = 0
    while min(x for x, _ in hole) + turn < west - 1e-9:
        turn += 360
    return [(x + turn, y) for x, y in hole]


def tidy(polygons: list[Polygon]) -> MultiPolygon:
    """Return the polygons as one shape without invisible islets, whole and rounded."""
    joined = [one for one in get_parts(unary_union(polygons)) if isinstance(one, Polygon)]
    seen = [one for one in joined if one.area >= SMALLEST_PART]
    return MultiPolygon(seen or [max(joined, key=lambda one: one.area)])


def round_shape(shape: MultiPolygon) -> dict[str, Any]:
    """Return the GeoJSON of a shape, coordinates rounded and repeats dropped."""
    # Very small countries need one decimal more to keep a shape at all.
    decimals = DECIMALS if shape.area > SMALLEST_PART else DECIMALS + 2
    polygons = []
    for polygon in mapping(shape)["coordinates"]:
        rings = []
        for ring in polygon:
            points: list[list[float]] = []
            for x, y in ring:
                point = [round(x, decimals), round(y, decimals)]
                if not points or points[-1] != point:
                    points.append(point)
            if len(points) >= 4:
                rings.append(points)
        if rings:
            polygons.append(rings)
    return {"type": "MultiPolygon", "coordinates": polygons}


def place_markers(shapes: dict[str, MultiPolygon], areas: dict[str, float]) -> list[dict[str, Any]]:
    """Return code, longitude and latitude for each country too small to be seen, or not drawn."""
    points = []
    for country in all_countries():
        code = country.code
        if code in PLACES:
            longitude, latitude = PLACES[code]
        elif code in shapes and areas.get(code, 0) < MARKER_BELOW:
            largest = max(get_parts(shapes[code]), key=lambda one: one.area)
            inside = largest.representative_point()
            longitude, latitude = round(inside.x, 2), round(inside.y, 2)
        else:
            continue
        points.append({"code": code, "lon": longitude, "lat": latitude})
    return points


def main(atlas: Path, countries: Path) -> None:
    """Write the map."""
    shapes = read_shapes(json.loads(atlas.read_text(encoding="utf-8")))
    areas = {
        code: float(one["areakm2"] or 0)
        for code, one in json.loads(countries.read_text(encoding="utf-8")).items()
    }
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": round_shape(shape)}
        for code, shape in sorted(shapes.items())
    ]
    world = {
        "type": "FeatureCollection",
        "features": features,
        "points": place_markers(shapes, areas),
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    size = TARGET.stat().st_size
    print(f"{TARGET.name}: {len(features)} shapes, {len(world['points'])} points, {size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
