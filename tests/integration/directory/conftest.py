"""A house with a unit and a team, a hospital next door, and the cast: Alice, Bob and Charlie.

Alice edits the house's directory, Bob leads a team of it, Charlie belongs to the hospital.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.search import put_organisations_in_search
from cordee.directory.states import Kind, Standing
from cordee.ledger.models import Account, RoleHeld
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.states import Role


AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = AT.date()
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class House:
    """The organisations, by what they are."""

    institute: UUID
    unit: UUID
    team: UUID
    hospital: UUID


def make_organisation(name: str, kind: Kind, **values: object) -> Organisation:
    made = Organisation(kind=kind, name_en=name, changed_at=AT, **values)
    made.save(force_insert=True)
    put_organisations_in_search([made])
    return made


def make_actor(name: str, role: Role, organisation: UUID) -> Actor:
    """Return somebody who holds a role, with the account and the role in the ledger."""
    account = Account.objects.create(
        id=uuid4(), email=f"{name.lower()}@example.org", name=name, joined_at=AT
    )
    RoleHeld.objects.create(account=account, role=role, organisation=organisation, start=SINCE)
    return Actor(
        account=account.id,
        name=name,
        grants=(Grant(role, organisation, SINCE),),
        has_second_factor=True,
        origin="127.0.0.1",
    )


@pytest.fixture
def house(db: None) -> House:
    institute = make_organisation(
        "Institute of Alpine Medicine", Kind.INSTITUTION, country="FR", city="Chamonix"
    )
    unit = make_organisation("Unit of Hypoxia", Kind.UNIT, country="FR")
    team = make_organisation("Team Rope", Kind.TEAM, country="FR")
    hospital = make_organisation("Valley Hospital", Kind.HOSPITAL, country="CH", city="Sion")
    for first, second in ((unit, institute), (team, unit)):
        OrganisationLink.objects.create(first=first, standing=Standing.PART_OF, second=second)
    return House(institute.id, unit.id, team.id, hospital.id)


@pytest.fixture
def alice(house: House) -> Actor:
    return make_actor("Alice", Role.EDITOR, house.institute)


@pytest.fixture
def bob(house: House) -> Actor:
    return make_actor("Bob", Role.TEAM_LEAD, house.team)


@pytest.fixture
def charlie(house: House) -> Actor:
    return make_actor("Charlie", Role.EDITOR, house.hospital)
