"""Corrections: what people who know better say that a text names, put in place of what was found.

>>> from cordee.reference.organisations import load_registry
>>> corrections = Corrections.load(Path("corrections.csv"), load_registry())  # doctest: +SKIP
>>> corrections.find("Pavillon Sainte Eugénie, Lyon")  # doctest: +SKIP
(Applied(correction='C001', organisations=('01502ca60',), whole=False, start=0, end=23),)

Which correction counts where several fit one text: a correction of the whole text before any
pattern; of patterns that overlap, the one of more words. Patterns of as many words that could
overlap are refused when they are proposed (`cordee.observatory.linking.correction_checks`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cordee.observatory.linking.correction_checks import (
    check_corrections,
    get_key,
    raise_faults,
)
from cordee.observatory.linking.correction_file import (
    Correction,
    Kind,
    Status,
    read_corrections,
)
from cordee.observatory.linking.correction_words import (
    Word,
    fold_whole,
    is_general,
    place_words,
    split_words,
)
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.reasons import Reason
from cordee.reference.organisations import Registry


REASON = Reason.CORRECTION.value
"""The reason of a link that a correction made."""

SCORE = 1.0
"""Two people have looked at it: no link is surer."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction found in a text: its id, and the organisations named there (none: nobody).

    `whole` says that it speaks for the whole text; `start` and `end` are characters of the text.
    """

    correction: str
    organisations: tuple[str, ...]
    whole: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    correction: Correction
    words: tuple[str, ...]
    needle: bytes  # the words between blanks, as they are looked for

    @property
    def rank(self) -> tuple[int, tuple[str, ...]]:
        """First the pattern of more words. The words themselves keep the order the same always."""
        return -len(self.words), self.words


class Corrections:
    """Accepted corrections, ready to be found in texts. Safe to share between threads.

    `checksum` changes when what they say changes, and is "" when there are none: reasons, names
    and dates may be edited, and lines put in another order, without linking anything anew.
    """

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        accepted = [one for one in corrections if one.status is Status.ACCEPTED]
        accepted.sort(key=lambda one: (one.kind, get_key(one), one.organisations, one.id))
        self.corrections = tuple(accepted)
        self.checksum = _sum_up(accepted)
        self._whole = {get_key(one): one for one in accepted if one.kind is Kind.TEXT}
        self._patterns: dict[bytes, list[_Pattern]] = {}
        for one in accepted:
            if one.kind is Kind.PATTERN:
                key = get_key(one)
                words = tuple(key.split())
                anchor = max(words, key=_weigh).encode()
                pattern = _Pattern(one, words, f" {key} ".encode())
                self._patterns.setdefault(anchor, []).append(pattern)
        self._anchors = frozenset(self._patterns)

    @classmethod
    def load(cls, path: Path | None, registry: Registry) -> Corrections:
        """Return the accepted corrections of `path`, by default of the user, who may have none.

        Raises `CorrectionsError` (a `ReferenceFileError`) when a line cannot be read or an accepted
        correction may not stand: to leave it out in silence would change figures without a word.
        """
        file = read_corrections(path)
        accepted = tuple(one for one in file.corrections if one.status is Status.ACCEPTED)
        faults = check_corrections(replace(file, corrections=accepted), registry, names=False)
        raise_faults(file.path, faults)
        return cls(accepted)

    def __len__(self) -> int:
        return len(self.corrections)

    def find(self, text: str) -> tuple[Applied, ...]:
        """Return the corrections that `text` calls for, in the order of the text.

        They never overlap. Most texts call for none: that is known after one look at their words.
        """
        if self._whole and (whole := self._whole.get(fold_whole(text))):
            return (Applied(whole.id, whole.organisations, True, 0, len(text)),)
        if not self._anchors:
            return ()
        words = split_words(text)
        if self._anchors.isdisjoint(words):
            return ()
        return self._find_patterns(text, words)

    def list_applied(self, text: str) -> tuple[Correction, ...]:
        """Return the corrections that `find` applies to `text`, each once, with who made it and why."""
        ids = {one.correction for one in self.find(text)}
        return tuple(one for one in self.corrections if one.id in ids)

    def _find_patterns(self, text: str, words: list[bytes]) -> tuple[Applied, ...]:
        joined = b" %b " % b" ".join(words)
        held = [
            pattern
            for anchor in self._anchors.intersection(words)
            for pattern in self._patterns[anchor]
            if pattern.needle in joined
        ]
        if not held:
            return ()
        placed = place_words(text)
        taken: list[tuple[int, int, _Pattern]] = []
        for pattern in sorted(held, key=lambda one: one.rank):
            for first in _list_places(placed, pattern.words):
                end = first + len(pattern.words)
                if all(end <= other[0] or first >= other[1] for other in taken):
                    taken.append((first, end, pattern))
        taken.sort(key=lambda one: one[0])
        return tuple(_make_applied(placed, *one) for one in taken)


def _list_places(placed: Sequence[Word], words: tuple[str, ...]) -> list[int]:
    size = len(words)
    texts = tuple(word.text for word in placed)
    return [n for n in range(len(texts) - size + 1) if texts[n : n + size] == words]


def _make_applied(placed: Sequence[Word], first: int, end: int, pattern: _Pattern) -> Applied:
    one = pattern.correction
    start, stop = placed[first].start, placed[end - 1].end
    return Applied(one.id, one.organisations, False, start, stop)


def _weigh(word: str) -> tuple[bool, int, str]:
    """Return how rare a word is likely to be: particular before general, then the longest."""
    return not is_general(word), len(word), word


def _sum_up(accepted: Sequence[Correction]) -> str:
    if not accepted:
        return ""
    said = sorted(
        f"{one.kind.value}\t{get_key(one)}\t{' '.join(sorted(one.organisations))}"
        for one in accepted
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def apply(
    linked: Linked,
    found: Sequence[Applied],
    *,
    country_of: Callable[[str], str | None],
) -> Linked:
    """Return `linked` with the corrections `found` in its text applied; `linked` itself without any.

    A correction of the whole text replaces all organisations. A pattern replaces those whose span
    overlaps its words, but not one that the text gives by its identifier: the words of a pattern do
    not spell that. What a correction names has score 1 and the reason "correction".

    Countries are taken anew: those of the organisations that are left or came (`country_of`, a ROR
    id to its country), then those the text had beside its former organisations: all it had, where
    the text itself was what they rested on.
    """
    if not found:
        return linked
    named = {id_ for one in found for id_ in one.organisations}
    kept = [
        link
        for link in linked.organisations
        if link.organisation not in named and not any(_replaces(one, link) for one in found)
    ]
    made = {
        id_: Link(id_, SCORE, REASON, one.start, one.end)
        for one in reversed(found)
        for id_ in reversed(one.organisations)
    }
    links = sorted([*kept, *reversed(made.values())], key=lambda link: (link.start, link.end))
    countries, basis = _get_countries(linked, links, country_of)
    return replace(linked, organisations=tuple(links), countries=countries, country_basis=basis)


def _replaces(one: Applied, link: Link) -> bool:
    if one.whole:
        return True
    return link.reason != Reason.IDENTIFIER.value and link.start < one.end and one.start < link.end


def _get_countries(
    linked: Linked, links: Iterable[Link], country_of: Callable[[str], str | None]
) -> tuple[tuple[str, ...], str]:
    own = [country_of(link.organisation) for link in links]
    countries = list(dict.fromkeys(country for country in own if country))
    basis = "organisation" if countries else "text"
    theirs = {country_of(link.organisation) for link in linked.organisations}
    beside = [country for country in linked.countries if country not in theirs]
    countries += [country for country in beside if country not in countries]
    return tuple(countries), basis if countries else ""
