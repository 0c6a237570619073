"""What the comparison of funded pairs means: a planted effect is found, none gives none, names do not count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.observatory.figures.outcome_matching import (
    Comparison,
    Side,
    estimate,
    get_differences,
    match_pairs,
    weigh_balance,
)
from cordee.observatory.figures.outcome_parts import MEASURES, OutcomeChoice


CHOICE = OutcomeChoice(draws=400)
WIDE = replace(CHOICE, caliper=1.0)
"""Some of these worlds are so small that no pair is as near as it should be."""


def make_world(
    seed: int, effect: float, funded: int = 60, unfunded: int = 1500
) -> tuple[Side, Side]:
    """Return pairs whose works follow their size; the funded are larger, and gain `effect` a year."""
    chance = np.random.default_rng(seed)

    def make(count: int, size: float, gain: float) -> Side:
        sizes = chance.normal(size, 1.0, (count, 2))
        rate = np.exp(sizes.mean(axis=1) / 2)
        before = chance.poisson(rate[:, None], (count, 3)).astype(float)
        # Everybody grows by a fifth, funded or not: a comparison of before and after alone finds that.
        after = chance.poisson((rate * 1.2 + gain)[:, None], (count, 3)).astype(float)
        measures = np.column_stack([sizes, np.log1p(before.sum(axis=1))])
        return Side(chance.integers(0, 3, count), measures, before, after)

    return make(funded, 1.5, effect), make(unfunded, 0.5, 0.0)


def compare(
    funded: Side, unfunded: Side, choice: OutcomeChoice = CHOICE
) -> tuple[Comparison, np.ndarray]:
    found = match_pairs(funded, unfunded, choice)
    return found, get_differences(funded, unfunded, found)


def test_a_planted_effect_is_found() -> None:
    found = estimate(compare(*make_world(1, effect=2.0))[1], CHOICE)
    assert 1.0 < found.value < 3.0
    assert found.low > 0


@pytest.mark.parametrize("effect", [0.0, 1.0])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(effect: float) -> None:
    choice, held = replace(CHOICE, draws=200), 0
    for seed in range(40):
        funded, unfunded = make_world(100 + seed, effect=effect, funded=40, unfunded=500)
        found = match_pairs(funded, unfunded, choice)
        told = estimate(get_differences(funded, unfunded, found), choice)
        held += told.low <= effect <= told.high
    # Of 40, 38 are to be expected; chance takes four more once in thirty times.
    assert held >= 34


def test_matching_brings_the_sides_together() -> None:
    funded, unfunded = make_world(5, effect=0.0)
    found, _ = compare(funded, unfunded)
    for one in weigh_balance(funded, unfunded, found, tuple(MEASURES)):
        assert one.apart_before is not None
        assert one.apart_after is not None
        assert abs(one.apart_before) > 0.25
        assert abs(one.apart_after) < 0.25


def test_before_any_award_the_sides_do_not_drift_apart() -> None:
    funded, unfunded = make_world(6, effect=5.0)
    found = match_pairs(funded, unfunded, CHOICE)
    drift = estimate(get_differences(funded, unfunded, found, is_drift=True), CHOICE)
    assert drift.low <= 0 <= drift.high


def test_only_pairs_of_the_same_year_and_theme_are_compared() -> None:
    funded, unfunded = make_world(7, effect=0.0)
    found, _ = compare(funded, unfunded)
    for at, near in enumerate(found.matches):
        assert set(unfunded.groups[near]) <= {funded.groups[at]}


def test_who_is_too_far_from_all_is_left_out() -> None:
    funded, unfunded = make_world(8, effect=0.0, funded=12)
    far = replace(unfunded, measures=unfunded.measures + 100)
    found, differences = compare(funded, far)
    assert len(found.matched) == 0
    assert len(differences) == 0


def test_nearest_pairs_at_one_distance_are_all_taken() -> None:
    funded = Side(np.array([0]), np.zeros((1, 3)), np.zeros((1, 2)), np.array([[4.0, 4.0]]))
    after = np.arange(5, dtype=float)
    unfunded = Side(
        np.zeros(5, dtype=np.int64),
        np.zeros((5, 3)),
        np.zeros((5, 2)),
        np.column_stack([after, after]),
    )
    found = match_pairs(funded, unfunded, replace(CHOICE, controls=2))
    assert sorted(found.matches[0]) == [0, 1, 2, 3, 4]
    assert get_differences(funded, unfunded, found) == pytest.approx([2.0])


@given(seed=st.integers(0, 1000), order=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_names_and_order_change_nothing(seed: int, order: object) -> None:
    funded, unfunded = make_world(seed, effect=1.0, funded=15, unfunded=120)
    told = estimate(compare(funded, unfunded, WIDE)[1], CHOICE)
    rows = [np.arange(len(side)) for side in (funded, unfunded)]
    for one in rows:
        order.shuffle(one)  # type: ignore[attr-defined]  # a random.Random
    # Themes are given other numbers too.
    mixed = [
        Side(7 - side.groups[at], side.measures[at], side.before[at], side.after[at])
        for side, at in zip((funded, unfunded), rows, strict=True)
    ]
    assert estimate(compare(*mixed, WIDE)[1], CHOICE) == told


@given(st.lists(st.integers(-20, 20), min_size=10, max_size=40), st.integers(-5, 5))
@settings(max_examples=30, deadline=None)
def test_the_estimate_follows_its_differences(values: list[int], shift: int) -> None:
    choice = replace(CHOICE, draws=100)
    plain, moved, turned = (
        estimate(np.array(one, dtype=float), choice)
        for one in (values, [one + shift for one in values], [-one for one in values])
    )
    assert plain.low - 1e-9 <= plain.value <= plain.high + 1e-9 or len(set(values)) > 1
    assert moved.value == pytest.approx(plain.value + shift)
    assert moved.low == pytest.approx(plain.low + shift)
    assert turned.value == pytest.approx(-plain.value)
