"""What all rules and limits of an instrument say of one application.

Admissibility (complete, in time) is apart from eligibility (allowed to be funded). One eligibility rule
that is not met makes *ineligible*; where none is, one that is not known makes *incomplete*; advice and
warnings never decide. Missing evidence is never ineligible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from cordee.programmes.definition.parts import Definition, Rule
from cordee.programmes.judging.expressions import Language
from cordee.programmes.judging.facts import Facts, list_facts
from cordee.programmes.judging.limits import Result, list_limits
from cordee.programmes.states import CostCategory, Finding, Phase, Verdict, Weight


@dataclass(frozen=True)
class Judgement:
    """All results, limits first, then rules in the order they were written."""

    results: tuple[Result, ...]

    @property
    def admissibility(self) -> Finding:
        """Return whether the application is complete and in time, as far as rules say."""
        return _sum_up(self.results, Phase.ADMISSIBILITY)

    @property
    def verdict(self) -> Verdict:
        """Return what the eligibility rules come to."""
        return _VERDICTS[_sum_up(self.results, Phase.ELIGIBILITY)]


class Judge:
    """The rules of one definition, compiled once; `judge` is asked for each application."""

    def __init__(self, definition: Definition) -> None:
        """Compile nothing yet: each rule is when it is first asked."""
        self.definition = definition
        self.language = Language(list_facts(definition))

    def judge(self, facts: Facts, asked: Mapping[CostCategory, Decimal] | None = None) -> Judgement:
        """Return what limits and rules say of these facts and this budget (None before there is one)."""
        limits = list_limits(self.definition, facts, asked)
        rules = (self._ask(rule, facts) for rule in self.definition.rules)
        return Judgement((*limits, *rules))

    def _ask(self, rule: Rule, facts: Facts) -> Result:
        found = self.language.ask(rule.expression, facts)
        return Result(
            rule.id,
            rule.phase,
            rule.weight,
            found.finding,
            facts={
                name: facts[name]
                for name in self.language.list_needed(rule.expression)
                if name in facts
            },
            missing=found.missing,
        )


@lru_cache(maxsize=64)
def get_judge(definition: Definition) -> Judge:
    """Return the judge of a definition; those in use stay compiled."""
    return Judge(definition)


_VERDICTS = {
    Finding.MET: Verdict.ELIGIBLE,
    Finding.NOT_MET: Verdict.INELIGIBLE,
    Finding.UNKNOWN: Verdict.INCOMPLETE,
}


def _sum_up(results: Iterable[Result], phase: Phase) -> Finding:
    found = {one.finding for one in results if one.phase is phase and one.weight is Weight.BLOCKING}
    if Finding.NOT_MET in found:
        return Finding.NOT_MET
    return Finding.UNKNOWN if Finding.UNKNOWN in found else Finding.MET
