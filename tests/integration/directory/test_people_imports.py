from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.integration.directory.conftest import AT, TODAY, House

from cordee.directory.imports.people.fields import FIELDS
from cordee.directory.imports.people.write import PEOPLE
from cordee.directory.models import Award, Involvement, Person, Skill
from cordee.directory.operations.people import PersonValues, create_person, end_involvement, involve
from cordee.directory.queries.search import Question, search
from cordee.directory.states import InvolvementKind
from cordee.kernel.errors import RefusedError, RuleError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Outcome, Plan, Source, get_last_mapping
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table


pytestmark = pytest.mark.django_db

ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"

LIST = f"""\
given name,family name,ORCID,e-mail address,organisation,role,from,until,skills in English,awards
Nina,Petit,{ORCID},Nina@example.org,Team Rope,leads,2021-01-01,,cytometry (10.1000/ABC),ERC-StG 2021-01-01/2025-12-31 (101)
Nina,Petit,,,Unit of Hypoxia,represents,2023-05-01,2024-04-30,,
Omar,Grand,,,,,,,spirometry (ran the laboratory),
"""


def read(text: str) -> Table:
    sheet = read_sheet(text.encode(), "people.csv")
    return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))


def plan(text: str, house: House, by: Actor) -> Plan:
    return PEOPLE.plan(read(text), house.institute, by=by, on=TODAY)


def bring_in(text: str, house: House, by: Actor, *, only_good: bool = False) -> UUID:
    table = read(text)
    source = Source("people.csv", "ab" * 32, table.titles)
    made, _plan = PEOPLE.bring_in(table, source, house.institute, only_good=only_good, by=by, at=AT)
    return made


def say_faults(found: Plan) -> dict[tuple[int, str], str]:
    return {(one.line, one.column): str(one.sentence) for one in found.faults}


def test_a_dry_run_says_what_would_be_and_writes_nothing(house: House, alice: Actor) -> None:
    events = Event.objects.count()
    found = plan(LIST, house, alice)
    assert [(one.line, one.outcome, one.title) for one in found.lines] == [
        (2, Outcome.NEW, "Nina Petit"),
        (3, Outcome.CHANGED, "Nina Petit"),
        (4, Outcome.NEW, "Omar Grand"),
    ]
    assert found.lines[0].change["awards"] == ("", "ERC-StG 2021-01-01/2025-12-31 101")
    assert found.lines[1].change["organisation"] == ("", "Unit of Hypoxia")
    assert (Person.objects.count(), Event.objects.count()) == (0, events)


def test_an_import_enters_people_with_all_that_is_said_of_them(house: House, alice: Actor) -> None:
    bring_in(LIST, house, alice)
    nina = Person.objects.get(orcid=ORCID)
    assert (nina.email, nina.keeper_id, nina.confirmed_on) == (
        "nina@example.org",
        house.institute,
        TODAY,
    )
    held = nina.involvements.order_by("start").values_list("role", "organisation", "start", "end")
    assert list(held) == [
        ("leads", house.team, date(2021, 1, 1), None),
        ("represents", house.unit, date(2023, 5, 1), date(2024, 4, 30)),
    ]
    award, skill = nina.awards.get(), nina.skills.get()
    assert (award.code, award.end, award.reference) == ("ERC-StG", date(2025, 12, 31), "101")
    assert (skill.name_en, skill.evidence, skill.evidence_text) == (
        "cytometry",
        "doi",
        "10.1000/abc",
    )
    assert Skill.objects.get(person__family_name="Grand").evidence == "text"
    assert search(Question(text="spirometry")).hits[0].name_en == "spirometry"
    assert search(Question(text="nina petit")).hits[0].record == nina.id
    assert get_last_mapping(PEOPLE.name, house.institute)["start"] == "from"
    assert find_faults() == []


def test_the_audit_tells_that_an_address_was_written_and_not_which(
    house: House, alice: Actor
) -> None:
    bring_in(LIST, house, alice)
    assert any('"email":["","…"]' in one.text.replace(" ", "") for one in Event.objects.all())
    assert not any("nina@example.org" in one.text for one in Event.objects.all())


def test_the_same_file_again_says_nothing_new(house: House, alice: Actor) -> None:
    bring_in(LIST, house, alice)
    again = plan(LIST, house, alice)
    assert {one.outcome for one in again.lines} == {Outcome.SAME}
    with pytest.raises(RuleError, match="nothing was written"):
        bring_in(LIST, house, alice)


def test_what_differs_is_changed_and_an_empty_cell_leaves_what_is_there(
    house: House, alice: Actor
) -> None:
    bring_in(LIST, house, alice)
    bring_in(
        f"ORCID,website,organisation,role,from,until\n{ORCID},example.org,Team Rope,leads,2021-01-01,2025-06-30",
        house,
        alice,
    )
    nina = Person.objects.get(orcid=ORCID)
    assert (nina.website, nina.given_name, nina.version) == ("https://example.org", "Nina", 2)
    assert nina.involvements.get(role="leads").end == date(2025, 6, 30)


FAULTY = f"""\
given name,family name,ORCID,e-mail address,organisation,role,from,until,skills,awards
Ana,Wrong,0000-0002-1825-0079,,,,,,,
Ben,Short,0000,,,,,,,
Cleo,,,,,,,,,
Dan,Mail,,not at all,,,,,,
Eve,Place,,,No Such House,leads,,,,
Fay,InvolvementKind,,,Team Rope,emperor,,,,
Gil,Dates,,,Team Rope,leads,2022-01-01,2021-01-01,,
Hal,Skill,,,,,,,cytometry,
Ida,Award,,,,,,,,ERC-StG
Jan,Twice,{ORCID},,Team Rope,leads,2022-01-01,,,
Jan,Twice,{ORCID},,Team Rope,leads,2022-01-01,,,
Jan,Otherwise,{ORCID},,Unit of Hypoxia,,,,,
Cleo,,,,Team Rope,leads,,,,
Kim,Good,,,Team Rope,works at,2022-01-01,,,
"""


def test_every_fault_is_said_by_line_and_column(house: House, alice: Actor) -> None:
    found = plan(FAULTY, house, alice)
    said = say_faults(found)
    assert "does not fit the others" in said[2, "ORCID"]
    assert "is not an ORCID" in said[3, "ORCID"]
    assert "Give a family name" in said[4, "family name"]
    assert "is no e-mail address" in said[5, "e-mail address"]
    assert "no organisation “No Such House”" in said[6, "organisation"]
    assert "is none of: leads" in said[7, "role"]
    assert "last day comes before the first" in said[8, "organisation"]
    assert "Say in brackets what shows the skill “cytometry”" in said[9, "skills"]
    assert "“ERC-StG” is no award" in said[10, "awards"]
    assert "Line 11 says the same of this person" in said[12, ""]
    assert "Line 11 says “Twice” of the same person" in said[13, "family name"]
    assert "Give a family name" in said[14, "family name"]
    assert [one.line for one in found.lines] == [11, 15]


def test_with_faults_nothing_is_written_unless_the_others_are_wanted(
    house: House, alice: Actor
) -> None:
    with pytest.raises(RuleError, match="Lines with faults: 12"):
        bring_in(FAULTY, house, alice)
    assert Person.objects.count() == 0
    bring_in(FAULTY, house, alice, only_good=True)
    assert set(Person.objects.values_list("family_name", flat=True)) == {"Twice", "Good"}


def test_namesakes_of_another_house_are_other_people(
    house: House, alice: Actor, charlie: Actor
) -> None:
    values = PersonValues("Petit", "Nina", email="nina@valley.example")
    other = create_person(
        values, keeper=house.hospital, role=InvolvementKind.WORKS_AT, start=None, by=charlie, at=AT
    )
    bring_in(LIST, house, alice)
    assert Person.objects.filter(family_name="Petit").count() == 2
    other.refresh_from_db()
    assert other.orcid is None


def test_who_is_kept_by_others_is_not_changed_but_may_work_here(
    house: House, alice: Actor, charlie: Actor
) -> None:
    values = PersonValues("Berg", "Lea", orcid=OTHER)
    create_person(values, keeper=house.hospital, role=None, start=None, by=charlie, at=AT)
    found = plan(f"ORCID,website\n{OTHER},example.org", house, alice)
    assert "kept by others" in say_faults(found)[2, ""]
    bring_in(f"ORCID,organisation,role\n{OTHER},Team Rope,is a guest of", house, alice)
    assert Involvement.objects.get(person__orcid=OTHER).role == "visits"


def test_who_may_not_import_there_is_refused(house: House, bob: Actor, charlie: Actor) -> None:
    for by in (bob, charlie):
        with pytest.raises(RefusedError):
            plan(LIST, house, by)


def test_undo_takes_a_whole_import_back(house: House, alice: Actor) -> None:
    lea = create_person(
        PersonValues("Berg", "Lea", orcid=OTHER),
        keeper=house.unit,
        role=InvolvementKind.WORKS_AT,
        start=date(2020, 1, 1),
        by=alice,
        at=AT,
    )
    more = f"Lea,Berg,{OTHER},lea@example.org,Unit of Hypoxia,works at,2020-01-01,2025-01-31,climbing (a guide),\n"
    made = bring_in(LIST + more, house, alice)
    lea.refresh_from_db()
    assert (lea.email, lea.skills.count(), lea.involvements.get().end) == (
        "lea@example.org",
        1,
        date(2025, 1, 31),
    )
    PEOPLE.undo(made, by=alice, at=AT)
    lea.refresh_from_db()
    assert (lea.email, lea.skills.count(), lea.involvements.get().end) == ("", 0, None)
    assert list(Person.objects.values_list("family_name", flat=True)) == ["Berg"]
    assert (Award.objects.count(), Skill.objects.count()) == (0, 0)
    assert search(Question(text="spirometry")).hits == ()
    assert search(Question(text="lea berg")).hits[0].record == lea.id
    assert find_faults() == []
    with pytest.raises(RuleError, match="undone already"):
        PEOPLE.undo(made, by=alice, at=AT)


def test_undo_is_refused_once_somebody_changed_or_uses_a_record(
    house: House, alice: Actor, charlie: Actor
) -> None:
    made = bring_in(LIST, house, alice)
    held = Involvement.objects.get(role="leads")
    end_involvement(held.id, last_day=date(2026, 1, 31), by=alice, at=AT)
    with pytest.raises(RuleError, match="Nothing was undone"):
        PEOPLE.undo(made, by=alice, at=AT)
    other = bring_in("given name,family name\nZoe,Last", house, alice)
    zoe = Person.objects.get(family_name="Last")
    involve(
        *(zoe.id, InvolvementKind.VISITS, house.hospital),
        start=None,
        end=None,
        share=None,
        by=charlie,
        at=AT,
    )
    with pytest.raises(RuleError, match="Zoe Last"):
        PEOPLE.undo(other, by=alice, at=AT)
    assert Person.objects.count() == 3
