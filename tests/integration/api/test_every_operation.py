"""Every operation of the API, asked by everybody, held against the table of rights.

The operations are read from the description itself: one added tomorrow must be told here what right it
needs, and is then asked by every role, at its own house and at another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    BETA,
    BOB,
    GAMMA,
    LONG_AGO,
    UNIT,
    get_version,
    make_agreement,
    make_id,
    permit,
)
from tests.integration.agreements.conftest import open_account
from tests.integration.api.conftest import LetIn, Program
from tests.integration.oai.records import make_call, make_instrument, make_project

from cordee.agreements.contents import keep_content
from cordee.agreements.models import Document, Gate, Party, Permit
from cordee.agreements.operations.documents import add_document
from cordee.agreements.operations.terms import add_gate
from cordee.agreements.states import DocumentKind, GateKind, Permitted
from cordee.directory.models import Involvement, OrganisationLink
from cordee.directory.operations import exchanges, people, resources, themes
from cordee.directory.states import (
    Audience,
    Evidence,
    InvolvementKind,
    OfferKind,
    ResourceKind,
    ThemeKind,
)
from cordee.ledger.rights import RIGHTS, SCOPES, Actor, Grant
from cordee.ledger.states import Action, Reach, Role, Scope
from cordee.web.api.application import describe, list_scopes
from cordee.web.api.schemas.ledger import TableKind
from cordee.web.importing import FILE_KINDS


ABSENT = "00000000-0000-4000-8000-000000000000"
ADA = Actor(make_id("Ada"), "Ada", (Grant(Role.ADMINISTRATOR, ALPHA, LONG_AGO),), True)
OPERATIONS = [
    (told["operationId"], method, path)
    for path, methods in describe()["paths"].items()
    for method, told in methods.items()
]
NAMES = [name for name, _method, _path in OPERATIONS]
DAY = "2026-06-01"
A_KIND = {"kind": "team", "name_en": "Ice"}
A_RESOURCE = {"kind": "facility", "audience": "anyone", "name_en": "Ice bench"}
A_THEME = {"kind": "theme", "name_en": "Ice"}
AN_OFFER = {"kind": "machine", "audience": "anyone", "name_en": "A week of ice"}
AN_AGREEMENT = {"kind": "framework", "title_en": "Ice together", "reason": "Read again."}
A_SKILL = {"name_en": "Ice", "evidence": "text", "evidence_text": "Ten years of it."}
A_KEEPER = {"keeper": str(ALPHA)}
LAST = {"last_day": DAY}
ANYBODY = None

# What each operation needs at Alpha, and what it is sent. A name of one record stands for its identifier.
ASKED: dict[str, tuple[Action | None, Any]] = {
    "get_me": (ANYBODY, None),
    "search": (Action.SEE_DIRECTORY, None),
    "list_entries_to_confirm": (Action.SEE_DIRECTORY, None),
    "list_organisations": (Action.SEE_DIRECTORY, None),
    "create_organisation": (Action.EDIT_DIRECTORY, A_KIND | A_KEEPER),
    "get_organisation_by_ror": (Action.SEE_DIRECTORY, None),
    "get_organisation": (Action.SEE_DIRECTORY, None),
    "change_organisation": (Action.EDIT_DIRECTORY, A_KIND),
    "confirm_organisation": (Action.CONFIRM_ENTRIES, {}),
    "end_organisation": (Action.EDIT_DIRECTORY, LAST),
    "link_organisations": (
        Action.EDIT_DIRECTORY,
        {"standing": "member_of", "other": str(BETA)},
    ),
    "end_link": (Action.EDIT_DIRECTORY, LAST),
    "list_people_of_organisation": (Action.SEE_DIRECTORY, None),
    "list_resources_of_organisation": (Action.SEE_DIRECTORY, None),
    "list_skills_of_organisation": (Action.SEE_DIRECTORY, None),
    "add_skill_of_organisation": (Action.EDIT_OWN_TEAM, A_SKILL),
    "list_offers_of_organisation": (Action.SEE_DIRECTORY, None),
    "list_themes_of_organisation": (Action.SEE_DIRECTORY, None),
    "export_organisation": (Action.EXPORT_RECORDS, None),
    "list_people": (Action.SEE_DIRECTORY, None),
    "create_person": (Action.EDIT_OWN_TEAM, {"family_name": "Ice"} | A_KEEPER),
    "get_person": (Action.SEE_DIRECTORY, None),
    "change_person": (Action.EDIT_OWN_TEAM, {"family_name": "Ice"}),
    "confirm_person": (Action.CONFIRM_ENTRIES, {}),
    "list_themes_of_person": (Action.SEE_DIRECTORY, None),
    "involve_person": (
        Action.EDIT_OWN_TEAM,
        {"role": "works_at", "organisation": str(ALPHA)},
    ),
    "end_involvement": (Action.EDIT_OWN_TEAM, LAST),
    "add_award": (Action.EDIT_OWN_TEAM, {"code": "ERC-StG", "start": DAY}),
    "end_award": (Action.EDIT_OWN_TEAM, LAST),
    "add_skill_of_person": (Action.EDIT_OWN_TEAM, A_SKILL),
    "end_skill": (Action.EDIT_OWN_TEAM, LAST),
    "list_resources": (Action.SEE_DIRECTORY, None),
    "create_resource": (Action.EDIT_OWN_TEAM, A_RESOURCE | A_KEEPER),
    "get_resource": (Action.SEE_DIRECTORY, None),
    "change_resource": (Action.EDIT_OWN_TEAM, A_RESOURCE),
    "confirm_resource": (Action.CONFIRM_ENTRIES, {}),
    "list_themes_of_resource": (Action.SEE_DIRECTORY, None),
    "list_themes": (Action.SEE_DIRECTORY, None),
    "create_theme": (Action.EDIT_DIRECTORY, A_THEME | A_KEEPER),
    "get_theme": (Action.SEE_DIRECTORY, None),
    "change_theme": (Action.EDIT_DIRECTORY, A_THEME),
    "confirm_theme": (Action.CONFIRM_ENTRIES, {}),
    "tie_to_theme": (Action.EDIT_OWN_TEAM, {"record": "resource"}),
    "end_tie": (Action.EDIT_OWN_TEAM, LAST),
    "list_offers": (Action.SEE_DIRECTORY, None),
    "create_offer": (Action.OFFER, AN_OFFER | A_KEEPER),
    "get_offer": (Action.SEE_DIRECTORY, None),
    "change_offer": (Action.OFFER, AN_OFFER),
    "confirm_offer": (Action.CONFIRM_ENTRIES, {}),
    "ask_for_offer": (Action.ASK, {"organisation": "own", "purpose": "To climb."}),
    "list_own_requests": (Action.SEE_DIRECTORY, None),
    "get_request": (Action.ANSWER_REQUESTS, None),
    "move_request": (Action.ANSWER_REQUESTS, {"move": "accept", "text": "Come in June."}),
    "list_agreements": (ANYBODY, None),
    "create_agreement": (
        Action.EDIT_AGREEMENTS,
        {"kind": "framework", "title_en": "Ice together", "office": str(ALPHA)},
    ),
    "get_agreement": (Action.SEE_AGREEMENTS, None),
    "get_evidence": (Action.SEE_AGREEMENTS, None),
    "change_agreement": (Action.EDIT_AGREEMENTS, AN_AGREEMENT),
    "move_agreement": (Action.MOVE_AGREEMENTS, {"step": "route"}),
    "record_notice": (Action.EDIT_AGREEMENTS, {"given_on": DAY}),
    "add_party": (Action.EDIT_AGREEMENTS, {"organisation": str(GAMMA), "role": "party"}),
    "change_party": (Action.EDIT_AGREEMENTS, {"role": "host"}),
    "remove_party": (Action.EDIT_AGREEMENTS, {}),
    "set_clauses": (
        Action.EDIT_AGREEMENTS,
        {"clauses": [{"kind": "liability", "state": "present", "text": "Article 7."}]},
    ),
    "add_opinion": (Action.EDIT_AGREEMENTS, {"kind": "ethics", "authority": "A board"}),
    "answer_opinion": (
        Action.EDIT_AGREEMENTS,
        {"opinion": "favourable", "answered_on": DAY},
    ),
    "strike_opinion": (Action.EDIT_AGREEMENTS, {"reason": "Not needed."}),
    "add_permit": (
        Action.EDIT_AGREEMENTS,
        {"action": "fund", "giver": str(ALPHA), "receiver": str(BETA), "clause": "3"},
    ),
    "strike_permit": (Action.EDIT_AGREEMENTS, {}),
    "add_amendment": (
        Action.EDIT_AGREEMENTS,
        {"kind": "change", "text": "Article 2.", "signed_on": DAY},
    ),
    "add_file": (Action.EDIT_AGREEMENTS, {"kind": "text", "title": "The text"}),
    "take_file": (Action.SEE_AGREEMENT_DOCUMENTS, None),
    "ask_permission": (Action.SEE_AGREEMENTS, None),
    "list_instruments": (ANYBODY, None),
    "get_instrument": (ANYBODY, None),
    "list_calls": (ANYBODY, None),
    "get_call": (ANYBODY, None),
    "list_projects": (ANYBODY, None),
    "get_project": (ANYBODY, None),
    "list_own_imports": (ANYBODY, None),
    "plan_import": (
        Action.IMPORT_RECORDS,
        {"kind": "organisations", "organisation": str(ALPHA)},
    ),
    "run_import": (
        Action.IMPORT_RECORDS,
        {"kind": "organisations", "organisation": str(ALPHA)},
    ),
    "undo_import": (Action.IMPORT_RECORDS, {}),
    "list_events": (Action.SEE_AUDIT, None),
}
WITHOUT_TOKEN = {
    "list_instruments", "get_instrument", "list_calls", "get_call", "list_projects", "get_project",
}  # fmt: skip
"""What anybody may read; what else there is of it with a token stands in test_programmes.py."""
RULED = {"record_notice", "add_amendment", "remove_party"}
"""A draft is neither given notice of nor amended, and a party that a permit names stays: who may is told the rule (409), who may not is refused."""
OF_ONES_OWN = {"list_events", "ask_for_offer"}
"""What is done as one's own house, wherever that is: reading its audit, asking for what others offer."""
WITH_FILE = {"add_file", "plan_import", "run_import"}
TABLE = b"Name in English,Kind,Country\nIce house,institution,FR\n"
QUESTIONS = {
    "ask_permission": f"action=fund&organisation={ALPHA}&counterpart={BETA}",
}


def make_world(folder: Any) -> dict[str, UUID]:
    """Enter one of each thing at Alpha, and return their identifiers by the word of their address."""
    person = people.create_person(
        people.PersonValues("Alpine", "Anna"),
        keeper=ALPHA, role=InvolvementKind.LEADS, start=LONG_AGO, by=ADA, at=AT,
    )  # fmt: skip
    resource = resources.create_resource(
        resources.ResourceValues(ResourceKind.FACILITY, Audience.ANYONE, name_en="Bench"),
        keeper=ALPHA, by=ADA, at=AT,
    )  # fmt: skip
    theme = themes.create_theme(
        themes.ThemeValues(ThemeKind.THEME, name_en="Snow"), keeper=ALPHA, by=ADA, at=AT
    )
    offer = exchanges.create_offer(
        exchanges.OfferValues(OfferKind.MACHINE, Audience.ANYONE, name_en="A day"),
        keeper=ALPHA, by=ADA, at=AT,
    )  # fmt: skip
    agreement = make_agreement(by=ADA)
    permit(agreement, Permitted.USE_FACILITY, ALPHA, BETA)
    add_gate(
        agreement, GateKind.LEGAL, "Office", is_blocking=False, due_on=None,
        version=get_version(agreement), by=ADA, at=AT,
    )  # fmt: skip
    # Who asked is written to when the request is answered.
    open_account(BOB)
    kept = keep_content(b"The text.", "text.txt", folder / "documents")
    version = add_document(
        agreement, DocumentKind.TEXT, "Text", "en", kept,
        version=get_version(agreement), by=ADA, at=AT,
    )  # fmt: skip
    instrument = make_instrument("first-step")
    return {
        "instruments": instrument.instrument_id,
        "calls": make_call(instrument, "Open call").id,
        "projects": make_project(make_id("Public project")).id,
        "organisations": UNIT,
        "people": person.id,
        "resources": resource.id,
        "resource": resource.id,
        "themes": theme.id,
        "offers": offer.id,
        "requests": exchanges.ask_for(
            offer.id, BETA, purpose="Snow.", wanted_from=None, wanted_until=None, by=BOB, at=AT
        ).id,
        "agreements": agreement,
        "party": Party.objects.exclude(organisation__in=(ALPHA,)).get(agreement=agreement).id,
        "opinion": Gate.objects.get(agreement=agreement).id,
        "permit": Permit.objects.get(agreement=agreement).id,
        "version": version,
        "document": Document.objects.get(agreement=agreement).id,
        "link": OrganisationLink.objects.get(first=UNIT).id,
        "involvement": Involvement.objects.get(person=person).id,
        "award": people.add_award(
            person.id, "ERC-CoG", start=LONG_AGO, end=None, reference="", by=ADA, at=AT
        ).id,
        "skill": people.add_skill(
            people.SkillValues("", "Snow", Evidence.TEXT, "Ten years."),
            person=person.id, by=ADA, at=AT,
        ).id,
        "tie": themes.tie_to_theme(
            theme.id, person.id, leads=False, start=None, end=None, by=ADA, at=AT
        ).id,
        "organisation": ALPHA,
    }  # fmt: skip


def write_address(path: str, world: dict[str, UUID] | None) -> str:
    """Return an address with the identifiers of a world, or with those of nothing."""
    parts = path.split("/")
    filled = []
    for part in parts:
        name = part.strip("{}")
        if not part.startswith("{"):
            filled.append(part)
        elif name == "ror":
            filled.append("04t0gwh46")
        elif world is None:
            filled.append(ABSENT)
        else:
            filled.append(str(world[parts[2] if name == "identifier" else name]))
    return "/".join(filled)


def ask(program: Program, name: str, method: str, path: str, world: Any, own: UUID) -> Any:
    """Ask an operation of a record as it now stands."""
    sent = ASKED[name][1]
    address = write_address(path, world)
    if name in QUESTIONS:
        address = f"{address}?{QUESTIONS[name]}"
    mark = '"1"'
    if path.startswith("/api/agreements/{") and world is not None:
        mark = f'"{get_version(world["agreements"])}"'
    if isinstance(sent, dict):
        sent = {
            key: str(own if value == "own" else (world or {}).get(value, value))
            if value in {"own", "resource"}
            else value
            for key, value in sent.items()
        } if not any(isinstance(value, list) for value in sent.values()) else sent  # fmt: skip
    if name in WITH_FILE:
        content = b"Words." if name == "add_file" else TABLE
        # A table that was brought in before brings nothing new: each one has a house of its own.
        file = SimpleUploadedFile("table.csv", content.replace(b"Ice", f"Ice {own}".encode()))
        return program.client.post(
            address,
            {**sent, "file": file},
            headers={"Authorization": f"Bearer {program.secret}", "If-Match": mark},
        )
    return program.ask(method, address, sent, If_Match=mark)


def test_every_kind_of_table_can_be_brought_in() -> None:
    assert {one.value for one in TableKind} == set(FILE_KINDS)


def test_each_operation_says_what_it_needs() -> None:
    assert sorted(NAMES) == sorted(ASKED)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=NAMES)
def test_a_scope_leaves_what_its_operations_need(name: str, method: str, path: str) -> None:
    scope, action = list_scopes()[path, method.upper()], ASKED[name][0]
    if scope and action:
        assert action in SCOPES[Scope(scope)]


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=NAMES)
def test_nobody_gets_in(name: str, method: str, path: str) -> None:
    answer = ask(Program(), name, method, path, None, ALPHA)
    if name in WITHOUT_TOKEN:
        assert answer.status_code == (404 if "{" in path else 200)
        return
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=NAMES)
def test_a_session_of_the_pages_opens_nothing(name: str, method: str, path: str) -> None:
    client = Client()
    client.force_login(
        open_account(ALICE), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = ask(Program("", client), name, method, path, None, ALPHA)
    nobody = ask(Program(), name, method, path, None, ALPHA)
    assert answer.status_code == nobody.status_code
    assert (answer.status_code == 401) != (name in WITHOUT_TOKEN)
    assert not answer.cookies


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=NAMES)
def test_a_token_without_the_scope_is_told_so(
    name: str, method: str, path: str, let_in: LetIn
) -> None:
    scope = list_scopes()[path, method.upper()]
    if not scope:
        return
    program = let_in(ADA, [one for one in Scope if one != scope])
    answer = ask(program, name, method, path, None, ALPHA)
    assert answer.status_code == 403
    assert answer.json()["code"] == "no-scope"
    assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("place", [ALPHA, GAMMA], ids=["own house", "other house"])
@pytest.mark.parametrize("role", [*Role, None])
def test_every_role_may_what_the_table_says(
    role: Role | None, place: UUID, let_in: LetIn, own_state: Any
) -> None:
    world = make_world(own_state)
    grants = (Grant(role, place, LONG_AGO),) if role else ()
    dana = replace(ADA, account=make_id("Dana"), name="Dana", grants=grants)
    # The import to undo is Ada's: it exists whether Dana may bring records in or not.
    done = ask(let_in(ADA), "run_import", "post", "/api/imports", world, BETA)
    world["imported"] = UUID(done.json()["id"])
    program, wrong = let_in(dana), []
    for name, method, path in OPERATIONS:
        action = ASKED[name][0]
        reach = RIGHTS[role].get(action) if role and action else None
        allowed = (
            action is ANYBODY
            or reach is Reach.ANY
            or (reach is Reach.OWN and (place == ALPHA or name in OF_ONES_OWN))
        )
        with transaction.atomic():
            status = ask(program, name, method, path, world, place).status_code
            transaction.set_rollback(True)
        expected = {409} if name in RULED else {200, 201, 204}
        if status not in (expected if allowed else {403, 404}):
            wrong.append((name, status, "may" if allowed else "may not"))
    assert not wrong, wrong


def test_the_audit_of_another_house_stays_there(let_in: LetIn, own_state: Any) -> None:
    make_world(own_state)
    gil = replace(
        ADA, account=make_id("Gil"), name="Gil", grants=(Grant(Role.AUDITOR, GAMMA, LONG_AGO),)
    )
    assert let_in(ADA).get("/api/audit").json()["total"] > 0
    assert let_in(gil).get("/api/audit").json()["items"] == []


def test_what_one_may_not_see_looks_like_nothing(let_in: LetIn, own_state: Any) -> None:
    world = make_world(own_state)
    stranger = let_in(
        replace(
            BOB, account=make_id("Gus"), name="Gus", grants=(Grant(Role.OFFICER, GAMMA, LONG_AGO),)
        )
    )
    for name, method, path in OPERATIONS:
        if not path.startswith("/api/agreements/{"):
            continue
        theirs = ask(stranger, name, method, path, world, GAMMA)
        none = ask(stranger, name, method, path, None, GAMMA)
        assert theirs.status_code == none.status_code == 404
        assert theirs.json()["detail"] == none.json()["detail"]
