"""What each character is to those who split texts: a table by code point, filled as characters come.

The kernels of `cordee.observatory.linking.engine.split` read texts by this table; what it says follows
from the same definitions as `noise.clean` and `normalise.split_words`, which read them in Python.
"""

from __future__ import annotations

import sys
import unicodedata
from enum import IntFlag
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cordee.observatory.linking.mojibake import CONTINUATION, HALF_A_GRAVE, LEAD
from cordee.observatory.linking.noise import ANNOUNCEMENT, INVISIBLE, NOISE_SIGNS
from cordee.observatory.linking.normalise import APOSTROPHES, KEPT, SIGNS, UNSPACED_LETTER


class Mark(IntFlag):
    """What a character may be; `SIGN_BITS` above these hold the number of the sign it stands for."""

    SEEN = 1
    """The character has been looked at; the others of the table are not known yet."""
    PART = 2
    """Part of a word written with others."""
    ALONE = 4
    """A word of its own, in scripts without blanks."""
    ALPHANUMERIC = 8
    LETTER = 16
    CAPITAL = 32
    """A to Z, of which initials are made."""
    BLANK = 64
    APOSTROPHE = 128
    ODD = 256
    """No text that holds it is read before Python has cleaned it."""
    LEAD = 512
    """With a continuation behind it perhaps misread UTF-8."""
    CONTINUATION = 1024
    HEAD = 2048
    """May begin one of the signs of noise."""


SIGN_SHIFT = 12
"""Bits below the number of a sign, which is 0 for all that is none."""


class Characters(NamedTuple):
    """What the kernels know of characters: `marks` by code point.

    `noise` has the signs of noise in the order of their letters, rows ended by zeros; `first_noise`
    tells by an ASCII letter where the signs that begin with it stand. `announcement` announces an
    e-mail.
    """

    marks: NDArray[np.uint16]
    noise: NDArray[np.int32]
    first_noise: NDArray[np.int32]
    announcement: NDArray[np.int32]


# Nearly all characters of nearly all texts: what lies above is looked for in each batch.
_FIRST_RARE = 0x250
# Letters that expressions which ignore case take for an i.
_LIKE_I = "İı"
# Vowels and finals of Korean syllables compose with what stands before them and are no marks.
_JAMO = ("\u1100", "\u11ff")


def make_characters() -> Characters:
    """Return the tables, with all characters of Latin scripts looked at."""
    # Case is left aside: `clean` itself looks more closely.
    signs = sorted({sign.lower() for sign in NOISE_SIGNS})
    noise = np.zeros((len(signs) + 1, 1 + max(map(len, signs))), np.int32)
    first_noise = np.zeros(128, np.int32)
    for number, sign in reversed(list(enumerate(signs))):
        noise[number, : len(sign)] = [ord(character) for character in sign]
        first_noise[ord(sign[0])] = number
    announcement = np.array([ord(character) for character in ANNOUNCEMENT], np.int32)
    heads = {sign[0] for sign in signs} | {sign[0].upper() for sign in signs} | set(_LIKE_I)
    made = Characters(np.zeros(sys.maxunicode + 1, np.uint16), noise, first_noise, announcement)
    for code in range(_FIRST_RARE):
        made.marks[code] = describe(chr(code)) | (Mark.HEAD if chr(code) in heads else 0)
    return made


def learn(characters: Characters, codes: NDArray[Any]) -> None:
    """Look at the characters of a batch that have not been looked at."""
    rare = codes[codes >= _FIRST_RARE]
    for code in set(rare[characters.marks[rare] == 0].tolist()):
        characters.marks[code] = describe(chr(code))


def describe(character: str) -> int:
    """Return the marks of a character and the number of its sign.

    >>> Mark(describe("é")), describe(",") >> SIGN_SHIFT
    (<Mark.SEEN|PART|ALPHANUMERIC|LETTER|LEAD: 539>, 4)
    """
    alphanumeric = character.isalnum()
    alone = UNSPACED_LETTER.match(character) is not None
    found = Mark.SEEN
    for mark, holds in (
        (Mark.ALONE, alone),
        (Mark.PART, not alone and (alphanumeric or character == KEPT)),
        (Mark.ALPHANUMERIC, alphanumeric),
        (Mark.LETTER, alphanumeric and not character.isdecimal()),
        (Mark.CAPITAL, character.isascii() and character.isupper()),
        (Mark.BLANK, character.isspace()),
        (Mark.APOSTROPHE, character in APOSTROPHES),
        (Mark.ODD, _is_odd(character)),
        (Mark.LEAD, LEAD.match(character)),
        (Mark.CONTINUATION, CONTINUATION.match(character)),
    ):
        if holds:
            found |= mark
    for sign, characters in SIGNS.items():
        if character in characters:
            return int(found) | ord(sign) << SIGN_SHIFT
    return int(found)


def _is_odd(character: str) -> bool:
    return (
        character == HALF_A_GRAVE
        or INVISIBLE.match(character) is not None
        or unicodedata.category(character).startswith("M")
        or _JAMO[0] <= character <= _JAMO[1]
        or not unicodedata.is_normalized("NFKC", character)
    )
