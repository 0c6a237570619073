"""Letters as they are read before they are sent: in each language, by the words that send them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import override


LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Written:
    """What a letter says, in one language."""

    subject: str
    body: str


@dataclass(frozen=True)
class Preview:
    """A letter in one of its languages, which is named in that language."""

    language: str
    letter: Written


def join_both(write: Callable[[], Written], first: str) -> Written:
    """Return a letter in both languages at once, `first` before the other, for readers of either."""
    found = {one.language: one.letter for one in write_both(write)}
    both = [found.pop(first), *found.values()]
    return Written(both[0].subject, "\n\n— — —\n\n".join(one.body for one in both))


def write_both(write: Callable[[], Written]) -> tuple[Preview, ...]:
    """Return a letter in each language, as `write` writes it where that language is active."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(Preview(language, write()))
    return tuple(found)
