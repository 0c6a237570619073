"""What a verdict means, as tables: facts, what they make of rules, and what is never held against anybody."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.spec.programmes.made import ZONES, define, write_rule

from cordee.programmes.judging.facts import Facts
from cordee.programmes.judging.verdicts import get_judge
from cordee.programmes.states import CostCategory, Finding, Verdict


YEARS, AWARDS = "applicant.years_since_recruitment", "applicant.awards"
YOUNG_OR_LAUREATE = define(
    rules=[write_rule(f'{YEARS} < 5.0 || {AWARDS}.exists(one, one in ["ATIP-Avenir", "ERC-StG"])')]
)

SENIORITY = [
    # years, awards, verdict, what is missing
    ("under five years", {YEARS: 4.99, AWARDS: ()}, Verdict.ELIGIBLE, ()),
    ("five years to the day", {YEARS: 5.0, AWARDS: ()}, Verdict.INELIGIBLE, ()),
    ("five years, a laureate", {YEARS: 5.0, AWARDS: ("ERC-StG",)}, Verdict.ELIGIBLE, ()),
    ("five years, another award", {YEARS: 5.0, AWARDS: ("ERC-AdG",)}, Verdict.INELIGIBLE, ()),
    ("under five years, awards not known", {YEARS: 4.0}, Verdict.ELIGIBLE, ()),
    ("a laureate, recruitment not known", {AWARDS: ("ATIP-Avenir",)}, Verdict.ELIGIBLE, ()),
    ("five years, awards not known", {YEARS: 5.0}, Verdict.INCOMPLETE, (AWARDS,)),
    ("no award, recruitment not known", {AWARDS: ()}, Verdict.INCOMPLETE, (YEARS,)),
    ("nothing known", {}, Verdict.INCOMPLETE, (YEARS, AWARDS)),
]


@pytest.mark.parametrize(
    ("facts", "verdict", "missing"),
    [row[1:] for row in SENIORITY],
    ids=[row[0] for row in SENIORITY],
)
def test_young_or_laureate(facts: Facts, verdict: Verdict, missing: tuple[str, ...]) -> None:
    judgement = get_judge(YOUNG_OR_LAUREATE).judge(facts)
    assert judgement.verdict is verdict
    assert judgement.results[0].missing == missing


TRUE, FALSE, UNKNOWN = ("call.year == 2026", "call.year == 1", "partners.foreign > 0")
SUMS = [
    # rules as (expression, phase, weight), verdict, admissibility
    ("no rule at all", [], Verdict.ELIGIBLE, Finding.MET),
    ("one not known", [(TRUE, "eligibility", "blocking"), (UNKNOWN, "eligibility", "blocking")], Verdict.INCOMPLETE, Finding.MET),
    ("one not met outweighs one not known", [(UNKNOWN, "eligibility", "blocking"), (FALSE, "eligibility", "blocking")], Verdict.INELIGIBLE, Finding.MET),
    ("a warning decides nothing", [(FALSE, "eligibility", "warning")], Verdict.ELIGIBLE, Finding.MET),
    ("advice decides nothing", [(FALSE, "advice", "blocking")], Verdict.ELIGIBLE, Finding.MET),
    ("admissibility is apart", [(FALSE, "admissibility", "blocking")], Verdict.ELIGIBLE, Finding.NOT_MET),
    ("admissibility not known", [(UNKNOWN, "admissibility", "blocking")], Verdict.ELIGIBLE, Finding.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "verdict", "admissibility"), [row[1:] for row in SUMS], ids=[row[0] for row in SUMS]
)
def test_what_rules_come_to(
    rules: list[tuple[str, str, str]], verdict: Verdict, admissibility: Finding
) -> None:
    definition = define(
        rules=[
            write_rule(text, id=f"rule{n}", phase=phase, weight=weight)
            for n, (text, phase, weight) in enumerate(rules)
        ]
    )
    judgement = get_judge(definition).judge({"call.year": 2026})
    assert (judgement.verdict, judgement.admissibility) == (verdict, admissibility)


CEILINGS = {
    "ceilings": [{"zone": "europe", "max": "60000"}, {"zone": "rest", "max": "75000"}],
}
MONEY = [
    # funding besides the ceilings, zones, months, partners, asked, is it within?
    ("in Europe, at the ceiling", {}, ("europe",), 60, 2, 60_000, True),
    ("in Europe, a cent over", {}, ("europe",), 60, 2, "60000.01", False),
    ("both zones, the highest", {"mixed_zones": "max"}, ("europe", "rest"), 60, 2, 75_000, True),
    ("both zones, the lowest", {"mixed_zones": "min"}, ("europe", "rest"), 60, 2, 75_000, False),
    ("both zones, their sum", {"mixed_zones": "each"}, ("europe", "rest"), 60, 2, 135_000, True),
    ("a year, eighteen months are two", {"per": "year"}, ("europe",), 18, 2, 120_000, True),
    ("a year, one month is one", {"per": "year"}, ("europe",), 1, 2, 60_001, False),
    ("a partner", {"per": "partner"}, ("rest",), 12, 3, 225_000, True),
]


@pytest.mark.parametrize(
    ("funding", "zones", "months", "partners", "asked", "is_within"),
    [row[1:] for row in MONEY],
    ids=[row[0] for row in MONEY],
)
def test_ceilings(
    funding: dict[str, Any],
    zones: tuple[str, ...],
    months: int,
    partners: int,
    asked: int | str,
    is_within: bool,
) -> None:
    definition = define(funding={**CEILINGS, **funding}, zones=ZONES)
    facts: Facts = {
        "partners.zones": zones,
        "project.months": months,
        "partners.total": partners,
    }
    judgement = get_judge(definition).judge(facts, {CostCategory.TRAVEL: Decimal(asked)})
    assert (judgement.verdict is Verdict.ELIGIBLE) is is_within


CAPS = [
    # caps in percent, what is asked, is it within?
    ("forbidden and not asked", {"salaries": 0}, {"travel": 10}, True),
    ("forbidden and asked", {"salaries": 0}, {"salaries": 1, "travel": 9999}, False),
    ("a fifth, at the cap", {"other": 20}, {"other": 20, "travel": 80}, True),
    ("a fifth, over it", {"other": 20}, {"other": 21, "travel": 79}, False),
    ("nothing asked", {"salaries": 0}, {}, True),
]


@pytest.mark.parametrize(
    ("caps", "asked", "is_within"), [row[1:] for row in CAPS], ids=[row[0] for row in CAPS]
)
def test_shares_of_the_budget(caps: dict[str, int], asked: dict[str, int], is_within: bool) -> None:
    definition = define(
        funding={
            "ceilings": [{"max": "100000"}],
            "caps": [{"category": name, "percent": share} for name, share in caps.items()],
        }
    )
    budget = {CostCategory(name): Decimal(amount) for name, amount in asked.items()}
    judgement = get_judge(definition).judge({"partners.zones": ()}, budget)
    assert (judgement.verdict is Verdict.ELIGIBLE) is is_within


LIMITS = [
    # what the instrument limits, facts, verdict
    ("enough partners", {"partners": {"foreign": {"min": 1}}}, {"partners.foreign": 1}, Verdict.ELIGIBLE),
    ("too few", {"partners": {"foreign": {"min": 1}}}, {"partners.foreign": 0}, Verdict.INELIGIBLE),
    ("too many", {"partners": {"total": {"min": 4, "max": 5}}}, {"partners.total": 6}, Verdict.INELIGIBLE),
    ("not known", {"partners": {"total": {"min": 4}}}, {}, Verdict.INCOMPLETE),
    ("two countries of two", {"partners": {"countries": {"max": 2}}}, {"partners.countries": ("DE", "JP")}, Verdict.ELIGIBLE),
    ("two countries of one", {"partners": {"countries": {"max": 1}}}, {"partners.countries": ("DE", "JP")}, Verdict.INELIGIBLE),
    ("too long", {"months": {"max": 12}}, {"project.months": 13}, Verdict.INELIGIBLE),
    (
        "a country that is not open this year",
        {"zones": ZONES, "rotation": {"anchor_year": 2026, "cycle": [["asia"]]}},
        {"partners.in_closed_zones": 1},
        Verdict.INELIGIBLE,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "facts", "verdict"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS]
)
def test_limits(parts: dict[str, Any], facts: Facts, verdict: Verdict) -> None:
    assert get_judge(define(**parts)).judge(facts).verdict is verdict


def test_a_budget_before_there_is_one_is_not_known() -> None:
    definition = define(funding={"ceilings": [{"max": "10000"}]})
    judgement = get_judge(definition).judge({"partners.zones": ()})
    assert judgement.verdict is Verdict.INCOMPLETE
    assert judgement.results[0].missing == ("project.amount",)
