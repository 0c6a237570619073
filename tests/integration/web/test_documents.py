from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from django.test import Client

from cordee.web.jobs import Jobs, Limits
from cordee.web.pages.documents import views


INSERM = "02vjkv261"
DOSSIER = "/dossiers/country/GB"
ASKED = {"org": INSERM, "document": "json", "language": "en"}


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """Jobs of one test alone."""
    made = Jobs(Limits(workers=1))
    monkeypatch.setattr(views, "jobs", made)
    yield made
    made.close()


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that nobody works at, so that all of them wait."""
    monkeypatch.setattr(views, "jobs", Jobs(Limits(workers=0)))


def ask(client: Client, **asked: str) -> str:
    """Ask for a document without scripts and return the address of its page."""
    answer = client.post(f"{DOSSIER}/documents", {**ASKED, **asked})
    assert answer.status_code == 303
    return answer["Location"]


def wait(client: Client, address: str) -> str:
    for _ in range(600):
        page = client.get(address).content.decode()
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.05)
    pytest.fail("the document was not ready within half a minute")


@pytest.mark.slow
def test_a_document_is_made_and_downloaded_without_scripts(reader: Client) -> None:
    address = ask(reader, document="xlsx", language="fr")
    page = wait(reader, address)
    file = re.search(r'href="(/documents/[^"]+/file)"', page)
    assert file is not None
    answer = reader.get(file[1])
    assert answer["Content-Disposition"].endswith('-fr.xlsx"')
    assert answer["Cache-Control"].startswith("max-age=0")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert any(sheet.tables for sheet in book)
    links = [
        cell.hyperlink.target
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]
    assert links
    assert all(link.startswith("http://testserver/") for link in links)


@pytest.mark.slow
def test_a_part_of_the_page_asks_again_until_the_file_is_there(reader: Client) -> None:
    asked = reader.post(
        f"{DOSSIER}/documents", ASKED | {"document": "csv"}, headers={"HX-Request": "true"}
    )
    part = asked.content.decode()
    assert "<html" not in part
    address = re.search(r'hx-get="([^"]+)"', part)
    assert address is not None
    wait(reader, address[1])
    part = reader.get(address[1], headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert 'data-announce="Dossier as Tables (CSV). It is ready' in part
    file = re.search(r'href="(/documents/[^"]+/file)"', part)
    assert file is not None
    assert zipfile.ZipFile(io.BytesIO(reader.get(file[1]).content)).testzip() is None


def test_nobody_else_sees_a_document(reader: Client) -> None:
    address = ask(reader)
    stranger = Client()
    said = {
        stranger.get(place).content.decode().split("<main", 1)[1]
        for place in (address, f"{address}/file", "/documents/unknown", "/documents/unknown/file")
    }
    assert len(said) == 1
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/stop").status_code == 404
    reader.post(f"{address}/stop")


@pytest.mark.usefixtures("idle")
def test_a_document_is_stopped(reader: Client) -> None:
    first, second = ask(reader), ask(reader)
    answer = reader.post(f"{second}/stop")
    assert (answer.status_code, answer["Location"]) == (303, second)
    assert "It was stopped." in reader.get(second).content.decode()
    reader.post(f"{first}/stop")


@pytest.mark.parametrize(
    ("address", "asked", "status", "said"),
    [
        (DOSSIER, ASKED | {"document": "odt"}, 404, "The forms are: pdf"),
        (DOSSIER, {"document": "pdf"}, 400, "home"),
        ("/dossiers/country/XX", ASKED, 404, "XX"),
        ("/dossiers/planet/GB", ASKED, 404, "planet"),
        (DOSSIER, ASKED | {"org": "nonsense"}, 400, "nonsense"),
        (DOSSIER, ASKED | {"from": "20x1"}, 400, "20x1"),
    ],
)
def test_nonsense_gets_a_sentence_at_once(
    reader: Client, address: str, asked: dict[str, str], status: int, said: str
) -> None:
    answer = reader.post(f"{address}/documents", asked)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_a_form_of_another_site_is_refused() -> None:
    guarded = Client(enforce_csrf_checks=True)
    answer = guarded.post(f"{DOSSIER}/documents", ASKED)
    assert answer.status_code == 403
    assert "has no mark of this site" in answer.content.decode()


@pytest.mark.slow
def test_the_page_of_a_dossier_offers_documents_of_what_it_shows(reader: Client) -> None:
    guarded = Client(enforce_csrf_checks=True)
    page = guarded.get(f"{DOSSIER}?org={INSERM}&from=2020&lang=fr").content.decode()
    bar = page.split('class="document-bar"', 1)[1].split("</form>", 1)[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', bar))
    assert fields.pop("document") == "json"
    assert (fields["org"], fields["from"]) == (INSERM, "2020")
    answer = guarded.post(f"{DOSSIER}/documents", fields | {"document": "json"})
    assert answer.status_code == 303
    guarded.post(f"{answer['Location']}/stop", fields)


@pytest.mark.usefixtures("idle")
def test_too_many_are_refused_with_a_sentence(reader: Client) -> None:
    for _ in range(4):
        ask(reader)
    answer = reader.post(f"{DOSSIER}/documents", ASKED)
    assert answer.status_code == 429
    assert "Wait for one of them, or stop it." in answer.content.decode()
