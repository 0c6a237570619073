from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.agreements.signing import make_pdf, make_signer, sign
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import serving
from tests.functional.ledger import PASSWORD, begin, set_up_second_factor
from tests.functional.test_imports import ORGANISATIONS, send
from tests.functional.test_people_and_requests import list_letters
from tests.integration.web.conftest import make_lake


pytestmark = MARKS

TITLE = "Ropes in common"
TODAY = date.today()  # noqa: DTZ011 -- the server's own day, on the same machine
END = TODAY + timedelta(days=100)
"""Ends within six months and not within three: one reminder is due."""

PATIENCE = 60_000
"""Milliseconds that reading a signature, or the work of a day, may take on a busy machine."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of pages over a ledger nobody has an account in, and its folder."""
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    with serving(tmp_path / "lake", state) as address:
        yield address, state


def enter(browser: Browser, address: str, state: Path) -> Page:
    """Begin the ledger as Alice, who administers Institut Curie, with her second factor."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/start")
    begin(page, state)
    page.goto(f"{address}/account/2fa/")
    set_up_second_factor(page)
    return page


def run(state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cordee.cli.__main__", *words, "--state", str(state)]
    environment = {key: one for key, one in os.environ.items() if key != "CORDEE_DATABASE"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_an_agreement_lives_from_its_draft_to_the_letter_about_its_end(
    browser: Browser, house: tuple[str, Path], tmp_path: Path
) -> None:
    """Alice takes one agreement through its life.

    1. She drafts it, names both parties, and sends it round.
    2. A legal opinion is asked for; the signature waits until it is given.
    3. The text is brought in, then signed by each party: a PDF that is really signed, read and told.
    4. Each signature is noted, and the agreement enters into force.
    5. The portfolio shows that it ends soon; the work of the day writes her a letter about it.
    6. The audit tells all of it on its page, and the command proves that nothing is missing; what
       somebody changes in the database it finds.
    """
    address, state = house
    page = enter(browser, address, state)
    send(page, address, "Organisations", "partenaires.csv", ORGANISATIONS, "utf-8")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("partenaires.csv is brought in: 2 new.")).to_be_visible()

    draft(page, address)
    record = page.url
    for name in ("institut curie", "gustave roussy"):
        page.get_by_role("link", name="Add a party").click()
        page.get_by_label("Organisation").fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("The party is added.")).to_be_visible()
    move(page, "Send round")
    give_opinion(page)
    bring_texts_in(page, tmp_path)
    move(page, "Send to signature")
    for name in ("Institut Curie", "Gustave Roussy"):
        expect(page.get_by_role("button", name="Enter into force")).to_be_disabled()
        page.get_by_role("row", name=name).get_by_role("link").click()
        page.get_by_label("Signed on").fill(TODAY.isoformat())
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The party is changed.")).to_be_visible()
    move(page, "Enter into force")
    expect(page.locator(".tag-home")).to_have_text("in force")
    assert find_faults(page) == []

    find_its_end(page, address, record)
    get_reminded(page, address, state)
    verify(page, address, state)


def draft(page: Page, address: str) -> None:
    page.goto(f"{address}/agreements/new")
    page.get_by_label("Kind").select_option("framework")
    page.get_by_label("Title in English").fill(TITLE)
    page.get_by_label("First day").fill(TODAY.isoformat())
    page.get_by_label("Last day").fill(END.isoformat())
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def move(page: Page, label: str) -> None:
    """Move the agreement: by the link on its record, then by the button of the page that asks."""
    page.get_by_role("link", name=label).click()
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text("The agreement is moved.")).to_be_visible()


def give_opinion(page: Page) -> None:
    page.get_by_role("link", name="List an opinion").click()
    page.get_by_label("Opinion").select_option("legal")
    page.get_by_label("Whose").fill("Legal office")
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.get_by_text("The opinion is listed.")).to_be_visible()
    move(page, "Ask for opinions")
    expect(page.get_by_role("button", name="Send to signature")).to_be_disabled()
    page.get_by_role("link", name="Record the answer").click()
    page.get_by_label("Answer", exact=True).select_option("favourable")
    page.get_by_label("Answered on").fill(TODAY.isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The answer is recorded.")).to_be_visible()
    expect(page.get_by_role("link", name="Send to signature")).to_be_visible()


def bring_texts_in(page: Page, folder: Path) -> None:
    """Bring in the text, then what each party made of it: one version each."""
    content = make_pdf()
    bring_in(page, content, "text", "The text")
    for who, follows in (("Director of Curie", ""), ("Director of Roussy", "As signed")):
        content = sign(content, make_signer(folder, who), who.replace(" ", "-"))
        bring_in(page, content, "signed", "As signed", follows)
        told = page.get_by_text(
            re.compile(f"Signed electronically by .*{who}.*whole and unaltered")
        )
        expect(told.first).to_be_visible()
    expect(page.get_by_text(re.compile("it covers only a part of the file"))).to_have_count(0)


def bring_in(page: Page, content: bytes, kind: str, title: str, follows: str = "") -> None:
    page.get_by_role("link", name="Bring in a file").click()
    if follows:
        page.locator("select[name=follows]").select_option(label=follows)
    page.get_by_label("What it is").select_option(kind)
    page.get_by_label("Title of a new document").fill(title)
    file = {"name": "text.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_text("The file is kept.")).to_be_visible()


def find_its_end(page: Page, address: str, record: str) -> None:
    """See in the portfolio that it ends soon, and come to it from there."""
    page.goto(f"{address}/agreements")
    ends = page.get_by_role("region", name="What ends when")
    row = ends.get_by_role("row", name=TITLE)
    expect(row).to_contain_text(str(END.year))
    assert find_faults(page) == []
    row.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(record)


def get_reminded(page: Page, address: str, state: Path) -> None:
    """Have the work of the day done: it sends one letter, and no second one when it is done again."""
    for _time in range(2):
        page.goto(f"{address}/jobs")
        page.get_by_role("button", name="Do it now").click()
        expect(page.get_by_text("It has begun.")).to_be_visible()
        going = page.get_by_role("button", name=re.compile("^Stop"))
        expect(going).to_have_count(0, timeout=PATIENCE)
        letters = [one for one in list_letters(state, "alice@curie.example") if TITLE in one]
        assert len(letters) == 1
    assert "last day" in letters[0]


def verify(page: Page, address: str, state: Path) -> None:
    page.goto(f"{address}/audit")
    for told in ("brought the agreement into force", "recorded a signature", "brought in a file"):
        expect(page.get_by_text(told).first).to_be_visible()
    assert find_faults(page) == []
    proof = run(state, "audit", "verify")
    assert proof.returncode == 0, proof.stderr
    number = page.locator("table.audit tbody tr td").first.inner_text().strip()
    assert f"{number} lines" in proof.stdout
    edit_audit(state, int(number))
    proof = run(state, "audit", "verify")
    assert proof.returncode == 9
    assert number in proof.stdout


def edit_audit(state: Path, number: int) -> None:
    """Change one line behind the ledger's back, as whoever has the database's file can."""
    with closing(sqlite3.connect(state / "ledger.sqlite3", timeout=30)) as ledger, ledger:
        told = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_event'"
        for (trigger,) in ledger.execute(told).fetchall():
            ledger.execute(f'DROP TRIGGER "{trigger}"')
        changed = "UPDATE ledger_event SET text = text || ' ' WHERE number = ?"
        assert ledger.execute(changed, [number]).rowcount == 1


def test_a_token_is_made_used_once_and_revoked(browser: Browser, house: tuple[str, Path]) -> None:
    """Alice lets a program in, for a while.

    1. She makes a token that reads the directory; it is shown once.
    2. The program asks by it who it is, and is refused what its scopes leave out.
    3. The page tells that it was used; she revokes it, and it opens nothing.
    """
    address, state = house
    page = enter(browser, address, state)
    page.goto(f"{address}/me/tokens")
    page.get_by_role("link", name="Make a token").click()
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a token")
    page.get_by_label("For which program").fill("Nightly copy")
    page.get_by_label("read the directory (directory:read)").check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.locator(".secret-address").inner_text()
    assert find_faults(page) == []

    status, told = ask(address, "/api/me", secret)
    assert (status, told["scopes"]) == (200, ["directory:read"])
    status, told = ask(address, "/api/agreements", secret)
    assert (status, told["code"]) == (403, "no-scope")

    page.get_by_role("link", name="Back").click()
    row = page.get_by_role("row", name="Nightly copy")
    expect(row).to_contain_text(str(TODAY.year))
    assert secret not in page.content()
    row.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The token is revoked")).to_be_visible()
    assert find_faults(page) == []
    status, _told = ask(address, "/api/me", secret)
    assert status == 401


def test_everything_of_a_house_is_taken_out(
    browser: Browser, house: tuple[str, Path], tmp_path: Path
) -> None:
    """Alice takes everything out: asked for on one page, made behind it, fetched from another.

    On a telephone, in French and in the dark, the pages read as well.
    """
    address, state = house
    page = enter(browser, address, state)
    page.goto(f"{address}/import")
    out = page.get_by_role("region", name="Take everything out")
    out.get_by_role("link", name="Institut Curie").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take everything out")
    assert find_faults(page) == []
    asking = page.url
    page.get_by_role("button", name="Make the archive").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long work")
    fetch = page.get_by_role("link", name="Fetch the file")
    expect(fetch).to_be_visible(timeout=PATIENCE)
    assert find_faults(page) == []
    with page.expect_download() as started:
        fetch.click()
    path = tmp_path / "house.zip"
    started.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert (told["by"], told["rows"]["organisations"]) == ("Alice Martin", 1)

    page.set_viewport_size({"width": 380, "height": 800})
    page.emulate_media(color_scheme="dark")
    for one, title in ((asking, "Tout exporter"), (f"{address}/jobs", "Tâches longues")):
        page.goto(f"{one}?lang=fr")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert find_faults(page) == []


def ask(address: str, path: str, secret: str) -> tuple[int, dict[str, object]]:
    request = Request(address + path, headers={"Authorization": f"Bearer {secret}"})
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)
