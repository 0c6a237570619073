"""Every bad file through the command: a sentence, a code, and a lake that is whole or as before."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.observatory.lake.store import open_lake
from cordee.observatory.lake.verify import verify_lake


HEAD = '<?xml version="1.0"?>\n<PubmedArticleSet>\n'
TAIL = "</PubmedArticleSet>\n"


def record(pmid: int, year: str = "2021", title: str = "A study of something") -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal>'
        f"<JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>{title} {pmid}</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
    )


def pubmed(*records: str) -> bytes:
    return (HEAD + "".join(records) + TAIL).encode()


def cut_gzip() -> bytes:
    whole = gzip.compress(pubmed(*(record(n) for n in range(1, 400))), mtime=0)
    return whole[: len(whole) // 2]


def zip_bomb() -> bytes:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("works.xml", HEAD.encode() + b" " * 400_000_000)
    return inside.getvalue()


def long_line() -> bytes:
    whole = b'{"id": "https://openalex.org/W1", "title": "one"}\n'
    return whole + b'{"id": "' + b"x" * 100_000_000 + b'"}\n'


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    f"<PubmedArticleSet>{record(1, title='&b;')}</PubmedArticleSet>"
).encode()

# name, what makes the content (some of it is large), works kept, a word of the sentence
CASES: dict[str, tuple[str, Callable[[], bytes], int, str]] = {
    "truncated gzip": ("a.xml.gz", cut_gzip, 0, "damaged"),
    "broken record in the middle": (
        "a.xml",
        lambda: pubmed(record(1), "<PubmedArticle><MedlineCitation></PubmedArticle>\n", record(3)),
        2,
        "record 2",
    ),
    "cut XML": ("a.xml", lambda: pubmed(record(1), record(2))[:-60], 0, "cut off"),
    "wrong format": ("a.xml", lambda: b"%PDF-1.7 nothing of ours", 0, "none of the formats"),
    "empty": ("a.xml", bytes, 0, "empty"),
    "year of 9999": ("a.xml", lambda: pubmed(record(1, "9999"), record(2)), 2, "9999"),
    "NUL bytes": (
        "a.xml",
        lambda: pubmed(record(1), record(2, title="a\0b"), record(3)),
        2,
        "record 2",
    ),
    "entity bomb": ("a.xml", lambda: BOMB, 0, "entities"),
    "zip bomb": ("a.zip", zip_bomb, 0, "expands"),
    "one line of 100 MB": ("a.jsonl", long_line, 1, "MB"),
    "table without a map": ("a.csv", lambda: b"Organisme;Pays\nKarolinska;Sweden\n", 0, "column"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_each_bad_file_gets_a_sentence_and_a_code(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_name, make, kept, word = CASES[name]
    (tmp_path / "in").mkdir()
    bad = tmp_path / "in" / file_name
    bad.write_bytes(make())
    code = run(
        ["--quiet", "ingest", str(bad), "--lake", str(tmp_path / "lake"), "--processes", "1"]
    )
    said = " ".join(capsys.readouterr().err.split())
    assert code == exits.SOURCE
    assert file_name in said.replace(" ", "")
    assert word in said
    assert "Traceback" not in said
    lake = open_lake(tmp_path / "lake")
    assert verify_lake(lake) == []
    assert lake.connect().execute("SELECT count(*) FROM works").fetchone() == (kept,)


def test_good_files_beside_a_bad_one_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.xml").write_bytes(pubmed(record(1)))
    (tmp_path / "2.xml").write_bytes(b"")
    (tmp_path / "3.xml").write_bytes(pubmed(record(3)))
    files = [str(tmp_path / f"{n}.xml") for n in (1, 2, 3)]
    assert run(["--quiet", "ingest", *files, "--lake", str(tmp_path / "lake")]) == exits.SOURCE
    lake = open_lake(tmp_path / "lake")
    assert lake.connect().execute("SELECT count(*) FROM works").fetchone() == (2,)


def test_the_same_file_twice_is_read_once_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("1.xml", "2.xml"):
        (tmp_path / name).write_bytes(pubmed(record(1)))
    files = [str(tmp_path / "1.xml"), str(tmp_path / "2.xml")]
    assert run(["--quiet", "ingest", *files, "--lake", str(tmp_path / "lake")]) == exits.SOURCE
    assert "same contents" in " ".join(capsys.readouterr().err.split())
    # Going on after a stop is no fault: what is in the lake already is passed over.
    assert run(["--quiet", "ingest", files[0], "--lake", str(tmp_path / "lake")]) == exits.OK


def test_a_lake_from_a_later_version_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.xml").write_bytes(pubmed(record(1)))
    words = ["--quiet", "ingest", str(tmp_path / "1.xml"), "--lake", str(tmp_path / "lake")]
    assert run(words) == exits.OK
    manifest = tmp_path / "lake" / "manifest.json"
    later = {**json.loads(manifest.read_text()), "format": 99}
    manifest.write_text(json.dumps(later))
    assert run(words) == exits.LAKE
    assert "99" in capsys.readouterr().err
    assert json.loads(manifest.read_text()) == later


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ingest", "no-such-file.xml", "--lake", "lake"], exits.SOURCE),
        (["figures", "--org", "02vjkv261", "--lake", "no-such-lake"], exits.NOT_FOUND),
        (["figures", "--lake", "no-such-lake"], exits.USAGE),
        (["works", "--org", "02vjkv261", "--lake", "no-such-lake", "--page", "0"], exits.USAGE),
        (["lake", "verify", "--lake", "no-such-lake"], exits.NOT_FOUND),
        (["ror", "update", "no-such-dump.zip"], exits.REFERENCE),
        (["nonsense"], exits.USAGE),
        (["demo", "--corpus", "no-such-corpus.xml"], exits.NOT_FOUND),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(
    words: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for language in ("en", "fr"):
        assert run(["--lang", language, *words]) == code
        said = capsys.readouterr().err
        assert said.strip()
        assert "Traceback" not in said
