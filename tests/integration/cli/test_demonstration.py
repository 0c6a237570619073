"""The demonstration does without a second factor, so it opens where nobody else can come."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.cli.serve import check_is_this_machine
from cordee.kernel.errors import UsageError
from cordee.observatory.lake.store import create_lake


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_is_known(host: str) -> None:
    check_is_this_machine(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "cordee.example", ""])
def test_what_others_may_reach_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="this machine alone"):
        check_is_this_machine(host)


def test_nothing_is_built_for_an_address_that_others_reach(
    demo_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["demo", "--corpus", str(demo_corpus), "--host", "0.0.0.0"]
    assert run(words) == exits.USAGE
    assert list(tmp_path.iterdir()) == []


def test_serve_refuses_too_when_the_environment_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_lake(tmp_path / "lake", at=datetime(2026, 1, 5, tzinfo=UTC))
    monkeypatch.setenv("CORDEE_DEMONSTRATION", "1")
    monkeypatch.chdir(tmp_path)
    assert run(["serve", "--lake", "lake", "--host", "0.0.0.0"]) == exits.USAGE
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("hosts", "starts"),
    [("localhost,127.0.0.1,[::1]", True), ("cordee.example", False), ("*", False)],
)
def test_the_server_starts_only_under_this_machines_names(
    hosts: str, starts: bool, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "CORDEE_DEMONSTRATION": "1",
        "CORDEE_ALLOWED_HOSTS": hosts,
        "CORDEE_STATE": str(tmp_path),
    }
    words = [sys.executable, "-c", "import cordee.web.settings"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is starts
    assert starts or "this machine alone" in done.stderr


def test_a_command_speaks_to_its_terminal_whatever_readers_are_shown(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CORDEE_STATE": str(tmp_path),
        "CORDEE_LANGUAGE": "en",
        "CORDEE_SPEAKS": "fr",
        "DJANGO_SETTINGS_MODULE": "cordee.web.settings",
    }
    environment.pop("CORDEE_DATABASE", None)
    words = [sys.executable, "-m", "django", "make_ready"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert "Personne n’a encore de compte" in done.stderr
