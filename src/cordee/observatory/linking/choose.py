"""One name, one organisation: which of the organisations that have a name the text means."""

from __future__ import annotations

from collections.abc import Callable, Set

from cordee.observatory.linking.candidates import SCORES, Candidate, Span
from cordee.observatory.linking.compile import get_surface
from cordee.observatory.linking.facts import Fact
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
from cordee.observatory.linking.words import ADJECTIVES, COMPANY_SUFFIXES, MODIFIERS


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
_DOUBTFUL = _ACRONYM | _PLACE | _GENERIC | _CODE | int(Kind.TOWNLESS | Kind.HEADLESS)
_SEVERAL = 2
_CODE_LENGTH = 2
_TOWNLESS = int(Kind.TOWNLESS)
_HEADLESS = int(Kind.HEADLESS)
_ACTIVE = int(Fact.ACTIVE)
_COMPANY = int(Fact.COMPANY)


def _is_tail(tokens: Tokens, span: Span, kind: int) -> bool:
    """Say whether a weak name is the end of another: "Léon Bérard Cancer Center"."""
    weak = kind & _HEADLESS or (kind & _TOWNLESS and kind & _GENERIC)
    return bool(weak) and not begins_segment(tokens, span.first)


class Chooser:
    """Decides for one span, given the places and the organisations already accepted."""

    def __init__(self, index: NameIndex, places: PlaceReader, *, follow: bool = True) -> None:
        self.index = index
        self._stands_for = index.successor if follow else range(len(index.ids))
        self.group_of = places.group_of
        self._univ = index.get_word("univ")
        self._numbering = frozenset(index.code_of.get(code, -1) for code in ("FR", "IT"))
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
        inside = self._keep_inside(entries, where) if where.groups else entries
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

    def _keep_inside(self, entries: list[Candidate], where: Where) -> list[Candidate]:
        inside = []
        for one in entries:
            if self._agrees(one.organisation, where):
                inside.append(one)
            else:
                one.reason = Reason.REFUSED_COUNTRY
        return inside

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
        if len(kept) == 1 and not kept[0].kind & _TOWNLESS:
            return kept[0], self._as_acronym(kept[0], Reason.NAME_PREFERRED)
        for one in pool:
            one.reason = Reason.REFUSED_AMBIGUOUS
        return None, Reason.REFUSED_AMBIGUOUS

    def _prefer(
        self, text: str, tokens: Tokens, span: Span, pool: list[Candidate]
    ) -> list[Candidate]:
        pool = [one for one in pool if not one.kind & _VARIANT] or pool
        pool = [one for one in pool if not one.kind & _SHORTENED] or pool
        if len(pool) > 1:
            exact = self._find_exact(text, tokens, span)
            pool = [one for one in pool if one.organisation in exact] or pool
        if len(pool) > 1:
            facts = self.index.facts
            pool = [one for one in pool if facts[one.organisation] & _ACTIVE] or pool
            pool = [one for one in pool if one.kind & _DISPLAY] or pool
        return self._find_head(pool) if len(pool) > 1 else pool

    def _find_exact(self, text: str, tokens: Tokens, span: Span) -> frozenset[int]:
        """Return the organisations whose name is written just so, small words and all."""
        index = self.index
        start, end = tokens.get_span(span.first, span.end)
        surface = get_surface(text[start:end])
        return frozenset(
            self._stands_for[index.entry_organisation[entry]]
            for entry in index.entries_at(span.node)
            if index.entry_surface[entry] == surface
        )

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
        unsure = kind & _HEADLESS and not self._is_confirmed(best.organisation, where)
        if unsure or _is_tail(tokens, span, kind):
            return Reason.REFUSED_PARTIAL
        if kind & _TOWNLESS and self._is_elsewhere(best.organisation, where):
            return Reason.REFUSED_OTHER_TOWN
        if span.end - span.first == 1:
            return self._guard_single(tokens, span, best, where)
        return self._guard_partial(tokens, span, best)

    def _is_elsewhere(self, organisation: int, where: Where) -> bool:
        """Say whether the text names towns, and not the organisation's own."""
        return bool(where.towns) and self.index.place[organisation] not in where.towns

    def _guard_single(
        self, tokens: Tokens, span: Span, best: Candidate, where: Where
    ) -> Reason | None:
        """Refuse a one-word name that is a common word, or a part of a longer phrase."""
        raw = tokens.raw[span.first]
        if raw[0].islower() and raw.isascii():
            return Reason.REFUSED_CASE
        end = span.end
        while end < len(tokens.raw) and tokens.raw[end].lower() in COMPANY_SUFFIXES:
            end += 1
        whole = begins_segment(tokens, span.first) and ends_segment(tokens, end)
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
        words = span.end - span.first
        if everywhere == 1 and not best.kind & _FORBIDDEN and words >= _LONG_NAME:
            return None
        # National Institutes of Health is the one with thirty institutes, not its namesakes.
        large = len(self.index.relatives_of(organisation)) >= _MANY_PARTS
        if large or (everywhere == 1 and not best.kind & _FORBIDDEN and words > _SEVERAL):
            whole = is_element(tokens, span.first, span.end)
            silent = not (where.towns or where.groups)
            if whole and (silent or self._is_confirmed(organisation, where)):
                return None
        return Reason.REFUSED_GENERIC

    def _guard_partial(self, tokens: Tokens, span: Span, best: Candidate) -> Reason | None:
        """Refuse a name that the words around it make another name of."""
        first, end = span.first, span.end
        if first > 0 and tokens.gaps[first] <= JOINED and self._is_lengthened(tokens, first, best):
            return Reason.REFUSED_PARTIAL
        for n in range(first + 1, end):
            if tokens.gaps[n] >= SOFT:
                # The comma may belong to two things: "Columbia | University, New York".
                return _guard_crossing(tokens, span, n, best.kind)
        if end < len(tokens.ids) and tokens.gaps[end] <= JOINED and self._is_numbered(tokens, span):
            country = self.index.country[best.organisation]
            return Reason.REFUSED_PARTIAL if country in self._numbering else None
        return None

    def _is_lengthened(self, tokens: Tokens, first: int, best: Candidate) -> bool:
        """Say whether the word before makes another name: Western | Kentucky University."""
        if tokens.raw[first - 1].lower() in MODIFIERS and tokens.raw[first - 1][0].isupper():
            return True
        begins = tokens.ids[first] == self._univ
        return begins and bool(best.kind & _VARIANT or tokens.raw[first].lower() in ADJECTIVES)

    def _is_numbered(self, tokens: Tokens, span: Span) -> bool:
        """Say whether a number makes another name: Université Paris | XII."""
        end = span.end
        short = len(tokens.raw[end]) <= _ROMAN_THIRTEEN and tokens.ids[end] in self._numbers
        return short and self._univ in tokens.ids[span.first : end]


def _guard_crossing(tokens: Tokens, span: Span, crossed: int, kind: int) -> Reason | None:
    """Refuse a name split by a comma that begins or ends in the middle of a phrase."""
    first, end = span.first, span.end
    if tokens.gaps[first] < SOFT and (kind & _FORBIDDEN or crossed == first + 1):
        return Reason.REFUSED_PARTIAL
    if not ends_segment(tokens, end):
        after = tokens.raw[end]
        # A postal code or a state may follow the town: "University of California, Irvine CA 92697".
        if not (after.isdigit() or (len(after) == _CODE_LENGTH and after.isupper())):
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
