from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.integration.ledger.conftest import AT, PASSWORD, Enter, Houses, act

from cordee.directory.models import OrganisationLink
from cordee.directory.queries import get_line, get_lines, get_parts
from cordee.kernel.errors import NotFoundError, RefusedError, RuleError
from cordee.ledger.models import Account, Event, Invitation, RoleHeld
from cordee.ledger.operations import (
    INVITATION_LASTS,
    create_account,
    end_role,
    give_role,
    invite,
    take_up_invitation,
    withdraw_invitation,
)
from cordee.ledger.queries import find_invitation, get_actor, list_holders, list_invited
from cordee.ledger.rights import Actor, can
from cordee.ledger.states import Action, Role


pytestmark = pytest.mark.django_db
TODAY = AT.date()


def send(
    alice: Account,
    houses: Houses,
    email: str = "dan@cordee.example",
    *,
    end: date | None = None,
) -> str:
    return invite(
        email=email,
        role=Role.EDITOR,
        organisation=houses.curie,
        line=get_line(houses.curie, on=TODAY),
        end=end,
        by=act(alice),
        at=AT,
    ).secret


def take_up(secret: str, **changes: object) -> Account:
    values: dict[str, object] = {
        "name": "Dan",
        "password": PASSWORD,
        "language": "en",
        "signed_in": None,
        "origin": "",
        "at": AT,
    }
    return take_up_invitation(secret=secret, **{**values, **changes})  # type: ignore[arg-type]


def test_an_invitation_gives_its_role_once(alice: Account, houses: Houses) -> None:
    secret = send(alice, houses)
    dan = take_up(secret)
    assert dan.check_password(PASSWORD)
    assert can(act(dan), Action.EDIT_DIRECTORY, get_line(houses.unit, on=TODAY), on=TODAY)
    with pytest.raises(NotFoundError, match="not open"):
        take_up(secret, name="Eve")


def test_no_secret_is_kept(alice: Account, houses: Houses) -> None:
    secret = send(alice, houses)
    kept = str(list(Invitation.objects.values())) + str(list(Event.objects.values()))
    assert secret not in kept


def test_an_invitation_lapses(alice: Account, houses: Houses) -> None:
    secret = send(alice, houses)
    assert find_invitation(secret, at=AT + INVITATION_LASTS - timedelta(seconds=1))
    assert find_invitation(secret, at=AT + INVITATION_LASTS) is None
    with pytest.raises(NotFoundError):
        take_up(secret, at=AT + INVITATION_LASTS)


def test_an_invitation_withdrawn_opens_nothing(alice: Account, houses: Houses) -> None:
    secret = send(alice, houses)
    [invited] = list_invited(houses.curie, at=AT)
    withdraw_invitation(
        invitation=invited.id,
        organisation=houses.curie,
        line=get_line(houses.curie, on=TODAY),
        by=act(alice),
        at=AT,
    )
    assert list_invited(houses.curie, at=AT) == ()
    with pytest.raises(NotFoundError):
        take_up(secret)


def test_an_invitation_is_for_its_address(alice: Account, bob: Account, houses: Houses) -> None:
    secret = send(alice, houses)
    with pytest.raises(RuleError, match="another address"):
        take_up(secret, signed_in=bob.id)


def test_who_is_signed_in_takes_up_a_second_role(
    alice: Account, bob: Account, houses: Houses
) -> None:
    secret = send(alice, houses, "Bob@Cordee.example")
    assert take_up(secret, signed_in=bob.id).id == bob.id
    assert {grant.role for grant in act(bob).grants} == {Role.MEMBER, Role.EDITOR}


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_who_may_not_give_roles_cannot_invite(
    who: str, houses: Houses, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(RefusedError):
        send(request.getfixturevalue(who), houses)
    assert not Invitation.objects.exists()


def test_a_role_ended_counts_no_more_at_once(alice: Account, bob: Account, houses: Houses) -> None:
    [held] = list_holders(houses.unit, on=TODAY)
    end_role(
        held=held.id,
        organisation=houses.unit,
        line=get_line(houses.unit, on=TODAY),
        by=act(alice),
        at=AT,
    )
    assert act(bob).grants == ()
    assert RoleHeld.objects.filter(id=held.id).exists()


def test_a_role_is_not_ended_under_the_name_of_another_house(
    bob: Account, charlie: Account, houses: Houses
) -> None:
    [held] = list_holders(houses.unit, on=TODAY)
    with pytest.raises(NotFoundError):
        end_role(
            held=held.id,
            organisation=houses.roussy,
            line=get_line(houses.roussy, on=TODAY),
            by=act(charlie),
            at=AT,
        )
    assert act(bob).grants


def test_the_last_administrator_stays(alice: Account, enter: Enter, houses: Houses) -> None:
    [held] = list_holders(houses.curie, on=TODAY)

    def end() -> None:
        end_role(
            held=held.id,
            organisation=houses.curie,
            line=get_line(houses.curie, on=TODAY),
            by=act(alice),
            at=AT,
        )

    with pytest.raises(RuleError, match="last administrator"):
        end()
    enter("Deputy", Role.ADMINISTRATOR)
    end()
    assert [one.name for one in list_holders(houses.curie, on=TODAY)] == ["Deputy"]


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer at a time: the second sees what the first did"
)
def test_two_administrators_cannot_end_each_other(
    alice: Account, enter: Enter, houses: Houses
) -> None:
    """Both wait for the same rows, in one order, before either looks whether another is left."""
    enter("Deputy", Role.ADMINISTRATOR)
    bob = enter("Bob", Role.MEMBER)
    [held] = [one.id for one in list_holders(houses.curie, on=TODAY) if one.account == bob.id]
    line = get_line(houses.curie, on=TODAY)
    with CaptureQueriesContext(connection) as asked:
        end_role(held=held, organisation=houses.curie, line=line, by=act(alice), at=AT)
    [locks] = [
        one["sql"]
        for one in asked
        if one["sql"].endswith("FOR UPDATE") and "ledger_roleheld" in one["sql"]
    ]
    assert "'administrator'" in locks
    assert 'ORDER BY "ledger_roleheld"."id" ASC FOR UPDATE' in locks


def end(held: UUID, houses: Houses, alice: Account, *, day: date = TODAY) -> dict[str, list[str]]:
    """End a role of Institut Curie on a day, and return what the audit tells of it."""
    at = datetime.combine(day, AT.timetz())
    line = get_line(houses.curie, on=day)
    end_role(held=held, organisation=houses.curie, line=line, by=act(alice), at=at)
    changed: dict[str, list[str]] = json.loads(Event.objects.latest("number").text)["change"]
    return changed


def test_a_role_that_has_ended_is_not_ended_again(
    alice: Account, enter: Enter, houses: Houses
) -> None:
    enter("Dan", Role.EDITOR, start=date(2019, 1, 1), end=date(2020, 6, 30))
    held = RoleHeld.objects.get(account__name="Dan")
    with pytest.raises(RuleError, match="ended already"):
        end(held.id, houses, alice)
    assert RoleHeld.objects.get(id=held.id).end == date(2020, 6, 30)


@pytest.mark.parametrize("start", [TODAY, TODAY + timedelta(days=9)])
def test_a_role_that_never_ran_a_day_is_withdrawn(
    start: date, alice: Account, enter: Enter, houses: Houses
) -> None:
    """What was given stands as it was given; that it was taken back stands beside it."""
    dan = enter("Dan", Role.EDITOR, start=start)
    held = RoleHeld.objects.get(account=dan)
    assert end(held.id, houses, alice) == {"withdrawn_at": ["", AT.isoformat()]}
    held.refresh_from_db()
    assert (held.start, held.end, held.withdrawn_at) == (start, None, AT)
    for day in (TODAY, start):
        assert get_actor(dan, on=day, origin="").grants == ()
        assert "Dan" not in {one.name for one in list_holders(houses.curie, on=day)}
    with pytest.raises(NotFoundError):
        end(held.id, houses, alice)


def test_an_administrator_withdrawn_is_no_administrator(
    alice: Account, enter: Enter, houses: Houses
) -> None:
    enter("Deputy", Role.ADMINISTRATOR)
    held = {
        one.account__name: one.id
        for one in RoleHeld.objects.values_list("account__name", "id", named=True)
    }
    end(held["Deputy"], houses, alice)
    with pytest.raises(RuleError, match="last administrator"):
        end(held["Alice"], houses, alice)


def test_an_invitation_lapses_with_the_role_it_gives(alice: Account, houses: Houses) -> None:
    secret = send(alice, houses, end=TODAY + timedelta(days=2))
    [invited] = list_invited(houses.curie, at=AT + timedelta(days=2))
    assert invited.end == TODAY + timedelta(days=2)
    assert find_invitation(secret, at=AT + timedelta(days=2))
    late = AT + timedelta(days=3)
    assert find_invitation(secret, at=late) is None
    assert list_invited(houses.curie, at=late) == ()
    with pytest.raises(NotFoundError, match="not open"):
        take_up(secret, at=late)


def test_a_role_cannot_end_before_it_starts(alice: Account, bob: Account, houses: Houses) -> None:
    with pytest.raises(RuleError, match="before it starts"):
        give_role(
            account=bob.id,
            role=Role.READER,
            organisation=houses.curie,
            line=get_line(houses.curie, on=TODAY),
            start=TODAY,
            end=TODAY - timedelta(days=1),
            by=act(alice),
            at=AT,
        )


def test_the_database_refuses_what_operations_refuse(bob: Account, houses: Houses) -> None:
    for wrong in (
        {"role": "emperor", "start": TODAY, "end": None},
        {"role": "reader", "start": TODAY, "end": TODAY - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleHeld.objects.create(account=bob, organisation=houses.curie, **wrong)


def test_an_address_has_one_account(bob: Account, houses: Houses) -> None:
    with pytest.raises(RuleError, match="already has an account"):
        create_account(
            email="BOB@cordee.example",
            name="Bob again",
            password=PASSWORD,
            language="en",
            organisation=houses.curie,
            by=Actor(),
            at=AT,
        )


def test_an_account_switched_off_has_no_role(bob: Account) -> None:
    bob.is_active = False
    assert act(bob).grants == ()
    assert not act(bob).is_signed_in


def test_lines_and_parts_answer_each_other(houses: Houses) -> None:
    assert get_line(houses.unit, on=TODAY) == {houses.unit, houses.curie}
    assert get_parts([houses.curie], on=TODAY) == {houses.unit, houses.curie}
    assert get_line(houses.curie, on=TODAY) == {houses.curie}


def test_a_link_that_ended_reaches_no_more(houses: Houses) -> None:
    OrganisationLink.objects.update(end=date(2026, 5, 31))
    assert get_line(houses.unit, on=TODAY) == {houses.unit}
    assert get_line(houses.unit, on=date(2026, 5, 31)) == {houses.unit, houses.curie}


def test_links_in_a_circle_end(houses: Houses) -> None:
    OrganisationLink.objects.create(
        first_id=houses.curie, standing="part_of", second_id=houses.unit
    )
    both = {houses.unit, houses.curie}
    assert get_lines([houses.unit, houses.curie], on=TODAY) == {
        houses.unit: both,
        houses.curie: both,
    }
