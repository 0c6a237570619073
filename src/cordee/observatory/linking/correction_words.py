"""How corrections read a text: as one whole, or as words that stand one after the other.

A *whole* is the text with white space and case folded; accents and punctuation count. *Words* are
runs of letters and digits without case or accents; any punctuation parts them, so "A.P.H.P." is
four words and "APHP" is one. A letter of a script written without spaces is a word of its own.

`split_words` has three ways that give the same words (a test holds them equal): most texts are plain
ASCII and read by the byte, most others are Latin letters with accents, and the rest go letter by
letter. `place_words` says where each word stands and is for the few texts that have a match.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from cordee.observatory.linking.words import AND_WORDS, GENERIC, OF_WORDS, SAME
from cordee.reference.folding import LETTERS


_LETTERS = str.maketrans(LETTERS)
# The scripts that the linker's own normaliser reads letter by letter, for the same reason.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
# What is left of a decomposed Latin text beside ASCII: accents, which encoding to ASCII drops.
_NOT_PLAIN = re.compile("[^\x00-\x7f\u0300-\u036f]")
_BYTES = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ")
    for code in range(256)
)


class Word(NamedTuple):
    """A folded word and its characters in the text as given: `start` to `end`, not included."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """What each character becomes: folded letters, nothing (an accent), or a blank."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        bare = [c for c in unicodedata.normalize("NFKD", character) if _get_kind(c) != "Mn"]
        lowered = "".join(bare).lower().translate(_LETTERS)
        folded = "".join(c if _get_kind(c)[0] in "LNM" else " " for c in lowered)
        folded = "".join(c for c in folded if _get_kind(c) != "Mn")
        self[code] = f" {folded} " if _UNSPACED.match(character) else folded
        return self[code]


def _get_kind(character: str) -> str:
    return unicodedata.category(character)


_FOLDING = _Folding()


def fold_whole(text: str) -> str:
    """Return `text` with white space and case folded: what a whole-text correction is found by.

    >>> fold_whole("  Institut  CURIE, Paris ")
    'institut curie, paris'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    # Of all white space only the plain blank is printable: most texts are folded already.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text.casefold()
    return " ".join(text.split()).casefold()


def split_words(text: str) -> list[bytes]:
    """Return the folded words of `text` in UTF-8, in their order.

    >>> split_words("L'Hôpital Saint-Louis (A.P.)")
    [b'l', b'hopital', b'saint', b'louis', b'a', b'p']
    """
    if text.isascii():
        return text.encode().translate(_BYTES).split()
    bare = unicodedata.normalize("NFKD", text)
    if _NOT_PLAIN.search(bare):
        return text.translate(_FOLDING).encode().split()
    return bare.encode("ascii", "ignore").translate(_BYTES).split()


def place_words(text: str) -> list[Word]:
    """Return the words of `split_words` with the characters of `text` they are made of.

    >>> place_words("Œuvre – 2")
    [Word(text='oeuvre', start=0, end=5), Word(text='2', start=8, end=9)]
    """
    found: list[Word] = []
    word, start, end = "", 0, 0
    for place, character in enumerate(text):
        for letter in _FOLDING[ord(character)]:
            if letter == " ":
                if word:
                    found.append(Word(word, start, end))
                word = ""
                continue
            start = start if word else place
            word, end = word + letter, place + 1
    if word:
        found.append(Word(word, start, end))
    return found


def is_general(word: str) -> bool:
    """Say whether many organisations share a folded word, so that it points to none of them.

    >>> is_general("universite"), is_general("eugenie")
    (True, False)
    """
    return SAME.get(word, word) in GENERIC or word in OF_WORDS or word in AND_WORDS
