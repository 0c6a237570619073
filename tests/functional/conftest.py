from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cordee.observatory.lake.store import open_lake
from cordee.observatory.units.build import build_units


CHROMIUM = Path(os.environ.get("CORDEE_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(demo_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over the demonstration's lake, served as a user serves them."""
    with serving(with_units(demo_lake, tmp_path_factory)) as address:
        yield address


@contextmanager
def serving(
    lake: Path,
    state: Path | None = None,
    *,
    port: int = 0,
    command: str = "make_ready",
    further: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Serve the pages over `lake` and yield their address; `state` holds a ledger, where one is asked for.

    The ledger is made by `command`; `further` are settings of this server alone.
    """
    if not port:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    words += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    words += ["--log-level", "warning", "cordee.web.wsgi:application"]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CORDEE_LAKE": str(lake),
        "CORDEE_LOG_LEVEL": "ERROR",
        "CORDEE_ADDRESS": address,
        "CORDEE_STATE": str(state or lake.parent / "no-ledger"),
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
        **(further or {}),
    }
    if state is not None:
        make_state(state, environment, command)
    process = subprocess.Popen(words, env=environment)
    try:
        wait_for(f"{address}/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def make_state(state: Path, environment: Mapping[str, str], command: str) -> None:
    """Make the folder of a ledger; an empty one is made once in a run's process and copied by its later tests."""
    empty = state.parent.parent / "empty-ledger"
    is_empty = command == "make_ready" and not environment.get("CORDEE_DATABASE")
    if is_empty and not state.exists() and empty.exists():
        shutil.copytree(empty, state)
        return
    state.mkdir(exist_ok=True)
    is_first = is_empty and not any(state.iterdir())
    words = [sys.executable, "-m", "django", command]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    if is_first and not empty.exists():
        shutil.copytree(state, empty)


def with_units(path: Path, folders: pytest.TempPathFactory) -> Path:
    """Return the lake, or a copy with research units where an earlier version linked it."""
    if open_lake(path).table_paths("units"):
        return path
    copy = folders.mktemp("lake") / "lake"
    shutil.copytree(path, copy)
    with open_lake(copy).write() as transaction:
        build_units(transaction, at=datetime(2026, 1, 5, tzinfo=UTC))
    return copy


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail("the server stopped before it answered")
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the server did not answer within half a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the journeys of one file.

    Its driver runs a loop of events in the thread of the tests, in which Django lets nobody ask the database;
    the loop ends with the file, so that tests of the database may follow.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; install it or set CORDEE_CHROMIUM to run journeys")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Open an address as a reader with a width, a theme and a language; fail on any script error."""
    contexts, faults = [], []

    def open_one(
        address: str,
        *,
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        language: str = "en-GB",
        script: bool = True,
    ) -> Page:
        options: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "color_scheme": theme,
            "locale": language,
            "reduced_motion": "reduce",
            "java_script_enabled": script,
            "accept_downloads": True,
        }
        context = browser.new_context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        page.goto(server + address, wait_until="networkidle")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []
