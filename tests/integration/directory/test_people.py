from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.integration.directory.conftest import AT, TODAY, House, make_actor
from tests.integration.directory.test_pages import sign_in

from cordee.directory.models import Person, Theme
from cordee.directory.operations.organisations import OrganisationValues, change_organisation
from cordee.directory.operations.people import (
    PersonValues,
    SkillValues,
    add_skill,
    change_person,
    create_person,
    end_involvement,
    end_skill,
    involve,
)
from cordee.directory.operations.resources import (
    ResourceValues,
    change_resource,
    create_resource,
)
from cordee.directory.operations.themes import (
    ThemeValues,
    create_theme,
    end_tie,
    tie_to_theme,
)
from cordee.directory.queries.people import get_person_record, list_involved
from cordee.directory.queries.search import Question, search
from cordee.directory.queries.themes import get_theme_record
from cordee.directory.queries.waiting import list_waiting
from cordee.directory.states import (
    Audience,
    Evidence,
    InvolvementKind,
    Kind,
    ResourceKind,
    Sort,
    ThemeKind,
)
from cordee.kernel.errors import RefusedError, RuleError, StaleError
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role


NINA = PersonValues(
    family_name="Petit", given_name="Nina", orcid="0000-0002-1825-0097", email="nina@example.org"
)
LYO = SkillValues("", "Freeze drying", Evidence.DOI, "https://doi.org/10.1000/ABC")
CRYOSTAT = ResourceValues(
    kind=ResourceKind.EQUIPMENT, audience=Audience.PARTNERS, name_fr="Cryostat à hélium"
)
HYPOXIA = ThemeValues(kind=ThemeKind.AXIS, name_en="Hypoxia of tumours")


@pytest.fixture
def nina(house: House, bob: Actor) -> Person:
    return create_person(
        NINA, keeper=house.team, role=InvolvementKind.LEADS, start=None, by=bob, at=AT
    )


def test_a_person_is_found_by_name_orcid_and_place_and_never_by_address(nina: Person) -> None:
    for text in ("petit", "0000-0002-1825-0097", "nina rope"):
        assert [hit.record for hit in search(Question(text)).hits] == [nina.id]
    assert (
        search(Question("nina@example.org")).total == 0
        or search(Question("nina@example.org")).has_some
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"orcid": "0000-0002-1825-0079"}, "digit wrong"),
        ({"orcid": "12"}, "not an ORCID"),
        ({"family_name": " "}, "family name"),
    ],
)
def test_values_that_break_a_rule_are_refused(
    house: House, bob: Actor, values: dict[str, str], reason: str
) -> None:
    with pytest.raises(RuleError, match=reason):
        create_person(
            replace(NINA, **values), keeper=house.team, role=None, start=None, by=bob, at=AT
        )


def test_an_orcid_belongs_to_one_person(house: House, bob: Actor, nina: Person) -> None:
    with pytest.raises(RuleError, match="two people cannot share it"):
        create_person(
            replace(NINA, family_name="Grand"),
            keeper=house.team,
            role=None,
            start=None,
            by=bob,
            at=AT,
        )


def test_an_address_is_shown_to_those_entitled_alone(house: House, nina: Person) -> None:
    seen = {
        role: get_person_record(
            nina.id, by=make_actor(role.value, role, house.institute), on=TODAY
        ).email
        for role in Role
    }
    assert {role for role, email in seen.items() if not email} == {Role.READER}
    stranger = make_actor("Zoe", Role.MEMBER, house.hospital)
    assert get_person_record(nina.id, by=stranger, on=TODAY).email == ""


def test_each_view_of_an_address_is_a_line_of_the_audit_that_does_not_say_it(
    house: House, nina: Person, alice: Actor
) -> None:
    stranger = make_actor("Zoe", Role.READER, house.hospital)
    sign_in(stranger).get(f"/directory/people/{nina.id}")
    assert not Event.objects.filter(action="person.see").exists()
    editor = sign_in(alice)
    page = editor.get(f"/directory/people/{nina.id}").content.decode()
    assert "nina@example.org" in page
    editor.get(f"/directory/people/{nina.id}/change")
    seen = Event.objects.filter(action="person.see", record=str(nina.id))
    assert [(one.actor, one.organisation) for one in seen] == [(alice.account, nina.keeper_id)] * 2
    assert not any("nina@" in one.text for one in Event.objects.all())
    assert find_faults() == []


def test_who_has_no_address_is_seen_without_a_line(house: House, bob: Actor) -> None:
    values = replace(NINA, email="", orcid="")
    lone = create_person(values, keeper=house.team, role=None, start=None, by=bob, at=AT)
    sign_in(bob).get(f"/directory/people/{lone.id}")
    assert not Event.objects.filter(action="person.see").exists()


def test_only_who_keeps_them_changes_a_person(house: House, nina: Person, charlie: Actor) -> None:
    with pytest.raises(RefusedError):
        change_person(nina.id, replace(NINA, given_name="X"), version=1, by=charlie, at=AT)


def test_the_second_of_two_writers_is_told(bob: Actor, nina: Person) -> None:
    change_person(nina.id, replace(NINA, given_name="Ninon"), version=1, by=bob, at=AT)
    with pytest.raises(StaleError):
        change_person(nina.id, replace(NINA, given_name="Nine"), version=1, by=bob, at=AT)


def test_an_involvement_ends_and_stays(house: House, bob: Actor, nina: Person) -> None:
    held = nina.involvements.get()
    end_involvement(held.id, last_day=date(2026, 2, 1), by=bob, at=AT)
    people, left = list_involved(house.team)
    assert ([one.end for one in people], left) == ([date(2026, 2, 1)], 0)
    with pytest.raises(RuleError, match="before the first"):
        involve(
            nina.id,
            InvolvementKind.VISITS,
            house.unit,
            start=date(2026, 2, 1),
            end=date(2026, 1, 1),
            share=None,
            by=bob,
            at=AT,
        )


def test_a_person_moves_with_the_name_of_their_team(
    house: House, alice: Actor, nina: Person
) -> None:
    values = OrganisationValues(kind=Kind.TEAM, name_en="Team Carabiner", country="FR")
    change_organisation(house.team, values, version=1, by=alice, at=AT)
    assert [hit.record for hit in search(Question("petit carabiner")).hits] == [nina.id]


def test_a_skill_leads_to_who_has_it(house: House, bob: Actor, nina: Person) -> None:
    skill = add_skill(LYO, person=nina.id, by=bob, at=AT)
    add_skill(replace(LYO, name_en="Freeze storage"), organisation=house.team, by=bob, at=AT)
    hits = search(Question("freeze")).hits
    assert {(hit.sort, hit.page_of) for hit in hits} == {
        (Sort.SKILL, nina.id),
        (Sort.SKILL, house.team),
    }
    assert skill.evidence_text == "10.1000/abc"
    end_skill(skill.id, last_day=TODAY, by=bob, at=AT)
    assert search(Question("freeze drying")).hits[0].end == TODAY


@pytest.mark.parametrize(
    ("evidence", "text"), [(Evidence.DOI, "no"), (Evidence.WORK, "x"), (Evidence.TEXT, " ")]
)
def test_a_skill_without_evidence_is_refused(
    bob: Actor, nina: Person, evidence: Evidence, text: str
) -> None:
    with pytest.raises(RuleError):
        add_skill(
            replace(LYO, evidence=evidence, evidence_text=text), person=nina.id, by=bob, at=AT
        )


def test_a_machine_is_found_with_its_place_and_belongs_to_its_facility(
    house: House, bob: Actor, nina: Person
) -> None:
    facility = create_resource(
        replace(CRYOSTAT, kind=ResourceKind.FACILITY, name_fr="Froid", contact=nina.id),
        keeper=house.team,
        by=bob,
        at=AT,
    )
    machine = create_resource(
        replace(CRYOSTAT, parent=facility.id), keeper=house.team, by=bob, at=AT
    )
    assert [hit.record for hit in search(Question("cryostats rope")).hits] == [machine.id]
    with pytest.raises(RuleError, match="part of its own part"):
        change_resource(
            facility.id,
            replace(CRYOSTAT, parent=machine.id),
            version=1,
            by=bob,
            at=AT,
        )


def test_an_axis_has_leads_for_a_time_and_narrows_the_search(
    house: House, alice: Actor, bob: Actor, nina: Person
) -> None:
    with pytest.raises(RefusedError):
        create_theme(HYPOXIA, keeper=house.institute, by=bob, at=AT)
    axis = create_theme(HYPOXIA, keeper=house.institute, by=alice, at=AT)
    tie = tie_to_theme(
        axis.id, nina.id, leads=True, start=date(2025, 1, 1), end=None, by=alice, at=AT
    )
    tie_to_theme(axis.id, house.team, leads=False, start=None, end=None, by=bob, at=AT)
    found = search(Question(themes=frozenset({axis.id})))
    assert {hit.record for hit in found.hits} == {nina.id, house.team}
    assert found.by_theme == {axis.id: 2}
    with pytest.raises(RuleError, match="Only a person leads"):
        tie_to_theme(axis.id, house.unit, leads=True, start=None, end=None, by=alice, at=AT)
    end_tie(tie.id, last_day=TODAY, by=alice, at=AT)
    told = get_theme_record(axis.id, by=alice, on=TODAY).ties
    assert [(one.leads, one.end) for one in told] == [(False, None), (True, TODAY)]


def test_people_machines_and_axes_wait_to_be_confirmed_too(
    house: House, alice: Actor, nina: Person
) -> None:
    create_resource(CRYOSTAT, keeper=house.team, by=alice, at=AT)
    create_theme(HYPOXIA, keeper=house.institute, by=alice, at=AT)
    later = date(2027, 6, 1)
    sorts = {one.sort for one in list_waiting(alice, on=later)[0]}
    assert sorts >= {Sort.PERSON, Sort.EQUIPMENT, Sort.AXIS, Sort.TEAM}


def test_each_write_is_a_line_of_the_audit(nina: Person, house: House) -> None:
    told = Event.objects.filter(kind__in=["person", "involvement"]).order_by("number")
    assert [(one.action, one.organisation) for one in told] == [
        ("person.create", house.team),
        ("involvement.create", house.team),
    ]


def test_a_machine_is_found_by_the_new_name_of_its_facility(house: House, alice: Actor) -> None:
    about = ResourceValues(ResourceKind.FACILITY, Audience.ANYONE, name_en="Cold Rooms")
    above = create_resource(about, keeper=house.unit, by=alice, at=AT)
    machine = ResourceValues(
        ResourceKind.EQUIPMENT, Audience.ANYONE, name_en="Cryostat", parent=above.id
    )
    create_resource(machine, keeper=house.unit, by=alice, at=AT)
    renamed = replace(about, name_en="Glacier Laboratory")
    change_resource(above.id, renamed, version=1, by=alice, at=AT)
    found = {hit.name_en for hit in search(Question(text="glacier")).hits}
    assert found == {"Glacier Laboratory", "Cryostat"}


def test_a_theme_has_a_branch_that_there_is(house: House, alice: Actor) -> None:
    values = ThemeValues(ThemeKind.AXIS, name_en="Cold", mesh="C04/588")
    with pytest.raises(RuleError, match="no branch “C04/588” of MeSH"):
        create_theme(values, keeper=house.institute, by=alice, at=AT)
    made = create_theme(replace(values, mesh=" c04 "), keeper=house.institute, by=alice, at=AT)
    assert made.mesh == "C04"
    Theme.objects.filter(id=made.id).update(mesh="C04/588")
    assert sign_in(alice).get(f"/directory/themes/{made.id}").status_code == 200


def test_a_grade_said_later_is_added_and_nothing_else_is_said_in_silence(
    nina: Person, house: House, bob: Actor
) -> None:
    def say(*, grade: str = "", end: date | None = None) -> None:
        involve(
            nina.id,
            InvolvementKind.VISITS,
            house.unit,
            start=TODAY,
            end=end,
            share=None,
            grade=grade,
            by=bob,
            at=AT,
        )

    say()
    with pytest.raises(RuleError):
        say(grade="CRCN", end=date(2030, 1, 1))
    say(grade="CRCN")
    told = [one for one in get_person_record(nina.id, by=bob, on=TODAY).involvements if one.grade]
    assert [(one.grade, one.end) for one in told] == [("CRCN", None)]
    with pytest.raises(RuleError):
        say(grade="CR1")
