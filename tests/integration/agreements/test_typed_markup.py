"""What somebody typed is never markup: every column of words holds some, and every page is read.

Then every form is sent with markup in each of its fields, and what comes back is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.agreements.cast import ALICE, ALPHA
from tests.integration.agreements.conftest import SignIn
from tests.integration.agreements.test_another_house import Values, records
from tests.integration.ledger.routes import let_go

from cordee.ledger.models import Account, RoleHeld


__all__ = ["records"]  # the fixture, which makes one of everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = "x-typed"
"""A tag that no template has: where a page holds one, somebody's words became markup."""

TYPED = f"'\"><{MARK} onmouseover=alert(1)></script></textarea><{MARK}>&lt;"
LINK = f"javascript:alert('{MARK}')"
ROOMS = frozenset({"agreements", "directory", "ledger"})

NOT_WORDS = {
    # Written by the server, and covered by the chain: told from the text, which is read below.
    "ledger.event",
    "ledger.chainhead",
    # Made again from the entries.
    "directory.searchentry",
    "directory.searchword",
    # Parts of addresses, not words: what stands there is checked when it is written.
    "ledger.account.password",
    "ledger.account.email",
    "ledger.account.language",
    "ledger.invitation.secret_hash",
    "ledger.import.sha256",
    "ledger.import.kind",
    "ledger.importedrecord.kind",
    "agreements.agreement.currency",
    "agreements.documentversion.sha256",
    "agreements.documentversion.media_type",
    "agreements.calendarfeed.secret_hash",
    "directory.organisation.ror",
    "directory.theme.mesh",
    "directory.person.orcid",
    "directory.skill.evidence_text",
}


class Reader(HTMLParser):
    """Reads a page as a browser does, and keeps each tag and attribute that no template of ours has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.typed: list[str] = []
        self.words: list[str] = []
        self.fields: dict[str, str] = {}
        self._choice = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if MARK in tag:
            self.typed.append(f"<{tag}>")
        for name, value in told.items():
            leads = name in {"href", "src", "action", "formaction", "data"}
            if name.startswith("on") or (leads and value.strip().lower().startswith("javascript:")):
                self.typed.append(f"{tag} {name}={value[:60]}")
            if MARK in value:
                self.words.append(value)
        self._note_field(tag, told)

    def _note_field(self, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and not self.fields.get(self._choice):
            self.fields[self._choice] = told.get("value", "")
        elif tag == "textarea" or (tag == "input" and kind in {"text", "search", "email", "url"}):
            self.fields[name] = TYPED
        elif tag in {"input", "button"} and name and kind != "checkbox":
            self.fields[name] = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if MARK in data:
            self.words.append(data)


def read(answer: HttpResponse) -> Reader:
    reader = Reader()
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(answer.content.decode())
        reader.close()
    let_go(answer)
    return reader


def list_columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Yield every column that holds words of people."""
    for model in apps.get_models():
        label = model._meta.label_lower
        if model._meta.app_label not in ROOMS or label in NOT_WORDS:
            continue
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField)
            # What a link leads to is checked when it is written, which the forms below are asked for.
            is_words = is_text and not isinstance(column, models.URLField) and not column.choices
            if is_words and f"{label}.{column.name}" not in NOT_WORDS:
                yield model, column


def type_everywhere(*texts: str) -> set[str]:
    """Write this, or these in turn, into every column of words of every row; return the columns that hold some."""
    held = set()
    for (model, column), typed in zip(list_columns(), cycle(texts or (TYPED,)), strict=False):
        for number, row in enumerate(model._default_manager.all()):
            most = column.max_length or 1000
            text = f"{typed}{number}"
            if len(text) <= most and not column.primary_key:
                model._default_manager.filter(pk=row.pk).update(**{column.name: text})
                held.add(f"{model._meta.label_lower}.{column.name}")
    return held


@pytest.fixture
def client(records: dict[str, Values], sign_in: SignIn) -> Client:
    """Alice, who administers the house that keeps one of everything."""
    officer = sign_in(ALICE)
    RoleHeld.objects.create(
        account=Account.objects.get(id=ALICE.account),
        role="administrator",
        organisation=ALPHA,
        start="2020-01-01",
    )
    return officer


def test_every_page_shows_words_as_words(client: Client, records: dict[str, Values]) -> None:
    held = type_everywhere()
    assert len(held) > 50, held
    wrong, shown = [], set()
    for name, values in records.items():
        answer = client.get(reverse(name, kwargs=values))
        # Where there is no lake, the page of activity says so, in the words of a fault.
        assert answer.status_code < 500 or name == "agreements:activity", name
        page = read(answer)
        wrong += [f"{name}: {one}" for one in page.typed]
        shown |= {name} if page.words else set()
    assert wrong == []
    # The pages do show what was typed: this test would find nothing on pages that showed nothing.
    assert shown >= {
        "accounts:mine",
        "accounts:roles",
        "agreements:portfolio",
        "agreements:record",
        "agreements:change",
        "directory:organisation",
        "directory:person",
        "directory:resource",
        "directory:theme",
        "directory:offer",
        "directory:request",
        "imports:imports",
    }


def test_every_form_gives_words_back_as_words(client: Client, records: dict[str, Values]) -> None:
    wrong, filled, marked = [], set(), set()
    for name, values in records.items():
        address = reverse(name, kwargs=values)
        opened = client.get(address)
        asked = read(opened).fields if opened.status_code == 200 else {}
        if TYPED not in asked.values() or name == "settings:backup":
            continue
        filled.add(name)
        links = {key: LINK if value == TYPED else value for key, value in asked.items()}
        for fields in (asked, links):
            answer = client.post(address, fields)
            assert answer.status_code < 500, name
            if answer.status_code == 302:
                answer = client.get(answer.headers["Location"])
            page = read(answer)
            wrong += [f"{name}: {one}" for one in page.typed]
            marked |= {name} if page.words else set()
    assert wrong == []
    assert len(filled) > 30, filled
    # Searches are asked by their address.
    searches = {"directory:search", "agreements:portfolio", "programmes:grants"}
    assert filled - marked <= {"imports:imports", *searches}
    for name in searches:
        page = read(client.get(reverse(name), {"q": TYPED, "text": TYPED}))
        assert page.typed == []
        assert page.words, name
    for name, values in records.items():
        page = read(client.get(reverse(name, kwargs=values)))
        wrong += [f"{name}, afterwards: {one}" for one in page.typed]
    assert wrong == []
    # The audit tells of all that was typed and taken.
    told = read(client.get(reverse("accounts:audit")))
    assert told.typed == []
    assert told.words


def test_names_of_files_and_cells_are_words(client: Client, own_state: Path) -> None:
    name = f"{TYPED.replace('/', '')}.csv"
    cell = TYPED.replace('"', '""')
    content = f'kind,name in English,{MARK}<{MARK}>\n"{cell}","{cell}","{cell}"\ncompany,"Other {cell}",\n'
    values = {
        "kind": "organisations",
        "organisation": str(ALPHA),
        "file": SimpleUploadedFile(name, content.encode()),
    }
    sent = client.post(reverse("imports:imports"), values)
    assert sent.status_code == 302, sent.content.decode()
    looked = client.get(sent.headers["Location"])
    page = read(looked)
    assert page.typed == []
    assert len(page.words) > 3
    told = {**{key: str(one) for key, one in looked.context["form"].initial.items()}}
    told |= {"seen": looked.context["seen"], "do": "run", "only_good": "on"}
    assert client.post(sent.headers["Location"], told).status_code == 302
    listed = read(client.get(reverse("imports:imports")))
    assert listed.typed == []
    assert listed.words


def test_the_policy_lets_no_script_of_a_page_run(
    client: Client, records: dict[str, Values]
) -> None:
    """What escaped all of this would still not run: no page allows a script that stands in it."""
    for name, values in records.items():
        answer = client.get(reverse(name, kwargs=values))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            policy = answer.headers["Content-Security-Policy"]
            assert re.search(r"script-src 'self'(;|$)", policy), name
            assert "unsafe" not in policy
        let_go(answer)
