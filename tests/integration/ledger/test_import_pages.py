from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.integration.ledger.conftest import Enter, Houses, sign_in

from cordee.agreements.models import Agreement
from cordee.directory.models import Organisation
from cordee.ledger.models import Account, Import
from cordee.ledger.states import Role
from cordee.web.importing import UPLOADS


pytestmark = pytest.mark.django_db

AGREEMENTS = """\
reference,kind,title in English,parties,start,end,signed on
A-1,framework agreement,Rope together,04t0gwh46; Gustave Roussy,2026-01-01,2028-12-31,15/12/2025
A-2,treaty,Wrong kind,Institut Curie; Nobody,2026-01-01,,
"""
ORGANISATIONS = "kind,name,country\ncompany,<b>Rope & Co.</b>,France\n"


@pytest.fixture
def client(alice: Account) -> Client:
    return sign_in(alice)


def send(
    client: Client, houses: Houses, content: str | bytes, kind: str, name: str = "list.csv"
) -> HttpResponse:
    data = content.encode() if isinstance(content, str) else content
    values = {
        "kind": kind,
        "organisation": str(houses.curie),
        "file": SimpleUploadedFile(name, data),
    }
    return client.post(reverse("imports:imports"), values)  # type: ignore[return-value]


def run(client: Client, address: str, **values: str) -> HttpResponse:
    """Look at the page, then press its button with the columns it shows."""
    page = client.get(address)
    form = page.context["form"]
    chosen = {name: str(place) for name, place in form.initial.items()}
    told = {**chosen, "seen": page.context["seen"], "do": "run", **values}
    return client.post(address, told)  # type: ignore[return-value]


def test_a_file_is_looked_at_corrected_brought_in_and_undone(
    client: Client, houses: Houses
) -> None:
    sent = send(client, houses, AGREEMENTS, "agreements")
    assert sent.status_code == 302
    address = sent.headers["Location"]
    page = client.get(address).content.decode()
    assert "is none of: memorandum" in page
    assert "no organisation “Nobody”" in page
    assert Agreement.objects.count() == 0
    refused = run(client, address)
    assert refused.status_code == 409
    assert "Lines with faults: 1" in refused.content.decode()
    done = run(client, address, only_good="on")
    assert done.headers["Location"] == reverse("imports:imports")
    assert [row.reference for row in Agreement.objects.all()] == ["A-1"]
    listed = client.get(reverse("imports:imports")).content.decode()
    assert "1 new, 1 with faults" in listed
    imported = Import.objects.get()
    client.post(reverse("imports:undo", args=[imported.id]))
    assert Agreement.objects.count() == 0
    assert "undone by Alice" in client.get(reverse("imports:imports")).content.decode()
    assert client.get(address).status_code == 404


def test_columns_are_chosen_and_remembered(client: Client, houses: Houses) -> None:
    text = "Was,Wie\ncompany,Seilerei\n"
    assert send(client, houses, text, "organisations").status_code == 302
    address = send(client, houses, text, "organisations").headers["Location"]
    assert "None of the columns of list.csv is known here" in client.get(address).content.decode()
    chosen = {"kind": "0", "name_en": "1"}
    # What was chosen anew is shown first, whatever button was pressed.
    looked = client.post(address, {**chosen, "do": "run", "seen": ""})
    assert looked.status_code == 200
    assert not Organisation.objects.filter(name_en="Seilerei").exists()
    client.post(address, {**chosen, "do": "run", "seen": looked.context["seen"]})
    assert Organisation.objects.filter(name_en="Seilerei").exists()
    again = send(client, houses, "Wie,Was\nWeberei,company\n", "organisations").headers["Location"]
    assert client.get(again).context["form"].initial == {"kind": 1, "name_en": 0}


def test_what_stands_in_cells_is_shown_as_text(client: Client, houses: Houses) -> None:
    address = send(client, houses, ORGANISATIONS, "organisations").headers["Location"]
    page = client.get(address).content.decode()
    assert "&lt;b&gt;Rope &amp; Co.&lt;/b&gt;" in page
    assert "<b>Rope" not in page


def test_a_workbook_is_read_like_a_table_of_text(client: Client, houses: Houses) -> None:
    book = openpyxl.Workbook()
    for row in (["kind", "name", "town"], ["company", "Rope Makers", "=1+1"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    sent = send(client, houses, file.getvalue(), "organisations", "list.xlsx")
    page = client.get(sent.headers["Location"]).content.decode()
    assert "The cell holds a formula" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xef\xbb\xbf \n", "is empty"), (b"%PDF-1.7", "is no table"), (b"PK\x03\x04no", "damaged")],
)
def test_what_is_no_table_is_refused_at_the_door(
    client: Client, houses: Houses, content: bytes, said: str
) -> None:
    page = send(client, houses, content, "organisations")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_a_longer_file_is_for_the_command(client: Client, houses: Houses) -> None:
    page = send(client, houses, "kind,name\n" + "team,A\n" * 20_001, "organisations")
    assert "cordee directory import" in page.content.decode()


def test_a_file_name_is_never_a_path(client: Client, houses: Houses, own_state: Path) -> None:
    sent = send(client, houses, ORGANISATIONS, "organisations", "../../..\\secret.key\x00.csv")
    assert sent.status_code == 302
    kept = [one for one in own_state.rglob("*") if one.is_file()]
    assert {one.name for one in kept if UPLOADS in one.parts} == {"content", "told.json"}
    assert not (own_state / "secret.key.csv").exists()


def test_a_file_that_waits_is_its_owners_alone(
    client: Client, houses: Houses, enter: Enter
) -> None:
    address = send(client, houses, ORGANISATIONS, "organisations").headers["Location"]
    other = sign_in(enter("Dana", Role.EDITOR))
    assert other.get(address).status_code == 404
    assert other.post(address, {"do": "run"}).status_code == 404


def test_who_may_not_import_finds_no_such_page(
    client: Client, bob: Account, charlie: Account, houses: Houses
) -> None:
    team = sign_in(bob)
    for name in ("imports:imports", "imports:template"):
        values = ["agreements"] if name == "imports:template" else []
        assert team.get(reverse(name, args=values)).status_code == 404
    # Whoever may import elsewhere cannot do so here, nor undo what was done here.
    next_door = sign_in(charlie)
    assert (
        "not one of the available choices"
        in send(next_door, houses, ORGANISATIONS, "organisations").content.decode()
    )
    run(client, send(client, houses, ORGANISATIONS, "organisations").headers["Location"])
    undo = reverse("imports:undo", args=[Import.objects.get().id])
    assert next_door.post(undo).status_code == 404
    assert Organisation.objects.filter(name_en__contains="Rope").exists()


def test_an_editor_brings_in_organisations_and_no_agreements(enter: Enter, houses: Houses) -> None:
    editor = sign_in(enter("Dana", Role.EDITOR))
    address = send(editor, houses, AGREEMENTS, "agreements").headers["Location"]
    assert editor.get(address).status_code == 403


@pytest.mark.parametrize("kind", ["organisations", "agreements"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_template_comes_in_as_it_is(
    client: Client, houses: Houses, kind: str, language: str
) -> None:
    content = client.get(reverse("imports:template", args=[kind]), {"lang": language}).content
    assert content.startswith(b"\xef\xbb\xbf")
    # The example names the two houses of this ledger, one of which is what the template describes.
    page = client.get(send(client, houses, content, kind).headers["Location"])
    assert page.context["plan"].faults == ()


def test_an_editor_neither_sees_nor_undoes_an_officers_agreements(
    client: Client, enter: Enter, houses: Houses
) -> None:
    address = send(client, houses, AGREEMENTS, "agreements").headers["Location"]
    run(client, address, only_good="on")
    editor = sign_in(enter("Dana", Role.EDITOR))
    page = editor.get(reverse("imports:imports"))
    assert page.context["done"] == ()
    undo = reverse("imports:undo", args=[Import.objects.get().id])
    assert editor.post(undo).status_code == 404
    assert Agreement.objects.count() == 1


def test_the_preview_says_words_where_the_table_keeps_codes(client: Client, houses: Houses) -> None:
    def look(text: str, kind: str) -> str:
        address = send(client, houses, text, kind).headers["Location"]
        return client.get(address, {"lang": "fr"}).content.decode()

    agreements = look(AGREEMENTS, "agreements")
    for word in ("accord-cadre", "en vigueur", "15 décembre 2025", "nouvelle", ">Fiche<"):
        assert word in agreements
    for code in ("in_force", "framework", "2025-12-15"):
        assert code not in agreements
    organisations = look("kind,name,country\nhospital,Hôpital du Col,FR\n", "organisations")
    assert "hôpital" in organisations
    assert "France" in organisations
    assert "hospital" not in organisations
