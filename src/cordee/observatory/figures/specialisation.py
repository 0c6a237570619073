"""Specialisation: what the works with a partner are more, or less, about than the others."""

from __future__ import annotations


LEAST_TOGETHER = 5
"""Under five works of the theme, one work more or less moves the index by more than a fifth."""


def get_specialisation(together: int, share: float | None, whole: float | None) -> float | None:
    """Return the share of a theme here over its share on all works; None under 5 works of it.

    The activity index (Schubert and Braun 1986, doi:10.1007/BF02017249): 1 is as much as elsewhere,
    2 twice as much.

    >>> get_specialisation(10, 0.2, 0.1)
    2.0
    """
    if together < LEAST_TOGETHER or share is None or not whole:
        return None
    return share / whole
