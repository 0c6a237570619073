from __future__ import annotations

import os

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


def test_a_selection_of_one_kind_is_kept_and_no_combination(folder):
    compiling.compile_selection.__wrapped__(("country",))
    for kinds in (("country", "year"), ("year", "country")):
        assert compiling.compile_selection.__wrapped__(kinds)
    assert [path.name for path in folder.iterdir()] == ["selection.country.duckdb.sql"]


def test_a_process_remembers_no_more_selections_than_pages_lead_to():
    assert compiling.compile_selection.cache_info().maxsize == compiling.MOST_SELECTIONS


def test_the_folder_is_of_the_rules(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "PACKAGE", tmp_path)
    rule = tmp_path / "kernel" / "rule.py"
    rule.parent.mkdir()
    names = []
    for text, written_at in (("one", 1), ("three", 1), ("three", 2), ("one", 1)):
        rule.write_text(text)
        os.utime(rule, (written_at, written_at))
        names.append(kept.get_folder.__wrapped__().name)
    assert names[0] == names[3]
    assert len(set(names)) == 3
    # A rule of another name is another rule, whatever stands in it.
    renamed = rule.rename(rule.with_name("other.py"))
    assert renamed.stat().st_mtime == 1
    assert kept.get_folder.__wrapped__().name not in names


def test_folders_of_former_states_go_when_there_is_a_new_one(tmp_path, monkeypatch):
    for age in range(5):
        former = tmp_path / f"sql-{age}"
        former.mkdir()
        (former / "one.sql").write_text("SELECT 1")
        os.utime(former, (1000 - age, 1000 - age))
    (tmp_path / "names-1.arrow").write_text("another kind of thing")
    monkeypatch.setattr(kept, "get_folder", lambda: tmp_path / "sql-new")
    kept.keep("one", lambda: "SELECT 1")
    expected = {"sql-new", "sql-0", "sql-1", "names-1.arrow"}
    assert {path.name for path in tmp_path.iterdir()} == expected
    # Later texts of the same state find their folder there and look at no other.
    (tmp_path / "sql-later").mkdir()
    kept.keep("two", lambda: "SELECT 2")
    assert (tmp_path / "sql-later").is_dir()
