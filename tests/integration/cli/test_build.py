from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.integration.web.conftest import CURIE, INSERM, make_lake

from cordee.cli import exits
from cordee.cli.__main__ import run
from cordee.observatory.lake.store import open_lake


@pytest.fixture
def lake(tmp_path: Path) -> str:
    return str(make_lake(tmp_path / "lake", works=60).path)


def test_a_build_changes_no_figure(lake: str, capsys) -> None:
    figures = ["figures", "--org", INSERM, "--format", "json", "--lake", lake]
    assert run(figures) == exits.OK
    before = capsys.readouterr().out
    assert run(["build", "--org", INSERM, "--lake", lake]) == exits.OK
    assert "by DuckDB" in capsys.readouterr().err
    assert run(figures) == exits.OK
    assert capsys.readouterr().out == before
    assert run(["build", "--lake", lake]) == exits.OK
    assert "prepared already" in capsys.readouterr().err
    assert run(["build", "--org", "Institut Curie", "--lake", lake]) == exits.OK
    homes = open_lake(Path(lake)).manifest.prepared[0].homes
    assert [one.organisation for one in homes] == [INSERM, CURIE]
    assert run(["lake", "verify", "--lake", lake]) == exits.OK


def test_the_world_prepared_is_the_world_counted(lake: str, capsys) -> None:
    command = ["world", "--years", "2019-2020", "--lake", lake, "--format"]
    found = []
    for _ in range(2):
        for form in ("json", "csv"):
            assert run([*command, form]) == exits.OK
            found.append(capsys.readouterr().out)
        assert run(["build", "--lake", lake]) == exits.OK
        capsys.readouterr()
    counted, prepared = json.loads(found[0]), json.loads(found[2])
    assert (counted.pop("prepared"), prepared.pop("prepared")) == (False, True)
    assert counted == prepared
    assert found[1] == found[3]
    rows = list(csv.reader(io.StringIO(found[1])))
    assert sum(int(row[3]) for row in rows[1:]) == sum(one["works"] for one in counted["links"])


def test_the_world_as_a_table(lake: str, capsys) -> None:
    assert run(["--lang", "fr", "world", "--lake", lake]) == exits.OK
    assert "France" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "sparks", "build"], "is not an engine"),
        (["--engine", "spark://127.0.0.1:9", "build"], "No Spark master answers"),
        (["--engine", "spark://127.0.0.1:9", "world"], "--engine is for"),
        (["build", "--org", "no such body at all"], "No organisation is called"),
        (["world", "--years", "soon"], "soon"),
    ],
)
def test_nonsense_gets_a_sentence(lake: str, words: list[str], said: str, capsys) -> None:
    before = open_lake(Path(lake)).manifest
    assert run([*words, "--lake", lake]) != exits.OK
    assert said in " ".join(capsys.readouterr().err.split())
    assert open_lake(Path(lake)).manifest == before


def test_a_second_build_at_once_gets_a_sentence(lake: str, capsys) -> None:
    with open_lake(Path(lake)).write():
        before = open_lake(Path(lake)).manifest
        assert run(["build", "--lake", lake]) == exits.LAKE
        assert "Another process is writing" in " ".join(capsys.readouterr().err.split())
        assert open_lake(Path(lake)).manifest == before
    assert run(["build", "--lake", lake]) == exits.OK
