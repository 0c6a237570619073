"""Twelve rules asked of 5,000 applications, beside another implementation of CEL.

Claim: 5,000 applications × 12 rules are judged anew within 30 s. Facts are made up, a third of them not
known; limits of duration, partners and money are judged with the rules. The other implementation
(common-expression-language, in Rust) is asked the same expressions, without the limits, of whole facts:
what it says of missing ones is an exception.

    python -m benchmarks.eligibility
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import cel
import django


django.setup()

from cordee.programmes.definition.reading import read_definition  # noqa: E402 -- Django first
from cordee.programmes.judging.checks import find_faults  # noqa: E402
from cordee.programmes.judging.facts import CATALOGUE, Facts, FactValue  # noqa: E402
from cordee.programmes.judging.verdicts import Judge  # noqa: E402
from cordee.programmes.states import CostCategory, FactKind  # noqa: E402


APPLICATIONS = 5_000
ROUNDS = 5
LIMIT_SECONDS = 30
WORDS = {"fr": "Règle", "en": "Rule"}
EXPRESSIONS = (
    'applicant.years_since_recruitment < 5.0 || applicant.awards.exists(one, one in ["ATIP-Avenir", "ERC-StG"])',
    "applicant.works_here",
    "applicant.leads_team || applicant.years_since_recruitment >= 2.0",
    "applicant.other_applications == 0",
    "partners.foreign >= 1",
    "partners.total <= 8",
    'partners.countries.all(one, one in ["JP", "KR", "SG", "IN", "VN", "TH"])',
    "partners.in_closed_zones == 0",
    "partners.without_agreement == 0 || partners.joint_works >= 2",
    "project.months >= 12 && project.months <= 60",
    "project.amount <= 75000.0 && project.cofunding >= 10000.0",
    'call.year >= 2026 && "asia" in call.zones',
)


def make_facts(chance: random.Random, known: float) -> dict[str, FactValue]:
    values: dict[FactKind, Callable[[], FactValue]] = {
        FactKind.NUMBER: lambda: chance.uniform(0, 100_000),
        FactKind.WHOLE: lambda: chance.randrange(0, 70),
        FactKind.TEXT: lambda: chance.choice(["a", "b"]),
        FactKind.FLAG: lambda: chance.random() < 0.5,
        FactKind.TEXTS: lambda: tuple(chance.sample(["JP", "KR", "DE", "asia", "ERC-StG"], 2)),
    }
    return {one.name: values[one.kind]() for one in CATALOGUE if chance.random() < known}


def nest(facts: Facts) -> dict[str, dict[str, object]]:
    nested: dict[str, dict[str, object]] = {}
    for name, value in facts.items():
        group, _, own = name.partition(".")
        nested.setdefault(group, {})[own] = list(value) if isinstance(value, tuple) else value
    return nested


def measure(act: Callable[[], object]) -> float:
    """Return the median seconds of the processor that `act` takes."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        took.append(time.process_time() - start)
    return statistics.median(took)


def main() -> None:
    definition, _faults = read_definition(
        {
            "code": "bench", "label": WORDS, "summary": WORDS, "aim": "explore",
            "kind": "funding", "opening": "call", "outcome": "project",
            "funding": {"ceilings": [{"max": "75000"}]},
            "months": {"min": 12, "max": 60},
            "partners": {"foreign": {"min": 1}, "total": {"max": 8}},
            "rules": [
                {"id": f"rule{n}", "phase": "eligibility", "expression": text, "label": WORDS, "message": WORDS}
                for n, text in enumerate(EXPRESSIONS)
            ],
        }
    )  # fmt: skip
    assert definition is not None
    assert find_faults(definition) == ()
    chance = random.Random(6)
    partly = [make_facts(chance, 2 / 3) for _ in range(APPLICATIONS)]
    wholly = [make_facts(chance, 1) for _ in range(APPLICATIONS)]
    nested = [nest(facts) for facts in wholly]
    judge, asked = Judge(definition), {CostCategory.TRAVEL: Decimal(9_000)}
    programs = [cel.compile(text) for text in EXPRESSIONS]
    rows = (
        ("Cordée: limits, rules, verdicts; a third not known", lambda: [judge.judge(one, asked) for one in partly]),
        ("Cordée: rules alone; all known", lambda: [judge.language.ask(text, one) for one in wholly for text in EXPRESSIONS]),
        ("common-expression-language: rules alone; all known", lambda: [program.execute(one) for one in nested for program in programs]),
    )  # fmt: skip
    print(f"{APPLICATIONS:,} applications × {len(EXPRESSIONS)} rules; median of {ROUNDS}, CPU s\n")
    print("| what | CPU s | µs a rule | |")
    print("| --- | ---: | ---: | --- |")
    for name, act in rows:
        seconds = measure(act)
        each = seconds / APPLICATIONS / len(EXPRESSIONS) * 1e6
        is_ours = name.startswith("Cordée")
        met = ("met" if seconds <= LIMIT_SECONDS else "missed") if is_ours else ""
        print(f"| {name} | {seconds:.2f} | {each:.1f} | {met} |")


if __name__ == "__main__":
    main()
