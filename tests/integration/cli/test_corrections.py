"""Corrections through the command: proposed by Alice, decided by Bob, measured on labelled texts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.kernel.errors import SourceError
from cordee.observatory.linking.correction_gain import read_labelled
from cordee.observatory.linking.linker import Link, Linked


LYON, CURIE = "01502ca60", "04t0gwh46"
WHY = ["--reason", "a building of the hospital", "--author", "Alice"]


class FakeLinker:
    """Finds Institut Curie in every text."""

    def link_one(self, text: str) -> Linked:
        return Linked((Link(CURIE, 0.9, "name", 0, len(text)),), ("FR",), "organisation")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def say(*words: str, file: Path) -> int:
    return run(["--lang", "en", "corrections", *words, "--file", str(file)])


def propose(text: str, *words: str, file: Path) -> int:
    return say("propose", text, "--kind", "pattern", *words, *WHY, file=file)


def test_from_proposal_to_what_it_gains(
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert propose("Pavillon Sainte Eugénie", "--org", LYON, file=file) == exits.OK
    assert propose("Bâtiment Perdu", "--nobody", file=file) == exits.OK
    assert say("accept", "C001", "--reviewer", "alice", file=file) == exits.REFERENCE
    assert "cannot be the reviewer" in " ".join(capsys.readouterr().err.split())
    assert say("accept", "C001", "--reviewer", "Bob", file=file) == exits.OK
    assert say("refuse", "C002", "--reviewer", "Bob", file=file) == exits.OK
    assert say("check", file=file) == exits.OK
    capsys.readouterr()

    assert say("list", "--status", "accepted", file=file) == exits.OK
    shown = capsys.readouterr().out
    assert "Hospices Civils de Lyon" in shown
    assert "C002" not in shown

    assert say("export", "--format", "json", file=file) == exits.OK
    told = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["status"], one["organisations"]) for one in told] == [
        ("C001", "accepted", [LYON]),
        ("C002", "refused", []),
    ]
    assert say("export", file=file) == exits.OK
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[1]["organisations"] == "nobody"

    gold = tmp_path / "gold.jsonl"
    texts = {"Pavillon Sainte Eugénie": LYON, "Pavillon sainte-eugenie, Paris": CURIE, "X": CURIE}
    lines = [json.dumps({"affiliation": t, "ror_ids": [id_]}) for t, id_ in texts.items()]
    gold.write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(
        "cordee.observatory.linking.linker.Linker.load", lambda *_, **__: FakeLinker()
    )
    assert say("evaluate", "--gold", str(gold), "--format", "json", file=file) == exits.OK
    gain = json.loads(capsys.readouterr().out)
    assert (gain["concerned"], gain["mended"], gain["broken"]) == (2, 1, 1)
    assert gain["without"]["exact"] == gain["with_corrections"]["exact"] == pytest.approx(2 / 3)
    assert say("evaluate", "--gold", str(gold), file=file) == exits.OK
    assert "1 accepted corrections spoke of 2 texts" in " ".join(capsys.readouterr().out.split())


def test_all_that_is_wrong_with_a_file_is_listed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert propose("Pavillon Sainte Eugénie", "--org", LYON, file=file) == exits.OK
    with file.open("a") as stream:
        stream.write("C2,word,x,Inserm,Alice,2026-01-01,why,proposed,,\nC3\n")
    for command in ("check", "list", "export"):
        assert say(command, file=file) == exits.REFERENCE
        told = " ".join(capsys.readouterr().err.split())
        assert told.count("line 3:") == 2
        assert told.count("line 4:") == 1


@pytest.mark.parametrize("words", [[], ["--org", LYON, "--nobody"]])
def test_what_it_names_must_be_said_once(file: Path, words: list[str]) -> None:
    assert propose("Pavillon Sainte Eugénie", *words, file=file) == exits.USAGE
    assert not file.exists()


def test_a_user_without_corrections_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(["--lang", "en", "corrections", "list"]) == exits.OK
    assert "There is no correction" in capsys.readouterr().out
    assert run(["corrections", "check"]) == exits.OK
    assert run(["corrections", "check", "--file", str(tmp_path / "none.csv")]) == exits.NOT_FOUND


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "0 lines"),
        ('{"affiliation": "x", "ror_ids": ["Inserm"]}\n', "lines 1"),
        ('{"affiliation": "x", "ror_ids": []}\n{"affiliation": "x"}\n[]\nno\n', "lines 2, 3, 4"),
        ('{"affiliation": "x", "ror_ids": "02vjkv261"}', "lines 1"),
    ],
)
def test_labelled_texts_that_are_none_are_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(SourceError, match=said):
        read_labelled(path)
