from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.integration.ledger.conftest import AT, PASSWORD, Enter, Houses

from cordee.directory.models import Organisation
from cordee.directory.operations.organisations import OrganisationValues, create_organisation
from cordee.directory.states import Kind
from cordee.kernel.errors import RefusedError
from cordee.ledger.models import Account
from cordee.ledger.operations import create_account, grant_role
from cordee.ledger.queries import get_actor
from cordee.ledger.rights import Actor
from cordee.ledger.states import Role


Open = Callable[[bool], Account]
VALUES = OrganisationValues(kind=Kind.UNIT, name_en="A unit")


@pytest.fixture
def open_officer(houses: Houses) -> Open:
    def open_one(is_demonstration: bool) -> Account:
        account = create_account(
            email=f"officer{is_demonstration}@cordee.example",
            name="Officer",
            password=PASSWORD,
            language="en",
            organisation=houses.curie,
            by=Actor(name="Officer"),
            at=AT,
            is_demonstration=is_demonstration,
        )
        grant_role(
            account=account.id,
            role=Role.OFFICER,
            organisation=houses.curie,
            start=AT.date(),
            end=None,
            by=Actor(name="Officer"),
            at=AT,
        )
        return account

    return open_one


@pytest.mark.parametrize(
    ("is_demonstration", "waives", "counts"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_the_demonstration_does_without_a_second_factor(
    open_officer: Open, *, is_demonstration: bool, waives: bool, counts: bool
) -> None:
    account = open_officer(is_demonstration)
    actor = get_actor(account, on=AT.date(), origin="127.0.0.1", waives_for_demonstration=waives)
    assert actor.has_second_factor is counts


def test_nobody_waives_unless_told(open_officer: Open, houses: Houses) -> None:
    actor = get_actor(open_officer(True), on=AT.date(), origin="127.0.0.1")
    with pytest.raises(RefusedError, match="second factor"):
        create_organisation(VALUES, keeper=houses.curie, part_of=None, by=actor, at=AT)


def test_what_a_demonstration_account_enters_is_marked(
    open_officer: Open, enter: Enter, houses: Houses
) -> None:
    invented = get_actor(
        open_officer(True), on=AT.date(), origin="127.0.0.1", waives_for_demonstration=True
    )
    real = get_actor(enter("Olga", Role.OFFICER), on=AT.date(), origin="127.0.0.1")
    marks = [
        create_organisation(VALUES, keeper=houses.curie, part_of=None, by=one, at=AT).id
        for one in (invented, real)
    ]
    found = [Organisation.objects.get(id=one).is_demonstration for one in marks]
    assert found == [True, False]
