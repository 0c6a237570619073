from __future__ import annotations

from uuid import UUID

import pytest
from tests.integration.directory.conftest import AT, TODAY, House

from cordee.directory.imports.resources.fields import FIELDS
from cordee.directory.imports.resources.write import RESOURCES
from cordee.directory.models import Person, Resource
from cordee.directory.operations.exchanges import OfferValues, create_offer
from cordee.directory.operations.people import PersonValues, create_person
from cordee.directory.operations.resources import confirm_resource
from cordee.directory.queries.search import Question, search
from cordee.directory.states import Audience, OfferKind
from cordee.kernel.errors import RefusedError, RuleError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Outcome, Plan, Source
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table


pytestmark = pytest.mark.django_db

LIST = """\
kind,name in English,organisation,part of,open to,contact,booking address,first day
facility,Cold rooms,Unit of Hypoxia,,anyone,Nina Petit,book.example.org,2020-01-01
equipment,Cryostat,Unit of Hypoxia,Cold rooms,own people and partners by agreement,,,
service,Sections to order,,,anyone,,,
"""


@pytest.fixture
def nina(house: House, alice: Actor) -> Person:
    return create_person(
        PersonValues("Petit", "Nina"), keeper=house.unit, role=None, start=None, by=alice, at=AT
    )


def read(text: str) -> Table:
    sheet = read_sheet(text.encode(), "machines.csv")
    return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))


def plan(text: str, house: House, by: Actor) -> Plan:
    return RESOURCES.plan(read(text), house.institute, by=by, on=TODAY)


def bring_in(text: str, house: House, by: Actor, *, only_good: bool = False) -> UUID:
    table = read(text)
    source = Source("machines.csv", "ab" * 32, table.titles)
    made, _plan = RESOURCES.bring_in(
        table, source, house.institute, only_good=only_good, by=by, at=AT
    )
    return made


def say_faults(found: Plan) -> dict[tuple[int, str], str]:
    return {(one.line, one.column): str(one.sentence) for one in found.faults}


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    house: House, alice: Actor, nina: Person
) -> None:
    found = plan(LIST, house, alice)
    assert [(one.line, one.outcome, one.title) for one in found.lines] == [
        (2, Outcome.NEW, "Cold rooms"),
        (3, Outcome.NEW, "Cryostat"),
        (4, Outcome.NEW, "Sections to order"),
    ]
    assert found.lines[1].change["part_of"] == ("", "Cold rooms")
    assert found.lines[0].change["contact"] == ("", "Nina Petit")
    assert Resource.objects.count() == 0


def test_an_import_enters_what_may_be_used_and_it_is_found(
    house: House, alice: Actor, nina: Person
) -> None:
    bring_in(LIST, house, alice)
    cryostat = Resource.objects.get(name_en="Cryostat")
    rooms = cryostat.parent
    assert rooms is not None
    assert (rooms.name_en, rooms.contact, rooms.booking) == (
        "Cold rooms",
        nina,
        "https://book.example.org",
    )
    assert (cryostat.keeper_id, cryostat.audience) == (house.unit, "partners")
    assert Resource.objects.get(name_en="Sections to order").keeper_id == house.institute
    assert search(Question(text="cryostat")).hits[0].record == cryostat.id
    assert {one.outcome for one in plan(LIST, house, alice).lines} == {Outcome.SAME}
    assert find_faults() == []


def test_what_differs_is_changed_and_an_empty_cell_leaves_what_is_there(
    house: House, alice: Actor, nina: Person
) -> None:
    bring_in(LIST, house, alice)
    bring_in(
        "name in English,organisation,contact,conditions in English\nCryostat,Unit of Hypoxia,Nina Petit,Half days",
        house,
        alice,
    )
    row = Resource.objects.get(name_en="Cryostat")
    assert (row.conditions_en, row.contact, row.kind, row.version) == (
        "Half days",
        nina,
        "equipment",
        2,
    )


FAULTY = """\
kind,name in English,organisation,part of,open to,contact,booking address,first day,last day
castle,North,,,anyone,,,,
equipment,East,No Such House,,anyone,,,,
equipment,,,,anyone,,,,
equipment,West,,,everybody,,,,
equipment,South,,Nothing,anyone,,,,
equipment,Alone,,,anyone,Nobody At All,,,
equipment,Upside,,,anyone,,,2020-01-01,2019-01-01
equipment,Twice,,,anyone,,,,
equipment,Twice,,,anyone,,,,
equipment,Kindless,,,,,,,
facility,Ring A,,Ring B,anyone,,,,
facility,Ring B,,Ring A,anyone,,,,
equipment,Child,,North,anyone,,,,
equipment,Theirs,Valley Hospital,,anyone,,,,
"""


def test_every_fault_is_said_by_line_and_column(house: House, alice: Actor) -> None:
    found = plan(FAULTY, house, alice)
    said = say_faults(found)
    assert "is none of: facility" in said[2, "kind"]
    assert "no organisation “No Such House”" in said[3, "organisation"]
    assert "Give a name" in said[4, ""]
    assert "is none of" in said[5, "open to"]
    assert "entry “Nothing”" in said[6, "part of"]
    assert "0 people “Nobody At All”" in said[7, "contact"]
    assert "last day comes before the first" in said[8, ""]
    assert "Line 9 says the same" in said[10, ""]
    assert "says here one of" in said[11, "open to"]
    assert "part of its own part" in said[12, "part of"]
    assert "part of its own part" in said[13, "part of"]
    assert "line 2 says, which has a fault" in said[14, "part of"]
    assert "kept by others" in said[15, "organisation"]
    assert [one.line for one in found.lines] == [9]


def test_who_may_not_import_there_is_refused(house: House, bob: Actor, charlie: Actor) -> None:
    for by in (bob, charlie):
        with pytest.raises(RefusedError):
            plan(LIST, house, by)


def test_undo_takes_a_whole_import_back(house: House, alice: Actor, nina: Person) -> None:
    made = bring_in(LIST, house, alice)
    text = "name in English,organisation,contact,last day\nCryostat,Unit of Hypoxia,Nina Petit,2026-12-31"
    second = bring_in(text, house, alice)
    with pytest.raises(RuleError, match="Cryostat"):
        RESOURCES.undo(made, by=alice, at=AT)
    RESOURCES.undo(second, by=alice, at=AT)
    row = Resource.objects.get(name_en="Cryostat")
    assert (row.end, row.contact) == (None, None)
    assert row.parent is not None
    third = bring_in("kind,name in English,open to\nservice,Slides,anyone", house, alice)
    RESOURCES.undo(third, by=alice, at=AT)
    assert not Resource.objects.filter(name_en="Slides").exists()
    assert search(Question(text="slides")).hits == ()
    assert find_faults() == []


def test_parts_go_with_what_they_are_parts_of(house: House, alice: Actor, nina: Person) -> None:
    RESOURCES.undo(bring_in(LIST, house, alice), by=alice, at=AT)
    assert Resource.objects.count() == 0


def test_undo_is_refused_once_somebody_changed_or_uses_a_record(
    house: House, alice: Actor, nina: Person
) -> None:
    made = bring_in(LIST, house, alice)
    cryostat = Resource.objects.get(name_en="Cryostat")
    values = OfferValues(OfferKind.MACHINE, Audience.ANYONE, name_en="Time", resource=cryostat.id)
    offer = create_offer(values, keeper=house.unit, by=alice, at=AT)
    with pytest.raises(RuleError, match="Cryostat"):
        RESOURCES.undo(made, by=alice, at=AT)
    offer.delete()
    confirm_resource(cryostat.id, by=alice, at=AT.replace(day=3))
    with pytest.raises(RuleError, match="Cryostat"):
        RESOURCES.undo(made, by=alice, at=AT)
    assert Resource.objects.count() == 3
