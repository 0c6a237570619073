from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from tests.integration.directory.conftest import AT, TODAY, House, make_actor, make_organisation

from cordee.directory.models import Organisation, OrganisationLink, SearchEntry
from cordee.directory.operations.organisations import (
    OrganisationValues,
    change_organisation,
    confirm_organisation,
    create_organisation,
    end_link,
    end_organisation,
    link_organisations,
)
from cordee.directory.operations.people import SkillValues, add_skill
from cordee.directory.operations.registered import Wish, add_from_registry
from cordee.directory.queries.lines import get_keeping_line, get_line
from cordee.directory.queries.organisations import get_organisation_record
from cordee.directory.queries.search import Question, search
from cordee.directory.queries.waiting import list_waiting
from cordee.directory.states import Evidence, Kind, Sort, Standing
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError, StaleError
from cordee.ledger.models import Event
from cordee.ledger.rights import NOBODY, Actor
from cordee.ledger.states import Role
from cordee.reference.organisations import load_registry


CURIE = "04t0gwh46"
COMPANY = OrganisationValues(kind=Kind.COMPANY, name_fr="Corde et Piolet", country="FR")


def enter(values: OrganisationValues, house: House, by: Actor) -> Organisation:
    return create_organisation(values, keeper=house.institute, part_of=None, by=by, at=AT)


def test_what_is_entered_is_kept_confirmed_found_and_told(house: House, alice: Actor) -> None:
    made = enter(COMPANY, house, alice)
    assert (made.keeper_id, made.confirmed_on) == (house.institute, TODAY)
    assert [hit.record for hit in search(Question("piolets")).hits] == [made.id]
    told = Event.objects.get(record=str(made.id))
    assert (told.action, told.organisation, told.actor) == (
        "organisation.create",
        made.id,
        alice.account,
    )


def test_who_edits_another_house_enters_nothing_here(house: House, charlie: Actor) -> None:
    with pytest.raises(RefusedError):
        enter(COMPANY, house, charlie)
    assert not Event.objects.exists()


def test_to_who_holds_no_role_the_directory_does_not_exist(house: House) -> None:
    with pytest.raises(NotFoundError):
        get_organisation_record(house.institute, by=NOBODY, on=TODAY)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name_fr": " "}, "Give a name"),
        ({"ror": "not one"}, "is not a ROR identifier"),
        ({"start": date(2026, 2, 1), "end": date(2026, 1, 1)}, "before the first"),
    ],
)
def test_values_that_break_a_rule_are_refused(
    house: House, alice: Actor, values: dict[str, object], reason: str
) -> None:
    with pytest.raises(RuleError, match=reason):
        enter(replace(COMPANY, **values), house, alice)  # type: ignore[arg-type]


def test_a_ror_identifier_belongs_to_one_entry(house: House, alice: Actor) -> None:
    enter(replace(COMPANY, ror=f"https://ror.org/{CURIE}"), house, alice)
    with pytest.raises(RuleError, match="two entries cannot share it"):
        enter(replace(COMPANY, name_fr="Autre", ror=CURIE), house, alice)


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(
    house: House, alice: Actor
) -> None:
    made = enter(COMPANY, house, alice)
    change_organisation(made.id, replace(COMPANY, city="Lyon"), version=1, by=alice, at=AT)
    with pytest.raises(StaleError):
        change_organisation(made.id, replace(COMPANY, city="Nice"), version=1, by=alice, at=AT)
    made.refresh_from_db()
    assert (made.city, made.version) == ("Lyon", 2)


def test_a_change_that_changes_nothing_leaves_no_line(house: House, alice: Actor) -> None:
    made = enter(COMPANY, house, alice)
    lines = Event.objects.count()
    assert not change_organisation(made.id, COMPANY, version=1, by=alice, at=AT)
    assert Event.objects.count() == lines


def test_a_part_of_its_own_part_is_refused(house: House, alice: Actor) -> None:
    with pytest.raises(RuleError, match="circle"):
        link_organisations(
            house.institute, Standing.PART_OF, house.team, start=None, end=None, by=alice, at=AT
        )


def test_what_was_once_the_other_way_round_is_no_circle(house: House, alice: Actor) -> None:
    old = OrganisationLink.objects.get(first=house.unit)
    end_link(old.id, last_day=date(2020, 12, 31), by=alice, at=AT)
    link_organisations(
        house.institute,
        Standing.PART_OF,
        house.unit,
        start=date(2021, 1, 1),
        end=None,
        by=alice,
        at=AT,
    )


def test_only_the_part_says_whose_part_it_is(house: House, alice: Actor, charlie: Actor) -> None:
    # Else an editor could make any organisation a part of their own, and rule it.
    with pytest.raises(RefusedError):
        link_organisations(
            house.hospital, Standing.PART_OF, house.institute, start=None, end=None, by=alice, at=AT
        )
    link_organisations(
        house.hospital, Standing.PART_OF, house.institute, start=None, end=None, by=charlie, at=AT
    )


def test_a_network_may_list_its_members(house: House, alice: Actor) -> None:
    made = enter(replace(COMPANY, kind=Kind.NETWORK), house, alice)
    link = link_organisations(
        house.hospital, Standing.MEMBER_OF, made.id, start=TODAY, end=None, by=alice, at=AT
    )
    assert link.second_id == made.id


def test_the_keeper_steps_back_once_somebody_speaks_for_the_organisation(
    house: House, alice: Actor
) -> None:
    made = enter(COMPANY, house, alice)
    assert house.institute in get_keeping_line(made.id, on=TODAY)
    make_actor("Dora", Role.READER, made.id)
    assert get_keeping_line(made.id, on=TODAY) == {made.id}
    with pytest.raises(RefusedError):
        change_organisation(made.id, COMPANY, version=1, by=alice, at=AT)


def test_keeping_an_entry_gives_no_other_right(house: House, alice: Actor) -> None:
    made = enter(COMPANY, house, alice)
    assert get_line(made.id, on=TODAY) == {made.id}


def test_an_end_closes_open_links_and_leaves_them_written(house: House, alice: Actor) -> None:
    day = date(2026, 2, 28)
    end_organisation(house.team, last_day=day, version=1, by=alice, at=AT)
    assert OrganisationLink.objects.get(first=house.team).end == day
    assert search(Question("rope")).hits[0].end == day


def test_what_nobody_confirmed_for_a_year_waits_until_somebody_does(
    house: House, alice: Actor, bob: Actor
) -> None:
    waiting, count = list_waiting(alice, on=TODAY)
    assert ({one.record for one in waiting}, count) == (
        {house.institute, house.unit, house.team},
        3,
    )
    assert {one.record for one in list_waiting(bob, on=TODAY)[0]} == {house.team}
    confirm_organisation(house.team, by=bob, at=AT)
    assert list_waiting(bob, on=TODAY) == ((), 0)
    later = TODAY + timedelta(days=366)
    assert list_waiting(bob, on=later)[1] == 1


def test_the_registry_gives_parts_and_parents_with_their_links(house: House, alice: Actor) -> None:
    registry = load_registry()
    parts = registry.with_parts([CURIE])
    wish = Wish((CURIE,), with_parts=True)
    entered = add_from_registry(wish, registry, keeper=house.institute, by=alice, at=AT)
    assert len(entered.new) == len([one for one in parts if one in registry]) > 1
    assert entered.links >= len(entered.new) - 1
    again = add_from_registry(wish, registry, keeper=house.institute, by=alice, at=AT)
    assert (again.new, len(again.known), again.links) == ((), len(entered.new), 0)


def test_the_registry_makes_nobody_elses_organisation_a_part(house: House, alice: Actor) -> None:
    registry = load_registry()
    child = next(one for one in registry.get(CURIE).children if one in registry)
    there = make_organisation("Known before", Kind.INSTITUTION, ror=child)
    make_actor("Dora", Role.EDITOR, there.id)
    entered = add_from_registry(Wish((CURIE,)), registry, keeper=house.institute, by=alice, at=AT)
    assert entered.links_left >= 1
    assert get_line(there.id, on=TODAY) == {there.id}


def test_the_record_tells_both_ends_of_a_link(house: House, charlie: Actor) -> None:
    record = get_organisation_record(house.unit, by=charlie, on=TODAY)
    told = {(link.forwards, link.other.id) for link in record.links}
    assert told == {(True, house.institute), (False, house.team)}
    assert not record.may_edit


def test_the_kinds_of_organisations_are_sorts_of_the_search() -> None:
    assert {kind.value for kind in Kind} <= {sort.value for sort in Sort}


def test_the_search_of_a_teams_skill_keeps_step_with_the_team(house: House, alice: Actor) -> None:
    values = SkillValues("", "Climbing", Evidence.TEXT, "Summits.")
    add_skill(values, organisation=house.team, by=alice, at=AT)
    confirm_organisation(house.team, by=alice, at=AT)
    assert SearchEntry.objects.get(name_en="Climbing").confirmed_on == TODAY
    version = Organisation.objects.get(id=house.team).version
    end_organisation(house.team, last_day=TODAY, version=version, by=alice, at=AT)
    assert SearchEntry.objects.get(name_en="Climbing").end == TODAY


def test_what_speaks_for_itself_does_not_wait_for_who_entered_it(
    house: House, alice: Actor
) -> None:
    old = date(2020, 1, 1)
    made = make_organisation("Spoken", Kind.COMPANY, keeper_id=house.institute, confirmed_on=old)
    assert "Spoken" in {one.name_en for one in list_waiting(alice, on=TODAY)[0]}
    make_actor("Sam", Role.EDITOR, made.id)
    assert "Spoken" not in {one.name_en for one in list_waiting(alice, on=TODAY)[0]}


@pytest.mark.parametrize("start", [None, TODAY])
def test_the_database_itself_refuses_the_same_link_twice(house: House, start: date | None) -> None:
    link = {"first_id": house.team, "standing": "member_of", "second_id": house.hospital}
    OrganisationLink.objects.create(**link, start=start)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationLink.objects.create(**link, start=start)
    OrganisationLink.objects.create(**link, start=date(2019, 1, 1))


def test_what_sqlite_let_in_twice_is_kept_once(house: House) -> None:
    executor = MigrationExecutor(connection)
    editor = connection.schema_editor(atomic=False)
    migration = import_module("cordee.directory.migrations.0007_once_from_a_day")
    constraints = [
        one for one in OrganisationLink._meta.constraints if one.name.startswith("one_link")
    ]
    apps = executor.loader.project_state().apps
    # SQLite rewrites a table only with foreign keys unchecked, which no transaction allows.
    with connection.cursor() as cursor:
        for one in constraints:
            if one.condition is not None:
                cursor.execute(f"DROP INDEX {one.name}")
    link = {"first_id": house.team, "standing": "member_of", "second_id": house.hospital}
    for end in (date(2020, 1, 1), None):
        OrganisationLink.objects.create(**link, end=end)
    migration.keep_one_of_each(apps, editor)
    kept = OrganisationLink.objects.filter(**link)
    assert [one.end for one in kept] == [None]
