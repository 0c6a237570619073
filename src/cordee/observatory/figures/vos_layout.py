"""Where the nodes of a network are drawn: the VOS mapping technique, the same picture each time.

VOS puts nodes so that the sum of s_ij d_ij² is least while the sum of all distances d_ij is held,
where s_ij is the association strength. Without the constraint that is, but for scale, the least of
sum s_ij d_ij² - 2 sum d_ij, which majorisation finds: no step makes the sum larger. Source: van Eck,
Waltman, Dekker and van den Berg 2010, "A comparison of two techniques for bibliometric mapping",
doi:10.1002/asi.21421.

Nothing here calls BLAS or LAPACK: their kernels take half a megabyte of stack, which the threads of a
web server do not have, and the order in which they add differs from one machine to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt


Points: TypeAlias = npt.NDArray[np.float64]
Ends: TypeAlias = npt.NDArray[np.int64]
Tie: TypeAlias = tuple[int, int, float]

SEED = 7
"""Of the places from which the search starts; one seed, one picture."""

MOST_STEPS = 100
"""By then the picture moves less than an eye sees; a thousand nodes take a second."""

STILL = 1e-3
"""A step that moves the nodes by less than this part of the picture's width is the last."""

STRIDE = 0.9
"""Of the way to where a node's neighbours would have it, all nodes moving at once. Half of it is sure
to lead down, and so is anything under twice that half."""

THREAD = 0.3
"""Every two nodes are held by a thread this much as strong as the mean tie: without it one node with
a single thin tie flies so far off that the rest is a dot, with it no node is farther than some three
times the others. VOS itself has no thread."""

NEAREST = np.float32(1e-12)
"""Two nodes in one place are this far apart, squared, so that nothing is divided by nought."""

ROWS = 100
"""Nodes held against all others at a time: a thousand columns of so many rows stay in a processor's
cache, which makes a step three times faster than all rows at once."""

WIDTH = 1.6
"""Pictures are wider than high: parts of a network are put side by side until they are so much
wider."""

GAP = 0.35
"""Between parts, in units of the side of the square a node would have to itself."""

DIGITS = 4
"""Of a coordinate between -1 and 1: a tenth of a pixel on a large screen. What the last bits of a
processor's sums differ by is not in them."""


def lay_out(count: int, ties: Sequence[Tie]) -> tuple[list[tuple[float, float]], int]:
    """Return a point for each of `count` nodes, and how many parts of two nodes and more there are.

    `ties` are (node, node, strength). Points lie between -1 and 1. Each connected part is laid out
    by itself, for VOS would drive parts apart without end, then parts are set in rows, the largest
    first; nodes without ties come last, in a row.
    """
    if count == 0:
        return [], 0
    parts = find_parts(count, ties)
    boxes = [_lay_out_part(part, ties) for part in parts]
    points = np.zeros((count, 2))
    for part, box in zip(parts, _set_in_rows(boxes), strict=True):
        points[list(part)] = box
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    extent = float(np.abs(points).max())
    if extent > 0:
        points /= extent
    # Adding nought turns minus nought into nought.
    rounded = np.round(points, DIGITS) + 0.0
    return [(float(x), float(y)) for x, y in rounded], sum(len(part) > 1 for part in parts)


def find_parts(count: int, ties: Sequence[Tie]) -> list[tuple[int, ...]]:
    """Return the connected parts: most nodes first, then the one of the lowest node."""
    heads = list(range(count))

    def find(node: int) -> int:
        while heads[node] != node:
            heads[node] = heads[heads[node]]
            node = heads[node]
        return node

    for first, second, _ in ties:
        one, other = sorted((find(first), find(second)))
        heads[other] = one
    members: dict[int, list[int]] = {}
    for node in range(count):
        members.setdefault(find(node), []).append(node)
    return sorted((tuple(part) for part in members.values()), key=lambda part: (-len(part), part))


def _lay_out_part(part: tuple[int, ...], ties: Sequence[Tie]) -> Points:
    """Return the points of one part, in a box as large as its nodes need."""
    size = len(part)
    if size == 1:
        return np.zeros((1, 2))
    places = {node: place for place, node in enumerate(part)}
    inside = [one for one in ties if one[0] in places]
    ends = np.array([(places[first], places[second]) for first, second, _ in inside]).T
    points = _turn(_map(size, ends, np.array([strength for *_, strength in inside])))
    # The middle half of the nodes' distances, not the farthest node, tells how dense a part is.
    spread = float(np.percentile(np.hypot(points[:, 0], points[:, 1]), 75))
    scaled: Points = points * (np.sqrt(size) / (2 * max(spread, 1e-9)))
    return scaled


def _map(size: int, ends: Ends, strengths: Points) -> Points:
    """Return the points of least VOS stress that majorisation reaches from the first places.

    `ends` are the nodes of the ties in two rows. Ties are few beside pairs of nodes, so each is
    added by itself, and the thread between every two nodes as one sum.
    """
    first, second = np.concatenate([ends, ends[::-1]], axis=1)
    twice = np.tile(strengths, 2)
    thread = THREAD * twice.sum() / (size * (size - 1))
    held = np.bincount(first, twice, size) + thread * (size - 1)
    points: Points = np.random.default_rng(SEED).random((size, 2)) - 0.5
    for _ in range(MOST_STEPS):
        wanted = np.stack(
            [
                np.bincount(first, twice * axis[second], size) + thread * (axis.sum() - axis) + push
                for axis, push in zip(points.T, _push_apart(points), strict=True)
            ],
            axis=1,
        )
        step = STRIDE * (wanted / held[:, None] - points)
        shift = float(np.abs(step).max())
        points = points + step
        if shift < STILL * float(np.ptp(points)):
            break
    centred: Points = points - points.mean(axis=0)
    return centred


def _push_apart(points: Points) -> Points:
    """Return the sum of the unit vectors that lead to each node from the others: across, then down."""
    # Single precision: it is a direction that is reckoned, and a thousand nodes have a million pairs.
    x, y = np.ascontiguousarray(points.astype(np.float32).T)
    pushes = np.empty((2, len(x)))
    for start in range(0, len(x), ROWS):
        here = slice(start, start + ROWS)
        across, down = x[here, None] - x, y[here, None] - y
        distance = across * across
        distance += down * down
        np.maximum(distance, NEAREST, out=distance)
        np.sqrt(distance, out=distance)
        across /= distance
        down /= distance
        pushes[0, here] = across.sum(axis=1, dtype=np.float64)
        pushes[1, here] = down.sum(axis=1, dtype=np.float64)
    return pushes


def _turn(points: Points) -> Points:
    """Return the points turned so that they are widest from left to right, the first at the left."""
    x, y = points.T
    angle = np.arctan2(2 * (x * y).sum(), (x * x).sum() - (y * y).sum()) / 2
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: Points = np.stack([cosine * x + sine * y, cosine * y - sine * x], axis=1)
    for axis in (0, 1):
        # Each axis may point either way; the node farthest along it is put at its beginning.
        if turned[np.argmax(np.abs(np.round(turned[:, axis], 6))), axis] > 0:
            turned[:, axis] *= -1
    return turned


def _set_in_rows(boxes: Sequence[Points]) -> list[Points]:
    """Return the boxes moved into rows, no wider than the widest or what the area asks for."""
    sizes = [np.ptp(box, axis=0) + GAP + 0.5 for box in boxes]
    area = sum(float(width * height) for width, height in sizes)
    widest = max(float(sizes[0][0]), float(np.sqrt(area * WIDTH)))
    moved, left, top, row_height = [], 0.0, 0.0, 0.0
    for box, (width, height) in zip(boxes, sizes, strict=True):
        if left and left + width > widest:
            left, top, row_height = 0.0, top + row_height, 0.0
        moved.append(box - box.min(axis=0) + np.array([left, top]))
        left, row_height = left + float(width), max(row_height, float(height))
    return moved
