"""Classes of the map: few, round, and growing by factors, because partners differ by factors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


MOST_CLASSES = 5
"""More shades of one hue than five cannot be told apart on a map."""

_ROUND = (1, 2, 5)


def choose_bounds(most: int) -> tuple[int, ...]:
    """Return the least value of each class for values from 1 to `most`, lowest first.

    >>> choose_bounds(56)
    (1, 2, 5, 10, 20)
    >>> choose_bounds(3)
    (1, 2, 3)
    """
    if most < 1:
        return ()
    if most <= MOST_CLASSES:
        return tuple(range(1, most + 1))
    wished = (most ** (step / MOST_CLASSES) for step in range(1, MOST_CLASSES))
    bounds = [1]
    for value in wished:
        bound = _round_number(value)
        if bounds[-1] < bound <= most:
            bounds.append(bound)
    return tuple(bounds)


def get_level(value: int, bounds: Sequence[int]) -> int:
    """Return the class of `value`, from 1; 0 when it is below all classes."""
    return bisect_right(bounds, value)


def spread_level(level: int, count: int) -> int:
    """Return which of the five shades class `level` of `count` takes: the darkest is always used."""
    if level == 0:
        return 0
    return MOST_CLASSES - (count - level) if count < MOST_CLASSES else level


def _round_number(value: float) -> int:
    """Return the nearest of 1, 2, 5, 10, 20, 50… by ratio, at least 2."""
    candidates: list[int] = [
        base * 10**power for power in range(8) for base in _ROUND if base * 10**power >= 2
    ]
    return min(candidates, key=lambda candidate: max(candidate / value, value / candidate))
