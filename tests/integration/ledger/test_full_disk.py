"""A disk that is full: nothing is half written, and a person is told in a sentence.

The ledger lies on a small disk of its own in memory, which takes the rights of root to make.
"""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from tests.functional.conftest import serving
from tests.integration.ledger.apart import get_environment, run
from tests.integration.ledger.browser import Browser
from tests.integration.web.conftest import make_lake

from cordee.web.outages import find_outage


pytestmark = pytest.mark.long


MEGABYTES = 8
MOST_WRITES = 2_000
"""The log beside SQLite's file is written over from its start; it cannot take so many changes more."""

FULL = "disk is full, and nothing of this was written"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk of one's own cannot be made here: that takes the rights of root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def has_room(file: RawIOBase, size: int) -> bool:
    """Write so much, and return whether it found room."""
    try:
        return bool(file.write(b"x" * size))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return False
        raise


def fill(disk: Path) -> Path:
    """Fill what is left of the disk, and return the file that does."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            while has_room(file, size):
                pass
    return path


def steward(state: Path, *words: str) -> tuple[int, str]:
    """Return how a command over the ledger ended, and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *words],
        env=get_environment(state),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def find_heading(page: str) -> str:
    """Return what a page says first, for the message of a test that fails."""
    return " ".join(re.findall(r"(?<=<h1>)[^<]+|(?<=<p>)[^<]+", page))


def list_files(state: Path) -> set[str]:
    return {str(one.relative_to(state)) for one in state.rglob("*") if one.is_file()}


@pytest.mark.slow
@pytest.mark.enable_socket
def test_nothing_is_half_written_and_everybody_is_told(disk: Path, tmp_path: Path) -> None:
    """Pages and commands meet a full disk, and go on once there is room."""
    make_lake(tmp_path / "lake", works=40)
    state = disk / "state"
    with serving(tmp_path / "lake", state, further={"CORDEE_DATABASE": ""}) as address:
        told = run("opening", state)
        alice = Browser(address, str(told["session"]))
        record = f"/agreements/{told['agreement']}"
        version = {"version": "3", "kind": "text", "title": "Text", "language": "en"}
        sheet = {"kind": "agreements", "organisation": get_office(alice)}
        before = list_files(state)
        filler = fill(disk)

        code, page = alice.send(
            f"{record}/files/new", version, "a.pdf", b"%PDF-1.7\n" + b"x" * 99_999
        )
        assert (code, FULL in page) == (507, True), find_heading(page)
        code, page = alice.send("/import", sheet, "a.csv", b"reference,kind\n" + b"A,x\n" * 4_000)
        assert (code, FULL in page) == (507, True), find_heading(page)
        written = write_until_full(alice)
        for words in (
            ["make_ready"],
            ["back_up", str(disk / "ledger.cordee")],
            ["audit_export", str(disk / "audit.jsonl")],
        ):
            ended, said = steward(state, *words)
            assert ended == 1, said
            assert (
                "disk is full" in said
                or "Check the folder's rights and its disk" in said
                or "No space left" in said
                or "cannot be written" in said
            ), said
        wal = {"ledger.sqlite3-wal", "ledger.sqlite3-shm"}
        assert list_files(state) - wal == before - wal

        filler.unlink()
        assert (
            alice.post("/me", {"name": "Alice afterwards", "language": "en", "digest": "weekly"})[0]
            == 302
        )
        assert alice.send(f"{record}/files/new", version, "a.pdf", b"%PDF-1.7\n")[0] == 302
    assert steward(state, "make_ready") == (0, "")
    assert steward(state, "back_up", str(disk / "ledger.cordee"))[0] == 0
    ended, said = steward(state, "audit_verify")
    assert (ended, "The audit is whole" in said) == (0, True), said
    assert "1 signed day" in said
    assert steward(state, "audit_export", str(disk / "audit.jsonl"))[0] == 0
    lines = (disk / "audit.jsonl").read_text().count("account.change")
    # Each change that was answered as written is there, and none that was refused.
    assert lines == written + 1


def get_office(alice: Browser) -> str:
    page = alice.get("/import")[1]
    return page.split('name="organisation"')[1].split('value="')[1].split('"')[0]


def write_until_full(alice: Browser) -> int:
    """Change a name until the ledger cannot take it; return how often it could."""
    for number in range(MOST_WRITES):
        code, page = alice.post(
            "/me", {"name": f"Alice {number}", "language": "en", "digest": "weekly"}
        )
        if code != 302:
            assert (code, FULL in page) == (507, True), find_heading(page)
            return number
    pytest.fail("the disk never ran full")


def test_both_engines_and_the_system_are_understood() -> None:
    def cause(outer: Exception, inner: Exception) -> Exception:
        outer.__cause__ = inner
        return outer

    full = [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        OperationalError("database or disk is full"),
        cause(OperationalError("could not extend file"), psycopg.errors.DiskFull()),
    ]
    assert [getattr(find_outage(one), "status", 0) for one in full] == [507] * 4
    silent = OperationalError("server closed the connection unexpectedly")
    assert getattr(find_outage(silent), "status", 0) == 503
    for other in (OSError(errno.ENOENT, "No such file"), ValueError("disk is full"), None):
        assert find_outage(other) is None
