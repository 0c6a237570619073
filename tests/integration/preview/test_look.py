from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.cli import exits
from cordee.cli.__main__ import run as run_cordee
from cordee.observatory.lake.store import open_lake
from cordee.observatory.preview.look import Look, look_at


ROOT = Path(__file__).parents[3]
DEMO = ROOT / "demo" / "pubmed21n1298-trimmed.xml.gz"
EXPORTS = ROOT / "tests" / "unit" / "observatory" / "sources" / "exports"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = run_cordee(["--lang", "en", "--quiet", "preview", *map(str, words)])
    return code, capsys.readouterr().out


@pytest.fixture(scope="module")
def look() -> Look:
    return look_at([DEMO], at=AT)


@pytest.mark.slow
def test_a_look_says_what_the_lake_says(look: Look, demo_lake: Path) -> None:
    connection = open_lake(demo_lake).connect()
    works = Counter(
        dict(connection.execute("SELECT type, count(*) FROM works GROUP BY type").fetchall())
    )
    assert dict(look.counts.kinds) == works
    years = connection.execute("SELECT year, count(*) FROM works GROUP BY year").fetchall()
    assert dict(look.counts.years) == dict(years)
    found = connection.execute(
        "SELECT country, count(*) FROM work_countries GROUP BY country"
    ).fetchall()
    lake = Counter(dict(found))
    here = Counter({one.code: one.works for one in look.counts.countries})
    # What the linker reads beyond a stated country differs: one work in a hundred.
    assert (lake - here).total() + (here - lake).total() < 0.015 * lake.total()
    for code in ("US", "GB", "FR"):
        assert here[code] == pytest.approx(lake[code], rel=0.01)


@pytest.mark.slow
def test_files_are_shared_among_processes(look: Look, tmp_path: Path) -> None:
    again = tmp_path / "again.xml.gz"
    again.write_bytes(DEMO.read_bytes())
    both = look_at([DEMO, again], at=AT, processes=2)
    assert both.counts == look.counts
    assert both.records == 2 * look.records


def test_what_is_wrong_is_told_like_an_ingest_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.xml").write_text("<PubmedArticleSet><PubmedArticle>")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "other.json").write_text("{}")
    code, out = run(capsys, tmp_path, "--format", "json")
    assert code == exits.SOURCE
    found = json.loads(out)
    messages = [one["message"] for one in found["faults"]]
    assert "ends before the end of its set of records" in messages[0]
    assert "is empty" in messages[1]
    assert "is JSON, but not works of" in messages[2]
    assert found["works"] == 0
    assert run(capsys, tmp_path / "none.xml")[0] == exits.SOURCE


def write_file(path: Path, *texts: str) -> Path:
    authors = "".join(
        f"<Author><AffiliationInfo><Affiliation>{text}</Affiliation></AffiliationInfo></Author>"
        for text in texts
    )
    path.write_text(
        '<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">7</PMID>'
        f'<Article PubModel="Print"><AuthorList>{authors}</AuthorList></Article></MedlineCitation>'
        "</PubmedArticle></PubmedArticleSet>"
    )
    return path


def test_the_matrix_as_csv_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_file(
        tmp_path / "a.xml", "Institut Curie, Paris, France", "UCL, London, UK", "MIT, USA"
    )
    rows = list(csv.reader(io.StringIO(run(capsys, path, "--matrix", "--format", "csv")[1])))
    assert rows[0] == ["country", "with", "works", "works, fractional"]
    assert ["FR", "GB", "1", "0.333333"] in rows
    assert len(rows) == 10
    countries = list(csv.reader(io.StringIO(run(capsys, path, "--format", "csv")[1])))
    assert [row[1] for row in countries[1:]] == ["FR", "GB", "US"]
    found = json.loads(run(capsys, path, "--matrix", "--format", "json")[1])
    assert found["international_works"] == found["covered_works"] == 1
    assert {"country": "US", "with": "US", "works": 1, "works_fractional": 0.333333} in found[
        "matrix"
    ]


def test_a_person_reads_shares_and_the_square(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_file(tmp_path / "a.xml", "Institut Curie, Paris, France", "UCL, London, UK")
    code, out = run(capsys, path, "--matrix")
    assert code == exits.OK
    assert "Countries are known of 1 works (100.0%); of these 1 are international" in out
    assert "fractional counting" in out


@pytest.mark.parametrize("path", sorted(EXPORTS.iterdir()), ids=lambda path: path.name)
def test_exports_of_vendors_are_looked_at(path: Path, tmp_path: Path) -> None:
    reports = look_at([path], at=AT)
    assert reports.records == sum(file.records for file in reports.files)
    assert all(file.source or reports.faults for file in reports.files)
