"""Facts of real rows of the directory, and what the rules make of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.agreements.cast import ALPHA, BETA, GAMMA, bring_into_force, make_agreement
from tests.programmes.applying import (
    AT,
    PARTNER,
    PAUL,
    WRITTEN,
    make_application,
    make_call,
    make_person,
    make_tokyo,
)

from cordee.directory.models import Involvement, OrganisationLink
from cordee.programmes.applied import Money
from cordee.programmes.judging.facts import FactValue
from cordee.programmes.queries.applications import get_application
from cordee.programmes.queries.judgements import Judged, judge_one
from cordee.programmes.states import CostCategory, Finding, Verdict


STARTED = date(2021, 1, 1)


def judge(application: UUID, **options: int) -> Judged:
    return judge_one(get_application(application, by=PAUL, on=AT.date()), at=AT, **options)


def gather(application: UUID) -> dict[str, FactValue]:
    return dict(judge(application).facts)


CONFIRMED = date(2026, 3, 1)
RECENT = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("recruited", "awards", "confirmed_on", "expected"),
    [
        # The call opened on 1 May 2026, which is its reference day.
        (date(2021, 5, 2), (), CONFIRMED, Verdict.ELIGIBLE),
        (date(2021, 5, 1), (), CONFIRMED, Verdict.INELIGIBLE),
        (date(2010, 1, 1), (("ERC-StG", STARTED, None),), None, Verdict.ELIGIBLE),
        (date(2010, 1, 1), (("ATIP-Avenir", STARTED, None),), CONFIRMED, Verdict.ELIGIBLE),
        (date(2010, 1, 1), (("ERC-CoG", STARTED, None),), None, Verdict.INELIGIBLE),
        # An award that ended before the day is none; an entry nobody confirmed may miss another.
        (date(2010, 1, 1), (("ERC-StG", STARTED, date(2026, 4, 30)),), CONFIRMED, Verdict.INELIGIBLE),
        (date(2010, 1, 1), (("ERC-StG", STARTED, date(2026, 4, 30)),), None, Verdict.INCOMPLETE),
        (date(2010, 1, 1), (), None, Verdict.INCOMPLETE),
        (date(2010, 1, 1), (), date(2025, 5, 31), Verdict.INCOMPLETE),
        (None, (), None, Verdict.INCOMPLETE),
        # Who is recruited after the day is not recruited on it.
        (date(2026, 5, 2), (), None, Verdict.INCOMPLETE),
    ],
)  # fmt: skip
def test_the_verdict_follows_from_the_entry(
    recruited: date | None,
    awards: tuple[tuple[str, date, date | None], ...],
    confirmed_on: date | None,
    expected: Verdict,
) -> None:
    person = make_person(recruited=recruited, awards=awards, confirmed_on=confirmed_on)
    made = make_application(make_call(), person=person, partners=(PARTNER,))
    assert judge(made).judgement.verdict is expected


def test_nobody_without_an_entry_is_ineligible() -> None:
    judged = judge(make_application(make_call(), partners=(PARTNER,)))
    assert judged.judgement.verdict is Verdict.INCOMPLETE
    missing = {name for one in judged.judgement.results for name in one.missing}
    assert missing == {
        "applicant.years_since_recruitment",
        "applicant.awards",
        "applicant.works_here",
    }


def test_a_grade_elsewhere_or_of_no_day_tells_nothing() -> None:
    call = make_call()
    abroad = make_application(call, person=make_person(recruited=RECENT, place=BETA))
    assert "applicant.years_since_recruitment" not in gather(abroad)
    person = make_person("Other", recruited=RECENT)
    Involvement.objects.create(
        person_id=person, role="leads", organisation_id=ALPHA, grade="CR1", start=None
    )
    facts = gather(make_application(call, person=person))
    assert "applicant.years_since_recruitment" not in facts
    assert facts["applicant.leads_team"] is True


def test_the_first_grade_counts_even_at_a_unit_that_is_no_part_any_more() -> None:
    OrganisationLink.objects.create(
        first_id=GAMMA, standing="part_of", second_id=ALPHA, end=date(2019, 12, 31)
    )
    person = make_person(recruited=date(2015, 5, 1), place=GAMMA)
    Involvement.objects.create(
        person_id=person, role="works_at", organisation_id=ALPHA, grade="DR2", start=RECENT
    )
    facts = gather(make_application(make_call(), person=person))
    assert facts["applicant.years_since_recruitment"] == 11.0


def test_who_works_elsewhere_does_not_work_here_once_confirmed() -> None:
    call = make_call()
    known = make_person(recruited=RECENT, place=BETA, confirmed_on=CONFIRMED)
    unknown = make_person("Other", recruited=RECENT, place=BETA)
    assert gather(make_application(call, person=known))["applicant.works_here"] is False
    assert "applicant.works_here" not in gather(make_application(call, person=unknown))


def test_partners_are_counted_by_country_and_zone() -> None:
    french = replace(PARTNER, name="Réunion", country="RE", is_company=True)
    german = replace(PARTNER, name="Berlin", country="DE")
    facts = gather(make_application(make_call(), partners=(PARTNER, french, german)))
    assert facts["partners.total"] == 3
    assert facts["partners.foreign"] == 2
    assert facts["partners.companies"] == 1
    assert facts["partners.countries"] == ("DE", "JP")
    assert facts["partners.zones"] == ("asia", "europe")
    assert facts["partners.confirmed"] == 0
    assert "partners.without_agreement" not in facts


def test_a_partner_without_a_country_leaves_them_unknown() -> None:
    judged = judge(make_application(make_call(), partners=(replace(PARTNER, country=""),)))
    assert not {"partners.foreign", "partners.zones", "partners.countries"} & set(judged.facts)
    found = {one.id: one.finding for one in judged.judgement.results}
    assert found["limit.partners.foreign"] is Finding.UNKNOWN
    assert found["limit.amount"] is Finding.UNKNOWN


def test_zones_that_are_not_open_this_year_are_told() -> None:
    rotation = {"anchor_year": 2026, "cycle": [["europe"], ["asia"]]}
    made = make_application(make_call({"rotation": rotation}), partners=(PARTNER,))
    judged = judge(made)
    assert judged.facts["partners.in_closed_zones"] == 1
    assert judged.facts["call.zones"] == ("europe",)
    found = {one.id: one.finding for one in judged.judgement.results}
    assert found["limit.zones"] is Finding.NOT_MET


def test_an_agreement_in_force_is_found_by_the_partners_organisation() -> None:
    agreement = make_agreement()
    call = make_call()
    tokyo = replace(PARTNER, organisation=make_tokyo())
    berlin = replace(PARTNER, name="Beta", country="DE", organisation=BETA)
    made = make_application(call, partners=(tokyo, berlin))
    assert gather(made)["partners.without_agreement"] == 2
    bring_into_force(agreement)
    assert gather(made)["partners.without_agreement"] == 1


def test_money_and_answers_are_facts() -> None:
    budget = (
        Money(CostCategory.TRAVEL, Decimal(4000)),
        Money(CostCategory.SALARIES, Decimal(7000)),
        Money(CostCategory.OTHER, Decimal(5000), is_cofunding=True),
    )
    written = replace(WRITTEN, budget=budget, answers={"ethics": True, "field": "heart"})
    judged = judge(make_application(make_call(), written=written, partners=(PARTNER,)))
    assert judged.facts["project.amount"] == 11000.0
    assert judged.facts["project.cofunding"] == 5000.0
    assert judged.facts["answers.ethics"] is True
    assert judged.facts["answers.field"] == "heart"
    found = {one.id: one.finding for one in judged.judgement.results}
    assert found["limit.amount"] is Finding.NOT_MET
    assert found["limit.share"] is Finding.NOT_MET


def test_works_together_are_told_by_who_counted_them() -> None:
    made = make_application(make_call())
    assert "partners.joint_works" not in gather(made)
    assert judge(made, joint_works=7).facts["partners.joint_works"] == 7
