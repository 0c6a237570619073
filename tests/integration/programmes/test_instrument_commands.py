"""`cordee instruments`: listed and shown as their pages show them, checked before they are brought in."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.agreements.cast import ALICE, ALPHA, AT
from tests.integration.agreements.conftest import open_account

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.programmes.operations.instruments import create_instrument, publish_version
from cordee.programmes.shipped import read_shipped


def ask(name: str, *words: str, **options: Any) -> str:
    said = StringIO()
    call_command(name, *words, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def instruments() -> None:
    published = create_instrument(read_shipped()["pri"], office=ALPHA, by=ALICE, at=AT)
    publish_version(published, version=1, by=ALICE, at=AT)
    create_instrument(read_shipped()["first-step"], office=ALPHA, by=ALICE, at=AT)


@pytest.mark.usefixtures("instruments")
class TestRead:
    def test_who_says_no_account_reads_what_is_published(self) -> None:
        said = ask("instrument_list")
        assert "pri · International Research Project" in said
        assert "at most 5 years" in said
        assert "first-step" not in said

    def test_an_officer_sees_the_drafts_of_the_office(self) -> None:
        open_account(ALICE)
        said = ask("instrument_list", email="alice@cordee.example")
        assert said.splitlines()[0].endswith("draft")
        assert "first-step" in ask("instrument_show", "first-step", email="alice@cordee.example")
        with pytest.raises(CommandError, match="Nobody has an account"):
            ask("instrument_list", email="nobody@cordee.example")
        with pytest.raises(CommandError) as error:
            ask("instrument_show", "first-step")
        assert error.value.returncode == exits.NOT_FOUND

    def test_one_is_shown_in_words_with_its_rules(self) -> None:
        said = ask("instrument_show", "pri")
        assert "\nMoney\n  At most: Europe: €60,000 in all\n" in said
        assert "    applicant.works_here" in said

    def test_what_is_shown_as_a_file_can_be_brought_in(self, tmp_path: Path) -> None:
        file = tmp_path / "pri.json"
        file.write_text(ask("instrument_show", "pri", json=True), encoding="utf-8")
        assert "nothing is wrong" in ask("instrument_check", str(file))


def test_those_that_ship_need_no_ledger() -> None:
    said = ask("instrument_list", shipped=True)
    assert len(said.splitlines()) == len(read_shipped())
    assert json.loads(ask("instrument_show", "pct", "--shipped", "--json"))["code"] == "pct"


def write(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "The file is no JSON"),
        ("[]", "it begins with a list or a value"),
        ("[" * 100_000, "The file is no JSON"),
        ('{"code": "\\u0000"}', "a character that no text can have"),
        ("{}", "aim: This is missing. Fill it in."),
        (
            json.dumps({**read_shipped()["pri"], "months": {"min": 9, "max": 3}}),
            "months: The least",
        ),
    ],
    ids=["no-json", "a-list", "deep", "nul", "empty", "bounds"],
)
def test_every_fault_is_told_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    stdout = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("instrument_check", write(tmp_path, "x.json", content), stdout=stdout)
    assert stop.value.code == exits.SOURCE
    assert said in stdout.getvalue()


def test_the_command_answers_by_its_exit_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "broken.json", "{}")
    assert run(["--lang", "fr", "instruments", "check", file]) == exits.SOURCE
    assert "broken.json" in capfd.readouterr().out
    assert run(["instruments", "check", str(tmp_path / "absent.json")]) == exits.USAGE
    assert run(["instruments", "list", "--state", str(tmp_path / "none")]) == exits.NOT_FOUND
