"""Why a text was linked as it was: every step of one linking, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordee.observatory.linking.candidates import Candidate
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.normalise import read_word
from cordee.observatory.linking.reasons import SENTENCES
from cordee.observatory.linking.spans import Scan
from cordee.reference.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Considered:
    """One organisation that was considered for one span.

    `written` is the span as it stands in the text, `start` and `end` its characters; `reason` a
    code of `cordee.observatory.linking.reasons.Reason` and `sentence` its text, to be translated.
    """

    organisation: str
    name: str
    country: str | None
    accepted: bool
    score: float
    reason: str
    sentence: str
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that the linker saw in one text.

    `normalised` is the text as the index reads it, `tokens` its words; `candidates` come accepted
    first, then in the order of the text; `country_basis` is "organisation", "text" or "".
    """

    text: str
    normalised: str
    tokens: tuple[str, ...]
    candidates: tuple[Considered, ...]
    countries: tuple[str, ...]
    country_basis: str

    @property
    def accepted(self) -> tuple[Considered, ...]:
        """The organisations that were taken."""
        return tuple(one for one in self.candidates if one.accepted)

    @property
    def refused(self) -> tuple[Considered, ...]:
        """The organisations that were left."""
        return tuple(one for one in self.candidates if not one.accepted)


def build(
    index: NameIndex,
    organisations: Mapping[str, Organisation],
    text: str,
    found: Scan,
    candidates: list[Candidate],
    countries: tuple[str, ...],
    basis: str,
) -> Explanation:
    """Return the explanation of one linking."""
    words: list[str] = []
    previous = None
    for position, raw in enumerate(found.tokens.raw):
        place = found.tokens.get_place(position)
        if place != previous:
            words += read_word(raw)[0]
        previous = place
    considered = [_present(index, organisations, text, found, one) for one in candidates]
    considered.sort(key=lambda one: (not one.accepted, one.start, -one.end, one.organisation))
    return Explanation(text, " ".join(words), tuple(words), tuple(considered), countries, basis)


def _present(
    index: NameIndex,
    organisations: Mapping[str, Organisation],
    text: str,
    found: Scan,
    one: Candidate,
) -> Considered:
    id_ = index.ids[one.organisation]
    organisation = organisations.get(id_)
    start, end = found.tokens.get_span(one.first, one.end) if one.end else (0, len(text))
    return Considered(
        id_,
        organisation.name if organisation else id_,
        index.codes[index.country[one.organisation]] or None,
        one.accepted,
        one.score,
        one.reason.value,
        SENTENCES[one.reason],
        text[start:end],
        start,
        end,
    )
