"""Every address of the record rooms, asked with records that exist, by who has no right to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA, AT, CHARLIE, TEAM, UNIT, make_agreement
from tests.integration.agreements.conftest import SignIn, open_account
from tests.integration.ledger.routes import ROUTES

from cordee.agreements.models import Agreement, Document, DocumentVersion, Gate, Permit
from cordee.directory.models import (
    Award,
    Involvement,
    Offer,
    OrganisationLink,
    Person,
    Request,
    Resource,
    Skill,
    Theme,
    ThemeTie,
)
from cordee.ledger.models import Event, Import, Invitation, RoleHeld
from cordee.ledger.rights import Actor


pytestmark = pytest.mark.django_db

NOBODY = Actor(UUID("00000000-0000-4000-8000-0000000000ff"), "Stranger", (), has_second_factor=True)

READ_WITH_ANY_ROLE = {
    "directory:organisation",
    "directory:person",
    "directory:resource",
    "directory:theme",
    "directory:offer",
    "directory:new_request",
}
"""Pages that a role anywhere opens: the directory, and asking for what is offered to everybody."""

OPEN_TO_ACCOUNTS = {"agreements:with_country", "imports:template"}
"""Addresses that name no record: a country, and an empty sheet."""

Values = dict[str, object]


@pytest.fixture
def records(db: None) -> dict[str, Values]:
    """Make one of everything that Alpha keeps; return the places of each address, by its name."""
    kept = {"keeper_id": ALPHA, "changed_at": AT}
    person = Person.objects.create(family_name="Ferrand", email="secret@alpha.example", **kept)
    role = Involvement.objects.create(person=person, organisation_id=UNIT, role="works_at")
    award = Award.objects.create(person=person, code="ATIP-Avenir", start=AT.date())
    skill = Skill.objects.create(
        person=person, name_en="Patch clamp", evidence="work", evidence_text="-"
    )
    resource = Resource.objects.create(
        kind="equipment", name_en="Cryostat", audience="anyone", **kept
    )
    theme = Theme.objects.create(kind="axis", name_en="Axis", **kept)
    tie = ThemeTie.objects.create(theme=theme, person=person, record=person.id)
    offer = Offer.objects.create(kind="machine", name_en="Cold", audience="anyone", **kept)
    request = Request.objects.create(
        offer=offer,
        organisation_id=UNIT,
        asked_by=ALICE.account,
        asked_by_name="Alice",
        asked_at=AT,
        purpose="Tissue.",
    )
    agreement = _make_agreement_with_parts()
    account = open_account(ALICE)
    invited = Invitation.objects.create(
        email="guest@alpha.example",
        role="reader",
        organisation=ALPHA,
        secret_hash="0" * 64,
        invited_by=account,
        invited_at=AT,
        lapses_at=AT + timedelta(days=7),
    )
    imported = Import.objects.create(
        kind="agreements", organisation=ALPHA, account=account, account_name="Alice", at=AT
    )
    link = OrganisationLink.objects.get(first_id=TEAM)
    by_prefix: dict[str, Values] = {
        "accounts:": {"organisation": ALPHA, "held": RoleHeld.objects.get(account=account).id},
        "imports:": {"organisation": ALPHA, "imported": imported.id, "draft": imported.id},
        "agreements:": agreement,
        "directory:": {"identifier": ALPHA, "organisation": ALPHA},
    }
    by_end: dict[str, Values] = {
        "withdraw": {"invited": invited.id},
        "template": {"kind": "agreements"},
        "person": {"identifier": person.id},
        "involvement": {"identifier": person.id, "part": role.id},
        "award": {"identifier": person.id, "part": award.id},
        "new_skill": {"identifier": person.id},
        "end_skill": {"identifier": skill.id},
        "resource": {"identifier": resource.id},
        "theme": {"identifier": theme.id},
        "tie": {"identifier": theme.id, "part": tie.id},
        "offer": {"identifier": offer.id},
        "new_request": {"identifier": offer.id},
        "directory:request": {"identifier": request.id},
        "move_request": {"identifier": request.id, "move": "accept"},
        "end_link": {"identifier": TEAM, "link": link.id},
    }
    found = {}
    for name, values in ROUTES:
        known: Values = {}
        for start, places in by_prefix.items():
            known.update(places if name.startswith(start) else {})
        for end, places in by_end.items():
            known.update(places if name.endswith(end) else {})
        found[name] = {key: known.get(key, value) for key, value in values.items()}
    return found


def _make_agreement_with_parts() -> Values:
    made = make_agreement()
    gate = Gate.objects.create(agreement_id=made, kind="legal", authority="Legal office")
    row = Agreement.objects.get(id=made)
    giver, receiver = (one.organisation for one in row.parties.all())
    permit = Permit.objects.create(
        agreement=row, action="ask_cohort", giver=giver, receiver=receiver, clause="5"
    )
    document = Document.objects.create(agreement=row, kind="text", title="Text")
    version = DocumentVersion.objects.create(
        document=document, number=1, sha256="0" * 64, size=1, file_name="a.pdf", added_at=AT
    )
    return {
        "agreement": made,
        "party": row.parties.all()[0].id,
        "gate": gate.id,
        "permit": permit.id,
        "version": version.id,
        "step": "route",
        "code": "DE",
        "secret": "0" * 43,
    }


@pytest.fixture
def ask(records: dict[str, Values], sign_in: SignIn) -> Callable[[Actor, str], dict[str, int]]:
    """Return how one of the cast is answered by each address that names a record."""

    def ask_all(actor: Actor, method: str) -> dict[str, int]:
        client: Client = sign_in(actor)
        return {
            name: getattr(client, method)(reverse(name, kwargs=values)).status_code
            for name, values in records.items()
            if values and name not in OPEN_TO_ACCOUNTS
        }

    return ask_all


def count_rows() -> dict[str, int]:
    """Return how many rows each table of the rooms holds, less what says that somebody looked."""
    rooms = ("ledger", "directory", "agreements")
    tables: list[type[models.Model]] = [
        one for room in rooms for one in apps.get_app_config(room).get_models() if one is not Event
    ]
    counted = {one._meta.label: one._default_manager.count() for one in tables}
    return {**counted, "changes": Event.objects.exclude(action__endswith=".see").count()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_role_opens_no_record(
    method: str, ask: Callable[[Actor, str], dict[str, int]]
) -> None:
    open_account(NOBODY)
    before = count_rows()
    let_in = {name: code for name, code in ask(NOBODY, method).items() if code < 403}
    assert let_in == {}
    assert count_rows() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_officer_of_another_house_opens_the_directory_alone(
    method: str, ask: Callable[[Actor, str], dict[str, int]]
) -> None:
    open_account(CHARLIE)
    before = count_rows()
    answers = ask(CHARLIE, method)
    let_in = {name for name, code in answers.items() if code not in {403, 404, 405}}
    assert let_in == (READ_WITH_ANY_ROLE if method == "get" else {"directory:new_request"})
    hidden = {name: code for name, code in answers.items() if name.startswith("agreements:")}
    assert set(hidden.values()) <= {404, 405}
    assert count_rows() == before


def test_whoever_keeps_the_records_is_let_in(
    ask: Callable[[Actor, str], dict[str, int]],
) -> None:
    """The questions above would be answered alike if nothing existed."""
    answers = ask(ALICE, "get")
    for name in ("agreements:record", "agreements:gate", "agreements:strike_permit"):
        assert answers[name] == 200
