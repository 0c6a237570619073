from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.browsing import MARKS, find_faults
from tests.functional.conftest import wait_for
from tests.functional.ledger import begin, set_up_second_factor
from tests.integration.web.conftest import make_lake


pytestmark = [pytest.mark.long, *MARKS]

LINES = 8_000
TABLE = "kind,name,country\n" + "".join(f"company,Rope {one},France\n" for one in range(LINES))
PATIENCE = 180_000
"""Milliseconds that an import of so many lines may take on a busy machine."""


class Server:
    """The pages over one ledger, which may be killed and begun again at the same address."""

    def __init__(self, lake: Path, state: Path) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "CORDEE_LAKE": str(lake),
            "CORDEE_LOG_LEVEL": "ERROR",
            "CORDEE_ADDRESS": self.address,
            "CORDEE_STATE": str(state),
            "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
        }
        state.mkdir()

    def start(self) -> None:
        ready = [sys.executable, "-m", "django", "make_ready"]
        subprocess.run(ready, env=self.environment, check=True, capture_output=True)
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += ["--port", str(self.port), "--workers", "1", "--blocking-threads", "4"]
        words += ["--log-level", "warning", "cordee.web.wsgi:application"]
        self.process = subprocess.Popen(words, env=self.environment, start_new_session=True)
        wait_for(f"{self.address}/health", self.process)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def count(state: Path) -> int:
    with closing(sqlite3.connect(state / "ledger.sqlite3")) as ledger:
        told = "SELECT count(*) FROM directory_organisation WHERE name_en LIKE 'Rope%'"
        return int(ledger.execute(told).fetchone()[0])


def send(page: Page, address: str, name: str, text: str) -> None:
    page.goto(f"{address}/import")
    page.get_by_label("What the file holds").select_option(label="Organisations")
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long work")


def test_a_large_import_goes_on_behind_the_page_and_survives_the_server(
    browser: Browser, tmp_path: Path
) -> None:
    """Alice brings in eight thousand lines.

    1. The import goes on in the background; its page shows how far it is.
    2. The server is killed meanwhile: nothing is written, and the page says that it was broken off.
    3. She begins it again: all of it is written, and nothing twice.
    4. Another file was the wrong one: she stops it, and nothing of it is written.
    """
    make_lake(tmp_path / "lake", works=40)
    state = tmp_path / "state"
    server = Server(tmp_path / "lake", state)
    server.start()
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{server.address}/start")
        begin(page, state)
        page.goto(f"{server.address}/account/2fa/")
        set_up_second_factor(page)

        send(page, server.address, "ropes.csv", TABLE)
        row = page.get_by_role("row").filter(has_text="ropes.csv")
        expect(row.get_by_role("button", name="Stop")).to_be_visible()
        expect(row.get_by_role("progressbar")).to_be_visible()
        assert find_faults(page) == []
        server.kill()
        assert count(state) == 0

        server.start()
        page.goto(f"{server.address}/jobs")
        expect(row.get_by_text("broken off")).to_be_visible()
        row.get_by_role("button", name="Begin again").click()
        expect(page.get_by_text("8,000 new")).to_be_visible(timeout=PATIENCE)
        assert count(state) == LINES

        send(page, server.address, "wrong.csv", TABLE.replace("Rope", "Rope of others"))
        wrong = page.get_by_role("row").filter(has_text="wrong.csv")
        wrong.get_by_role("button", name="Stop").click()
        expect(wrong.get_by_text(re.compile("^stopped$"))).to_be_visible(timeout=PATIENCE)
        assert count(state) == LINES

        page.set_viewport_size({"width": 380, "height": 800})
        page.emulate_media(color_scheme="dark")
        page.goto(f"{server.address}/jobs?lang=fr")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tâches longues")
        assert find_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
    finally:
        server.kill()
