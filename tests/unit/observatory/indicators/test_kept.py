from __future__ import annotations

import pytest

from cordee.observatory.indicators import compiling, kept
from cordee.observatory.indicators.output import home_output


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "get_folder", lambda: tmp_path / "sql")
    return tmp_path / "sql"


def refuse() -> str:
    raise AssertionError("it was kept, and is written again")


def test_a_text_is_written_once(folder):
    assert kept.keep("one", lambda: "SELECT 1") == "SELECT 1"
    assert kept.keep("one", refuse) == "SELECT 1"
    assert [path.name for path in folder.iterdir()] == ["one.sql"]


@pytest.mark.parametrize("damage", [b"", b"SELECT", b"\xff\xfe"])
def test_a_damaged_text_is_written_anew(folder, damage):
    kept.keep("one", lambda: "SELECT 1")
    (folder / "one.sql").write_bytes(damage)
    assert kept.keep("one", lambda: "SELECT 2") == "SELECT 2"
    assert kept.keep("one", refuse) == "SELECT 2"


def test_where_nothing_can_be_kept_it_is_written_each_time(folder):
    folder.write_text("a file where the folder should be")
    assert kept.keep("one", lambda: "SELECT 1") == "SELECT 1"
    assert kept.keep("one", lambda: "SELECT 2") == "SELECT 2"


def test_an_expression_is_kept_by_its_name(folder):
    # Past what this process remembers.
    sql = compiling.compile_indicator.__wrapped__(home_output)
    [path] = folder.iterdir()
    assert path.name == "cordee.observatory.indicators.output.home_output.duckdb.sql"
    assert kept.keep(path.stem, refuse) == sql


def test_what_has_no_name_is_not_kept(folder):
    compiling.compile_indicator.__wrapped__(lambda: home_output().distinct())
    assert not folder.exists()


def test_the_folder_is_of_the_rules(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "PACKAGE", tmp_path)
    rule = tmp_path / "kernel" / "rule.py"
    rule.parent.mkdir()
    names = []
    for text in ("one", "two", "one"):
        rule.write_text(text)
        names.append(kept.get_folder.__wrapped__().name)
    assert names[0] == names[2] != names[1]
