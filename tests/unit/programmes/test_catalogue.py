"""The shipped instruments: each reads without faults, says where it was read, and its rules run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cordee.programmes.definition.money import find_ceiling
from cordee.programmes.definition.reading import read_definition, write_definition
from cordee.programmes.definition.zones import find_next_year, find_zone
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.judging.verdicts import Judge
from cordee.programmes.shipped import list_shipped, read_shipped
from cordee.programmes.states import CostCategory, Finding, Verdict


BY_CODE = {one.code: one for one in list_shipped()}
PERFECT = {
    "applicant.works_here": True,
    "applicant.years_since_recruitment": 2.0,
    "applicant.awards": (),
    "partners.total": 1,
    "partners.foreign": 1,
    "partners.companies": 0,
    "partners.countries": ("JP",),
    "partners.zones": (),
    "partners.in_closed_zones": 0,
    "partners.joint_works": 3,
    "project.months": 12,
    "answers.no_patient_data": True,
    "answers.without_money": True,
    "answers.enrolled_twice": True,
    "answers.two_supervisors": True,
}
FITTING: dict[str, dict[str, Any]] = {
    "cnrs-irp": {"project.months": 60},
    "cnrs-irn": {"project.months": 60, "partners.total": 2},
    "cnrs-iea": {"project.months": 24},
    "pct": {"partners.total": 4, "partners.foreign": 4},
    "research-network": {"partners.total": 2},
    "pri": {"partners.zones": ("asia-oceania",)},
}


def test_all_that_is_promised_ships() -> None:
    assert set(BY_CODE) == {
        *("first-step", "pri", "pic", "pct", "joint-lab", "mou", "research-network"),
        *("cnrs-irp", "cnrs-irn", "cnrs-irl", "cnrs-iea", "emergence"),
        *("mission", "cotutelle", "prize", "delegation"),
    }


@pytest.mark.parametrize("name", sorted(read_shipped()))
def test_each_file_is_whole(name: str) -> None:
    values = read_shipped()[name]
    definition, faults = read_definition(values)
    assert faults == ()
    assert definition is not None
    assert find_faults(definition) == ()
    assert definition.code == name
    assert definition.source is not None
    assert definition.label.fr != definition.label.en
    assert definition.summary.fr != definition.summary.en
    assert read_definition(write_definition(definition))[0] == definition


@pytest.mark.parametrize("name", sorted(BY_CODE))
def test_each_finds_a_fitting_application_eligible_and_an_empty_one_never_ineligible(
    name: str,
) -> None:
    judge = Judge(BY_CODE[name])
    judged = judge.judge(
        {**PERFECT, **FITTING.get(name, {})}, {CostCategory.TRAVEL: Decimal(5_000)}
    )
    assert judged.verdict is Verdict.ELIGIBLE
    assert judged.admissibility is Finding.MET
    assert judge.judge({}).verdict is not Verdict.INELIGIBLE


@pytest.mark.parametrize(
    ("years", "awards", "verdict"),
    [
        (4.99, (), Verdict.ELIGIBLE),
        (5.0, (), Verdict.INELIGIBLE),
        (12.0, ("ERC-StG",), Verdict.ELIGIBLE),
        (12.0, ("ATIP-Avenir",), Verdict.ELIGIBLE),
        (12.0, ("ERC-AdG",), Verdict.INELIGIBLE),
    ],
)
def test_first_step_is_for_the_strictly_young_or_laureates(
    years: float, awards: tuple[str, ...], verdict: Verdict
) -> None:
    facts = {**PERFECT, "applicant.years_since_recruitment": years, "applicant.awards": awards}
    judged = Judge(BY_CODE["first-step"]).judge(facts, {CostCategory.TRAVEL: Decimal(10_000)})
    assert judged.verdict is verdict


def test_the_ceilings_of_pri_follow_the_zones() -> None:
    funding = BY_CODE["pri"].funding
    assert funding is not None

    def find(*zones: str) -> Decimal | None:
        limit = find_ceiling(funding, frozenset(zones), months=60, partners=1)
        return limit.max if limit else None

    assert find("europe") == 60_000
    assert find("asia-oceania") == 75_000
    assert find("europe", "americas") == 75_000


def test_the_zones_of_pri_alternate() -> None:
    pri = BY_CODE["pri"]
    japan = find_zone(pri, "JP", date(2026, 7, 1))
    assert japan is not None
    assert japan.code == "asia-oceania"
    # The United Kingdom and Switzerland are in Europe though not in the Union; Réunion is France.
    for country in ("GB", "CH", "TR", "RE"):
        found = find_zone(pri, country, date(2026, 7, 1))
        assert found is not None
        assert found.code == "europe"
    assert find_next_year(pri, "JP", 2027) == 2028
    assert find_next_year(pri, "DE", 2026) == 2027


def test_cnrs_irp_pays_no_salaries_and_one_fifth_of_other_costs() -> None:
    judge = Judge(BY_CODE["cnrs-irp"])
    facts = {**PERFECT, "project.months": 60}
    travel = {CostCategory.TRAVEL: Decimal(56_000)}
    assert judge.judge(facts, {**travel, CostCategory.OTHER: Decimal(14_000)}).verdict == "eligible"
    for category, amount in ((CostCategory.OTHER, 14_001), (CostCategory.SALARIES, 1)):
        asked = {**travel, category: Decimal(amount)}
        assert judge.judge(facts, asked).verdict is Verdict.INELIGIBLE
