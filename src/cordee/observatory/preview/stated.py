"""The countries that an affiliation states outright, read from its last words up.

Nine texts in ten end with their country between commas, and what stands so is what the linker reads
too. Only that is taken here; whatever else may speak of a country makes a text doubtful, and those
the linker reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from cordee.observatory.linking.countries import GROUPS, list_aliases
from cordee.observatory.linking.noise import ANNOUNCEMENT, clean
from cordee.reference.countries import all_names, list_territories, make_key
from cordee.reference.folding import fold


_SEGMENT = re.compile("[,;،、，；\n]")
# Inside a segment: "China/Nijmegen", "France (S.X.)", "Spain. 2Department of", "Italy and Institut".
_INSIDE = re.compile(r"\. |[/():]| and | et ")
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"&[#\w]{2,8};")
_INITIALS = re.compile(r"\b[A-Z]\. ?[A-Z]\b")  # "U.K.", of which no word is a name's last
_MOST_WORDS = 4  # of a name that stands at the end of more
_ENDS = " .\u00a0-–—*"

CONTESTED = frozenset({"georgia"})
"""Names that are also those of a State of the United States: the rest of the text decides."""

# What is found in a segment: the countries it states, or this when it may speak of one otherwise.
Found = tuple[str, ...] | None
_DOUBTFUL = None


class Statements:
    """Reads texts; what a segment says is found out once, whatever the number of texts it stands in."""

    def __init__(self) -> None:
        self._names = _read_names()
        self._last_words = frozenset(name.rpartition(" ")[2] for name in self._names)
        self._segments: dict[str, Found] = {}

    def read(self, text: str) -> Found:
        """Return the countries a text states, None when that is not certain.

        >>> Statements().read("Institut Curie, Paris, France; UCL, London, UK.")
        ('FR', 'GB')
        >>> Statements().read("Harvard Medical School, Boston, MA 02115") is None
        True
        """
        if "&" in text and _ENTITY.search(text):
            text = clean(text)[0]
        segments = text.split(",") if text.isascii() and ";" not in text else _SEGMENT.split(text)
        known = self._segments
        stated: dict[str, None] = {}
        before = ""
        for segment in segments:
            try:
                found = known[segment]
            except KeyError:
                found = known[segment] = self._read_segment(segment)
            if found is _DOUBTFUL:
                return _DOUBTFUL
            if not found:
                before = ""
                continue
            # Of two names in a row the first may be a town's: "Granada, Spain".
            if before and self._name(before) is not None:
                return _DOUBTFUL
            before = segment
            for code in found:
                stated[code] = None
        if not stated or (len(stated) > 1 and _is_contested(stated)):
            return _DOUBTFUL
        return tuple(stated)

    def _read_segment(self, segment: str) -> Found:
        bare = (_drop_mail(segment) if "@" in segment else segment).strip(_ENDS)
        if bare not in self._segments:
            self._segments[bare] = self._look(bare)
        return self._segments[bare]

    def _look(self, bare: str) -> Found:
        folded = _fold_quickly(bare)
        # Between blanks alone the words are the same, and found in a third of the time.
        plain = folded.replace(" ", "").isalnum()
        words = folded.split() if plain else _WORD.findall(folded)
        if self._last_words.isdisjoint(words) and (plain or not _INITIALS.search(bare)):
            return ()
        code = self._name(bare)
        if code is not None:
            return (code,) if code else _DOUBTFUL
        parts = _INSIDE.split(bare)
        if len(parts) == 1:
            return _DOUBTFUL if self._ends_with_name(bare) else ()
        stated: list[str] = []
        for part in parts:
            code = self._name(part)
            if code == "" or (code is None and self._ends_with_name(part)):
                return _DOUBTFUL
            if code:
                stated.append(code)
        return tuple(stated)

    def _name(self, text: str) -> str | None:
        """Return the country a text names as a whole, "" for a contested name, None for no name."""
        text = text.strip(_ENDS)
        if not text or (text[0].islower() and not text.startswith("the ")):
            return None
        key = make_key(text)
        if key in CONTESTED:
            return ""
        code = self._names.get(key)
        # "GB" in capitals is a country, in small letters two letters of something else.
        return None if code and len(text) == 2 and not text.isupper() else code

    def _ends_with_name(self, text: str) -> bool:
        words = make_key(text).split()
        return any(" ".join(words[first:]) in self._names for first in range(-_MOST_WORDS, 0))


def _fold_quickly(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)


def _is_contested(codes: Iterable[str]) -> bool:
    """Say whether two of some countries may be one: Hong Kong and China, Réunion and France."""
    territories = list_territories()
    states = [GROUPS.get(code) or territories.get(code, code) for code in codes]
    return len(set(states)) < len(states)


def _drop_mail(segment: str) -> str:
    """Return a segment without its e-mails and what announces them."""
    at = segment.find("@")
    if " " in segment[at:].rstrip(_ENDS):
        return clean(segment)[0]
    return segment[: segment.rfind(" ", 0, at) + 1].rstrip().removesuffix(ANNOUNCEMENT)


@cache
def _read_names() -> Mapping[str, str]:
    """Return the names of countries the linker's index knows, each as `make_key` writes it."""
    names = dict(all_names())
    names.update((make_key(alias), code) for alias, code in list_aliases())
    return names
