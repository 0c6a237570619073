"""One name, one organisation: which of the organisations that have a name the text means."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.linking.compile import Fact, get_surface
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.names import Kind, is_acronym
from cordee.observatory.linking.normalise import JOINED, Tokens
from cordee.observatory.linking.places import PlaceReader, Where
from cordee.observatory.linking.reasons import Reason
from cordee.observatory.linking.spans import begins_segment, ends_segment, is_element


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

# An acronym of this many letters that only one organisation has may do without a witness.
_LONG_ACRONYM = 5
_SHORTEST_ACRONYM = 3
_FORBIDDEN = Kind.VARIANT | Kind.SHORTENED


@dataclass(slots=True)
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

    def __init__(self, index: NameIndex, places: PlaceReader) -> None:
        self.index = index
        self.group_of = places.group_of
        self._univ = index.get_word("univ")

    def choose(
        self, text: str, tokens: Tokens, span: Span, where: Where, accepted: frozenset[int]
    ) -> tuple[list[Candidate], bool]:
        """Return the candidates of `span` with their verdicts, at most one accepted.

        The second value says that more context (a related organisation) could still decide.
        """
        pool = self._gather(text, tokens, span)
        entries = [one for one in pool if one.reason is Reason.NAME]
        inside = [one for one in entries if self._agrees(one.organisation, where)]
        if not inside:
            return pool, False
        best, decided_by = self._rank(text, tokens, span, inside, where, accepted)
        if best is None:
            return pool, True
        for one in inside:
            if one is not best:
                one.reason = Reason.REFUSED_OTHER
        refusal = self._guard(tokens, span, best, where, decided_by, len(inside), len(entries))
        best.reason = refusal or decided_by
        best.score = 0.0 if refusal else SCORES[decided_by]
        return pool, refusal is Reason.REFUSED_ACRONYM

    def _gather(self, text: str, tokens: Tokens, span: Span) -> list[Candidate]:
        index = self.index
        found = []
        capitals: bool | None = None
        for entry in index.entries_at(span.node):
            kind = index.entry_kind[entry]
            reason = Reason.NAME
            if kind & Kind.ACRONYM:
                if capitals is None:
                    capitals = _is_in_capitals(text, tokens, span)
                if not capitals:
                    reason = Reason.REFUSED_CASE
            found.append(
                Candidate(index.entry_organisation[entry], span.first, span.end, kind, reason)
            )
        return found

    def _agrees(self, organisation: int, where: Where) -> bool:
        groups = where.groups
        if not groups:
            return True
        index = self.index
        country = index.country[organisation]
        return not country or not index.sure[organisation] or self.group_of[country] in groups

    def _rank(
        self,
        text: str,
        tokens: Tokens,
        span: Span,
        pool: list[Candidate],
        where: Where,
        accepted: frozenset[int],
    ) -> tuple[Candidate | None, Reason]:
        """Return the one candidate the context points to, or None when it points to several."""
        if len(pool) == 1:
            return pool[0], self._name_reason(pool[0], where, accepted)
        for reason, keep in (
            (Reason.NAME_RELATIVE, lambda o: not accepted.isdisjoint(self.index.relatives_of(o))),
            (Reason.NAME_CITY, lambda o: self.index.place[o] in where.towns),
            (Reason.NAME_COUNTRY, lambda o: self._is_confirmed(o, where)),
        ):
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
            index.entry_organisation[e]
            for e in index.entries_at(span.node)
            if index.entry_surface[e] == surface
        }
        for keep in (
            lambda one: not one.kind & _FORBIDDEN,
            lambda one: one.organisation in exact,
            lambda one: index.facts[one.organisation] & Fact.ACTIVE,
            lambda one: one.kind & Kind.DISPLAY,
        ):
            pool = [one for one in pool if keep(one)] or pool
        return pool

    def _is_confirmed(self, organisation: int, where: Where) -> bool:
        group = self.group_of[self.index.country[organisation]]
        return group in (where.groups or where.hinted_groups)

    def _name_reason(self, one: Candidate, where: Where, accepted: frozenset[int]) -> Reason:
        if not one.kind & Kind.ACRONYM:
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
        if not one.kind & Kind.ACRONYM:
            return reason
        return {
            Reason.NAME_RELATIVE: Reason.ACRONYM_RELATIVE,
            Reason.NAME_CITY: Reason.ACRONYM_CITY,
            Reason.NAME_COUNTRY: Reason.ACRONYM_COUNTRY,
        }.get(reason, Reason.ACRONYM)

    def _guard(
        self,
        tokens: Tokens,
        span: Span,
        best: Candidate,
        where: Where,
        reason: Reason,
        inside: int,
        everywhere: int,
    ) -> Reason | None:
        """Return why the best candidate is refused all the same, or None."""
        kind = best.kind
        if kind & Kind.ACRONYM:
            return self._guard_acronym(tokens, span, best, reason, everywhere)
        if kind & Kind.PLACE and reason not in {Reason.NAME_RELATIVE}:
            return Reason.REFUSED_PLACE
        if kind & Kind.GENERIC:
            return self._guard_generic(tokens, span, best, where, reason, everywhere)
        if span.end - span.first == 1:
            raw = tokens.raw[span.first]
            if raw[0].islower() and raw.isascii():
                return Reason.REFUSED_CASE
            if not (begins_segment(tokens, span.first) and ends_segment(tokens, span.end)):
                if reason is Reason.NAME and not self._is_confirmed(best.organisation, where):
                    return Reason.REFUSED_PARTIAL
        return self._guard_partial(tokens, span)

    def _guard_acronym(
        self, tokens: Tokens, span: Span, best: Candidate, reason: Reason, everywhere: int
    ) -> Reason | None:
        letters = sum(len(tokens.raw[n]) for n in range(span.first, span.end))
        if letters < _SHORTEST_ACRONYM and reason is not Reason.ACRONYM_RELATIVE:
            return Reason.REFUSED_ACRONYM
        if reason is Reason.ACRONYM:
            display = best.kind & Kind.DISPLAY and not best.kind & _FORBIDDEN
            if not (display or letters >= _LONG_ACRONYM) or everywhere > 1:
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
        whole = is_element(tokens, span.first, span.end)
        long_enough = span.end - span.first >= 3
        if whole and long_enough and everywhere == 1 and self._is_confirmed(organisation, where):
            return None
        return Reason.REFUSED_GENERIC

    def _guard_partial(self, tokens: Tokens, span: Span) -> Reason | None:
        """Refuse a university's name that a word of its own kind lengthens on the left."""
        if tokens.ids[span.end - 1] == self._univ and span.first > 0:
            if tokens.gaps[span.first] <= JOINED and tokens.raw[span.first - 1][0].isupper():
                if not is_acronym(tokens.raw[span.first - 1]):
                    return Reason.REFUSED_PARTIAL
        return None


def _is_in_capitals(text: str, tokens: Tokens, span: Span) -> bool:
    """Say whether the words of a span are written as an acronym is."""
    for position in range(span.first, span.end):
        raw = tokens.raw[position]
        if sum(c.isupper() for c in raw) * 2 <= sum(c.isalpha() for c in raw):
            return False
    return True
