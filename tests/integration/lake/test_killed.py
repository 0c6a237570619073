"""A writer killed at any moment leaves the former state or the new one."""

from __future__ import annotations

import gzip
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake, open_lake
from cordee.observatory.lake.verify import verify_lake


AT = datetime(2026, 1, 1, tzinfo=UTC)

CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cordee.kernel.errors import StorageError
from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import open_lake

if __name__ == "__main__":
    folder, files, processes = sys.argv[1:]
    print("ready", flush=True)
    try:
        ingest(
            open_lake(Path(folder)),
            [Path(files)],
            at=datetime(2026, 1, 1, tzinfo=UTC),
            processes=int(processes),
            chunk_size=40_000,
        )
    except StorageError as error:
        print(error)
        sys.exit(5)
"""


def make_records(first: int, count: int) -> bytes:
    records = "".join(
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal>'
        f"<JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue></Journal><ArticleTitle>"
        f"Title {pmid}</ArticleTitle><AuthorList><Author><LastName>A{pmid}</LastName><AffiliationInfo>"
        f"<Affiliation>Laboratory {pmid % 97}, Paris</Affiliation></AffiliationInfo></Author>"
        "</AuthorList></Article></MedlineCitation></PubmedArticle>"
        for pmid in range(first, first + count)
    )
    return f"<PubmedArticleSet>{records}</PubmedArticleSet>".encode()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(3):
        data = make_records(number * 2000 + 1, 2000)
        (folder / f"{number}.xml.gz").write_bytes(gzip.compress(data, mtime=0))
    return folder


def start(folder: Path, files: Path, processes: int = 1, limit: int | None = None):
    script = folder.parent / "child.py"
    script.write_text(CHILD)

    def limit_size() -> None:
        # A signal would end the process; ignored, the write itself is refused, as by a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, str(script), str(folder), str(files), str(processes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limit_size if limit else None,  # noqa: PLW1509 -- no thread runs here
        text=True,
    )


def take(lake: Lake) -> list[object]:
    connection = lake.connect()
    names = ("works", "authorships", "affiliations", "work_countries", "work_themes")
    return [connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names]


def count_files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_at_any_moment(tmp_path, corpus, processes):
    former = create_lake(tmp_path / "undisturbed", at=AT)
    ingest(former, [corpus], at=AT)
    expected = take(former)
    begin = time.perf_counter()
    whole = create_lake(tmp_path / "timed", at=AT)
    child = start(whole.path, corpus, processes)
    child.communicate()
    assert take(whole) == expected
    duration = time.perf_counter() - begin

    lake = create_lake(tmp_path / "lake", at=AT)
    kills = 0
    # By time in even steps over a run's length, and in between right after a file appeared.
    for moment in range(14):
        child = start(lake.path, corpus, processes)
        child.stdout.readline()
        files = count_files(lake.path)
        deadline = time.perf_counter() + duration * (moment + 1) / 14
        while time.perf_counter() < deadline and child.poll() is None:
            if moment % 2 and count_files(lake.path) > files + moment:
                break
            time.sleep(0.002)
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            kills += 1
        child.communicate()
        manifest = open_lake(lake.path).manifest
        assert verify_lake(open_lake(lake.path)) == []
        assert len(manifest.batches) in range(4)
        assert all(batch.counts["works"] == 2000 for batch in manifest.batches)
        if manifest.snapshot is not None:
            assert take(lake) == expected
    assert kills > 0

    report = ingest(open_lake(lake.path), [corpus], at=AT)
    assert report.works == 6000
    assert take(lake) == expected
    assert verify_lake(lake) == []
    named = {str(lake.path / path) for path in lake.manifest.get_paths()}
    with lake.write():  # a writer sweeps what the killed ones left
        pass
    assert {str(p) for p in lake.path.rglob("*.parquet")} == named


@pytest.mark.slow
@pytest.mark.parametrize("limit", [2_000, 9_000, 30_000, 60_000])
def test_a_disk_that_refuses_leaves_the_former_state(tmp_path, corpus, limit):
    lake = create_lake(tmp_path / "lake", at=AT)
    first = tmp_path / "first.xml"
    first.write_bytes(make_records(900_000, 30))
    ingest(lake, [first], at=AT)
    before = take(lake)
    child = start(lake.path, corpus, 1, limit)
    said, _ = child.communicate()
    assert child.returncode == 5, said
    assert "cannot be written" in said
    assert verify_lake(lake) == []
    assert take(lake) == before
    assert ingest(lake, [corpus], at=AT).works == 6030
