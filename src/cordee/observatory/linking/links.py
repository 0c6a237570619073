"""What linking a text gives: the organisations it names, each with its place, and the countries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One organisation a text names: its ROR id, the score (0 to 1), and why it was taken.

    `reason` is a code of `cordee.observatory.linking.reasons.Reason`; `start` and `end` are
    characters of the text as given, the last not included.
    """

    organisation: str
    score: float
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Linked:
    """What a text names: links in the order of the text, countries as ISO 3166-1 alpha-2 codes.

    `country_basis` is "organisation", "text" or "" when none is known.
    """

    organisations: tuple[Link, ...]
    countries: tuple[str, ...]
    country_basis: str
