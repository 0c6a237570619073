"""Why a text was linked as it was: every candidate with what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from numpy.typing import NDArray

from cordee.kernel.messages import N_
from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.engine.tables import (
    COVERED,
    END,
    FATE,
    FIRST,
    ORG,
    PART,
    REPEATED,
    TAKEN,
)
from cordee.observatory.linking.evidence import Evidence, get_evidence
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.noise import clean
from cordee.observatory.linking.normalise import read_word, split_words
from cordee.observatory.linking.reasons import SENTENCES, Reason
from cordee.reference.organisations import Organisation


COUNTRY_BASES = {
    "organisation": N_("from the organisations found"),
    "text": N_("read in the text"),
}
"""What to call that on which the countries rest."""

FEW_REFUSED = 10
"""Candidates left that are shown unless all are asked for: the likeliest can teach something, and a
long text has dozens of chance matches."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the kernels made of one text: a row a candidate in each array.

    `places` are the first character of each word as written and the one after its last; `owners` gives
    the word as written that each word of the index comes from; the columns of
    `candidates` are those of `cordee.observatory.linking.engine.tables`, those of `features` of
    `cordee.observatory.linking.engine.features`; `scores` are the first and the last score.
    """

    places: list[tuple[int, int]]
    owners: NDArray[Any]
    candidates: NDArray[Any]
    features: NDArray[Any]
    scores: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Considered:
    """One organisation that was considered for one span.

    `written` is the span as it stands in the text, `start` and `end` its characters; `reason` a
    code of `cordee.observatory.linking.reasons.Reason` and `sentence` its text, to be translated;
    `evidence` what speaks for it, then what speaks against it; `score` the probability the
    model gives it (1 for what an identifier or a correction says).
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
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that the linker saw in one text.

    `normalised` is the text as the index reads it, `tokens` its words; `candidates` come accepted
    first, in the order of the text, then the others, the likeliest first; `country_basis` is one of
    `COUNTRY_BASES`, or "" where there is no country.
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


class Numbered(Protocol):
    """What an explanation asks of the index: the ROR ids by number, and the country of each."""

    @property
    def ids(self) -> Sequence[str]:
        """The ROR ids; a number is a place among them."""

    def country_of(self, organisation: int) -> str:
        """Return the country's code of the organisation of a number, or ""."""


def build(
    index: Numbered,
    organisations: Mapping[str, Organisation],
    text: str,
    judged: Judgement,
    linked: Linked,
) -> Explanation:
    """Return the explanation of one linking: `linked` is what was found, `judged` what was weighed."""
    forms = (form for word in split_words(clean(text)[0]) for form in read_word(word)[0])
    # Commas and breaks are words of one sign that nobody can read.
    words = tuple(form for form in forms if form.isprintable())
    weighed: dict[str, Considered] = {}
    for number in range(len(judged.candidates)):
        one = _present(index, organisations, text, judged, number)
        known = weighed.get(one.organisation)
        if known is None or (one.accepted, one.score) > (known.accepted, known.score):
            weighed[one.organisation] = one
    taken = [_take(organisations, text, link, weighed) for link in linked.organisations]
    named = {one.organisation for one in taken}
    left = [_leave(one) for one in weighed.values() if one.organisation not in named]
    left.sort(key=lambda one: (-one.score, one.start, one.organisation))
    return Explanation(
        text, " ".join(words), words, (*taken, *left), linked.countries, linked.country_basis
    )


def _present(
    index: Numbered,
    organisations: Mapping[str, Organisation],
    text: str,
    judged: Judgement,
    number: int,
) -> Considered:
    row, features = judged.candidates[number], judged.features[number]
    id_ = index.ids[row[ORG]]
    organisation = organisations.get(id_)
    start = judged.places[judged.owners[row[FIRST]]][0]
    end = judged.places[judged.owners[row[END] - 1]][1]
    accepted = bool(row[FATE] == TAKEN)
    reason = Reason.NAME if accepted else _refuse(int(row[FATE]), features)
    return Considered(
        id_,
        organisation.name if organisation else id_,
        index.country_of(int(row[ORG])) or None,
        accepted,
        round(float(judged.scores[number, 1]), 3),
        reason.value,
        SENTENCES[reason],
        text[start:end],
        start,
        end,
        get_evidence(features),
    )


def _take(
    organisations: Mapping[str, Organisation],
    text: str,
    link: Link,
    weighed: Mapping[str, Considered],
) -> Considered:
    known = weighed.get(link.organisation)
    organisation = organisations.get(link.organisation)
    return Considered(
        link.organisation,
        organisation.name if organisation else link.organisation,
        organisation.country if organisation else None,
        True,
        link.score,
        link.reason,
        SENTENCES[Reason(link.reason)],
        text[link.start : link.end],
        link.start,
        link.end,
        known.evidence if known else (),
    )


def _leave(one: Considered) -> Considered:
    if not one.accepted:
        return one
    # The kernels took it and a correction replaced it.
    reason = Reason.REFUSED_OTHER
    return replace(one, accepted=False, reason=reason.value, sentence=SENTENCES[reason])


# The first score from which another bearer of the same name is one that the text may mean.
_POSSIBLE = 0.05


def _refuse(fate: int, features: NDArray[Any]) -> Reason:
    """Return the strongest reason why a candidate was left."""
    if fate in _FATES and not (fate == COVERED and features[f.RIVAL_SAME] > 0):
        return _FATES[fate]
    if fate == COVERED:
        return Reason.REFUSED_OTHER
    for reason, holds in (
        (Reason.REFUSED_COUNTRY, features[f.COUNTRY] == -2 and features[f.COUNTRY_KNOWN] > 0),
        (Reason.REFUSED_ACRONYM, features[f.ACRONYM] > 0),
        (Reason.REFUSED_PLACE, features[f.PLACENAME] > 0 and features[f.WORDS] == 1),
        (
            Reason.REFUSED_AMBIGUOUS,
            features[f.SHARED_BY] > 1 and features[f.RIVAL_SAME] > _POSSIBLE,
        ),
        (Reason.REFUSED_GENERIC, features[f.SPAN_GENERIC] > 0),
        (Reason.REFUSED_OTHER_TOWN, features[f.TOWNLESS] > 0 and features[f.TOWN] == -1),
        (Reason.REFUSED_OVERLAP, features[f.RIVAL_LONGER] > 0.5),
        (Reason.REFUSED_PARTIAL, features[f.ORIGIN] == 0 and features[f.SEGMENT_SHARE] < 0.99),
    ):
        if holds:
            return reason
    return Reason.REFUSED_WEAK


_FATES = {
    COVERED: Reason.REFUSED_OVERLAP,
    REPEATED: Reason.REFUSED_REPEATED,
    PART: Reason.REFUSED_PARENT,
}
