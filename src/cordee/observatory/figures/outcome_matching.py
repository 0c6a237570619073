"""Comparable pairs, and what differs: nearest neighbours, differences in differences, a bootstrap.

Pure arithmetic over arrays; nothing here knows an identifier, so names cannot change a result.

Sources: Rubin, Matching to remove bias in observational studies (1973, doi:10.2307/2529684); Abadie and
Imbens, Large sample properties of matching estimators (2006, doi:10.1111/j.1468-0262.2006.00655.x), whose
estimator for the treated this is, with replacement and ties kept; Stuart, Matching methods for causal
inference (2010, doi:10.1214/09-STS313), for calipers and balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cordee.observatory.figures.outcome_parts import Balance, Estimate, OutcomeChoice


Array: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int64]

SAME = 12
"""Decimals to which distances count as equal: the same whole numbers may differ in the last bits."""


@dataclass(frozen=True)
class Side:
    """Pairs as arrays, a row each: what must be equal, measures, co-publications by year.

    `groups` numbers the award's year and theme; `before` and `after` have a column a year, in order.
    """

    groups: Indices
    measures: Array
    before: Array
    after: Array

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True)
class Comparison:
    """Which unfunded pairs each funded one is compared with; none for who is too far from all."""

    matches: tuple[Indices, ...]

    @property
    def matched(self) -> Indices:
        """Return the funded pairs that have someone to be compared with."""
        return np.array([at for at, one in enumerate(self.matches) if len(one)], dtype=np.int64)


def find_scale(funded: Array, unfunded: Array) -> Array:
    """Return what differences in each measure are divided by: the funded pairs' standard deviation.

    Where the funded are all alike it is the others', and 1 where those are alike too.
    """
    scale = np.ones(funded.shape[1])
    for column in range(funded.shape[1]):
        for values in (funded[:, column], unfunded[:, column]):
            if len(values) > 1 and (spread := float(np.std(np.sort(values), ddof=1))) > 1e-9:
                scale[column] = spread
                break
    return scale


def match_pairs(funded: Side, unfunded: Side, choice: OutcomeChoice) -> Comparison:
    """Return the nearest unfunded pairs of each funded one, of its group and within the caliper.

    Distance is Euclidean over the scaled measures. An unfunded pair may serve several funded ones; those at
    the distance of the last one taken are all taken, so no order of rows decides.
    """
    scale = find_scale(funded.measures, unfunded.measures)
    by_group = {
        int(group): np.flatnonzero(unfunded.groups == group) for group in np.unique(funded.groups)
    }
    matches = []
    for at in range(len(funded)):
        there = by_group[int(funded.groups[at])]
        apart = np.abs(unfunded.measures[there] - funded.measures[at]) / scale
        within = np.flatnonzero((apart <= choice.caliper + 10.0**-SAME).all(axis=1))
        distances = np.round((apart[within] ** 2).sum(axis=1), SAME)
        if len(distances) > choice.controls:
            farthest = np.partition(distances, choice.controls - 1)[choice.controls - 1]
            within = within[distances <= farthest]
        matches.append(there[within])
    return Comparison(tuple(matches))


def get_differences(
    funded: Side, unfunded: Side, comparison: Comparison, *, is_drift: bool = False
) -> Array:
    """Return, of each matched funded pair, its change a year less the mean change of its comparables.

    The change is from the years before to those after; of a drift, from the first half of the years before
    to the second, a middle year left out.
    """
    half = funded.before.shape[1] // 2
    changes = []
    for side in (funded, unfunded):
        first, last = (
            (side.before[:, :half], side.before[:, -half:])
            if is_drift
            else (side.before, side.after)
        )
        changes.append(
            last.mean(axis=1) - first.mean(axis=1) if first.size else np.zeros(len(side))
        )
    ours, theirs = changes
    return np.array(
        [
            ours[at] - float(np.mean(np.sort(theirs[comparison.matches[at]])))
            for at in comparison.matched
        ]
    )


def estimate(differences: Sequence[float] | Array, choice: OutcomeChoice) -> Estimate:
    """Return the mean of differences with its 95 % interval by a seeded bootstrap over pairs.

    Percentiles of the means of `choice.draws` samples of the same number, with replacement. The comparables
    stay those that were found, so the interval leaves out the chance of the match itself, and matching's own
    variance (Abadie and Imbens, On the failure of the bootstrap for matching estimators, 2008,
    doi:10.3982/ECTA6474); it is that of the funded pairs at hand.
    """
    # In order of size, so that the same pairs under other names draw the same samples.
    values = np.sort(np.asarray(differences, dtype=np.float64))
    chance = np.random.default_rng(choice.seed)
    means = values[chance.integers(0, len(values), (choice.draws, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Estimate(float(values.mean()), float(low), float(high))


def weigh_balance(
    funded: Side, unfunded: Side, comparison: Comparison, names: Sequence[str]
) -> tuple[Balance, ...]:
    """Return how far apart the sides are in each measure, before matching and after it.

    Standardised difference: of means, by √((s₁² + s₀²)/2) of the two sides before matching, in both columns,
    so that they compare (Stuart 2010, section 4.1).
    """
    matched = comparison.matched
    found = []
    for column, name in enumerate(names):
        ours, theirs = funded.measures[:, column], unfunded.measures[:, column]
        chosen = [float(np.mean(np.sort(theirs[comparison.matches[at]]))) for at in matched]
        kept, near = _mean(ours[matched]), _mean(np.array(chosen))
        spread = float(np.sqrt((_variance(ours) + _variance(theirs)) / 2))
        found.append(
            Balance(
                measure=name,
                funded=_mean(ours),
                unfunded=_mean(theirs),
                matched=near,
                apart_before=_standardise(_mean(ours) - _mean(theirs), spread),
                apart_after=_standardise(kept - near, spread),
            )
        )
    return tuple(found)


def _mean(values: Array) -> float:
    return float(np.mean(np.sort(values))) if len(values) else 0.0


def _variance(values: Array) -> float:
    return float(np.var(np.sort(values), ddof=1)) if len(values) > 1 else 0.0


def _standardise(difference: float, spread: float) -> float | None:
    if abs(difference) < 1e-9:
        return 0.0
    return difference / spread if spread > 1e-9 else None
