"""Misspelt words: the one word of the vocabulary that is a letter away from each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from cordee.observatory.linking.layout import SHORTEST_SPELLING, hash_shorter
from cordee.observatory.linking.words import SAME


class Speller:
    """Corrects words by the `words` of a vocabulary, numbered from 1.

    `keys` (in order) and `numbers` list them under what they become by losing a letter, as
    `cordee.observatory.linking.layout` lays them out.
    """

    def __init__(self, words: list[str], keys: NDArray[Any], numbers: NDArray[Any]) -> None:
        self._words = [*words, *SAME]
        number_of = dict(zip(words, range(1, len(words) + 1), strict=True))
        self._meant = [*number_of.values(), *(number_of.get(form, 0) for form in SAME.values())]
        self._keys = keys
        self._numbers = numbers

    def correct(self, misspelt: Sequence[str]) -> list[int]:
        """Return for each of `misspelt` the number of the one word that is a letter away, or 0.

        Many words are looked up at once, as each look by itself would cost ten times more.
        """
        near: list[set[int]] = [set() for _ in misspelt]
        owners: list[int] = []
        keys: list[int] = []
        for owner, word in enumerate(misspelt):
            if len(word) >= SHORTEST_SPELLING and word.isalpha():
                keys += hash_shorter(word)
                owners += [owner] * (len(keys) - len(owners))
        wanted = np.array(keys, np.uint32)
        first = np.searchsorted(self._keys, wanted)
        last = np.searchsorted(self._keys, wanted, "right")
        for place in np.flatnonzero(first < last).tolist():
            near[owners[place]].update(self._numbers[first[place] : last[place]].tolist())
        return [self._choose(*pair) for pair in zip(misspelt, near, strict=True)]

    def _choose(self, word: str, near: set[int]) -> int:
        words = self._words
        found = {
            self._meant[n - 1]
            for n in near
            if OSA.distance(word, words[n - 1], score_cutoff=1) == 1
        }
        return found.pop() if len(found) == 1 else 0
