"""Names of places on a map: which are written, and on which side of their circles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


MOST_LABELS = 10
"""More names than this hide the map."""
LETTER, HEIGHT = 5.3, 10.0
"""Points of a letter of a name, and of its line."""
GAP = 2.0
"""Points between a circle and its name."""
SIDES = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
"""Where a name may stand, to the right (1) and below (1), the place read most easily first."""
SHARE = 0.5
"""A name found no room: places are then named down to this part of its value, and no further."""

Side: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the drawing: its middle and radius in points, y downwards, and its name."""

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in points."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place_names(circles: Sequence[Circle], values: Sequence[float]) -> dict[int, Side]:
    """Return the side on which each named circle has its name, by its number; first the greatest.

    No name covers a name or a circle. Once one has found no room, much smaller places are not named
    either, so that a place with a name is never far below one without.
    """
    order = sorted(range(len(circles)), key=lambda one: (-values[one], circles[one].name))
    taken = [_get_box(circle) for circle in circles]
    named: dict[int, Side] = {}
    least = -math.inf
    for number in order:
        if len(named) == MOST_LABELS or values[number] < least:
            break
        others = [*taken[:number], *taken[number + 1 :]]
        boxes = ((side, _get_name_box(circles[number], side)) for side in SIDES)
        free = ((side, box) for side, box in boxes if not any(box.meets(other) for other in others))
        found = next(free, None)
        if found:
            named[number] = found[0]
            taken.append(found[1])
        else:
            least = max(least, SHARE * values[number])
    return named


def move_name(circle: Circle, side: Side) -> tuple[float, float]:
    """Return how far from the middle of a circle its name begins or ends, to the right and down."""
    away = circle.radius + GAP
    # On a diagonal the circle is nearer.
    part = 0.7 if all(side) else 1.0
    return part * away * side[0], part * away * side[1]


def _get_box(circle: Circle) -> Box:
    # The square whose area is near that of the circle: its corners are not the circle's.
    half = circle.radius * 0.9
    return Box(circle.x - half, circle.y - half, circle.x + half, circle.y + half)


def _get_name_box(circle: Circle, side: Side) -> Box:
    width = len(circle.name) * LETTER
    right, down = move_name(circle, side)
    left = circle.x + right - width * (1 - side[0]) / 2
    top = circle.y + down - HEIGHT * (1 - side[1]) / 2
    return Box(left, top, left + width, top + HEIGHT)
