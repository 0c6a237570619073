"""A text becomes words, and a word the forms that the index knows: folded, mapped across languages.

The work on one *word* is remembered by those who read texts, so a text costs one pass of a split
and one look-up a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cordee.observatory.linking.words import (
    AND_WORDS,
    COMPOUND_ENDS,
    OF_WORDS,
    PREFIXES,
    ROMAN,
    SAME,
)


UNKNOWN = 0
"""Number of every word that stands in no name."""

# What stands between two words, from the closest tie to the widest gap.
SPACE, JOINED, OF, AND, SOFT, COMMA, HARD = range(7)

# Scripts written without spaces are read character by character; a name is then found anywhere.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
# U.S.A. and P.R. are one word each.
_INITIALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,}[A-Z]?(?![a-z])")
# "U. of Rochester", "Ghent U.": a university, where no other initial stands before it.
_UNIVERSITY = re.compile(
    r"(?<![^\W_])(?<![A-Z]\. )(?<!\.)U\.(?=\s+(?:of\b|[A-Z][a-z])|\s*(?:[,;]|$))"
)
APOSTROPHES = "'’‘`´"
_POSSESSIVE = re.compile(rf"(?<=[^\W\d_])[{APOSTROPHES}](?=s(?![^\W_]))")
# Control characters stand for what parts words, so that one split reads them all; those that a
# text holds itself become blanks first.
_AND, _JOINED, _SOFT, _COMMA, _HARD = map(chr, range(1, 6))
KEPT = chr(0xE000)
"""What keeps initials together, and a possessive s with its word: a letter of the private use area,
which no text has for its own."""

_UNIVERSITY_INITIAL = "U" + KEPT
SIGNS = {
    _AND: "&",
    _JOINED: "'’‘`-‐‑",
    _SOFT: '()[]{}/:–—―«»“”"*·•',
    _COMMA: ",،、，",
    _HARD: ";؛；\n\r|",
}
"""What parts words, by the control character that stands for it."""

SIGN_GAPS = {_AND: AND, _JOINED: JOINED, _SOFT: SOFT, _COMMA: COMMA, _HARD: HARD}
"""What each sign between words is worth."""

# Where a small letter, or an acronym's last, meets the capital of the next word; letters and digits.
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z]{3})(?=[A-Z][a-z]{2})|(?<=[^\W\d_]{3})(?=\d{2})"
)
_LETTERS_DIGITS = re.compile(r"^([^\W\d_]{4,})(\d{1,2})$")
_DIGITS_LETTERS = re.compile(r"^(\d{1,2})([^\W\d_]{4,})$")
# What a word of the tables reads as, and the tie it makes if it is dropped; the last table counts.
_WORDS: dict[str, tuple[tuple[str, ...], int]] = {
    **{word: ((number,), 0) for word, number in ROMAN.items()},
    **{word: ((form,), 0) for word, form in SAME.items()},
    **dict.fromkeys(AND_WORDS, ((), AND)),
    **dict.fromkeys(OF_WORDS, ((), OF)),
}
_COMPOUND_HEADS = tuple(prefix for prefix, _ in PREFIXES)
_LEVELLED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th",
     "ħ": "h", "ё": "е", "ў": "у", "ґ": "г", "ə": "a",
     "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
)  # fmt: skip
# Endings of Russian, Ukrainian and Bulgarian cases: a name is met in the genitive as often.
_CYRILLIC_END = re.compile(
    r"(?:ского|ский|ская|ской|ское|ского|ому|ого|ая|ой|ое|ый|ий|ие|ых|их|ия|ии|ию|ей|ом|ем|ам|ах"
    r"|а|у|ы|и|е|о|я|ь|й)$"
)


class _Parting(dict[int, str]):
    """What each character becomes before the split: itself, a blank, or a sign between blanks."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(range(32), " "))
        self[ord(KEPT)] = KEPT
        for sign, characters in SIGNS.items():
            self.update((ord(character), f" {sign} ") for character in characters)

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if UNSPACED_LETTER.match(character):
            parted = f" {character} "
        else:
            parted = character if character.isalnum() else " "
        self[code] = parted
        return parted


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Return `text` in lower case without accents; ligatures and Arabic variants are levelled.

    >>> fold("Université de Łódź")
    'universite de lodz'
    """
    if text.isascii():
        return text.lower()
    # Letters such as a mathematical capital are small only once they are plain ones, and a letter as
    # Arabic joins it is one of the table only then.
    bare = unicodedata.normalize("NFKD", text.lower()).lower()
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_LEVELLED)


def read_word(raw: str) -> tuple[tuple[str, ...], int]:
    """Return the index forms of one word and the tie it makes if it is dropped.

    >>> read_word("Universitätsklinikum")
    (('univ', 'hospital'), 0)
    >>> read_word("of")
    ((), 2)
    """
    if raw == _UNIVERSITY_INITIAL:
        return ("univ",), 0
    raw = raw.replace(KEPT, "").replace(".", "")
    word = fold(raw)
    if not word:
        return (), SPACE
    known = _WORDS.get(word)
    if known:
        return known
    if word.startswith(_COMPOUND_HEADS):
        for prefix, forms in PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and (rest in COMPOUND_ENDS or rest in SAME):
                return (*forms, COMPOUND_ENDS.get(rest) or SAME[rest]), 0
    if word.isalpha():
        return (_stem(word),), 0
    parts = _LETTERS_DIGITS.match(word) or _DIGITS_LETTERS.match(word)
    if parts:
        forms = tuple(form for part in parts.groups() for form in read_word(part)[0])
        return forms, 0
    return (_stem(word),), 0


def _stem(word: str) -> str:
    if "а" <= word[-1] <= "я" and len(word) > 5:
        stem = _CYRILLIC_END.sub("", word)
        return SAME.get(stem, stem)
    return word


def part_glued(raw: str) -> list[str]:
    """Return the words of a word in which the blanks were lost; itself alone when it shows none.

    >>> part_glued("UniversityHuntingtonWV")
    ['University', 'Huntington', 'WV']
    >>> part_glued("Universityof"), part_glued("Kentucky")
    (['University', 'of'], ['Kentucky'])
    """
    parts = [raw] if _is_plain(raw) else _GLUED.sub(" ", raw).split()
    if len(parts) == 1 and raw.endswith("of") and raw[:-2].lower() in SAME:
        return [raw[:-2], "of"]
    return parts


def _is_plain(raw: str) -> bool:
    """Say whether a word has neither digits nor a capital inside."""
    return raw.isalpha() and raw[1:].islower()


class NameReader:
    """Turns names into numbers of words, numbering each word when it is first met."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self._memory: dict[str, tuple[int, ...]] = dict.fromkeys(SIGN_GAPS, ())

    def read(self, text: str) -> list[int]:
        """Return the numbers of the words of a clean name."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        memory = self._memory
        found: list[int] = []
        for word in split_words(text):
            known = memory.get(word)
            found += self._learn(word) if known is None else known
        return found

    def _learn(self, raw: str) -> tuple[int, ...]:
        vocabulary = self.vocabulary
        forms = read_word(raw)[0]
        found = tuple(vocabulary.setdefault(form, len(vocabulary) + 1) for form in forms)
        self._memory[raw] = found
        return found


_parting = _Parting()
# Most texts are ASCII, and a table of one character for one reads them ten times faster.
_PARTED_SIGNS = [(sign, f" {sign} ") for sign in SIGN_GAPS]
_ASCII = {code: _parting[code].strip() or " " for code in range(128)}


def split_words(text: str) -> list[str]:
    """Return the words of a cleaned text in their order, with the signs of `SIGN_GAPS` between them.

    >>> [word for word in split_words("Univ. Lille, France") if word not in SIGN_GAPS]
    ['Univ', 'Lille', 'France']
    """
    marked = _mark_points(_keep_possessives(text))
    if not marked.isascii():
        return marked.translate(_parting).split()
    parted = marked.translate(_ASCII)
    for sign, apart in _PARTED_SIGNS:
        if sign in parted:
            parted = parted.replace(sign, apart)
    return parted.split()


def _mark_points(text: str) -> str:
    """Return a text whose points part sentences, abbreviate, or keep initials together."""
    if "." not in text:
        return text
    if "U." in text:
        text = _UNIVERSITY.sub(_UNIVERSITY_INITIAL, text)
    # Initials are two letters and two points at least.
    if text.count(".") > 1:
        text = _INITIALS.sub(_keep_together, text)
    # A colon parts as the end of a sentence does.
    return text.replace(". ", " : ")


def _keep_possessives(text: str) -> str:
    """Return a text in which King's is one word, as in Kings College."""
    # Most names are ASCII and have none: two letters are found faster than an expression.
    if text.isascii() and "'s" not in text and "`s" not in text:
        return text
    return _POSSESSIVE.sub(KEPT, text)


def _keep_together(found: re.Match[str]) -> str:
    return found[0].replace(".", KEPT)
