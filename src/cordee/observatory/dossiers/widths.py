"""How wide the columns of a table on paper are, by what they hold."""

from __future__ import annotations

import math
from collections.abc import Sequence


BOLD = 1.12
"""Headers are bold, an eighth wider than the text below."""
BESIDE = 3.0
"""Characters of room beside the text of a cell."""
WIDE = frozenset("MW%@")
NARROW = frozenset("iljtfrI.,;:'’!|()[]- \u00a0\u202f")
LONGEST_WORD = 24.0
"""Characters of a word that is never broken in a column of text: an ORCID iD takes 21."""
WORDS = 1.1
"""Lines end where words end, not where the room does."""


def weigh_columns(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    room: float,
) -> list[float]:
    """Return the width of each column in characters, together `room`.

    A column has room for its longest word, and for its numbers whole. Columns of short texts stand on
    one line; what is left goes to the others by what they hold, so that a column of titles beside one
    that is almost empty takes the room. Where not even the words fit, all are narrowed alike.

    >>> weigh_columns(
    ...     ["Title", "Year"], [["A title that takes more than a line", "2021"]], [False, True], 40
    ... )
    [32.29, 7.71]
    """
    least = find_least(headers, rows, numbers)
    columns = [[row[place] for row in rows] for place in range(len(headers))]
    longest = [
        max([low, *(measure(text) + BESIDE for text in texts)])
        for low, texts in zip(least, columns, strict=True)
    ]
    if sum(longest) <= room:
        return _spread(longest, longest, room)
    if sum(least) >= room:
        return [room * low / sum(least) for low in least]
    return _fill(least, longest, columns, room)


def find_least(
    headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]
) -> list[float]:
    """Return the characters below which a column would break a word or a number."""
    return [
        max(
            [
                *(BOLD * measure(word) for word in header.split(" ")),
                *(_find_longest_word(row[place], whole=number) for row in rows),
            ]
        )
        + BESIDE
        for place, (header, number) in enumerate(zip(headers, numbers, strict=True))
    ]


def count_lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines a row takes in columns of `widths` characters, at least one."""
    parts = [
        measure(text) / max(1.0, width - BESIDE) for text, width in zip(texts, widths, strict=True)
    ]
    # Widths are rounded: what just fits takes one line.
    return max([1, *(math.ceil(WORDS * part) for part in parts if part > 1.01)])


def measure(text: str) -> float:
    """Return the width of a text in characters: capitals are wider, points and spaces narrower."""
    return sum(map(_measure_letter, text))


def _measure_letter(letter: str) -> float:
    if letter in NARROW:
        return 0.55
    if letter in WIDE:
        return 1.7
    return 1.35 if letter.isupper() or letter in "mw" else 1.05


def _find_longest_word(text: str, *, whole: bool) -> float:
    if whole:
        return measure(text)
    return min(LONGEST_WORD, max(map(measure, text.split(" ")), default=0.0))


def _fill(
    least: Sequence[float],
    longest: Sequence[float],
    columns: Sequence[Sequence[str]],
    room: float,
) -> list[float]:
    """Return columns of one line while there is room for them, the others by the texts they hold."""
    widths = list(longest)
    left, open_ones = room, list(range(len(columns)))
    while open_ones:
        share = left / len(open_ones)
        fits = [one for one in open_ones if longest[one] <= share]
        if not fits:
            break
        left -= sum(longest[one] for one in fits)
        open_ones = [one for one in open_ones if one not in fits]
    if open_ones and sum(least[one] for one in open_ones) > left:
        # Short columns took what the words of long ones need.
        wishes = [high - low for low, high in zip(least, longest, strict=True)]
        return _spread(least, wishes, room)
    # The root of the mean square: a long text takes several lines, each as high as a short one.
    held = {
        one: math.sqrt(sum(measure(text) ** 2 for text in columns[one]) / len(columns[one]))
        for one in open_ones
    }
    wishes = [max(0.0, held[one] - least[one]) for one in open_ones]
    shared = _spread([least[one] for one in open_ones], wishes, left)
    for one, width in zip(open_ones, shared, strict=True):
        widths[one] = width
    return widths


def _spread(first: Sequence[float], wishes: Sequence[float], room: float) -> list[float]:
    """Return `first` with what is left of `room` shared by `wishes`, or alike where none wishes."""
    left, total = room - sum(first), sum(wishes)
    return [
        round(one + left * (wish / total if total else 1 / len(first)), 2)
        for one, wish in zip(first, wishes, strict=True)
    ]
