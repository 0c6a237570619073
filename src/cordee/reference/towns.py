"""Towns that share a name within a country, told apart by their state or region.

>>> from cordee.reference.organisations import SHIPPED, load_registry
>>> towns = name_namesakes(load_registry(SHIPPED).table)
>>> towns["02qp3tb03"], towns["022kthw22"]
('Rochester, Minnesota', 'Rochester, New York')
>>> "052gg0110" in towns  # the University of Oxford: one Oxford in its country
False
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cordee.reference.countries import all_countries


APART_KM = 50.0
"""Two places of one name are one town up to here. The registry places the bodies of one large town up
to 20 km from each other; towns of one name nearer than this are parts of one agglomeration."""

NEAR_KM = 300.0
"""How far a neighbour's region is still taken for that of a town which no record gives one."""

_KM_A_DEGREE = 111.2
_FEW_DEGREES = 0.2
"""Under this both ways, points are never `APART_KM` from each other."""


@dataclass(frozen=True, slots=True)
class _Spot:
    organisation: str
    state: str
    city: str
    latitude: float
    longitude: float
    region: str | None


def name_namesakes(table: pa.Table) -> dict[str, str]:
    """Return by organisation the name of its town with its region, ``Rochester, Minnesota``.

    `table` has the columns of `cordee.reference.records.SCHEMA`. Only organisations of towns whose
    name another town of the same State bears, more than `APART_KM` away, are in the answer. A region
    is the one most records of the town give, else a neighbour's; two towns of one name in one region
    are told apart by their degrees as well.
    """
    placed = _place(table)
    shared: defaultdict[tuple[str, str], list[_Spot]] = defaultdict(list)
    for row in _find_wide(placed).to_pylist():
        shared[row["state"], row["city"]].append(_Spot(**row))
    neighbours = _Neighbours(placed)
    named: dict[str, str] = {}
    for (_state, city), found in sorted(shared.items()):
        towns = _part(found)
        if len(towns) > 1:
            for town, region in zip(towns, _name_regions(towns, neighbours), strict=True):
                # "Washington, Washington, D.C." says nothing more than its end.
                name = region if region.startswith(f"{city}, ") else f"{city}, {region}"
                named |= {spot.organisation: name for spot in town}
    return named


def _place(table: pa.Table) -> pa.Table:
    """Return the rows of organisations on the map, with the columns of `_Spot`."""
    states = {one.code: one.part_of or one.code for one in all_countries()}
    codes, wholes = pa.array(list(states)), pa.array(list(states.values()))
    columns = {name: table[name] for name in ("city", "latitude", "longitude", "region")}
    placed = pa.table(
        {
            "organisation": table["id"],
            "state": wholes.take(pc.index_in(table["country"], codes)),
            **columns,
        }
    )
    known = [pc.is_valid(placed[name]) for name in ("state", "city", "latitude", "longitude")]
    return placed.filter(reduce(pc.and_, known))


def _find_wide(placed: pa.Table) -> pa.Table:
    """Return the rows of names of which two points lie some way from each other."""
    # Nearly all names are left out here, by columns; the rest is few enough to go through.
    sides = [(name, way) for name in ("latitude", "longitude") for way in ("min", "max")]
    spans = placed.group_by(["state", "city"]).aggregate(sides)
    wide = [
        pc.greater(pc.subtract(spans[f"{name}_max"], spans[f"{name}_min"]), _FEW_DEGREES)
        for name in ("latitude", "longitude")
    ]
    names = spans.filter(reduce(pc.or_, wide)).select(["state", "city"])
    found = placed.join(names, ["state", "city"], join_type="left semi")
    return found.sort_by("organisation")


def _part(spots: Sequence[_Spot]) -> list[list[_Spot]]:
    """Return the towns of one name: points are of one town when near any other point of it."""
    points: defaultdict[tuple[float, float], list[_Spot]] = defaultdict(list)
    for spot in spots:
        points[spot.latitude, spot.longitude].append(spot)
    towns: list[list[tuple[float, float]]] = []
    for point in points:
        near = [town for town in towns if any(_measure(point, one) <= APART_KM for one in town)]
        towns = [town for town in towns if town not in near]
        towns.append([point, *(one for town in near for one in town)])
    return [[spot for point in town for spot in points[point]] for town in towns]


def _name_regions(towns: Sequence[Sequence[_Spot]], neighbours: _Neighbours) -> list[str]:
    regions = [_find_region(town, neighbours) for town in towns]
    often = Counter(regions)
    return [
        region if region and often[region] == 1 else f"{region} ({_write_degrees(town)})".lstrip()
        for town, region in zip(towns, regions, strict=True)
    ]


def _find_region(town: Sequence[_Spot], neighbours: _Neighbours) -> str:
    given = Counter(spot.region for spot in town if spot.region)
    if given:
        return min(given, key=lambda region: (-given[region], region))
    return neighbours.find_region(town[0])


class _Neighbours:
    """Organisations whose region is known, as columns, for towns of which no record gives it."""

    def __init__(self, placed: pa.Table) -> None:
        known = placed.filter(pc.is_valid(placed["region"]))
        states = known["state"].combine_chunks().dictionary_encode()
        self._states = {state: number for number, state in enumerate(states.dictionary.to_pylist())}
        self._of_state = states.indices.to_numpy()
        self._latitudes = known["latitude"].to_numpy()
        self._longitudes = known["longitude"].to_numpy()
        self._regions = known["region"]

    def find_region(self, spot: _Spot) -> str:
        """Return the region of the nearest in the same State, "" when none is near."""
        rows = np.flatnonzero(self._of_state == self._states.get(spot.state, -1))
        if not len(rows):
            return ""
        away = self._latitudes[rows] - spot.latitude
        aside = (self._longitudes[rows] - spot.longitude) * math.cos(math.radians(spot.latitude))
        distances = np.hypot(away, aside)
        nearest = int(np.argmin(distances))
        near = distances[nearest] * _KM_A_DEGREE <= NEAR_KM
        return str(self._regions[int(rows[nearest])]) if near else ""


def _write_degrees(town: Sequence[_Spot]) -> str:
    # Of the record that comes first, so that one more record does not rename the town.
    one = min(town, key=lambda spot: spot.organisation)
    return f"{one.latitude:.1f}, {one.longitude:.1f}"


def _measure(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return km between two points, exact enough for the bounds above."""
    aside = abs(one[1] - other[1])
    # Two towns on either side of the 180th meridian are neighbours.
    aside = min(aside, 360 - aside) * math.cos(math.radians(one[0]))
    return _KM_A_DEGREE * math.hypot(one[0] - other[0], aside)
