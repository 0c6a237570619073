"""Shares with their intervals, ranks and growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cordee.observatory.figures.parts import Share


SMALL_NUMBER = 30
"""Under 30 works a 95 % interval on a share near one half is wider than ± 17 points, too wide to
compare two years or two partners by; thirty is also the customary floor for a normal approximation."""

GROWTH_FLOOR = 5
"""Under 5 works over the period, one work more or less moves a growth rate by tens of points."""

FULL_YEARS_FOR_CAGR = 3
"""A compound rate needs two steps at least; with one, it is a mere ratio of two years."""

_Z = 1.959963984540054  # the 97.5th percentile of the normal law, for an interval at 95 %


def get_share(works: float, of: int) -> float | None:
    """Return `works` / `of`, or None when `of` is 0."""
    return works / of if of else None


def get_interval(works: float, of: int) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the share `works` / `of`, or Nones when `of` is 0.

    Wilson's score interval (1927, doi:10.1080/01621459.1927.10502953): with p = works / of, n = of
    and z = 1.96, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Unlike the textbook interval it
    stays within 0 and 1 and holds for few works and for shares near 0 or 1.

    >>> tuple(round(bound, 3) for bound in get_interval(165, 321))
    (0.46, 0.568)
    """
    if not of:
        return None, None
    share, squared = works / of, _Z * _Z / of
    middle = share + squared / 2
    spread = _Z * math.sqrt(share * (1 - share) / of + squared / (4 * of))
    low, high = (middle - spread) / (1 + squared), (middle + spread) / (1 + squared)
    # At 0 and 1 the bound is exact; rounding must not put it on the wrong side of the share.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def make_share(works: int, of: int) -> Share:
    """Return the share `works` / `of` with its interval."""
    low, high = get_interval(works, of)
    return Share(works, of, get_share(works, of), low, high, small=of < SMALL_NUMBER)


def get_ranks(values: Mapping[str, float]) -> dict[str, int]:
    """Return the rank of each key by descending value; equals share the better rank.

    >>> get_ranks({"US": 9, "GB": 9, "DE": 4})
    {'US': 1, 'GB': 1, 'DE': 3}
    """
    ranks: dict[str, int] = {}
    ordered = sorted(values.items(), key=lambda item: -item[1])
    for place, (key, value) in enumerate(ordered, start=1):
        before = ordered[place - 2] if place > 1 else None
        ranks[key] = ranks[before[0]] if before and before[1] == value else place
    return ranks


def get_growth(counts: Sequence[float]) -> tuple[float | None, str | None]:
    """Return the growth of a partner over full years in order, and how it was reckoned.

    With three full years or more, both ends above 0: the compound annual rate
    (last / first)^(1 / (years - 1)) - 1, "cagr". Else the second half of the years against the first,
    a middle year left out: second / first - 1, "halves". None under 5 works, with fewer than two
    years, or from nothing.

    >>> get_growth([10, 5, 40])
    (1.0, 'cagr')
    >>> get_growth([4, 6])
    (0.5, 'halves')
    """
    if sum(counts) < GROWTH_FLOOR or len(counts) < 2:
        return None, None
    if len(counts) >= FULL_YEARS_FOR_CAGR and counts[0] and counts[-1]:
        return float((counts[-1] / counts[0]) ** (1 / (len(counts) - 1)) - 1), "cagr"
    half = len(counts) // 2
    before, after = sum(counts[:half]), sum(counts[-half:])
    return (after / before - 1, "halves") if before else (None, None)
