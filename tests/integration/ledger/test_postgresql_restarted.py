from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest
from tests.functional.conftest import serving
from tests.integration.ledger.apart import get_environment, run
from tests.integration.ledger.browser import Browser
from tests.integration.web.conftest import make_lake
from tools.with_postgresql import Server, running


pytestmark = [pytest.mark.long, pytest.mark.enable_socket]

WRITERS = 4
"""As many as the server has threads: each of them holds a connection that breaks."""


@pytest.fixture
def database() -> Iterator[Server]:
    with running() as server:
        if server is None:
            pytest.skip("PostgreSQL is not installed here")
        yield server


class Writer:
    """Changes a name again and again until told to stop, and keeps what it was answered."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser, self.number = browser, number
        self.answers: list[tuple[str, int, str]] = []

    def write(self, stopped: Event) -> None:
        turn = 0
        while not stopped.is_set():
            name = f"Alice {self.number}.{turn}"
            self.answers.append(
                (
                    name,
                    *self.browser.post("/me", {"name": name, "language": "en", "digest": "weekly"}),
                )
            )
            turn += 1


def count_answers(writers: list[Writer], status: int) -> int:
    return sum(one[1] == status for writer in writers for one in writer.answers)


def wait_for(writers: list[Writer], status: int, count: int, futures: list[Future[None]]) -> None:
    """Wait until so many more answers of a status came; whoever writes is still at it."""
    wanted = count_answers(writers, status) + count
    while count_answers(writers, status) < wanted:
        assert not any(one.done() for one in futures)


def test_after_a_restart_under_load_everybody_goes_on(database: Server, tmp_path: Path) -> None:
    """The database is cut off while four people write, and comes back.

    In between everybody is told so in a sentence; afterwards nobody's connection stays broken, and
    what was answered as written is in the audit, once.
    """
    make_lake(tmp_path / "lake", works=40)
    state, further = tmp_path / "state", {"CORDEE_DATABASE": database.address}
    with serving(tmp_path / "lake", state, further=further) as address:
        session = str(run("opening", state, CORDEE_DATABASE=database.address)["session"])
        writers = [Writer(Browser(address, session), number) for number in range(WRITERS)]
        stopped = Event()
        with ThreadPoolExecutor(WRITERS) as pool:
            futures = [pool.submit(writer.write, stopped) for writer in writers]
            try:
                wait_for(writers, 302, 12, futures)
                database.stop()
                wait_for(writers, 503, 12, futures)
                # Whoever reads the figures without signing in notices nothing.
                assert Browser(address, "").get("/health")[1].endswith("ledger silent\n")
                database.start()
                wait_for(writers, 302, 12, futures)
            finally:
                stopped.set()
        reader = Browser(address, session)
        assert {reader.get("/me")[0] for _ in range(3 * WRITERS)} == {200}
    answers = [one for writer in writers for one in writer.answers]
    assert {status for _, status, _ in answers} == {302, 503}
    assert all(
        "The ledger does not answer just now" in text for _, code, text in answers if code == 503
    )
    for writer in writers:
        # After the last refusal everything was written: no worker stays broken.
        last = [status for _, status, _ in writer.answers][-2:]
        assert last == [302, 302]
    check_audit(database, state, {name for name, status, _ in answers if status == 302})


def check_audit(database: Server, state: Path, written: set[str]) -> None:
    with psycopg.connect(database.address) as connection:
        rows = connection.execute(
            "SELECT text::json #>> '{change,name,1}' FROM ledger_event WHERE action = 'account.change'"
        ).fetchall()
    told = [one for (one,) in rows]
    assert len(told) == len(set(told))
    assert written <= set(told)
    verified = subprocess.run(
        [sys.executable, "-m", "django", "audit_verify"],
        env=get_environment(state, {"CORDEE_DATABASE": database.address}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "The audit is whole" in verified.stdout, verified
