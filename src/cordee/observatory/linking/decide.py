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
        taken = [False] * len(tokens.ids)
        candidates = list(extra)
        accepted = {one.organisation for one in extra if one.accepted}
        spans = [Span(*name) for name in found.names]
        spans.sort(key=lambda span: (span.first - span.end, span.first))
        waiting: list[tuple[Span, list[Candidate]]] = []
        for span in spans:
            if any(taken[span.first : span.end]):
                if keep_all:
                    candidates += self._overlapped(span)
                continue
            pool, open_ = self.chooser.choose(text, tokens, span, where, accepted, keep_all)
            best = next((one for one in pool if one.score), None)
            if best:
                accepted.add(best.organisation)
                # The code of a unit names its institutions too: "UMR CNRS 6226".
                if not best.kind & _CODE:
                    taken[span.first : span.end] = [True] * (span.end - span.first)
                candidates += pool
            elif open_:
                waiting.append((span, pool))
            else:
                candidates += pool
        for span, pool in waiting:
            if accepted and not any(taken[span.first : span.end]):
                again, _ = self.chooser.choose(text, tokens, span, where, accepted, keep_all)
                best = next((one for one in again if one.score), None)
                if best:
                    candidates += again
                    taken[span.first : span.end] = [True] * (span.end - span.first)
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
        winners = sorted(
            (one for one in candidates if one.score), key=lambda one: (one.first, -one.score)
        )
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


def _refuse(candidate: Candidate, reason: Reason) -> None:
    candidate.score = 0.0
    candidate.reason = reason
