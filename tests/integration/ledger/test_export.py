"""Taking out everything an organisation owns: what is in it, what is not, and for whom."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from tests.integration.ledger.conftest import AT, DAY, Enter, Houses, act, sign_in
from tests.integration.ledger.selected import add_moves, add_project, add_review, add_selection

from cordee.agreements import exports as agreements
from cordee.agreements.contents import keep_content
from cordee.agreements.imports import fields as agreement_fields
from cordee.agreements.imports.export import list_agreement_rows
from cordee.agreements.models import (
    Agreement,
    Amendment,
    Clause,
    Gate,
    Party,
    Permit,
    ScopeItem,
)
from cordee.agreements.operations.documents import add_document
from cordee.agreements.states import DocumentKind
from cordee.directory import exports as directory
from cordee.directory.imports import fields as organisation_fields
from cordee.directory.models import (
    Award,
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
from cordee.kernel.cells import FORMULA_SIGNS
from cordee.ledger import exports as ledger
from cordee.ledger.cells import Field
from cordee.ledger.imports import Outcome
from cordee.ledger.models import Account, Event
from cordee.ledger.rights import list_allowed
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table
from cordee.ledger.states import Role, Scope
from cordee.programmes import exports as programmes
from cordee.programmes.models import (
    Announcement,
    Application,
    Attachment,
    BudgetLine,
    Call,
    Instrument,
    InstrumentVersion,
    Judged,
    Partner,
    Question,
)
from cordee.web.exporting import Wanted, export_everything
from cordee.web.importing import FILE_KINDS


pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(houses: Houses, alice: Account, own_state: Path) -> Agreement:
    made = Agreement.objects.create(
        office=houses.curie,
        reference="A-1",
        kind="framework",
        title_en="=HYPERLINK(1)",
        stage="renewed",
        stage_since=AT,
        created_at=AT,
        changed_at=AT,
    )
    for one in (houses.curie, houses.roussy):
        Party.objects.create(agreement=made, organisation=one, signed_on=AT.date())
    kept = keep_content(b"All for one.", "../text.txt", own_state / "documents")
    add_document(
        made.id, DocumentKind.TEXT, "The text", "en", kept, version=1, by=act(alice), at=AT
    )
    return made


def take(account: Account, houses: Houses, state: Path, language: str = "en") -> zipfile.ZipFile:
    wanted = Wanted(houses.curie, language, state / "documents")
    with export_everything(wanted, by=act(account), at=AT) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def read_rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"tables/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return told


def read(archive: zipfile.ZipFile, name: str, fields: tuple[Field, ...]) -> Table:
    sheet = read_sheet(archive.read(name), name)
    return read_table(sheet, fields, match_columns(sheet.columns, fields, {}))


@pytest.fixture
def entries(houses: Houses, agreement: Agreement) -> Agreement:
    """A row in every table that is taken out, and beside each one of another house."""
    kept = {"keeper_id": houses.unit, "changed_at": AT}
    for house, name in ((houses.unit, "Nina"), (houses.roussy, "Omar")):
        kept["keeper_id"] = house
        person = Person.objects.create(
            **kept, family_name=name, email=f"{name}@cordee.example", given_name="=1+1"
        )
        Involvement.objects.create(person=person, role="works_at", organisation_id=house)
        Award.objects.create(person=person, code="ERC-StG", start=AT.date())
        Skill.objects.create(person=person, name_en=f"Ropes of {name}", evidence="text")
        machine = Resource.objects.create(
            **kept, kind="equipment", name_en=f"Winch of {name}", audience="anyone", contact=person
        )
        theme = Theme.objects.create(**kept, kind="axis", name_en=f"Ice of {name}")
        ThemeTie.objects.create(theme=theme, person=person, record=person.id, leads=True)
        Offer.objects.create(
            **kept, kind="machine", name_en=f"Nights of {name}", audience="anyone", resource=machine
        )
    ours, theirs = Offer.objects.order_by("name_en")
    for offer, asking, purpose in (
        (ours, houses.roussy, "asked of us"),
        (theirs, houses.curie, "asked by us"),
        (theirs, houses.roussy, "of others alone"),
    ):
        Request.objects.create(
            offer=offer,
            organisation_id=asking,
            asked_by=uuid4(),
            asked_by_name="Omar",
            asked_at=AT,
            purpose=purpose,
        )
    add_parts(agreement, houses)
    add_programmes(houses.curie, "ours", submitted_at=AT)
    add_programmes(houses.curie, "ours too", submitted_at=None)
    add_programmes(houses.roussy, "theirs", submitted_at=AT)
    return agreement


def add_programmes(office: UUID, title: str, *, submitted_at: datetime | None) -> None:
    """Enter an instrument with a call and an application to it, with all its parts."""
    instrument, _is_new = Instrument.objects.get_or_create(
        office=office, code="small", defaults={"created_at": AT}
    )
    version, _is_new = InstrumentVersion.objects.get_or_create(
        instrument=instrument, number=1, defaults={"definition": {}, "changed_at": AT}
    )
    kept = {"created_at": AT, "changed_at": AT, "stage_since": AT}
    call, is_new = Call.objects.get_or_create(
        office=office,
        defaults={"instrument_version": version, "title_en": "=2+2", "year": 2026, **kept},
    )
    if is_new:
        Question.objects.create(call=call, asked_at=AT, asked_by=uuid4(), question="When?")
        Announcement.objects.create(call=call, given_at=AT, text_fr="Oui", text_en="Yes")
        add_moves(office, AT)
    application = Application.objects.create(
        **kept,
        call=call,
        number=call.applications.count() + 1,
        account=uuid4(),
        title=title,
        stage="submitted" if submitted_at else "draft",
        submitted_at=submitted_at,
        receipt="0" * 64 if submitted_at else "",
    )
    Partner.objects.create(
        application=application, name=f"Partner of {title}", secret_hash="1" * 64
    )
    BudgetLine.objects.create(application=application, category="travel", amount=10)
    Judged.objects.create(
        application=application,
        at=AT,
        reference_day=DAY,
        verdict="eligible",
        admissibility="met",
        facts={},
        results=[],
    )
    digest = hashlib.sha256(b"All for one.").hexdigest()
    Attachment.objects.create(
        application=application,
        code="plan",
        sha256=digest,
        size=12,
        file_name="plan.txt",
        media_type="text/plain",
        added_at=AT,
    )
    if submitted_at:
        add_review(application, AT)
        add_project(add_selection(application, AT), AT)


def add_parts(agreement: Agreement, houses: Houses) -> None:
    ScopeItem.objects.create(agreement=agreement, kind="country", text="FR")
    Clause.objects.create(agreement=agreement, kind="liability", state="present", text="Each.")
    Permit.objects.create(
        agreement=agreement,
        action="use_facility",
        giver=houses.curie,
        receiver=houses.roussy,
        clause="Article 4",
    )
    Gate.objects.create(agreement=agreement, kind="legal", authority="Legal office")
    Amendment.objects.create(
        agreement=agreement, number=1, kind="change", text="More", signed_on=DAY, recorded_at=AT
    )


def test_every_table_of_the_rooms_is_taken_out_or_left_out_for_a_reason(
    alice: Account, houses: Houses
) -> None:
    """A table that is added is told here until somebody decides what becomes of it."""
    takings = [
        room.select_tables(houses.curie, by=act(alice), on=DAY)
        for room in (directory, agreements, programmes)
    ]
    taken = {table.model for one in takings for table in one.tables}
    left = {
        **ledger.LEFT_OUT,
        **directory.LEFT_OUT,
        **agreements.LEFT_OUT,
        **programmes.LEFT_OUT,
    }
    every = {
        model for room in ("ledger", "directory", "agreements", "programmes")
        for model in apps.get_app_config(room).get_models()
    }  # fmt: skip
    assert {model.__name__ for model in every - taken} == set(left)
    assert taken <= every
    assert all(len(reason) > 10 for reason in left.values())
    # A column that is added is taken out too, unless it is left out by name.
    assert {
        (one.name, *one.left_out) for taken in takings for one in taken.tables if one.left_out
    } == {
        ("requests", "asked_by"),
        ("call_questions", "asked_by"),
        ("applications", "account"),
        ("application_partners", "secret_hash"),
        ("reviewers", "secret_hash"),
        ("committee_members", "account"),
    }


def test_the_archive_holds_everything_the_house_owns_and_nothing_of_others(
    alice: Account, houses: Houses, entries: Agreement, own_state: Path
) -> None:
    archive = take(alice, houses, own_state)
    told = read_manifest(archive)
    assert told["format"] == 2
    assert told["at"].startswith("2026-06-01T09:30:00")
    assert told["organisation"] == {
        "id": str(houses.curie),
        "name": "Institut Curie",
        "ror": "04t0gwh46",
    }
    assert told["withheld"] == []
    rows = dict(told["rows"])
    assert rows.pop("named") >= 2
    assert {name: count for name, count in rows.items() if count != 1} == {
        "organisations": 2,
        "parties": 2,
        "requests": 2,
    }
    assert {one["purpose"] for one in read_rows(archive, "requests")} == {
        "asked of us",
        "asked by us",
    }
    (application,) = read_rows(archive, "applications")
    assert (application["title"], "account" in application) == ("ours", False)
    (partner,) = read_rows(archive, "application_partners")
    assert (partner["name"], "secret_hash" in partner) == ("Partner of ours", False)
    (person,) = read_rows(archive, "people")
    assert (person["family_name"], person["email"]) == ("Nina", "Nina@cordee.example")
    (version,) = read_rows(archive, "document_versions")
    assert version["sha256"] == hashlib.sha256(b"All for one.").hexdigest()
    # What is named and belongs to others is told by its names, and no more.
    named = {one["name_en"]: one for one in read_rows(archive, "named")}
    assert named["Gustave Roussy"]["identifier"] == "0321g0743"
    assert "Omar" not in {one["family_name"] for one in read_rows(archive, "people")}


def test_tables_and_json_say_the_same_and_the_manifest_marks_every_member(
    alice: Account, houses: Houses, entries: Agreement, own_state: Path
) -> None:
    archive = take(alice, houses, own_state)
    told, said = read_manifest(archive), json.loads(archive.read("data.json"))
    assert {name: len(rows) for name, rows in said.items()} == told["rows"]
    for name, rows in said.items():
        assert [one["id"] for one in read_rows(archive, name)] == [str(one["id"]) for one in rows]
    assert said["agreements"][0]["stage"] == "renewed"
    assert said["document_versions"][0]["signatures"] == []
    marks = {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in archive.namelist()
        if name != "manifest.json"
    }
    assert marks == told["members"]


def test_no_cell_of_any_table_begins_a_formula(
    alice: Account, houses: Houses, entries: Agreement, own_state: Path
) -> None:
    archive = take(alice, houses, own_state)
    tables = [name for name in archive.namelist() if name.endswith(".csv")]
    assert len(tables) > 20
    cells = [
        cell
        for name in tables
        for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")))
        for cell in row
    ]
    assert "'=1+1" in cells
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple(FORMULA_SIGNS)] == []


def test_rights_hold_back_what_pages_do(
    enter: Enter, houses: Houses, entries: Agreement, own_state: Path
) -> None:
    auditor = take(enter("Aude", Role.AUDITOR), houses, own_state)
    assert read_manifest(auditor)["withheld"] == ["requests"]
    assert read_rows(auditor, "people")[0]["email"] == "Nina@cordee.example"
    assert read_rows(auditor, "requests") == []
    editor = take(enter("Dana", Role.EDITOR), houses, own_state)
    closed = ["gates", "documents", "document_versions"]
    run = [name for name, *_others in (*programmes.RUN, *programmes.MOVED, *programmes.APPLIED)]
    assert read_manifest(editor)["withheld"] == [*closed, *run]
    assert not any(read_rows(editor, name) for name in (*closed, *run))
    assert not any(name.startswith("documents/") for name in editor.namelist())
    assert len(read_rows(editor, "agreements")) == 1


def test_a_token_takes_out_what_its_scopes_open(
    alice: Account, houses: Houses, entries: Agreement, own_state: Path
) -> None:
    limited = replace(act(alice), limit=list_allowed([Scope.RECORDS_EXPORT]))
    wanted = Wanted(houses.curie, "en", own_state / "documents")
    with export_everything(wanted, by=limited, at=AT) as file:
        archive = zipfile.ZipFile(file)
        assert read_manifest(archive)["withheld"] == ["people.email", "requests"]
        assert read_rows(archive, "people")[0]["email"] == ""
        assert b"Nina@" not in archive.read("data.json")
        assert read_manifest(archive)["files"] == 1


def test_an_address_of_who_waits_for_a_keeper_is_for_who_sees_addresses_anywhere(
    enter: Enter, houses: Houses, own_state: Path
) -> None:
    entered = Organisation.objects.create(
        kind="company", name_en="Winches", keeper_id=houses.curie, changed_at=AT
    )
    Person.objects.create(
        keeper=entered, family_name="Wim", email="wim@cordee.example", changed_at=AT
    )
    seen = {
        role: [one["email"] for one in read_rows(archive, "people")]
        for role in (Role.EDITOR, Role.AUDITOR)
        if (archive := take(enter(role.value, role), houses, own_state))
    }
    assert seen == {Role.EDITOR: ["wim@cordee.example"], Role.AUDITOR: [""]}
    # Once somebody speaks for them, what they keep is theirs.
    enter("Wendy", Role.MEMBER, entered.id)
    archive = take(enter("Eve", Role.EDITOR), houses, own_state)
    assert read_rows(archive, "people") == []
    assert len(read_rows(archive, "organisations")) == 3


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_taken_out_says_nothing_new_when_brought_in(
    alice: Account, houses: Houses, agreement: Agreement, own_state: Path, language: str
) -> None:
    archive = take(alice, houses, own_state, language)
    table = read(archive, "organisations.csv", organisation_fields.FIELDS)
    plan = FILE_KINDS["organisations"].plan(table, houses.curie, by=act(alice), on=AT.date())
    assert plan.faults == ()
    assert [one.title for one in plan.lines] == ["Institut Curie", "Unit 830"]
    assert {one.outcome for one in plan.lines} == {Outcome.SAME}
    table = read(archive, "agreements.csv", agreement_fields.FIELDS)
    plan = FILE_KINDS["agreements"].plan(table, houses.curie, by=act(alice), on=AT.date())
    assert plan.faults == ()
    assert [one.outcome for one in plan.lines] == [Outcome.SAME]


def test_formulas_are_guarded_and_documents_lie_by_their_hash(
    alice: Account, houses: Houses, agreement: Agreement, own_state: Path
) -> None:
    archive = take(alice, houses, own_state)
    assert b",'=HYPERLINK(1)," in archive.read("agreements.csv")
    files = [name for name in archive.namelist() if name.startswith("documents/")]
    assert len(files) == 1
    assert files[0].endswith("-text.txt")
    assert ".." not in files[0]
    assert archive.read(files[0]) == b"All for one."
    last = Event.objects.order_by("-number")[0]
    assert (last.action, last.organisation) == ("export.take", houses.curie)


def test_others_find_nothing_to_take(charlie: Account, bob: Account, houses: Houses) -> None:
    for account in (charlie, bob):
        page = sign_in(account).get(reverse("imports:export", args=[houses.curie]))
        assert page.status_code == 404
    assert Organisation.objects.count() == 3


def test_to_have_entered_a_house_is_no_right_to_its_agreements(
    alice: Account, charlie: Account, houses: Houses
) -> None:
    above = Organisation.objects.create(
        kind="network", name_en="Network", keeper_id=houses.curie, changed_at=AT
    )
    link = {"first_id": houses.roussy, "standing": "part_of", "second": above}
    OrganisationLink.objects.create(**link)
    Agreement.objects.create(
        office=houses.roussy, kind="framework", title_en="Others'", stage="draft", stage_since=AT,
        created_at=AT, changed_at=AT,
    )  # fmt: skip
    address = reverse("imports:export", args=[above.id])
    assert sign_in(alice).get(address).status_code == 404
    rows = list_agreement_rows(houses.roussy, by=act(charlie), on=AT.date())
    assert [one["title_en"] for one in rows] == ["Others'"]
