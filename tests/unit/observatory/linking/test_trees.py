from __future__ import annotations

import math

import numpy as np
import pytest

from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.engine.jit import entry
from cordee.observatory.linking.engine.tables import Array
from cordee.observatory.linking.engine.trees import AT_ONCE, Trees, load_model, score


@entry
def ask(trees: Trees, row: Array) -> float:
    return score(trees, row)


def make_trees() -> Trees:
    """Return one tree (x0 <= 1 ? (x1 <= 5 ? -1 : 2) : 3) and as many as say nothing beside it."""
    inf = np.inf
    return Trees(
        roots=np.array([0, *range(5, 5 + AT_ONCE - 1)], np.uint32),
        feature=np.array([0, 1, 0, 0, 0] + [0] * (AT_ONCE - 1), np.uint8),
        threshold=np.array([1, 5, inf, inf, inf] + [inf] * (AT_ONCE - 1), np.float32),
        child=np.array([1, 3, 2, 3, 4, *range(5, 5 + AT_ONCE - 1)], np.uint16),
        values=np.array([0, 0, 3, -1, 2] + [0] * (AT_ONCE - 1), np.float32),
        depth=np.array([2], np.int32),
    )


@pytest.mark.parametrize(("row", "value"), [((1, 5), -1), ((0, 6), 2), ((2, 0), 3), ((2, 9), 3)])
def test_a_row_goes_to_its_leaf(row: tuple[float, float], value: float) -> None:
    found = ask(make_trees(), np.array(row, np.float32))

    assert found == pytest.approx(1 / (1 + math.exp(-value)))


def test_no_trees_know_nothing() -> None:
    kinds = (np.uint32, np.uint8, np.float32, np.uint16, np.float32, np.int32)
    empty = Trees(*(np.zeros(1 if n == 5 else 0, kind) for n, kind in enumerate(kinds)))

    assert ask(empty, np.zeros(2, np.float32)) == 0.5


def test_the_shipped_model_is_sound() -> None:
    model = load_model()

    assert (model.balanced > 0).all()
    assert (model.balanced < model.precise).all()
    assert (model.precise <= 1).all()
    for trees, columns in ((model.first, f.FIRST_STAGE), (model.second, f.COUNT)):
        assert len(trees.roots) % AT_ONCE == 0
        assert 0 <= trees.feature.min() <= trees.feature.max() < columns
        leaves = trees.child == np.arange(len(trees.values))
        assert (trees.values[~leaves] == 0).all()
        assert np.isinf(trees.threshold[leaves]).all()
        assert trees.child.max() < len(trees.values)


def test_each_feature_has_its_column() -> None:
    assert [getattr(f, name.upper()) for name in f.NAMES] == list(range(f.COUNT))
    assert f.NAMES[f.FIRST_STAGE] == "own_score"
