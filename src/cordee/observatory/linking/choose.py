"""One name, one organisation: which of the organisations that have a name the text means."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from cordee.observatory.linking.compile import Fact, get_surface
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import JOINED, SOFT, Tokens
from cordee.observatory.linking.places import PlaceReader, Where
from cordee.observatory.linking.reasons import Reason
from cordee.observatory.linking.spans import (
    begins_segment,
    ends_segment,
    is_element,
    is_in_capitals,
)
from cordee.observatory.linking.words import DIRECTIONS


# How often each reason is right on the training sets, rounded; it is the score of a link.
SCORES: dict[Reason, float] = {
    Reason.IDENTIFIER: 1.0,
    Reason.NAME: 0.96,
    Reason.NAME_COUNTRY: 0.93,
    Reason.NAME_CITY: 0.94,
    Reason.NAME_RELATIVE: 0.9,
    Reason.NAME_PREFERRED: 0.85,
    Reason.ACRONYM: 0.75,
    Reason.ACRONYM_COUNTRY: 0.85,
    Reason.ACRONYM_CITY: 0.9,
    Reason.ACRONYM_RELATIVE: 0.92,
    Reason.INSERM_UNIT: 0.95,
    Reason.CNRS_UNIT: 0.85,
}

_ACRONYM_REASONS = {
    Reason.NAME_RELATIVE: Reason.ACRONYM_RELATIVE,
    Reason.NAME_CITY: Reason.ACRONYM_CITY,
    Reason.NAME_COUNTRY: Reason.ACRONYM_COUNTRY,
}
# An acronym of this many letters that only one organisation has may do without a witness.
_LONG_ACRONYM = 5
_SHORTEST_ACRONYM = 3
_ROMAN_THIRTEEN = len("XIII")
# A name of many common words that one organisation alone has is a name after all.
_LONG_NAME = 5
# Of organisations of one name, the one with this many parts, and this many times more than the
# next, is meant when nothing else is said: National Institutes of Health.
_MANY_PARTS = 6
_FAR_MORE = 4
# Plain integers: an enumeration's arithmetic would cost a quarter of the linker's time.
_ACRONYM = int(Kind.ACRONYM)
_VARIANT = int(Kind.VARIANT)
_SHORTENED = int(Kind.SHORTENED)
_DISPLAY = int(Kind.DISPLAY)
_PLACE = int(Kind.PLACE)
_GENERIC = int(Kind.GENERIC)
_FORBIDDEN = _VARIANT | _SHORTENED
_CODE = int(Kind.CODE)
_DOUBTFUL = _ACRONYM | _PLACE | _GENERIC | _CODE
_SEVERAL = 2
_ACTIVE = int(Fact.ACTIVE)
_COMPANY = int(Fact.COMPANY)


@dataclass(slots=True, eq=False)
class Candidate:
    """One organisation for one span, with the verdict. `end` is after the last word."""

    organisation: int
    first: int
    end: int
    kind: int
    reason: Reason
    score: float = 0.0

    @property
    def accepted(self) -> bool:
        """Whether the organisation was taken."""
        return self.score > 0


@dataclass(slots=True)
class Span:
    """A name found in the text: words `first` to `end` (not included), ending at `node`."""

    first: int
    end: int
    node: int


class Chooser:
    """Decides for one span, given the places and the organisations already accepted."""

    def __init__(self, index: NameIndex, places: PlaceReader, *, follow: bool = True) -> None:
        self.index = index
        self._stands_for = index.successor if follow else range(len(index.ids))
        self.group_of = places.group_of
        self._univ = index.get_word("univ")
        self._directions = frozenset(index.get_word(word) for word in DIRECTIONS) - {0}
        self._numbers = frozenset(index.get_word(str(n)) for n in range(1, 14)) - {0}

    def choose(
        self,
        text: str,
        tokens: Tokens,
        span: Span,
        where: Where,
        accepted: Set[int],
        keep_all: bool = True,
    ) -> tuple[list[Candidate], bool]:
        """Return the candidates of `span` with their verdicts, at most one accepted.

        The second value says that more context (a related organisation) could still decide.
        """
        sole = self._choose_sole(tokens, span, where)
        if sole:
            return [sole], False
        pool = self._gather(tokens, span, keep_all)
        entries = [one for one in pool if one.reason is Reason.NAME]
        if len(entries) > 1:
            entries = _join_same(entries)
        inside = entries
        if where.groups:
            inside = [one for one in entries if self._agrees(one.organisation, where)]
            if len(inside) < len(entries):
                for one in entries:
                    if one not in inside:
                        one.reason = Reason.REFUSED_COUNTRY
        if not inside:
            return pool, False
        best, decided_by = self._rank(text, tokens, span, inside, where, accepted)
        if best is None:
            return pool, True
        for one in inside:
            if one is not best:
                one.reason = Reason.REFUSED_OTHER
        refusal = self._guard(tokens, span, best, where, decided_by, len(entries))
        best.reason = refusal or decided_by
        best.score = 0.0 if refusal else SCORES[decided_by]
        return pool, refusal is Reason.REFUSED_ACRONYM

    def _choose_sole(self, tokens: Tokens, span: Span, where: Where) -> Candidate | None:
        """Decide at once for a name of several words that one organisation alone bears."""
        index = self.index
        entry = index.entry_offsets[span.node]
        if span.end - span.first < _SEVERAL or index.entry_offsets[span.node + 1] != entry + 1:
            return None
        kind = index.entry_kind[entry]
        if kind & _DOUBTFUL:
            return None
        organisation = self._stands_for[index.entry_organisation[entry]]
        one = Candidate(organisation, span.first, span.end, kind, Reason.NAME)
        refusal = self._guard_partial(tokens, span, one)
        if where.groups and not self._agrees(organisation, where):
            refusal = Reason.REFUSED_COUNTRY
        if refusal:
            one.reason = refusal
        else:
            one.score = SCORES[Reason.NAME]
        return one

    def _gather(self, tokens: Tokens, span: Span, keep_all: bool) -> list[Candidate]:
        index = self.index
        first, end = span.first, span.end
        capitals = is_in_capitals(tokens, first, end)
        kinds, organisations = index.entry_kind, index.entry_organisation
        stands_for = self._stands_for
        return [
            Candidate(
                stands_for[organisations[entry]],
                first,
                end,
                kinds[entry],
                Reason.REFUSED_CASE if kinds[entry] & _ACRONYM and not capitals else Reason.NAME,
            )
            for entry in index.entries_at(span.node)
            if capitals or keep_all or not kinds[entry] & _ACRONYM
        ]

    def _agrees(self, organisation: int, where: Where) -> bool:
        index = self.index
        country = index.country[organisation]
        return not country or not index.sure[organisation] or self.group_of[country] in where.groups

    def _rank(
        self,
        text: str,
        tokens: Tokens,
        span: Span,
        pool: list[Candidate],
        where: Where,
        accepted: Set[int],
    ) -> tuple[Candidate | None, Reason]:
        """Return the one candidate the context points to, or None when it points to several."""
        if len(pool) == 1:
            return pool[0], self._name_reason(pool[0], where, accepted)
        tests: tuple[tuple[Reason, Callable[[int], bool]], ...] = (
            (Reason.NAME_RELATIVE, lambda o: not accepted.isdisjoint(self.index.relatives_of(o))),
            (Reason.NAME_CITY, lambda o: self.index.place[o] in where.towns),
            (Reason.NAME_COUNTRY, lambda o: self._is_confirmed(o, where)),
        )
        for reason, keep in tests:
            kept = [one for one in pool if keep(one.organisation)]
            if len(kept) == 1:
                return kept[0], self._as_acronym(kept[0], reason)
            pool = kept or pool
        kept = self._prefer(text, tokens, span, pool)
        if len(kept) == 1:
            return kept[0], self._as_acronym(kept[0], Reason.NAME_PREFERRED)
        for one in pool:
            one.reason = Reason.REFUSED_AMBIGUOUS
        return None, Reason.REFUSED_AMBIGUOUS

    def _prefer(
        self, text: str, tokens: Tokens, span: Span, pool: list[Candidate]
    ) -> list[Candidate]:
        index = self.index
        surface = get_surface(text[tokens.starts[span.first] : tokens.ends[span.end - 1]])
        exact = {
            self._stands_for[index.entry_organisation[e]]
            for e in index.entries_at(span.node)
            if index.entry_surface[e] == surface
        }
        tests: tuple[Callable[[Candidate], object], ...] = (
            lambda one: not one.kind & _VARIANT,
            lambda one: one.organisation in exact,
            lambda one: not one.kind & _SHORTENED,
            lambda one: index.facts[one.organisation] & _ACTIVE,
            lambda one: one.kind & _DISPLAY,
        )
        for keep in tests:
            pool = [one for one in pool if keep(one)] or pool
        return self._find_head(pool) if len(pool) > 1 else pool

    def _find_head(self, pool: list[Candidate]) -> list[Candidate]:
        """Return the one all others are parts of, or that has far more parts than any other."""
        index = self.index
        for one in pool:
            others = [other for other in pool if other is not one]
            if all(one.organisation in index.parents_of(other.organisation) for other in others):
                return [one]
        by_size = sorted(pool, key=lambda one: -len(index.relatives_of(one.organisation)))
        most, second = (len(index.relatives_of(one.organisation)) for one in by_size[:2])
        return by_size[:1] if most >= _MANY_PARTS and most >= _FAR_MORE * second else pool

    def _is_confirmed(self, organisation: int, where: Where) -> bool:
        group = self.group_of[self.index.country[organisation]]
        return group in (where.groups or where.hinted_groups)

    def _name_reason(self, one: Candidate, where: Where, accepted: Set[int]) -> Reason:
        if not one.kind & _ACRONYM:
            return Reason.NAME
        if not accepted.isdisjoint(self.index.relatives_of(one.organisation)):
            return Reason.ACRONYM_RELATIVE
        if self.index.place[one.organisation] in where.towns:
            return Reason.ACRONYM_CITY
        if self._is_confirmed(one.organisation, where):
            return Reason.ACRONYM_COUNTRY
        return Reason.ACRONYM

    @staticmethod
    def _as_acronym(one: Candidate, reason: Reason) -> Reason:
        if not one.kind & _ACRONYM:
            return reason
        return _ACRONYM_REASONS.get(reason, Reason.ACRONYM)

    def _guard(
        self,
        tokens: Tokens,
        span: Span,
        best: Candidate,
        where: Where,
        reason: Reason,
        everywhere: int,
    ) -> Reason | None:
        """Return why the best candidate is refused all the same, or None."""
        kind = best.kind
        if kind & _ACRONYM:
            return self._guard_acronym(tokens, span, best, where, reason, everywhere)
        if kind & _CODE:
            return None
        if kind & _PLACE and reason is not Reason.NAME_RELATIVE:
            return Reason.REFUSED_PLACE
        if kind & _GENERIC:
            refusal = self._guard_generic(tokens, span, best, where, reason, everywhere)
            if refusal:
                return refusal
        if span.end - span.first == 1:
            return self._guard_single(tokens, span, best, where)
        return self._guard_partial(tokens, span, best)

    def _guard_single(
        self, tokens: Tokens, span: Span, best: Candidate, where: Where
    ) -> Reason | None:
        """Refuse a one-word name that is a common word, or a part of a longer phrase."""
        raw = tokens.raw[span.first]
        if raw[0].islower() and raw.isascii():
            return Reason.REFUSED_CASE
        whole = begins_segment(tokens, span.first) and ends_segment(tokens, span.end)
        confirmed = self._is_confirmed(best.organisation, where)
        if best.kind & _FORBIDDEN and not (whole and confirmed):
            return Reason.REFUSED_PARTIAL
        return None if whole or confirmed else Reason.REFUSED_PARTIAL

    def _guard_acronym(
        self,
        tokens: Tokens,
        span: Span,
        best: Candidate,
        where: Where,
        reason: Reason,
        everywhere: int,
    ) -> Reason | None:
        letters = sum(map(len, tokens.raw[span.first : span.end]))
        display = best.kind & _DISPLAY and not best.kind & _FORBIDDEN
        if letters < _SHORTEST_ACRONYM:
            return Reason.REFUSED_ACRONYM
        if reason is Reason.ACRONYM_RELATIVE or reason is Reason.ACRONYM_CITY:
            return None
        if where.shouted and not (display and is_element(tokens, span.first, span.end)):
            return Reason.REFUSED_ACRONYM
        if reason is Reason.ACRONYM_COUNTRY and not display:
            # An acronym in brackets mostly shortens the words before it, whatever they are.
            bracketed = tokens.gaps[span.first] == SOFT and ends_segment(tokens, span.end)
            company = self.index.facts[best.organisation] & _COMPANY
            return Reason.REFUSED_ACRONYM if bracketed or company else None
        if reason is Reason.ACRONYM and (
            everywhere > 1 or not (display or letters >= _LONG_ACRONYM)
        ):
            return Reason.REFUSED_ACRONYM
        return None

    def _guard_generic(
        self,
        tokens: Tokens,
        span: Span,
        best: Candidate,
        where: Where,
        reason: Reason,
        everywhere: int,
    ) -> Reason | None:
        organisation = best.organisation
        if self.index.place[organisation] in where.towns or reason is Reason.NAME_RELATIVE:
            return None
        if everywhere == 1 and not best.kind & _FORBIDDEN:
            if span.end - span.first >= _LONG_NAME:
                return None
            whole = is_element(tokens, span.first, span.end)
            if whole and span.end - span.first > 2 and self._is_confirmed(organisation, where):
                return None
        return Reason.REFUSED_GENERIC

    def _guard_partial(self, tokens: Tokens, span: Span, best: Candidate) -> Reason | None:
        """Refuse a name that the words around it make another name of."""
        first, end = span.first, span.end
        gaps, raw = tokens.gaps, tokens.raw
        tied = first > 0 and gaps[first] <= JOINED
        if tied:
            if best.kind & _VARIANT and tokens.ids[first] == self._univ:
                return Reason.REFUSED_PARTIAL
            if tokens.ids[first - 1] in self._directions and raw[first - 1][0].isupper():
                return Reason.REFUSED_PARTIAL
        # "University, New York" after "Columbia": the comma belongs to two things, not to one name.
        crossed = next((n for n in range(first + 1, end) if gaps[n] >= SOFT), 0)
        if crossed and gaps[first] < SOFT and (best.kind & _FORBIDDEN or crossed == first + 1):
            return Reason.REFUSED_PARTIAL
        # "Université Paris" before "XII" is not the University of Paris.
        numbered = end < len(raw) and gaps[end] <= JOINED and tokens.ids[end] in self._numbers
        if numbered and self._univ in tokens.ids[first:end] and len(raw[end]) <= _ROMAN_THIRTEEN:
            return Reason.REFUSED_PARTIAL
        return None


def _join_same(entries: list[Candidate]) -> list[Candidate]:
    """Keep one candidate an organisation: a closed one and its successor may bear one name."""
    best: dict[int, Candidate] = {}
    for one in entries:
        known = best.get(one.organisation)
        if known is None or one.kind & _FORBIDDEN < known.kind & _FORBIDDEN:
            best[one.organisation] = one
    for one in entries:
        if best[one.organisation] is not one:
            one.reason = Reason.REFUSED_REPEATED
    return list(best.values())
