"""Bringing a table in by the command, in processes of their own over a ledger on SQLite."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest


HOUSE = """
import django; django.setup()
from datetime import datetime, UTC
from uuid import uuid4
from pathlib import Path
from django.conf import settings
from cordee.web.state import make_ready
at = datetime.now(UTC)
make_ready(settings.CORDEE_STATE, on=at.date())
from cordee.directory.models import Organisation
from cordee.ledger.models import Account, RoleHeld
house = Organisation.objects.create(kind="institution", name_en="The house", changed_at=at)
alice = Account.objects.create(email="alice@example.org", name="Alice", joined_at=at)
RoleHeld.objects.create(account=alice, role="editor", organisation=house.id, start=at.date())
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    environment = {key: one for key, one in os.environ.items() if key != "CORDEE_DATABASE"}
    environment |= {"CORDEE_STATE": str(folder), "DJANGO_SETTINGS_MODULE": "cordee.web.settings"}
    subprocess.run([sys.executable, "-c", HOUSE], env=environment, check=True)
    return folder


def write_command(path: Path, state: Path, *words: str) -> list[str]:
    return [
        *(sys.executable, "-m", "cordee.cli.__main__", "directory", "import", str(path)),
        *("--as", "alice@example.org", "--state", str(state), *words),
    ]


def get_environment() -> dict[str, str]:
    return {key: one for key, one in os.environ.items() if key != "CORDEE_DATABASE"}


def run(path: Path, state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = write_command(path, state, *words)
    return subprocess.run(
        command, env=get_environment(), capture_output=True, text=True, check=False
    )


def count(state: Path, table: str) -> int:
    with sqlite3.connect(state / "ledger.sqlite3") as connection:
        (number,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    connection.close()
    return int(number)


def test_a_dry_run_names_faults_and_an_import_writes(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("kind,name\nteam,Rope\ncastle,Tower\n")
    dry = run(path, state, "--dry-run")
    assert "line 3, kind · “castle” is none of" in dry.stderr
    assert "1 new, 0 changed, 0 as before, 1 with faults." in dry.stdout
    assert dry.returncode != 0
    refused = run(path, state)
    assert "Nothing was written" in refused.stderr
    assert count(state, "directory_organisation") == 1
    done = run(path, state, "--only-good")
    assert done.returncode == 0, done.stderr
    assert "All of that is written." in done.stdout
    assert count(state, "directory_organisation") == 2
    unknown = run(path, state, "--for", "Nowhere")
    assert "one of: The house" in unknown.stderr


def test_an_import_that_is_killed_leaves_nothing(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("kind,name\n" + "".join(f"team,Team {one}\n" for one in range(20_000)))
    events = count(state, "ledger_event")
    process = subprocess.Popen(
        write_command(path, state),
        env=get_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    log = state / "ledger.sqlite3-wal"
    deadline = time.monotonic() + 120
    # Pages reach the log beside the database only once a transaction has written many.
    while not (log.exists() and log.stat().st_size > 2_000_000):
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert count(state, "directory_organisation") == 1
    assert count(state, "directory_searchentry") == 0
    assert count(state, "ledger_import") == 0
    assert count(state, "ledger_event") == events
    path.write_text("kind,name\nteam,Rope\n")
    assert run(path, state).returncode == 0
    assert count(state, "directory_organisation") == 2


def test_people_and_resources_come_in_by_what_the_file_is_said_to_hold(
    state: Path, tmp_path: Path
) -> None:
    people, machines = tmp_path / "people.csv", tmp_path / "machines.csv"
    people.write_text("given name,family name,ORCID\nNina,Petit,0000-0002-1825-0079\n")
    wrong = run(people, state, "--what", "people")
    assert "line 2, ORCID · “0000-0002-1825-0079” has a digit wrong" in wrong.stderr
    assert count(state, "directory_person") == 0
    people.write_text("given name,family name,ORCID\nNina,Petit,0000-0002-1825-0097\n")
    assert run(people, state, "--what", "people").returncode == 0
    assert count(state, "directory_person") == 1
    machines.write_text("kind,name,open to,contact\nequipment,Cryostat,anyone,Nina Petit\n")
    done = run(machines, state, "--what", "resources")
    assert done.returncode == 0, done.stderr
    assert count(state, "directory_resource") == 1
