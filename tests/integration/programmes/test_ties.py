"""Who may not judge what: ties read of the directory, the agreements, projects and what the lake told."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.agreements.cast import ALPHA, BETA, GAMMA, TEAM, UNIT, WARD, make_agreement
from tests.programmes.applying import AT, PARTNER, make_application, make_call, make_person

from cordee.agreements.models import Party, ScopeItem
from cordee.agreements.operations.agreements import Agreement
from cordee.directory.models import Involvement, Organisation, OrganisationLink, Person
from cordee.directory.states import Kind, Standing
from cordee.observatory.figures.coauthors import CoAuthors, JointWorks
from cordee.programmes.applied import PartnerPart
from cordee.programmes.models import Partner, Project, ProjectPerson, Tie
from cordee.programmes.queries.ties import FoundTies, find_ties
from cordee.programmes.reviewing.sentences import say_tie
from cordee.programmes.reviewing.states import TieKind


ON = AT.date()


def be_at(person: UUID, place: UUID, role: str = "works_at", *, start: date | None = None, end: date | None = None) -> UUID:  # fmt: skip
    Involvement.objects.create(
        person_id=person, role=role, organisation_id=place, start=start, end=end
    )
    return person


def look(person: UUID, application: UUID, coauthors: CoAuthors | None = None) -> FoundTies:
    return find_ties([person], [application], years=5, on=ON, coauthors=coauthors)


def list_kinds(person: UUID, application: UUID) -> set[TieKind]:
    return {one.kind for one in look(person, application).get((person, application), ())}


@pytest.fixture
def paul() -> UUID:
    return be_at(make_person("Paul"), UNIT, start=date(2018, 1, 1))


@pytest.fixture
def applied(paul: UUID) -> UUID:
    made = make_application(make_call(), person=paul, partners=(PARTNER,))
    Partner.objects.update(organisation=BETA)
    return made


def test_who_applies_and_the_contact_of_a_partner_are_part_of_it(paul: UUID, applied: UUID) -> None:
    aki = make_person("Aki")
    Person.objects.filter(id=aki).update(email="AKI@tokyo.example")
    assert TieKind.APPLICANT in list_kinds(paul, applied)
    assert list_kinds(aki, applied) == {TieKind.APPLICANT}


@pytest.mark.parametrize(
    ("place", "start", "end", "expected"),
    [
        (UNIT, None, None, {TieKind.SAME_UNIT}),
        (TEAM, date(2024, 1, 1), None, {TieKind.SAME_UNIT}),
        # Whoever left before the years looked at is free.
        (UNIT, date(2010, 1, 1), date(2021, 5, 31), set()),
        (UNIT, date(2010, 1, 1), date(2021, 6, 1), {TieKind.SAME_UNIT}),
        # The body that runs the call ties nobody by itself.
        (ALPHA, None, None, set()),
        # A partner does, and what is a part of it.
        (BETA, None, None, {TieKind.SAME_ORGANISATION}),
        (WARD, None, None, {TieKind.SAME_ORGANISATION}),
        (GAMMA, None, None, set()),
    ],
)
def test_places_tie_by_their_days(
    applied: UUID, place: UUID, start: date | None, end: date | None, expected: set[TieKind]
) -> None:
    assert list_kinds(be_at(make_person("Rita"), place, start=start, end=end), applied) == expected


def test_two_who_were_at_a_unit_one_after_the_other_are_free() -> None:
    elsewhere = Organisation.objects.create(
        id=uuid4(), kind=Kind.UNIT, name_en="Elsewhere", changed_at=AT
    ).id
    applicant = be_at(make_person(), elsewhere, start=date(2022, 1, 1), end=date(2022, 12, 31))
    application = make_application(make_call(), person=applicant)
    before = be_at(make_person("Before"), elsewhere, end=date(2021, 12, 31))
    beside = be_at(make_person("Beside"), elsewhere, end=date(2022, 1, 1))
    assert list_kinds(before, application) == set()
    assert list_kinds(beside, application) == {TieKind.SAME_UNIT}


def test_a_supervising_body_ties_nobody_but_as_a_partner(applied: UUID) -> None:
    body, other = (
        Organisation.objects.create(id=uuid4(), kind=kind, name_en=f"{kind}", changed_at=AT).id
        for kind in (Kind.INSTITUTION, Kind.UNIT)
    )
    for unit in (UNIT, other):
        OrganisationLink.objects.create(
            first_id=unit, standing=Standing.SUPERVISED_BY, second_id=body
        )
    person = be_at(make_person("Rita"), other)
    assert list_kinds(person, applied) == set()
    Partner.objects.update(organisation=body)
    assert list_kinds(person, applied) == {TieKind.SAME_ORGANISATION}


def test_who_leads_is_tied_to_who_is_led(applied: UUID) -> None:
    chief = be_at(make_person("Chief"), ALPHA, "leads")
    assert list_kinds(chief, applied) == {TieKind.HIERARCHY}
    (tie,) = look(chief, applied)[chief, applied]
    sentence = say_tie(tie.how, tie.evidence, "en")
    assert sentence.values["organisation"] == "Alpha"
    assert sentence.values["other"] == "Paul"


def test_a_project_together_counts_until_it_is_long_over(paul: UUID, applied: UUID) -> None:
    rita = make_person("Rita")
    project = Project.objects.create(
        office=ALPHA, title="Joint", stage_since=AT, created_at=AT, changed_at=AT
    )
    for person in (paul, rita):
        ProjectPerson.objects.create(project=project, person=person, name="…", role="member")
    assert list_kinds(rita, applied) == {TieKind.SHARED_PROJECT}
    Project.objects.update(ends_on=date(2020, 1, 1))
    assert list_kinds(rita, applied) == set()


def test_an_agreement_with_a_partner_ties_whom_it_names(applied: UUID) -> None:
    rita = be_at(make_person("Rita"), GAMMA)
    Person.objects.filter(id=rita).update(orcid="0000-0002-1825-0097")
    agreement = make_agreement(parties=(GAMMA, BETA))
    assert list_kinds(rita, applied) == set()
    ScopeItem.objects.create(agreement_id=agreement, kind="person", text="0000-0002-1825-0097")
    assert list_kinds(rita, applied) == {TieKind.AGREEMENT}
    ScopeItem.objects.all().delete()
    Party.objects.filter(organisation=BETA).update(signatory_name="Rita")
    # Somebody else of that name, who is not of the party that signs.
    assert list_kinds(rita, applied) == set()
    Party.objects.filter(organisation=GAMMA).update(signatory_name="rita")
    assert list_kinds(rita, applied) == {TieKind.AGREEMENT}
    Agreement.objects.update(end=date(2020, 1, 1), start=date(2019, 1, 1))
    assert list_kinds(rita, applied) == set()


def test_works_together_are_told_or_not_known_and_never_none(paul: UUID, applied: UUID) -> None:
    rita, pair = make_person("Rita"), ("0000-0002-1825-0097", "0000-0001-5109-3700")
    Partner.objects.update(contact_email="")
    assert look(rita, applied).not_known == {(rita, applied)}
    for person, orcid in zip((rita, paul), pair, strict=True):
        Person.objects.filter(id=person).update(orcid=orcid)
    together = CoAuthors(frozenset(pair), {pair: JointWorks(3, 2024)})
    found = look(rita, applied, together)
    assert [one.kind for one in found[rita, applied]] == [TieKind.CO_AUTHOR]
    assert found.not_known == frozenset()
    apart = look(rita, applied, CoAuthors(frozenset(pair), {}))
    assert (dict(apart), apart.not_known) == ({}, frozenset())
    assert look(rita, applied, CoAuthors(frozenset(pair[:1]), {})).not_known == {(rita, applied)}


def test_what_somebody_declared_counts_until_it_is_set_aside(applied: UUID) -> None:
    rita = make_person("Rita")
    tie = Tie.objects.create(
        application_id=applied,
        person=rita,
        kind=TieKind.DECLARED.value,
        evidence={"reason": "We are friends."},
        found_at=AT,
    )
    assert list_kinds(rita, applied) == {TieKind.DECLARED}
    Tie.objects.filter(id=tie.id).update(set_aside_at=AT, reason="Long ago.")
    assert list_kinds(rita, applied) == set()


def test_many_are_asked_about_in_as_many_queries_as_few() -> None:
    call = make_call()
    people = [be_at(make_person(f"P{number}"), UNIT) for number in range(6)]
    applications = [
        make_application(
            call, person=people[number], partners=(PartnerPart("B", organisation=BETA),)
        )
        for number in range(3)
    ]
    counts = []
    for some in (applications[:1], applications):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            find_ties(people, some, years=5, on=ON)
        counts.append(len(asked))
    assert counts[0] == counts[1]
