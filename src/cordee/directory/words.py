"""The words a thing is found by: folded, and stemmed in French and in English.

>>> list_words("Universités de l'Ouest")
('universites', 'ouest')
>>> write_forms(list_words("Universités"))
'universites universit'
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from cordee.reference.folding import fold


LONGEST_WORD = 60
"""Longer strings of letters are no words and are cut; the vocabulary's column holds as many."""

WORDS_KEPT_STEMMED = 200_000
"""Names share most of their words; this many fit into 60 MB."""

TEXTS_KEPT_SPLIT = 5_000
"""Names of countries and towns, and of houses where many people are; this many fit into 3 MB."""

# Words that stand in nearly every name or question and tell nothing apart.
_EMPTY = """
    a au aux d de des du en et l la le les ou par pour s sur un une
    an and at by for in of on or the to with
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@lru_cache(maxsize=TEXTS_KEPT_SPLIT)
def list_words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded, in order, without those that tell nothing apart.

    A text of nothing but such words keeps them: somebody looks for a team called “A”.
    """
    words = [word[:LONGEST_WORD] for word in fold(text).split()]
    return tuple(word for word in words if word not in EMPTY_WORDS) or tuple(words)


@lru_cache(maxsize=WORDS_KEPT_STEMMED)
def list_forms(word: str) -> tuple[str, ...]:
    """Return a folded word with its French and its English stem, each form once.

    Stems are made of the folded word, on both sides of the comparison: “universités” without its
    accent stems to something else than with it, but always to the same.

    >>> list_forms("tumeurs")
    ('tumeurs', 'tumeur')
    """
    return tuple(dict.fromkeys((word, *(_stem(word, name) for name in ("french", "english")))))


def list_all_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of several texts, each once, in order."""
    return tuple(dict.fromkeys(word for text in texts if text for word in list_words(text)))


def write_forms(words: Iterable[str]) -> str:
    """Return all forms of words, each once, parted by spaces, as the search keeps them."""
    return " ".join(dict.fromkeys(form for word in words for form in list_forms(word)))


def is_vocabulary(word: str) -> bool:
    """Return whether a typing error may have meant the word: letters only, three or more."""
    return len(word) > 2 and word.isalpha()


def _stem(word: str, language: str) -> str:
    # A stemmer keeps the word in hand as its state, so each word gets one of its own: threads share none.
    stem: str = Stemmer.Stemmer(language, 0).stemWord(word)
    return stem
