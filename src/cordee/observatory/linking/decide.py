"""The set decision: of all names found, which organisations the text names."""

from __future__ import annotations

from itertools import pairwise

from cordee.observatory.linking.candidates import Candidate, Span
from cordee.observatory.linking.choose import Chooser
from cordee.observatory.linking.facts import Fact
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import OF, SPACE, Tokens
from cordee.observatory.linking.places import PlaceReader, Where
from cordee.observatory.linking.reasons import Reason
from cordee.observatory.linking.spans import Scan


_CODE = int(Kind.CODE)
_HEALTHCARE = int(Fact.HEALTHCARE)
_EDUCATION = int(Fact.EDUCATION)


class Decider:
    """Takes the longest names first, then lets what was accepted decide what was left open."""

    def __init__(self, index: NameIndex, places: PlaceReader, *, follow: bool) -> None:
        self.index = index
        self.chooser = Chooser(index, places, follow=follow)

    def decide(
        self,
        text: str,
        found: Scan,
        where: Where,
        extra: list[Candidate],
        *,
        keep_all: bool,
    ) -> list[Candidate]:
        """Return all candidates with their verdicts, in no order that matters.

        `extra` are candidates of other layers (identifiers, French units), taken as they are.
        Without `keep_all` those that a longer name covers are left out, which is faster.
        """
        tokens = found.tokens
        taken = 0  # a bit a word
        candidates = list(extra)
        accepted = {one.organisation for one in extra if one.accepted}
        waiting: list[tuple[Span, int, list[Candidate]]] = []
        for first, end, node in sorted(found.names, key=_longest_first):
            span = Span(first, end, node)
            words = (1 << end) - (1 << first)
            if taken & words:
                if keep_all:
                    candidates += self._overlapped(span)
                continue
            pool, open_ = self.chooser.choose(text, tokens, span, where, accepted, keep_all)
            best = _find_accepted(pool)
            if best:
                accepted.add(best.organisation)
                # The code of a unit names its institutions too: "UMR CNRS 6226".
                if not best.kind & _CODE:
                    taken |= words
                candidates += pool
            elif open_:
                waiting.append((span, words, pool))
            else:
                candidates += pool
        for span, words, pool in waiting:
            if accepted and not taken & words:
                again, _ = self.chooser.choose(text, tokens, span, where, accepted, keep_all)
                best = _find_accepted(again)
                if best:
                    candidates += again
                    taken |= words
                    accepted.add(best.organisation)
                    continue
            candidates += pool
        self._settle(tokens, candidates)
        return candidates

    def _overlapped(self, span: Span) -> list[Candidate]:
        index = self.index
        return [
            Candidate(
                index.entry_organisation[entry],
                span.first,
                span.end,
                index.entry_kind[entry],
                Reason.REFUSED_OVERLAP,
            )
            for entry in index.entries_at(span.node)
        ]

    def _settle(self, tokens: Tokens, candidates: list[Candidate]) -> None:
        """Keep one span an organisation, and the level named: the part, not "of" its whole."""
        winners = [one for one in candidates if one.score]
        if len(winners) < 2:
            return
        winners.sort(key=lambda one: (one.first, -one.score))
        best: dict[int, Candidate] = {}
        for one in winners:
            known = best.get(one.organisation)
            if known is None or one.score > known.score:
                if known:
                    _refuse(known, Reason.REFUSED_REPEATED)
                best[one.organisation] = one
            else:
                _refuse(one, Reason.REFUSED_REPEATED)
        for before, after in pairwise(winners):
            if before.score and after.score and self._is_part(tokens, before, after):
                _refuse(after, Reason.REFUSED_PARENT)

    def _is_part(self, tokens: Tokens, before: Candidate, after: Candidate) -> bool:
        if before.end != after.first or tokens.gaps[after.first] not in {OF, SPACE}:
            return False
        if after.organisation in self.index.parents_of(before.organisation):
            return True
        facts = self.index.facts
        return bool(
            facts[before.organisation] & _HEALTHCARE and facts[after.organisation] & _EDUCATION
        )


def _longest_first(name: tuple[int, int, int]) -> tuple[int, int]:
    return name[0] - name[1], name[0]


def _find_accepted(pool: list[Candidate]) -> Candidate | None:
    for one in pool:
        if one.score:
            return one
    return None


def _refuse(candidate: Candidate, reason: Reason) -> None:
    candidate.score = 0.0
    candidate.reason = reason
