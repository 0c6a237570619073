"""The map of flows: where each town, curve and name goes, as text for SVG."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cordee.kernel.numbers import write_count
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.flows import Flow, FlowMap, Town
from cordee.observatory.pictures.network import Name, place_names
from cordee.observatory.pictures.points import write_number
from cordee.observatory.pictures.world import HEIGHT, WIDTH, get_world, project
from cordee.reference import french_towns


LARGEST, LEAST = 9.0, 2.0
"""Radii: a town on most works, and one that can still be pointed at."""

WIDEST, THINNEST = 7.0, 0.8
"""Widths of curves: that of most works, and one that can still be seen."""

BEND = 0.18
"""How far the middle of a curve lies above the straight line, as a part of its length: two flows of
nearly one direction part, and a long one does not cross what lies between."""

STEPS = 8
"""Widths of curves told apart; curves of one width are one path."""


@dataclass(frozen=True)
class Place:
    """A town or a country as a circle."""

    place: int
    x: str
    y: str
    radius: str
    home: bool
    tip: str


@dataclass(frozen=True)
class Curves:
    """The flows of one width, as one path."""

    width: str
    path: str


@dataclass(frozen=True)
class FlowPicture:
    """All shapes of a map; numbers are text for SVG."""

    width: str
    height: str
    land: str
    curves: tuple[Curves, ...]
    places: tuple[Place, ...]
    names: tuple[Name, ...]
    ties: tuple[tuple[int, int], ...]


def name_shortly(town: Town, language: str) -> str:
    """Return a town without its country, or the country when that is all there is."""
    if town.name is None:
        return name_country(town.country, language)
    return french_towns.name_town(town.name, town.country, language)


def name_town(town: Town, language: str) -> str:
    """Return a town with its country, or the country when that is all there is."""
    country = name_country(town.country, language)
    return country if town.name is None else f"{name_shortly(town, language)}, {country}"


def draw_flows(found: FlowMap, language: str) -> FlowPicture:
    """Return the picture of a map of flows, names in `language`."""
    points = [_find_point(town) for town in found.towns]
    works = [town.works for town in found.towns]
    most = max((town.works for town in found.towns if not town.home), default=1)
    radii = [min(LARGEST, max(LEAST, LARGEST * (count / most) ** 0.5)) for count in works]
    names = [name_shortly(town, language) for town in found.towns]
    places = {town.id: place for place, town in enumerate(found.towns)}
    ties = tuple((places[flow.source], places[flow.target]) for flow in found.flows)
    circles = (
        Place(
            place=place,
            x=write_number(points[place][0]),
            y=write_number(points[place][1]),
            radius=write_number(radii[place]),
            home=town.home,
            tip=f"{name_town(town, language)} ({write_count(town.works, language)})",
        )
        for place, town in enumerate(found.towns)
    )
    return FlowPicture(
        width=write_number(WIDTH),
        height=write_number(HEIGHT),
        land=get_world().path,
        curves=_draw_curves(found.flows, ties, points),
        # The home on top: nothing may cover it.
        places=tuple(sorted(circles, key=lambda one: one.home)),
        names=place_names(names, points, radii, works, (WIDTH, HEIGHT)),
        ties=ties,
    )


def _find_point(town: Town) -> tuple[float, float]:
    if town.latitude is None or town.longitude is None:
        # Each country of the reference is on the map; the middle of it is for what may be added.
        return get_world().centres.get(town.country, (WIDTH / 2, HEIGHT / 2))
    return project(town.longitude, town.latitude)


def _draw_curves(
    flows: tuple[Flow, ...],
    ties: tuple[tuple[int, int], ...],
    points: list[tuple[float, float]],
) -> tuple[Curves, ...]:
    most = max((flow.works for flow in flows), default=1)
    paths: defaultdict[int, list[str]] = defaultdict(list)
    for flow, (source, target) in zip(flows, ties, strict=True):
        step = max(1, round(STEPS * flow.works / most))
        paths[step].append(bend(points[source], points[target]))
    # The widest lie under, so that thin ones stay seen.
    return tuple(
        Curves(
            write_number(THINNEST + (WIDEST - THINNEST) * (step - 1) / (STEPS - 1)),
            "".join(paths[step]),
        )
        for step in sorted(paths, reverse=True)
    )


def bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a curve between two points, its middle drawn up; `network.js` draws the same."""
    (x, y), (other_x, other_y) = start, end
    length = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
    middle = ((x + other_x) / 2, (y + other_y) / 2 - BEND * length)
    numbers = [write_number(one) for one in (x, y, *middle, other_x, other_y)]
    return "M{} {}Q{} {} {} {}".format(*numbers)
