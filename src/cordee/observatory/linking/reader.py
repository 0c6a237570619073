"""Texts become numbers for the kernels: one number a word as written, and a table of what each is.

A word is looked at once, whatever the number of texts it stands in.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from cordee.observatory.linking.layout import SHORTEST_SPELLING, hash_shorter
from cordee.observatory.linking.noise import clean
from cordee.observatory.linking.normalise import (
    SIGN_GAPS,
    UNKNOWN,
    fold,
    part_glued,
    read_word,
    split_words,
)
from cordee.observatory.linking.words import ADJECTIVES, COMPANY_SUFFIXES, MODIFIERS
from cordee.observatory.units.codes import LAST_INSERM


class Trait(IntFlag):
    """What is known of a word as it is written."""

    LOWER = 1
    """Begins with a small letter."""
    CAPITALS = 2
    """Written mostly in capitals, as an acronym is."""
    DIGITS = 4
    MODIFIER = 8
    """Makes another name of the name it stands before: Western | Kentucky University."""
    ADJECTIVE = 16
    """Tells of what kind a hospital or school is: universitaire."""
    COMPANY = 32
    """A legal form: Ltd, GmbH."""
    SMALL = 64
    """Holds a small letter, so the text is not shouted."""
    CORRECTED = 128
    """Read as another word, one letter away."""
    INSERM_UNIT = 256
    """U1016 and the like, in one word."""
    CNRS_UNIT = 512
    INSERM_HEAD = 1024
    """What stands before the number of an Inserm unit."""
    CNRS_HEAD = 2048
    JOINT_HEAD = 4096
    """UMR, which is of the CNRS, or with an S of Inserm."""


FIRST_CNRS, LAST_CNRS = 5000, 9999
"""The numbers of nearly all CNRS units of today. Lower ones are told from other bodies' by what
stands around them, which `cordee.observatory.units.codes` sees and a word alone does not show."""

# Two digits are left out: they are street numbers and wards as often.
_INSERM = re.compile(r"^(?:U|UMRS|UMR_S|US)(\d{3,4})$")
# The letters before the number tell what kind of joint unit it is.
_CNRS = re.compile(r"^(?:UMR|UPR|ERL|FRE|USR|UAR|IRL|UMI|FR)([0-9]{4})$")
_INSERM_HEADS = frozenset({"U", "UMRS", "US", "UMR-S", "UMR_S"})
_CNRS_HEADS = frozenset({"UMR", "UPR", "FRE", "USR", "UAR", "ERL", "IRL", "UMI"})
# Enough for the words of a million affiliations; above it the memory is emptied, not leaked.
_MOST_WORDS = 400_000


class Words(NamedTuple):
    """The table of words as written: what each becomes in the index, and its traits.

    `form_offsets` and `forms` give the numbers of the vocabulary a word reads as (none for signs
    and small words); `ties` what it leaves between its neighbours when it is dropped.
    """

    form_offsets: NDArray[np.int32]
    forms: NDArray[np.int32]
    ties: NDArray[np.uint8]
    traits: NDArray[np.int32]
    letters: NDArray[np.int16]
    numbers: NDArray[np.int32]
    states: NDArray[np.int16]
    countries: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it was read: `words` in their order in the `cleaned` text, signs included.

    `offsets` lead from characters of the cleaned text to those of the `original`, or are None when
    they are the same.
    """

    original: str
    cleaned: str
    words: list[str]
    offsets: list[int] | None

    def get_places(self, count: int) -> list[tuple[int, int]]:
        """Return where the first `count` words stand: first character and the one after the last.

        Characters are those of the original; a sign has the place after the word before it.
        """
        find = self.cleaned.find
        places: list[tuple[int, int]] = []
        end = 0
        # The words come in the order of the text and none is left out, so each is found next.
        for word in self.words[:count]:
            if word in SIGN_GAPS:
                places.append((end, end))
                continue
            start = find(word, end)
            if start < 0:  # initials were written with points: "U.S.A."
                start = self.cleaned.index(word[0], end)
            end = start + len(word)
            places.append((start, end))
        if self.offsets is None:
            return places
        return [self._lead_back(start, end) for start, end in places]

    def _lead_back(self, start: int, end: int) -> tuple[int, int]:
        offsets, length = self.offsets or [], len(self.original)
        first = offsets[start] if start < len(offsets) else length
        if end == start:
            return first, first
        # One original character may have become several: it is not cut.
        last = offsets[end] if end < len(offsets) else length
        return first, max(last, offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as numbers: the words of text `n` are `raw[offsets[n]:offsets[n + 1]]`."""

    texts: list[Text]
    raw: NDArray[np.int32]
    offsets: NDArray[np.int32]
    words: Words


class _Memory(dict[str, int]):
    """The number of each word met; a word not met yet is learnt."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, word: str) -> int:
        number = self[word] = self._reader.learn(word)
        return number


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
        self._words = words
        self._keys, self._spelt = spellings
        self._states = {c[3:]: n for c, n in codes.items() if c.startswith("US-")}
        # Two capitals at the end of an address: "PARIS, FR". UK is how most write GB.
        self._countries = {c: n for c, n in codes.items() if len(c) == 2}
        if "GB" in codes:
            self._countries["UK"] = codes["GB"]
        self._forget()

    def _forget(self) -> None:
        self._memory = _Memory(self)
        self._form_offsets = array("i", [0])
        self._forms = array("i")
        self._ties = array("B")
        self._traits = array("i")
        self._letters = array("h")
        self._numbers = array("i")
        self._state = array("h")
        self._country = array("h")

    def read(self, texts: Iterable[str]) -> Batch:
        """Return `texts` as numbers."""
        if len(self._memory) > _MOST_WORDS:
            self._forget()
        recall = self._memory.__getitem__
        found: list[Text] = []
        raw: list[int] = []
        offsets = [0]
        for text in texts:
            cleaned, moved = clean(text)
            words = split_words(cleaned)
            raw += map(recall, words)
            offsets.append(len(raw))
            found.append(Text(text, cleaned, words, moved))
        return Batch(found, np.array(raw, np.int32), np.array(offsets, np.int32), self._freeze())

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

    def learn(self, raw: str) -> int:
        """Look at a word met for the first time; return its number."""
        number = len(self._ties)
        gap = SIGN_GAPS.get(raw)
        if gap is not None:
            forms, tie, traits = [], gap, Trait(0)
        else:
            names, tie = read_word(raw)
            traits = _get_traits(raw)
            forms = [self.vocabulary.get(name, UNKNOWN) for name in names]
            if forms == [UNKNOWN]:
                forms, traits = self._guess(raw, names[0], traits)
        self._forms.extend(forms)
        self._form_offsets.append(len(self._forms))
        self._ties.append(tie)
        self._traits.append(int(traits))
        self._letters.append(min(len(raw), 99))
        digits = int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 6 else -1
        self._numbers.append(digits)
        self._state.append(self._states.get(raw, 0))
        self._country.append(self._countries.get(raw, 0))
        return number

    def _guess(self, raw: str, word: str, traits: Trait) -> tuple[list[int], Trait]:
        """Return what an unknown word may be: another spelling of one, or several run together."""
        other = self._correct(word)
        if other:
            return [other], traits | Trait.CORRECTED
        parts = [read_word(part)[0] for part in part_glued(raw)]
        known = [self.vocabulary.get(form, UNKNOWN) for forms in parts for form in forms]
        if len(parts) > 1 and sum(number != UNKNOWN for number in known) > 1:
            return known, traits
        return [UNKNOWN], traits

    def _correct(self, word: str) -> int:
        """Return the one word of the vocabulary that is one letter away from `word`, or 0."""
        if len(word) < SHORTEST_SPELLING or not word.isalpha():
            return 0
        keys = np.fromiter(hash_shorter(word), np.uint32)
        first = np.searchsorted(self._keys, keys, "left")
        last = np.searchsorted(self._keys, keys, "right")
        found: set[int] = set()
        for begin, end in zip(first.tolist(), last.tolist(), strict=True):
            found.update(self._spelt[begin:end].tolist())
        near = [n for n in found if OSA.distance(word, self._words[n - 1], score_cutoff=1) == 1]
        return near[0] if len(near) == 1 else 0


def _get_traits(raw: str) -> Trait:
    folded = raw.lower()
    found = Trait(0)
    if raw[0].islower():
        found |= Trait.LOWER
    if any(map(str.islower, raw)):
        found |= Trait.SMALL
    if _is_in_capitals(raw):
        found |= Trait.CAPITALS
    for trait, holds in (
        (Trait.DIGITS, raw.isdigit()),
        (Trait.MODIFIER, raw[0].isupper() and folded in MODIFIERS),
        (Trait.ADJECTIVE, fold(raw) in ADJECTIVES),
        (Trait.COMPANY, folded in COMPANY_SUFFIXES),
        (Trait.INSERM_HEAD, raw in _INSERM_HEADS),
        (Trait.CNRS_HEAD, raw in _CNRS_HEADS),
        (Trait.JOINT_HEAD, raw == "UMR"),
        (Trait.INSERM_UNIT, _is_inserm(raw)),
        (Trait.CNRS_UNIT, _is_cnrs(raw)),
    ):
        if holds:
            found |= trait
    return found


def _is_inserm(raw: str) -> bool:
    match = _INSERM.match(raw)
    return match is not None and int(match[1]) <= LAST_INSERM


def _is_cnrs(raw: str) -> bool:
    match = _CNRS.match(raw)
    return match is not None and FIRST_CNRS <= int(match[1]) <= LAST_CNRS


def _is_in_capitals(raw: str) -> bool:
    upper = sum(map(str.isupper, raw))
    return raw.isupper() or (upper > 1 and upper * 2 > sum(map(str.isalpha, raw)))
