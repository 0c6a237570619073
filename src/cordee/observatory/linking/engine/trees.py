"""The learned judge: two sets of boosted trees, read from one small file and run as machine code."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.tables import Array


class Trees(NamedTuple):
    """Binary trees laid end to end, as many as `AT_ONCE` divides; tree `t` begins at `roots[t]`.

    At node `n` a candidate goes to `child[n]` when its feature is at most the threshold, else to
    the node after that; a leaf leads to itself and has its value in `values`. No tree is deeper
    than `depth[0]`, so that many steps end in a leaf.
    """

    roots: Array
    feature: Array
    threshold: Array
    child: Array
    values: Array
    depth: Array


AT_ONCE = 8
"""Trees walked side by side: the steps of one wait for memory while the others go on."""


class Model(NamedTuple):
    """What judges candidates: the first and second trees, and the least scores of both points.

    `balanced` and `precise` hold the score that the first organisation of a text needs, that the
    second needs, and that all others need.
    """

    first: Trees
    second: Trees
    balanced: Array
    precise: Array


MODEL = Path(__file__).parents[1] / "data" / "model.npz"
"""The model that comes with the package; `make model` remakes it."""


def load_model(path: Path = MODEL) -> Model:
    """Return the model in `path`."""
    with np.load(path, allow_pickle=False) as stored:
        first, second = (
            Trees(*(stored[f"{stage}_{name}"] for name in Trees._fields))
            for stage in ("first", "second")
        )
        return Model(first, second, stored["balanced"], stored["precise"])


@kernel
def score(trees: Trees, row: Array) -> float:
    """Return the probability that the trees give to one row of features (logistic link)."""
    total = 0.0
    for tree in range(0, len(trees.roots), AT_ONCE):
        one, two = trees.roots[tree], trees.roots[tree + 1]
        three, four = trees.roots[tree + 2], trees.roots[tree + 3]
        five, six = trees.roots[tree + 4], trees.roots[tree + 5]
        seven, eight = trees.roots[tree + 6], trees.roots[tree + 7]
        for _ in range(trees.depth[0]):
            one = step(trees, row, one)
            two = step(trees, row, two)
            three = step(trees, row, three)
            four = step(trees, row, four)
            five = step(trees, row, five)
            six = step(trees, row, six)
            seven = step(trees, row, seven)
            eight = step(trees, row, eight)
        total += trees.values[one] + trees.values[two]
        total += trees.values[three] + trees.values[four]
        total += trees.values[five] + trees.values[six]
        total += trees.values[seven] + trees.values[eight]
    return 1.0 / (1.0 + math.exp(-total))


@kernel
def step(trees: Trees, row: Array, node: Any) -> Any:
    """Return the node that a row goes to from `node`: a sum and no branch, which no guess can miss.

    Numbers without a sign are no places counted from the end, which spares a test each.
    """
    right = row[trees.feature[node]] > trees.threshold[node]
    return np.uint32(trees.child[node]) + np.uint32(right)
