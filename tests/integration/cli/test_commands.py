from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cordee.cli import exits
from cordee.cli.__main__ import cli, run
from cordee.cli.console import Voice, find_language


ROOT = Path(__file__).parents[3]


def list_commands() -> list[list[str]]:
    found = [[]]
    for name, command in cli.commands.items():
        found.append([name])
        found += [[name, inner] for inner in getattr(command, "commands", {})]
    return found


# Groups, and commands that take nothing: there is no more to show than their names.
WITHOUT_ARGUMENTS = (
    [],
    ["lake"],
    ["ror"],
    ["ror", "status"],
    ["ror", "reset"],
    ["rnsr"],
    ["rnsr", "status"],
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", list_commands(), ids=" ".join)
def test_every_command_helps_with_an_example(path: list[str], language: str) -> None:
    outcome = CliRunner().invoke(cli, [*path, "--help"], obj=Voice(language), prog_name="cordee")
    assert outcome.exit_code == 0
    assert "cordee" in outcome.output
    if path not in WITHOUT_ARGUMENTS:
        assert {"en": "Examples", "fr": "Exemples"}[language] in outcome.output


@pytest.mark.parametrize("path", [[], ["figures"]], ids=["cordee", "figures"])
def test_help_in_one_language_leaves_the_next_in_its_own(path: list[str]) -> None:
    def ask(language: str) -> str:
        asked = [*path, "--help"]
        return CliRunner().invoke(cli, asked, obj=Voice(language), prog_name="cordee").output

    before = ask("en")
    assert ask("fr") != before
    assert ask("en") == before


def test_the_reference_page_shows_the_commands_of_today() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_reference_docs.py"), "--print"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LANGUAGE": "en"},
    )
    assert done.stdout == (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8", "CORDEE_LANG": "en"}, "en"),
        (["--lang", "fr"], {"LANG": "en_GB.UTF-8"}, "fr"),
        (["--lang=fr", "lake"], {}, "fr"),
    ],
)
def test_language_is_found(
    arguments: list[str],
    environment: dict[str, str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "CORDEE_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_language(arguments) == language


def test_a_port_in_use_is_refused(demo_lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["serve", "--lake", str(demo_lake), "--port", port]) == exits.USAGE
    assert port in capsys.readouterr().err


def test_explain_names_the_organisations_of_the_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = "Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris"
    assert run(["--quiet", "explain", words, "--format", "json"]) == exits.OK
    told = json.loads(capsys.readouterr().out)
    accepted = {one["organisation"] for one in told["candidates"] if one["accepted"]}
    assert accepted == {"02vjkv261", "04t0gwh46", "013cjyk83"}
    assert told["countries"] == ["FR"]


def test_ror_search_finds_by_acronym(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ror", "search", "AP-HP", "--limit", "1"]) == exits.OK
    assert "00pg5jh14" in capsys.readouterr().out
    assert run(["ror", "search", "zzzzqqq"]) == exits.NOT_FOUND
