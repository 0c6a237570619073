"""What `cordee serve` hands to the server it becomes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.cli import serve
from cordee.cli.console import Voice
from cordee.cli.steward import make_environment
from cordee.observatory.lake.store import create_lake


class ServedError(Exception):
    """Stands for the server's process, which never comes back."""


def start(
    monkeypatch: pytest.MonkeyPatch, folder: Path, host: str, **variables: str
) -> dict[str, str]:
    """Return the environment of the server that is started on `host` from a French terminal."""
    for name in list(os.environ):
        if name.startswith("CORDEE_"):
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    handed: dict[str, str] = {}

    def become(program: str, command: list[str], environment: dict[str, str]) -> None:
        handed.update(environment)
        raise ServedError

    monkeypatch.setattr(serve, "run_steward", lambda *_: 0)
    monkeypatch.setattr(serve, "check_port_is_free", lambda *_: None)
    monkeypatch.setattr(os, "execve", become)
    create_lake(folder / "lake", at=datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(ServedError):
        serve.start_server(Voice("fr"), folder / "lake", folder / "state", host, 8000)
    return handed


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("cordee.example", "http://cordee.example:8000"),
    ],
)
def test_letters_name_an_address_that_a_browser_can_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, address: str
) -> None:
    handed = start(monkeypatch, tmp_path, host)
    assert handed["CORDEE_ADDRESS"] == address
    name = address.removeprefix("http://").removesuffix(":8000")
    assert name in handed["CORDEE_ALLOWED_HOSTS"].split(",")


@pytest.mark.parametrize(
    ("variables", "warns"),
    [
        ({}, False),
        ({"CORDEE_MAIL_HOST": "mail.example"}, True),
        ({"CORDEE_MAIL_HOST": "mail.example", "CORDEE_ADDRESS": "https://cordee.example"}, False),
    ],
)
def test_letters_without_an_address_are_warned_of(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    warns: bool,
) -> None:
    start(monkeypatch, tmp_path, "0.0.0.0", **variables)
    assert ("CORDEE_ADDRESS" in capsys.readouterr().err) is warns


@pytest.mark.parametrize(("variables", "language"), [({}, "fr"), ({"CORDEE_LANGUAGE": "en"}, "en")])
def test_readers_keep_the_language_that_an_administrator_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], language: str
) -> None:
    handed = start(monkeypatch, tmp_path, "127.0.0.1", **variables)
    assert handed["CORDEE_LANGUAGE"] == language
    # A server speaks to many readers; one command over the ledger to its terminal.
    assert "CORDEE_SPEAKS" not in handed
    asked = make_environment(Voice("fr"), tmp_path)
    assert (asked["CORDEE_LANGUAGE"], asked["CORDEE_SPEAKS"]) == (language, "fr")


@pytest.mark.parametrize("said", ["0", "false", ""])
def test_a_demonstration_that_is_off_opens_anywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str
) -> None:
    assert start(monkeypatch, tmp_path, "0.0.0.0", CORDEE_DEMONSTRATION=said)
