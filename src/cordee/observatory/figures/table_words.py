"""What the words of an answer are called: pages, files and terminals say the same."""

from __future__ import annotations

from collections.abc import Mapping

from cordee.kernel.messages import N_, translate


CHANGES = {
    "new": N_("new partner"),
    "lost": N_("lost partner"),
    "sustained": N_("sustained partner"),
}
"""What to call how a tie changed."""

RELATIONS = {
    "parent": N_("above the home in the registry"),
    "part": N_("part of the home in the registry"),
    "cotutelle": N_("co-tutelle"),
}
"""What to call each relation of an own body to the home."""

GROWTHS = {
    "cagr": N_("a year, compound"),
    "halves": N_("second half of the years on the first"),
}
"""What to call each way in which growth is reckoned."""

CITED = {
    "works": N_("All works"),
    "domestic": N_("One country"),
    "international": N_("International"),
    "bilateral": N_("Two countries"),
    "trilateral": N_("Three countries"),
    "multilateral": N_("Four countries or more"),
    "industry": N_("With industry"),
}
"""What to call each kind of works that citations are given for."""

WORK_TYPES = {
    "article": N_("article"),
    "book": N_("book"),
    "book-chapter": N_("book chapter"),
    "dataset": N_("data set"),
    "dissertation": N_("thesis"),
    "editorial": N_("editorial"),
    "erratum": N_("erratum"),
    "letter": N_("letter"),
    "news": N_("news item"),
    "other": N_("other type"),
    "preprint": N_("preprint"),
    "report": N_("report"),
    "retraction": N_("retraction"),
    "review": N_("review"),
}
"""What to call each type of work; a source may have others, which are shown as they stand."""


def name_word(word: str | None, names: Mapping[str, str], language: str) -> str | None:
    """Return what `word` is called, itself when it has no name here, None for None.

    >>> name_word("cotutelle", RELATIONS, "en")
    'co-tutelle'
    """
    return None if word is None else translate(names.get(word, word), language)
