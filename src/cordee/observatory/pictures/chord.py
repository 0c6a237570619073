"""The chord diagram: an arc for each country, a ribbon for each two that share works, as SVG text."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cordee.kernel.messages import N_, Sentence
from cordee.kernel.numbers import write_count
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.network_parts import Link
from cordee.observatory.pictures.network import get_colour
from cordee.observatory.pictures.points import write_number
from cordee.reference.countries import get_country


SIDE = 720.0
"""The inside measure of the drawing, which is square; the style sheet sets its size on the page."""

OUTER, INNER = 246.0, 232.0
"""Radii of the ring of arcs; what is left around it is for names."""

NAME_GAP = 8.0

GAP = 0.02
"""Between two arcs, in radians, unless there are so many that gaps would take a fifth of the ring."""

ROOM = 14.0
"""Height of a line of names: two nearer than that on the ring would cover each other."""

CONTINENTS = {"EU": "1", "NA": "2", "AS": "3", "SA": "4", "AF": "5", "OC": "6"}
"""Colours, and the order in which continents stand around the ring."""


@dataclass(frozen=True)
class ArcShape:
    """A country as a part of the ring."""

    place: int
    path: str
    kind: str
    colour: str
    tip: str


@dataclass(frozen=True)
class ArcName:
    """The name of a country, beside its arc."""

    place: int
    text: str
    turn: str  # degrees, around the centre of the ring
    x: str
    anchor: str
    flip: bool  # on the left, where it would stand on its head


@dataclass(frozen=True)
class Ribbon:
    """What two countries share."""

    ends: str  # places of both countries, for the script
    path: str
    kind: str
    colour: str
    tip: str


@dataclass(frozen=True)
class ChordPicture:
    """All shapes of a diagram; numbers are text for SVG."""

    side: str
    centre: str
    ribbons: tuple[Ribbon, ...]
    arcs: tuple[ArcShape, ...]
    names: tuple[ArcName, ...]
    kinds: tuple[str, ...]  # continents that are there, in order


@dataclass(frozen=True)
class _Ring:
    """Where each arc begins, in radians clockwise from the top, and how wide one work is."""

    order: tuple[str, ...]
    starts: dict[str, float]
    ends: dict[str, float]
    width: float


def get_continent(code: str) -> str:
    """Return the continent whose colour a country has."""
    continent = get_country(code).continent
    return continent if continent in CONTINENTS else "OC"


def draw_chord(chord: Chord, language: str) -> ChordPicture:
    """Return the diagram: arcs as wide as the works a country shares with the others shown."""
    ring = _make_ring(chord)
    places = {code: place for place, code in enumerate(ring.order)}
    names = {code: name_country(code, language) for code in ring.order}
    kinds = {code: CONTINENTS[get_continent(code)] for code in ring.order}
    arcs = {arc.code: arc for arc in chord.arcs}
    slots = _place_slots(chord, ring)
    return ChordPicture(
        side=write_number(SIDE),
        centre=write_number(SIDE / 2),
        # The thinnest on top: a wide ribbon would cover it.
        ribbons=tuple(
            Ribbon(
                ends=f"{places[link.source]} {places[link.target]}",
                path=_draw_ribbon(slots[link.source, link.target], slots[link.target, link.source]),
                kind=_get_ribbon_kind(link, kinds),
                colour=get_colour(_get_ribbon_kind(link, kinds)),
                tip=Sentence(
                    N_("{one} and {other}: {works} works"),
                    {
                        "one": names[link.source],
                        "other": names[link.target],
                        "works": write_count(link.works, language),
                    },
                ).to_text(language),
            )
            for link in chord.links
        ),
        arcs=tuple(
            ArcShape(
                place=place,
                path=_draw_arc(ring.starts[code], ring.ends[code]),
                kind=kinds[code],
                colour=get_colour(kinds[code]),
                tip=Sentence(
                    N_("{country}: shares works with {partners} of the others shown"),
                    {
                        "country": names[code],
                        "partners": write_count(arcs[code].partners, language),
                    },
                ).to_text(language),
            )
            for place, code in enumerate(ring.order)
        ),
        names=_place_names(ring, names, {code: arcs[code].shared for code in ring.order}),
        kinds=tuple(one for one in CONTINENTS if CONTINENTS[one] in kinds.values()),
    )


def _get_ribbon_kind(link: Link, kinds: dict[str, str]) -> str:
    """Return the continent of both countries, or the colour of what lies between two continents."""
    one, other = kinds[link.source], kinds[link.target]
    return one if one == other else "rest"


def _make_ring(chord: Chord) -> _Ring:
    continents = list(CONTINENTS)
    order = sorted(
        chord.arcs,
        key=lambda arc: (continents.index(get_continent(arc.code)), -arc.works, arc.code),
    )
    gap = min(GAP, 0.2 * math.tau / max(len(order), 1))
    total = sum(arc.shared for arc in order)
    width = (math.tau - gap * len(order)) / total if total else 0.0
    starts, ends, reached = {}, {}, gap / 2
    for arc in order:
        starts[arc.code] = reached
        ends[arc.code] = reached + width * arc.shared
        reached = ends[arc.code] + gap
    return _Ring(tuple(arc.code for arc in order), starts, ends, width)


def _place_slots(chord: Chord, ring: _Ring) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the part of an arc (first) that is the foot of the ribbon to another (second).

    Along an arc stand first the ribbons to those before it, the nearest first, so that ribbons cross
    as little as they can.
    """
    places = {code: place for place, code in enumerate(ring.order)}
    count = len(places)
    feet = [(link.source, link.target, link.works) for link in chord.links]
    feet += [(link.target, link.source, link.works) for link in chord.links]
    feet.sort(key=lambda foot: (places[foot[0]], (places[foot[0]] - places[foot[1]]) % count))
    reached = dict(ring.starts)
    slots = {}
    for code, other, works in feet:
        end = reached[code] + ring.width * works
        slots[code, other] = (reached[code], end)
        reached[code] = end
    return slots


def _draw_ribbon(first: tuple[float, float], second: tuple[float, float]) -> str:
    centre = _write_point(0, 0)
    return (
        f"M{_write_turn(first[0], INNER)}{_write_arc(*first, INNER)}"
        f"Q{centre} {_write_turn(second[0], INNER)}{_write_arc(*second, INNER)}"
        f"Q{centre} {_write_turn(first[0], INNER)}Z"
    )


def _draw_arc(start: float, end: float) -> str:
    back = f"A{write_number(INNER)} {write_number(INNER)} 0 {_is_large(start, end)} 0 "
    return (
        f"M{_write_turn(start, OUTER)}{_write_arc(start, end, OUTER)}"
        f"L{_write_turn(end, INNER)}{back}{_write_turn(start, INNER)}Z"
    )


def _write_arc(start: float, end: float, radius: float) -> str:
    size = write_number(radius)
    return f"A{size} {size} 0 {_is_large(start, end)} 1 {_write_turn(end, radius)}"


def _is_large(start: float, end: float) -> int:
    return int(end - start > math.pi)


def _write_turn(turn: float, radius: float) -> str:
    return _write_point(radius * math.sin(turn), -radius * math.cos(turn))


def _write_point(x: float, y: float) -> str:
    return f"{write_number(SIDE / 2 + x)} {write_number(SIDE / 2 + y)}"


def _place_names(ring: _Ring, names: dict[str, str], shared: dict[str, int]) -> tuple[ArcName, ...]:
    """Return the names that have room, those of most works first in taking it."""
    taken: list[float] = []
    kept = set()
    for code in sorted(ring.order, key=lambda one: (-shared[one], one)):
        middle = (ring.starts[code] + ring.ends[code]) / 2
        away = (abs(middle - other) for other in taken)
        if all(min(one, math.tau - one) * OUTER >= ROOM for one in away):
            kept.add(code)
            taken.append(middle)
    found = []
    for place, code in enumerate(ring.order):
        if code in kept:
            middle = (ring.starts[code] + ring.ends[code]) / 2
            flip = middle > math.pi
            along = OUTER + NAME_GAP
            found.append(
                ArcName(
                    place=place,
                    text=names[code],
                    turn=write_number(math.degrees(middle) - 90 + (180 if flip else 0)),
                    x=write_number(-along if flip else along),
                    anchor="end" if flip else "start",
                    flip=flip,
                )
            )
    return tuple(found)
