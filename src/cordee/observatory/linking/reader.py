"""Texts become numbers for the kernels: one number a word as written, and a table of what each is.

A word is looked at once, whatever the number of texts it stands in.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cordee.observatory.linking import characters
from cordee.observatory.linking.engine.split import FRESH, KNOWN, WORDS, Split, find_odd, split
from cordee.observatory.linking.engine.tables import Words
from cordee.observatory.linking.noise import clean
from cordee.observatory.linking.normalise import (
    APOSTROPHES,
    KEPT,
    SIGN_GAPS,
    UNKNOWN,
    part_glued,
    read_word,
)
from cordee.observatory.linking.spelling import Speller
from cordee.observatory.linking.traits import Trait, get_traits


# Enough for the words of a million affiliations; above it the memory is emptied, not leaked.
_MOST_WORDS = 400_000
# Half of them stay empty: room for the words above and those of a batch.
_FEWEST_SLOTS = 1 << 20
# Letters of a word that are counted: whoever asks wants to know of short ones.
_MOST_LETTERS = 99
_CORRECTED = int(Trait.CORRECTED)
_CODE_POINTS = "utf-32-le"
# What a word holds besides letters and digits was kept in it.
_TO_KEPT = str.maketrans(dict.fromkeys(f".{APOSTROPHES}", KEPT))


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as numbers: the words of text `n` are `raw[offsets[n]:offsets[n + 1]]`, signs included.

    `starts` and `stops` are the first character of each word in its text and the one after its last;
    of the texts in `moved` these are characters of the cleaned text, and the list there leads from
    them to the original's. `odd` are the texts that may hold entities, identifiers or noise.
    """

    texts: Sequence[str]
    odd: tuple[int, ...]
    moved: Mapping[int, list[int]]
    raw: NDArray[np.int32]
    starts: NDArray[np.int32]
    stops: NDArray[np.int32]
    offsets: NDArray[np.int32]
    words: Words

    def list_places(self, number: int) -> list[tuple[int, int]]:
        """Return where each word of text `number` stands: first character and the one after the last."""
        first, end = self.offsets[number], self.offsets[number + 1]
        places = zip(self.starts[first:end].tolist(), self.stops[first:end].tolist(), strict=True)
        return [self.lead_back(number, start, stop) for start, stop in places]

    def lead_back(self, number: int, start: int, stop: int) -> tuple[int, int]:
        """Return the characters of text `number` itself between two of it as it was split."""
        offsets = self.moved.get(number)
        if offsets is None:
            return start, stop
        # One original character may have become several: it is not cut.
        last = offsets[stop] if stop < len(offsets) else len(self.texts[number])
        return offsets[start], max(last, offsets[stop - 1] + 1)


class Reader:
    """Reads texts with one vocabulary."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        words: list[str],
        spellings: tuple[NDArray[Any], NDArray[Any]],
        codes: Mapping[str, int],
    ) -> None:
        self.vocabulary = vocabulary
        self._speller = Speller(words, *spellings)
        self._states = {c[3:]: n for c, n in codes.items() if c.startswith("US-")}
        # Two capitals at the end of an address: "PARIS, FR". UK is how most write GB.
        self._countries = {c: n for c, n in codes.items() if len(c) == 2}
        if "GB" in codes:
            self._countries["UK"] = codes["GB"]
        self._characters = characters.make_characters()
        self._forget(_FEWEST_SLOTS)

    def _forget(self, slots: int) -> None:
        self._slots = np.zeros((slots, 2), np.int64)
        # The first words are the signs, by the numbers that characters call them by.
        signs = len(SIGN_GAPS)
        self._form_offsets = array("i", [0] * (signs + 1))
        self._forms = array("i")
        self._ties = array("B", SIGN_GAPS.values())
        self._traits = array("i", [0] * signs)
        self._letters = array("h", [1] * signs)
        self._numbers = array("i", [-1] * signs)
        self._state = array("h", [0] * signs)
        self._country = array("h", [0] * signs)

    def read(self, texts: Sequence[str]) -> Batch:
        """Return `texts` as numbers."""
        codes, begins, ends = _encode(texts)
        characters.learn(self._characters, codes)
        is_odd = np.zeros(len(texts), np.bool_)
        find_odd(self._characters, codes, begins, ends, is_odd)
        odd = tuple(np.flatnonzero(is_odd).tolist())
        moved = {}
        if odd:
            cleaned = [clean(texts[number]) for number in odd]
            moved = {n: o for n, (_, o) in zip(odd, cleaned, strict=True) if o is not None}
            others, *places = _encode([text for text, _ in cleaned])
            characters.learn(self._characters, others)
            begins[is_odd], ends[is_odd] = (len(codes) + place for place in places)
            codes = np.concatenate((codes, others))
        into = self._split(codes, begins, ends)
        count = int(into.counts[WORDS])
        return Batch(
            texts,
            odd,
            moved,
            into.raw[:count],
            into.starts[:count],
            into.stops[:count],
            into.offsets,
            self._freeze(),
        )

    def _split(self, codes: NDArray[Any], begins: NDArray[Any], ends: NDArray[Any]) -> Split:
        """Split texts into words, and learn those that are met first."""
        if len(self._ties) > _MOST_WORDS:
            self._forget(_FEWEST_SLOTS)
        while True:
            into = _make_room(len(codes), len(begins))
            into.counts[KNOWN] = len(self._ties)
            if split(self._characters.marks, codes, begins, ends, self._slots, into):
                break
            self._forget(max(_FEWEST_SLOTS, 1 << (2 * len(codes) + 64).bit_length()))
        fresh = into.fresh[: into.counts[FRESH]].tolist()
        words = [codes[first:end].tobytes().decode(_CODE_POINTS) for first, end in fresh]
        self._learn([word if word.isalnum() else word.translate(_TO_KEPT) for word in words])
        return into

    def _freeze(self) -> Words:
        return Words(
            np.array(self._form_offsets, np.int32),
            np.array(self._forms, np.int32),
            np.array(self._ties, np.uint8),
            np.array(self._traits, np.int32),
            np.array(self._letters, np.int16),
            np.array(self._numbers, np.int32),
            np.array(self._state, np.int16),
            np.array(self._country, np.int16),
        )

    def _learn(self, new: Sequence[str]) -> None:
        """Look at words met for the first time, and give them the next numbers."""
        known = self.vocabulary.get
        read = [read_word(raw) for raw in new]
        forms = [[known(name, UNKNOWN) for name in names] for names, _ in read]
        traits = [get_traits(raw) for raw in new]
        unknown = [number for number, found in enumerate(forms) if found == [UNKNOWN]]
        corrected = self._speller.correct([read[number][0][0] for number in unknown])
        for number, other in zip(unknown, corrected, strict=True):
            if other:
                forms[number] = [other]
                traits[number] |= _CORRECTED
            else:
                forms[number] = self._part(new[number])
        lengths = map(len, forms)
        self._form_offsets.extend(accumulate(lengths, initial=self._form_offsets.pop()))
        self._forms.extend(chain.from_iterable(forms))
        self._ties.extend(tie for _, tie in read)
        self._traits.extend(traits)
        self._letters.extend(min(len(raw), _MOST_LETTERS) for raw in new)
        self._numbers.extend(map(_read_number, new))
        self._state.extend(self._states.get(raw, 0) for raw in new)
        self._country.extend(self._countries.get(raw, 0) for raw in new)

    def _part(self, raw: str) -> list[int]:
        """Return the words that an unknown one may be run together of."""
        parts = part_glued(raw)
        if len(parts) == 1:
            return [UNKNOWN]
        forms = (form for part in parts for form in read_word(part)[0])
        found = [self.vocabulary.get(form, UNKNOWN) for form in forms]
        return found if sum(number != UNKNOWN for number in found) > 1 else [UNKNOWN]


def _read_number(raw: str) -> int:
    """Return the number that a short word of digits is, else -1."""
    return int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 6 else -1


def _encode(texts: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the characters of texts laid end to end, and where each begins and ends."""
    # Half a surrogate pair is no letter, but a text may hold one.
    joined = "".join(texts).encode(_CODE_POINTS, "surrogatepass")
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    begins = np.concatenate(([0], ends[:-1])) if len(texts) else ends
    return np.frombuffer(bytearray(joined), "<i4"), begins, ends


def _make_room(characters_: int, texts: int) -> Split:
    """Return room for the words of texts of so many characters in all."""
    return Split(
        np.empty(characters_, np.int32),
        np.empty(characters_, np.int32),
        np.empty(characters_, np.int32),
        np.zeros(texts + 1, np.int32),
        np.empty((characters_, 2), np.int64),
        np.zeros(3, np.int64),
    )
