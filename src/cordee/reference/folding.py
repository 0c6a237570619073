"""Text made comparable: case, accents, dots and punctuation folded away.

Two forms of one rule. `fold` takes one text; `fold_array` takes an Arrow column and does the same
to some hundred thousand names a second. A test holds the two equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc


# Letters that Unicode does not decompose into a base letter and an accent, written as a reader
# without that keyboard would type them; and the Greek final sigma, which is only a position.
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ə": "e",
    "ς": "σ",
}
_LETTERS = str.maketrans(LETTERS)
_LAST_KEPT = 0xFFFF
"""Of the basic plane alone: what stands beyond is rare, and no text makes the tables grow without end."""


class _Characters(dict[int, str]):
    """What becomes of each character, found out once: a text is then put right by one look-up a letter."""

    def __init__(self, decide: Callable[[str], str]) -> None:
        super().__init__()
        self.decide = decide

    def __missing__(self, code: int) -> str:
        found = self.decide(chr(code))
        if code <= _LAST_KEPT:
            self[code] = found
        return found


# "U.S.A." is one word and so is "King's"; any other punctuation parts words.
_INITIAL = re.compile(r"\b([A-Za-z])\.", re.ASCII)
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_POSSESSIVE = re.compile(r"['’]s\b", re.ASCII)


def fold(text: str) -> str:
    """Return `text` in lower case without accents or punctuation, words parted by one space.

    >>> fold("  L’Hôpital  Saint-Louis (A.P.H.P.) ")
    'l hopital saint louis aphp'
    """
    if text.isascii():
        return _NOT_ASCII_WORD.sub(" ", _join(text.lower())).strip()
    text = unicodedata.normalize("NFKD", text).translate(_WITHOUT_MARKS)
    text = _join(text.lower().translate(_LETTERS))
    return " ".join(text.translate(_WORDS_ALONE).split())


def _join(text: str) -> str:
    # Few texts have either, and looking is several times faster than substituting nothing.
    if "." in text:
        text = _INITIAL.sub(r"\1", text)
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("s", text)
    return text


def _drop_mark(character: str) -> str:
    return "" if unicodedata.category(character) == "Mn" else character


def _keep_word(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LNM" else " "


_WITHOUT_MARKS = _Characters(_drop_mark)
_WORDS_ALONE = _Characters(_keep_word)


def fold_array(texts: pa.Array) -> pa.Array:
    """Return the column `texts` folded as `fold` does, all at once."""
    # Four names in five are plain ASCII and skip the steps for other letters, half of the work.
    plain = pc.string_is_ascii(texts)
    marked = texts.filter(pc.invert(plain))
    marked = pc.utf8_normalize(marked, form="NFKD")
    marked = pc.utf8_lower(pc.replace_substring_regex(marked, r"\p{Mn}+", ""))
    for letter, latin in LETTERS.items():
        marked = pc.replace_substring(marked, letter, latin)
    folded = pc.replace_with_mask(pc.ascii_lower(texts), pc.invert(plain), marked)
    folded = pc.replace_substring_regex(folded, r"\b([A-Za-z])\.", r"\1")
    folded = pc.replace_substring_regex(folded, r"['’]s\b", "s")
    folded = pc.replace_substring_regex(folded, r"[^\p{L}\p{N}\p{M}]+", " ")
    return pc.utf8_trim(folded, characters=" ")
