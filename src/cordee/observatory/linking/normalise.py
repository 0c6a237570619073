"""A text becomes numbered words: folded, mapped across languages, each with its place in the text.

The work on one *word* is remembered, so a text costs one pass of a regular expression and one
dictionary look-up a word. Character offsets always refer to the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from cordee.observatory.linking.noise import clean
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
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
# U.S.A. and P.R. are one word each.
_INITIALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,}[A-Z]?(?![a-z])")
# Letters of the private use area stand for what parts words, so that one split reads them all.
_DOT, _AND, _JOINED, _SOFT, _COMMA, _HARD = map(chr, range(0xE000, 0xE006))
_SIGNS = {
    _AND: "&",
    _JOINED: "'’‘`-‐‑",
    _SOFT: '()[]{}/:–—―«»“”"*·•',
    _COMMA: ",،、，",
    _HARD: ";؛；\n\r|",
}
_NO_PLAIN_SIGNS = str.maketrans("", "", " .,")
_SIGN_GAPS = {_AND: AND, _JOINED: JOINED, _SOFT: SOFT, _COMMA: COMMA, _HARD: HARD}
_LETTERS_DIGITS = re.compile(r"^([^\W\d_]{4,})(\d{1,2})$")
_DIGITS_LETTERS = re.compile(r"^(\d{1,2})([^\W\d_]{4,})$")
_ARABIC = str.maketrans("أإآٱىیيکة", "ااااييىكه".replace("ى", "ي"))
_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th",
     "ħ": "h", "ё": "е", "ў": "у", "ґ": "г", "ə": "a"}
)  # fmt: skip
# Endings of Russian, Ukrainian and Bulgarian cases: a name is met in the genitive as often.
_CYRILLIC_END = re.compile(
    r"(?:ского|ский|ская|ской|ское|ского|ому|ого|ая|ой|ое|ый|ий|ие|ых|их|ия|ии|ию|ей|ом|ем|ам|ах"
    r"|а|у|ы|и|е|о|я|ь|й)$"
)


class _Parting(dict[int, str]):
    """What each character becomes before the split: itself, a blank, or a sign between blanks."""

    def __init__(self) -> None:
        super().__init__({ord(_DOT): _DOT})
        for sign, characters in _SIGNS.items():
            self.update((ord(character), f" {sign} ") for character in characters + sign)

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _UNSPACED_LETTER.match(character):
            parted = f" {character} "
        else:
            parted = character if character.isalnum() else " "
        self[code] = parted
        return parted


class Tokens:
    """The words of one text, in parallel lists.

    `ids` are numbers in the vocabulary, `raw` the words as written, `gaps` what stands before each
    word (`SPACE` to `HARD`). Where a word stands is worked out only when it is asked for.
    """

    __slots__ = (
        "_length",
        "_offsets",
        "_owners",
        "_places",
        "_text",
        "_words",
        "gaps",
        "ids",
        "raw",
    )

    def __init__(
        self,
        text: str,
        words: list[str],
        owners: list[int],
        ids: list[int],
        raw: list[str],
        gaps: list[int],
    ) -> None:
        self.ids = ids
        self.raw = raw
        self.gaps = gaps
        self._text = text
        self._words = words
        self._owners = owners
        self._offsets: list[int] | None = None
        self._length = len(text)
        self._places: list[tuple[int, int]] | None = None

    def set_offsets(self, offsets: list[int], length: int) -> None:
        """Say that the text read was cleaned of a longer one; `offsets` lead back to it."""
        self._offsets = offsets
        self._length = length

    def get_place(self, position: int) -> tuple[int, int]:
        """Return the first character of a word in the original text and the one after its last."""
        if self._places is None:
            self._places = list(self._find_words())
        return self._places[self._owners[position]]

    def get_span(self, first: int, end: int) -> tuple[int, int]:
        """Return the characters of the words `first` to `end` (not included)."""
        return self.get_place(first)[0], self.get_place(end - 1)[1]

    def _find_words(self) -> Iterator[tuple[int, int]]:
        # The words come in the order of the text and none is left out, so each is found next.
        text, offsets = self._text, self._offsets
        end = 0
        for word in self._words:
            if word in _SIGN_GAPS:
                yield 0, 0
                continue
            start = text.index(word, end)
            end = start + len(word)
            if offsets is None:
                yield start, end
            else:
                last = offsets[end] if end < len(offsets) else self._length
                # One original character may have become several: it is not cut.
                yield offsets[start], max(last, offsets[end - 1] + 1)


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Return `text` in lower case without accents; ligatures and Arabic variants are levelled.

    >>> fold("Université de Łódź")
    'universite de lodz'
    """
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_SPECIAL).translate(_ARABIC)
    bare = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_SPECIAL)


def read_word(raw: str) -> tuple[tuple[str, ...], int]:
    """Return the index forms of one word and the tie it makes if it is dropped.

    >>> read_word("Universitätsklinikum")
    (('univ', 'hospital'), 0)
    >>> read_word("of")
    ((), 2)
    """
    raw = raw.replace(_DOT, "").replace(".", "")
    word = fold(raw)
    if not word:
        return (), SPACE
    if word in OF_WORDS:
        return (), OF
    if word in AND_WORDS:
        return (), AND
    same = SAME.get(word)
    if same:
        return (same,), 0
    if word in ROMAN:
        return (ROMAN[word],), 0
    for prefix, forms in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and (rest in COMPOUND_ENDS or rest in SAME):
            return (*forms, COMPOUND_ENDS.get(rest) or SAME[rest]), 0
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


class Tokeniser:
    """Turns texts into numbered words with one vocabulary; `grow` adds words (when compiling)."""

    # Enough for the words of a million affiliations; above it the memory is emptied, not leaked.
    MOST_REMEMBERED = 400_000

    def __init__(self, vocabulary: dict[str, int], *, grow: bool = False) -> None:
        self.vocabulary = vocabulary
        self.grow = grow
        self._memory: dict[str, tuple[tuple[int, ...], int]] = {}
        self._parting = _Parting()
        self._forget()

    def _forget(self) -> None:
        self._memory.clear()
        self._memory.update((sign, ((), gap)) for sign, gap in _SIGN_GAPS.items())

    def _learn(self, raw: str) -> tuple[tuple[int, ...], int]:
        forms, tie = read_word(raw)
        vocabulary = self.vocabulary
        if self.grow:
            ids = tuple(vocabulary.setdefault(form, len(vocabulary) + 1) for form in forms)
        else:
            ids = tuple(vocabulary.get(form, UNKNOWN) for form in forms)
        if len(self._memory) >= self.MOST_REMEMBERED:
            self._forget()
        self._memory[raw] = (ids, tie)
        return ids, tie

    def tokenise(self, text: str) -> Tokens:
        """Return the words of `text`; nothing is lost of the offsets."""
        cleaned, offsets = clean(text)
        tokens = self._scan(cleaned)
        if offsets is not None:
            tokens.set_offsets(offsets, len(text))
        return tokens

    def read_name(self, text: str) -> list[int]:
        """Return the numbers of the words of a clean name, as the compiler reads them by the million."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        return self._scan(text).ids

    def _scan(self, text: str) -> Tokens:
        parted = text
        if "." in text:
            # Initials are two letters and two points at least.
            if text.count(".") > 1:
                text = _INITIALS.sub(_keep_together, text)
            parted = text.replace(". ", f" {_SOFT} ")
        if text.isascii() and text.translate(_NO_PLAIN_SIGNS).isalnum():
            # Most texts have no other signs, and the general way reads them ten times slower.
            words = parted.replace(",", f" {_COMMA} ").replace(".", " ").split()
        else:
            words = parted.translate(self._parting).split()
        owners: list[int] = []
        ids: list[int] = []
        raw: list[str] = []
        gaps: list[int] = []
        memory, learn = self._memory, self._learn
        gap = HARD
        for owner, word in enumerate(words):
            known = memory.get(word) or learn(word)
            if known[0]:
                for number in known[0]:
                    owners.append(owner)
                    ids.append(number)
                    raw.append(word)
                    gaps.append(gap)
                    gap = SPACE
            elif known[1] > gap:
                gap = known[1]
        return Tokens(text, words, owners, ids, raw, gaps)


def _keep_together(found: re.Match[str]) -> str:
    return found[0].replace(".", _DOT)
