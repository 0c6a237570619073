"""Each list and record asks the ledger a fixed number of questions, however much it shows."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.integration.ledger.conftest import AT, DAY, Houses, sign_in

from cordee.agreements.models import Agreement, Amendment, Gate, Party, ScopeItem
from cordee.directory.models import (
    Involvement,
    Offer,
    Organisation,
    OrganisationLink,
    Person,
    Request,
    Resource,
    Skill,
    Theme,
    ThemeTie,
)
from cordee.directory.operations.search import rebuild_search
from cordee.ledger.models import Account


pytestmark = pytest.mark.django_db

FEW, MANY = 3, 33


def add_to_directory(house: UUID, unit: UUID, theme: Theme, count: int) -> None:
    for number in range(count):
        entry = {"keeper_id": unit, "changed_at": AT, "confirmed_on": date(2020, 1, 1)}
        part = Organisation.objects.create(
            kind="team", name_en=f"Team {number}", keeper_id=house, changed_at=AT
        )
        OrganisationLink.objects.create(first=part, standing="part_of", second_id=unit)
        person = Person.objects.create(family_name=f"Person {number}", **entry)
        Involvement.objects.create(person=person, role="works_at", organisation_id=unit)
        Skill.objects.create(
            person=person, name_en=f"Skill {number}", evidence="text", evidence_text="Seen."
        )
        machine = Resource.objects.create(
            kind="equipment", name_en=f"Machine {number}", audience="anyone", **entry
        )
        ThemeTie.objects.create(theme=theme, resource=machine, record=machine.id)
        offer = Offer.objects.create(
            kind="machine", name_en=f"Offer {number}", audience="anyone", resource=machine, **entry
        )
        Request.objects.create(
            offer=offer,
            organisation=part,
            asked_by=uuid4(),
            asked_by_name="Dana",
            asked_at=AT,
            purpose="To try it.",
        )


def add_agreements(house: UUID, other: UUID, count: int) -> Agreement:
    for number in range(count):
        one = Agreement.objects.create(
            office=house,
            kind="framework",
            title_en=f"Agreement {uuid4()}",
            stage="in_force",
            stage_since=AT,
            start=date(2025, 1, 1),
            end=date(2027, 1, 1),
            created_at=AT,
            changed_at=AT,
        )
        for place, organisation in enumerate((house, other)):
            Party.objects.create(
                agreement=one, organisation=organisation, signed_on=DAY, position=place
            )
        ScopeItem.objects.create(agreement=one, kind="country", text="DE")
        Gate.objects.create(agreement=one, kind="legal", authority=f"Office {number}")
        Amendment.objects.create(
            agreement=one, number=1, kind="change", text="A word.", signed_on=DAY, recorded_at=AT
        )
    return one


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


@time_machine.travel(AT, tick=False)
def test_no_page_asks_more_for_showing_more(alice: Account, houses: Houses) -> None:
    client = sign_in(alice)
    theme = Theme.objects.create(
        kind="axis", name_en="Radiobiology", keeper_id=houses.curie, changed_at=AT
    )
    add_to_directory(houses.curie, houses.unit, theme, FEW)
    agreement = add_agreements(houses.curie, houses.roussy, FEW)
    rebuild_search()
    person = Person.objects.order_by("family_name").values_list("id", flat=True)[0]
    addresses = [
        "/directory",
        "/directory?q=team",
        "/directory/to-confirm",
        "/directory/requests",
        f"/directory/organisations/{houses.unit}",
        f"/directory/organisations/{houses.curie}",
        f"/directory/people/{person}",
        f"/directory/themes/{theme.id}",
        "/agreements",
        "/agreements?country=DE&text=agreement",
        "/agreements/new",
        f"/agreements/{agreement.id}",
        f"/agreements/{agreement.id}/change",
        "/audit",
        f"/organisations/{houses.curie}/roles",
        reverse("imports:imports"),
    ]
    few = {one: count_queries(client, one) for one in addresses}
    add_to_directory(houses.curie, houses.unit, theme, MANY)
    add_agreements(houses.curie, houses.roussy, MANY)
    rebuild_search()
    many = {one: count_queries(client, one) for one in addresses}
    assert many == few


@time_machine.travel(AT, tick=False)
def test_a_session_is_noted_once_a_minute(alice: Account) -> None:
    client = sign_in(alice)
    client.get("/me")
    with CaptureQueriesContext(connection) as asked:
        client.get("/me")
    assert not [one for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]
    with CaptureQueriesContext(connection) as asked:
        client.get("/me", REMOTE_ADDR="192.0.2.9")
    assert [one for one in asked if one["sql"].startswith("UPDATE")]
