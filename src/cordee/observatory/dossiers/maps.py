"""Maps of a dossier: countries in five shades by a number, or places as circles; the home marked."""

from __future__ import annotations

import math
from itertools import chain, pairwise
from typing import Any

import altair as alt

from cordee.kernel.messages import N_, translate
from cordee.kernel.shades import choose_bounds, get_level, spread_level
from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.charts import WIDTH, WORLD, Picture, dress, read_world
from cordee.observatory.dossiers.labels import Circle, Side, move_name, place_names
from cordee.observatory.dossiers.model import Cell, Kind, Shade, WorldMap
from cordee.observatory.dossiers.wording import write_cell


HEIGHT = 330
SHARES = frozenset({Kind.SHARE, Kind.RATE})
NEAR = 12.0
"""Degrees from a country's main land within which its islands are drawn when it is drawn alone;
what lies farther, as French Guiana from France, would make the rest too small."""
CIRCLES = [18, 420]
"""Square points of the circles of nothing and of the greatest value."""

Ring = list[list[float]]


def draw_map(world_map: WorldMap, language: str) -> Picture:
    """Return `world_map` as an Altair chart, without its title.

    Countries too small to be seen are circles. A country that the map does not draw (none today) is
    in the tables only.
    """
    if world_map.focus:
        return dress(_draw_country(world_map, language))
    ground = _draw_world(world_map, language)
    spots = _draw_spots(world_map, {"type": "equalEarth"}, WIDTH / 360, language)
    return dress(alt.layer(*ground, *spots))


def _draw_world(world_map: WorldMap, language: str) -> list[Picture]:
    steps = {
        one.country: _to_step(one, world_map.kind) for one in world_map.shades if one.value > 0
    }
    bounds = choose_bounds(max(steps.values(), default=0))
    names = _name_classes(bounds, world_map.kind, language)
    home, none = translate(N_("home country"), language), translate(N_("none"), language)
    classes = {code: names[get_level(step, bounds) - 1] for code, step in steps.items()}
    classes.update(dict.fromkeys(world_map.homes, home))
    colours = [
        looks.MAP_CLASSES[spread_level(place, len(bounds)) - 1]
        for place in range(1, len(bounds) + 1)
    ]
    scale = alt.Scale(domain=[home, none, *names], range=[looks.MAP_HOME, looks.MAP_NONE, *colours])
    points = [one for one in read_world()["points"] if one["code"] in classes]
    return [_draw_shapes(classes, scale, none, home), *_draw_points(points, classes, scale)]


def _draw_shapes(classes: dict[str, str], scale: alt.Scale, none: str, home: str) -> Picture:
    rows = [{"code": code, "class": name} for code, name in sorted(classes.items())]
    return (
        alt.Chart(alt.NamedData(WORLD), width=WIDTH, height=HEIGHT)
        .transform_lookup(
            lookup="properties.code",
            from_=alt.LookupData(alt.Data(values=rows), key="code", fields=["class"]),
            default=none,
        )
        # The home is drawn last: its border lies over those of its neighbours.
        .transform_calculate(last=alt.datum["class"] == home)
        .transform_window(sort=[alt.SortField("last")], place="row_number()")
        .mark_geoshape(strokeWidth=0.5)
        .encode(
            color=alt.Color("class:N", scale=scale, legend=alt.Legend(columns=8)),
            stroke=alt.condition(alt.datum.last, alt.value(looks.INK), alt.value("#ffffff")),
        )
        .project(type="equalEarth")
    )


def _draw_points(
    points: list[dict[str, Any]], classes: dict[str, str], scale: alt.Scale
) -> list[Picture]:
    if not points:
        return []
    rows = [{**one, "class": classes[one["code"]]} for one in points]
    return [
        alt.Chart(alt.Data(values=rows))
        .mark_circle(size=34, opacity=1, stroke=looks.INK, strokeWidth=0.6)
        .encode(longitude="lon:Q", latitude="lat:Q", color=alt.Color("class:N", scale=scale))
        .project(type="equalEarth")
    ]


def _draw_country(world_map: WorldMap, language: str) -> Picture:
    """Return the places of one country over its land."""
    rings = _find_land(world_map.focus)
    spots = [(one.longitude, one.latitude) for one in world_map.spots]
    places = [(x, y) for x, y in chain.from_iterable(rings)] or spots or [(0.0, 0.0)]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    # Looked at from above its middle, a country has its own form at any latitude.
    projection = {
        "type": "azimuthalEqualArea",
        "rotate": [-(west + east) / 2, -(south + north) / 2, 0],
    }
    land = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }
    is_home = world_map.focus in world_map.homes
    ground = (
        alt.Chart(alt.Data(values=[land]), width=WIDTH, height=HEIGHT)
        .mark_geoshape(fill=looks.MAP_NONE, stroke=looks.MAP_HOME if is_home else looks.INK_MUTED)
        .project(**projection)
    )
    middle = math.cos(math.radians((south + north) / 2))
    scale = min(HEIGHT / max(north - south, 0.1), WIDTH / max((east - west) * middle, 0.1))
    return alt.layer(ground, *_draw_spots(world_map, projection, scale, language))


def _find_land(code: str) -> list[Ring]:
    """Return the outlines of a country's main land and what lies near it, in degrees."""
    found = [one for one in read_world()["features"] if one["properties"]["code"] == code]
    rings = [part[0] for one in found for part in one["geometry"]["coordinates"]]
    if not rings:
        return []
    west, south, east, north = _box(max(rings, key=_measure))
    return [
        ring
        for ring in rings
        if west - NEAR < ring[0][0] < east + NEAR and south - NEAR < ring[0][1] < north + NEAR
    ]


def _box(ring: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _measure(ring: Ring) -> float:
    west, south, east, north = _box(ring)
    return (east - west) * (north - south)


def _draw_spots(
    world_map: WorldMap, projection: dict[str, Any], scale: float, language: str
) -> list[Picture]:
    """Return the places of a map, of `scale` points a degree of latitude, with the names of some."""
    if not world_map.spots:
        return []
    greatest = max(one.value for one in world_map.spots)
    rows: list[dict[str, Any]] = [
        {
            "lon": one.longitude,
            "lat": one.latitude,
            "value": one.value,
            "label": f"{one.label}  {write_cell(one.value, world_map.kind, language)}",
        }
        for one in world_map.spots
    ]
    middle = sum(one.latitude for one in world_map.spots) / len(world_map.spots)
    # Degrees of longitude are drawn as wide as they are at the middle of the places.
    across = scale * math.cos(math.radians(middle)) if world_map.focus else scale
    circles = [
        Circle(
            across * row["lon"],
            -scale * row["lat"],
            _measure_circle(row["value"], greatest),
            row["label"],
        )
        for row in rows
    ]
    sides = place_names(circles, [one.value for one in world_map.spots])
    drawn = (
        alt.Chart(alt.Data(values=sorted(rows, key=lambda row: -row["value"])))
        .mark_circle(color=looks.BRAND, opacity=0.7, stroke="#ffffff", strokeWidth=0.8)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "value:Q", scale=alt.Scale(range=CIRCLES, domain=[0, greatest]), legend=None
            ),
        )
    )
    names = [
        text
        for number, side in sorted(sides.items())
        for text in _write_name(rows[number], circles[number], side)
    ]
    return [one.project(**projection) for one in (drawn, *names)]


def _write_name(row: dict[str, Any], circle: Circle, side: Side) -> tuple[Picture, Picture]:
    """Return the name of a place beside its circle, above a halo that keeps it from the ground."""
    right, down = move_name(circle, side)
    place: dict[str, Any] = {
        "align": {1: "left", -1: "right", 0: "center"}[side[0]],
        "baseline": {1: "top", -1: "bottom", 0: "middle"}[side[1]],
        "dx": right,
        "dy": down,
    }
    base = alt.Chart(alt.Data(values=[row])).encode(
        longitude="lon:Q", latitude="lat:Q", text="label:N"
    )
    halo = base.mark_text(fontSize=11, stroke="#ffffff", strokeWidth=3, strokeJoin="round", **place)
    return halo, base.mark_text(fontSize=11, color=looks.INK, **place)


def _measure_circle(value: float, greatest: float) -> float:
    """Return the radius in points of the circle of a value, as its scale draws it."""
    low, high = CIRCLES
    return math.sqrt((low + (high - low) * value / max(greatest, 1e-9)) / math.pi)


def _to_step(shade: Shade, kind: Kind) -> int:
    """Return the whole number by which a country is put in a class: percent for shares."""
    return max(1, round(100 * shade.value if kind in SHARES else shade.value))


def _name_classes(bounds: tuple[int, ...], kind: Kind, language: str) -> list[str]:
    def write(step: int) -> str:
        cell: Cell = step / 100 if kind in SHARES else step
        return write_cell(cell, Kind.COUNT if kind not in SHARES else kind, language)

    names = [
        write(low) if high - low == 1 else f"{write(low)}–{write(high - 1)}"
        for low, high in pairwise(bounds)
    ]
    return [*names, f"≥\u00a0{write(bounds[-1])}"] if bounds else []
