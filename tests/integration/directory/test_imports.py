from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.directory.conftest import AT, TODAY, House, make_actor, make_organisation

from cordee.directory.imports.fields import FIELDS
from cordee.directory.imports.write import make_organisation_kind
from cordee.directory.models import Organisation, OrganisationLink, SearchEntry
from cordee.directory.operations.organisations import confirm_organisation
from cordee.directory.operations.people import SkillValues, add_skill
from cordee.directory.queries.search import Question, search
from cordee.directory.states import Evidence, Kind
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Outcome, Plan, Source, get_last_mapping
from cordee.ledger.models import Event, Import
from cordee.ledger.rights import Actor
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table
from cordee.ledger.states import Role


pytestmark = pytest.mark.django_db

ORGANISATIONS = make_organisation_kind(lambda _ids: ())


def read(text: str) -> Table:
    sheet = read_sheet(text.encode(), "list.csv")
    return read_table(sheet, FIELDS, match_columns(sheet.columns, FIELDS, {}))


def plan(text: str, house: House, by: Actor) -> Plan:
    return ORGANISATIONS.plan(read(text), house.institute, by=by, on=TODAY)


def bring_in(text: str, house: House, by: Actor, *, only_good: bool = False) -> UUID:
    table = read(text)
    source = Source("list.csv", "ab" * 32, table.titles)
    made, _plan = ORGANISATIONS.bring_in(
        table, source, house.institute, only_good=only_good, by=by, at=AT
    )
    return made


def undo(made: UUID, by: Actor, *, named: tuple[UUID, ...] = ()) -> None:
    make_organisation_kind(lambda _ids: named).undo(made, by=by, at=AT)


def say_faults(found: Plan) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, str(one.sentence)) for one in found.faults]


LIST = """\
kind,name in English,ROR,country,part of,first day
institution,Glacier Institute,04t0gwh46,France,,1909-01-01
unit,Snow Unit,,FR,Glacier Institute,2 mars 2020
team,Crevasse Team,,FR,Snow Unit,
"""


def test_a_dry_run_says_what_would_be_and_writes_nothing(house: House, alice: Actor) -> None:
    events = Event.objects.count()
    found = plan(LIST, house, alice)
    assert [(one.line, one.outcome, one.title) for one in found.lines] == [
        (2, Outcome.NEW, "Glacier Institute"),
        (3, Outcome.NEW, "Snow Unit"),
        (4, Outcome.NEW, "Crevasse Team"),
    ]
    assert found.fault_count == 0
    assert found.lines[1].change["part_of"] == ("", "Glacier Institute")
    assert Organisation.objects.count() == 4
    assert Event.objects.count() == events


def test_an_import_enters_links_tells_the_audit_and_is_found(house: House, alice: Actor) -> None:
    made = bring_in(LIST, house, alice)
    unit = Organisation.objects.get(name_en="Snow Unit")
    link = OrganisationLink.objects.get(first=unit)
    assert (link.second.name_en, link.standing, str(link.start)) == (
        "Glacier Institute",
        "part_of",
        "2020-03-02",
    )
    assert (unit.keeper_id, unit.confirmed_on) == (house.institute, TODAY)
    assert search(Question(text="crevasse")).hits[0].name_en == "Crevasse Team"
    actions = list(Event.objects.order_by("number").values_list("action", flat=True))
    assert actions.count("organisation.create") == 3
    assert actions.count("organisation_link.create") == 2
    assert actions[-1] == "import.run"
    assert find_faults() == []
    row = Import.objects.get(id=made)
    assert (row.created, row.changed, row.left, row.account_name) == (3, 0, 0, "Alice")
    assert get_last_mapping(ORGANISATIONS.name, house.institute)["part_of"] == "part of"


def test_the_same_file_again_says_nothing_new(house: House, alice: Actor) -> None:
    bring_in(LIST, house, alice)
    again = plan(LIST, house, alice)
    assert {one.outcome for one in again.lines} == {Outcome.SAME}
    with pytest.raises(RuleError, match="nothing was written"):
        bring_in(LIST, house, alice)


def test_what_differs_is_changed_and_an_empty_cell_leaves_what_is_there(
    house: House, alice: Actor
) -> None:
    bring_in("kind;nom en anglais;ville;pays\nunit;Unit of Hypoxia;Annecy;", house, alice)
    row = Organisation.objects.get(id=house.unit)
    assert (row.city, row.country, row.version) == ("Annecy", "FR", 2)


FAULTY = """\
kind,name in English,ROR,country,website,first day,last day,part of
castle,North,,FR,,,,
unit,East,0abc,FR,,,,
unit,,,FR,,,,
unit,West,,Atlantis,,,,
unit,South,,FR,not an address,,,
unit,Upside,,FR,,2020-01-01,2019-01-01,
unit,Never,,FR,,31/31/2020,,
unit,Orphan,,FR,,,,No Such House
unit,Twice,,FR,,,,
unit,Twice,,FR,,,,
team,Child,,FR,,,,North
,Kindless,,FR,,,,
unit,Itself,,FR,,,,Itself
unit,Ring A,,FR,,,,Ring B
unit,Ring B,,FR,,,,Ring A
"""


def test_every_fault_is_said_by_line_and_column(house: House, alice: Actor) -> None:
    found = plan(FAULTY, house, alice)
    said = {(line, column): text for line, column, text in say_faults(found)}
    assert "is none of: institution, hospital" in said[2, "kind"]
    assert "is not a ROR identifier" in said[3, "ROR"]
    assert "Give a name" in said[4, ""]
    assert "is no country" in said[5, "country"]
    assert "is no web address" in said[6, "website"]
    assert "last day comes before the first" in said[7, ""]
    assert "is no date" in said[8, "first day"]
    assert "“No Such House”" in said[9, "part of"]
    assert "Line 10 says the same organisation" in said[11, ""]
    assert "line 2, which has a fault" in said[12, ""]
    assert "needs its kind" in said[13, "kind"]
    assert "cannot be linked to itself" in said[14, "part of"]
    assert "circle" in said[15, "part of"]
    assert "circle" in said[16, "part of"]
    assert [one.line for one in found.lines] == [10]


def test_with_faults_nothing_is_written_unless_the_others_are_wanted(
    house: House, alice: Actor
) -> None:
    with pytest.raises(RuleError, match="Lines with faults: 14"):
        bring_in(FAULTY, house, alice)
    assert Organisation.objects.count() == 4
    bring_in(FAULTY, house, alice, only_good=True)
    assert Organisation.objects.filter(name_en="Twice").count() == 1
    assert Organisation.objects.count() == 5


def test_who_may_not_import_there_is_refused(house: House, bob: Actor, charlie: Actor) -> None:
    for by in (bob, charlie):
        with pytest.raises(RefusedError):
            plan(LIST, house, by)


def test_an_entry_that_others_keep_is_not_changed(
    house: House, alice: Actor, charlie: Actor
) -> None:
    found = plan("kind,name,city\nhospital,Valley Hospital,Sierre", house, alice)
    assert "kept by others" in say_faults(found)[0][2]


def test_a_part_of_the_hospital_is_entered_but_its_members_are_not_taken(
    house: House, alice: Actor, charlie: Actor
) -> None:
    found = plan("name,part of\nValley Hospital,Institute of Alpine Medicine", house, alice)
    assert "kept by others" in say_faults(found)[0][2]


def test_namesakes_are_told_apart_by_country_parent_and_ror(house: House, alice: Actor) -> None:
    make_organisation("Team Rope", Kind.TEAM, country="CH")
    assert (
        "2 organisations called so"
        in say_faults(plan("kind,name\nteam,Team Rope", house, alice))[0][2]
    )
    same = plan("kind,name,country,city\nteam,Team Rope,FR,Gap", house, alice)
    assert same.lines[0].outcome is Outcome.CHANGED
    other = plan(
        "kind,name,country,part of\nteam,Team Rope,FR,Institute of Alpine Medicine", house, alice
    )
    assert other.lines[0].outcome is Outcome.NEW


def test_undo_takes_a_whole_import_back(house: House, alice: Actor) -> None:
    text = LIST + "unit,Unit of Hypoxia,,FR,Glacier Institute,\n"
    made = bring_in(text + "team,Team Rope,,FR,,2021-01-01\n", house, alice)
    assert Organisation.objects.get(id=house.team).start is not None
    undo(made, alice)
    assert Organisation.objects.count() == 4
    assert Organisation.objects.get(id=house.team).start is None
    assert OrganisationLink.objects.count() == 2
    assert search(Question(text="crevasse")).hits == ()
    assert Event.objects.order_by("-number")[0].action == "import.undo"
    assert find_faults() == []
    with pytest.raises(RuleError, match="undone already, by Alice"):
        undo(made, alice)


def test_undo_is_refused_once_somebody_changed_or_uses_a_record(house: House, alice: Actor) -> None:
    made = bring_in(LIST, house, alice)
    unit = Organisation.objects.get(name_en="Snow Unit")
    with pytest.raises(RuleError, match="Snow Unit"):
        undo(made, alice, named=(unit.id,))
    make_actor("Dana", Role.READER, unit.id)
    with pytest.raises(RuleError, match="Snow Unit"):
        undo(made, alice)
    other = bring_in("kind,name\ncompany,Rope Makers", house, alice)
    later = make_organisation("Rope Workshop", Kind.TEAM)
    makers = Organisation.objects.get(name_en="Rope Makers")
    OrganisationLink.objects.create(first=later, standing="part_of", second=makers)
    with pytest.raises(RuleError, match="Rope Makers"):
        undo(other, alice)
    third = bring_in("kind,name\ncompany,Axe Makers", house, alice)
    axes = Organisation.objects.get(name_en="Axe Makers")
    confirm_organisation(axes.id, by=alice, at=AT.replace(day=3))
    with pytest.raises(RuleError, match="Axe Makers"):
        undo(third, alice)
    assert Organisation.objects.filter(id=axes.id).exists()


def test_undo_is_for_who_may_import_there(house: House, alice: Actor, charlie: Actor) -> None:
    made = bring_in(LIST, house, alice)
    with pytest.raises(RefusedError):
        undo(made, charlie)
    with pytest.raises(NotFoundError):
        undo(house.unit, alice)


def test_html_and_formulas_in_cells_are_text(house: House, alice: Actor) -> None:
    bring_in('kind,name\ncompany,<script>alert(1)</script>\ncompany,"\'=1+1"', house, alice)
    assert Organisation.objects.filter(name_en="<script>alert(1)</script>").exists()
    assert Organisation.objects.filter(name_en="=1+1").exists()


def test_one_that_is_named_twice_in_a_cell_is_linked_once(house: House, alice: Actor) -> None:
    bring_in(
        'kind,name in English,country,part of\nteam,Twice,FR,"Unit of Hypoxia; unit of hypoxia; Unit of Hypoxia"\n',
        house,
        alice,
    )
    assert OrganisationLink.objects.filter(first__name_en="Twice").count() == 1


def test_a_link_that_is_over_is_not_begun_anew_without_a_day(house: House, alice: Actor) -> None:
    link = OrganisationLink.objects.get(first=house.team)
    link.end = date(2025, 6, 30)
    link.save()
    text = "kind,name in English,country,part of\nteam,Team Rope,FR,Unit of Hypoxia\n"
    assert "linked so until 30 June 2025" in say_faults(plan(text, house, alice))[0][2]
    again = OrganisationLink.objects.create(
        first_id=house.team, standing="part_of", second_id=house.unit, start=date(2026, 1, 1)
    )
    assert plan(text, house, alice).faults == ()
    again.delete()


def test_two_lines_never_bring_one_identifier(house: House, alice: Actor) -> None:
    text = (
        "kind,name in English,ROR,country\n"
        "institution,Institute of Alpine Medicine,04t0gwh46,FR\n"
        "institution,Another Institute,04t0gwh46,FR\n"
    )
    assert [line for line, _column, _said in say_faults(plan(text, house, alice))] == [3]
    bring_in(text, house, alice, only_good=True)
    assert Organisation.objects.get(ror="04t0gwh46").id == house.institute


def test_what_a_demonstration_account_brings_in_is_marked_so(house: House, alice: Actor) -> None:
    bring_in(LIST, house, replace(alice, is_demonstration=True))
    assert Organisation.objects.filter(name_en="Snow Unit", is_demonstration=True).exists()


def test_the_search_keeps_step_with_what_a_table_says_of_a_team(house: House, alice: Actor) -> None:
    values = SkillValues("", "Climbing", Evidence.TEXT, "Summits.")
    add_skill(values, organisation=house.team, by=alice, at=AT)
    bring_in("kind,name in English,last day\nteam,Team Rope,2026-02-28\n", house, alice)
    entry = SearchEntry.objects.get(name_en="Climbing")
    assert (entry.end, entry.confirmed_on) == (date(2026, 2, 28), TODAY)


def test_two_who_press_at_once_wait_for_one_another(house: House, alice: Actor) -> None:
    with CaptureQueriesContext(connection) as asked:
        bring_in(LIST, house, alice)
    said = [one["sql"] for one in asked.captured_queries]
    one_id = 'SELECT "directory_organisation"."id" AS'
    held = next(
        place for place, sql in enumerate(said) if sql.startswith(one_id) and " WHERE " in sql
    )
    names = next(place for place, sql in enumerate(said) if '"acronym"' in sql)
    assert held < names
    # SQLite has one writer at a time, whatever is held.
    assert connection.vendor == "sqlite" or "FOR UPDATE" in said[held]
