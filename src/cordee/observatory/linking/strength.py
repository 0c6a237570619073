"""How sure the model is, in a word: the same words on the pages and in the terminal."""

from __future__ import annotations

from cordee.kernel.messages import N_


STRENGTHS: tuple[tuple[float, str], ...] = (
    (0.95, N_("very strong")),
    (0.8, N_("strong")),
    (0.4, N_("moderate")),
    (0.1, N_("weak")),
    (0.0, N_("very weak")),
)
"""The lowest score of each word, and the word, to be translated.

One in twenty, one in five and one in ten are chances people can picture; from 0.4 to 0.8 lies what
a second look is worth, on either side of where the linker begins to take organisations.
"""


def get_strength(score: float) -> str:
    """Return the word for a score between 0 and 1, to be translated.

    >>> get_strength(0.97), get_strength(0.5), get_strength(0.004)
    ('very strong', 'moderate', 'very weak')
    """
    return STRENGTHS[-get_level(score)][1]


def get_level(score: float) -> int:
    """Return how many of the words' steps a score reaches: 1 for the lowest word to 5.

    >>> get_level(0.97), get_level(0.004)
    (5, 1)
    """
    # Of the number as it is shown: 0.95 beside the word for less would look like a fault.
    shown = round(score, 2)
    return sum(shown >= least for least, _ in STRENGTHS[:-1]) + 1
