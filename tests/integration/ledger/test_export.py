from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import AT, Enter, Houses, act, sign_in

from cordee.agreements.contents import keep_content
from cordee.agreements.imports import fields as agreement_fields
from cordee.agreements.imports.export import list_agreement_rows
from cordee.agreements.models import Agreement, Party
from cordee.agreements.operations.documents import add_document
from cordee.agreements.states import DocumentKind
from cordee.directory.imports import fields as organisation_fields
from cordee.directory.models import Organisation, OrganisationLink
from cordee.ledger.cells import Field
from cordee.ledger.imports import Outcome
from cordee.ledger.models import Account, Event
from cordee.ledger.sheets import Table, match_columns, read_sheet, read_table
from cordee.ledger.states import Role
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


def take(client: Client, houses: Houses, language: str = "en") -> zipfile.ZipFile:
    answer = client.get(reverse("imports:export", args=[houses.curie]), {"lang": language})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return zipfile.ZipFile(io.BytesIO(content))


def read(archive: zipfile.ZipFile, name: str, fields: tuple[Field, ...]) -> Table:
    sheet = read_sheet(archive.read(name), name)
    return read_table(sheet, fields, match_columns(sheet.columns, fields, {}))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_taken_out_says_nothing_new_when_brought_in(
    alice: Account, houses: Houses, agreement: Agreement, language: str
) -> None:
    archive = take(sign_in(alice), houses, language)
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
    alice: Account, houses: Houses, agreement: Agreement
) -> None:
    archive = take(sign_in(alice), houses)
    assert b",'=HYPERLINK(1)," in archive.read("agreements.csv")
    files = [name for name in archive.namelist() if name.startswith("documents/")]
    assert len(files) == 1
    assert files[0].endswith("-text.txt")
    assert ".." not in files[0]
    assert archive.read(files[0]) == b"All for one."
    told = json.loads(archive.read("data.json"))
    assert told["agreements"][0]["stage_here"] == "renewed"
    last = Event.objects.order_by("-number")[0]
    assert (last.action, last.organisation) == ("export.take", houses.curie)


def test_an_editor_takes_no_documents(enter: Enter, houses: Houses, agreement: Agreement) -> None:
    archive = take(sign_in(enter("Dana", Role.EDITOR)), houses)
    assert sorted(archive.namelist()) == ["agreements.csv", "data.json", "organisations.csv"]


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
