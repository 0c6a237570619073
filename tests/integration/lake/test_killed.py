"""A writer killed at any moment leaves the former state or the new one."""

from __future__ import annotations

import gzip
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake, open_lake
from cordee.observatory.lake.verify import verify_lake


pytestmark = pytest.mark.long


AT = datetime(2026, 1, 1, tzinfo=UTC)

# Imports once and dies as often as it is told to: each time a process of its own ingests. What it says
# comes to its end when its own workers have ended too.
CHILD = """
import json, os, resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from cordee.kernel.errors import StorageError
from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import open_lake

def read(folder, files, processes, limit):
    if limit:
        # A signal would end the process; ignored, the write itself is refused, as by a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    try:
        ingest(open_lake(Path(folder)), [Path(files)], at=at, processes=processes, chunk_size=40_000)
    except StorageError as error:
        print(error, flush=True)
        return 5
    return 0

if __name__ == "__main__":
    for line in sys.stdin:
        heard, told = os.pipe()
        child = os.fork()
        if not child:
            os.close(heard)
            os.dup2(told, 1)
            os.dup2(told, 2)
            os._exit(read(*json.loads(line)))
        os.close(told)
        print(child, flush=True)
        with open(heard) as stream:
            said = stream.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, said]), flush=True)
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


class Writer:
    """A process that starts processes which ingest."""

    def __init__(self, script: Path) -> None:
        script.write_text(CHILD)
        self.process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, lake: Lake, files: Path, processes: int = 1, limit: int = 0) -> int:
        """Start to ingest; return the number of the process that does."""
        words = [str(lake.path), str(files), processes, limit]
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def has_ended(self, within: float) -> bool:
        """Say whether what was started ends within so many seconds."""
        return bool(select.select([self.process.stdout], [], [], within)[0])

    def wait(self) -> tuple[int, str]:
        """Return how it ended, and what it said."""
        code, said = json.loads(self.process.stdout.readline())
        return code, said

    def close(self) -> None:
        with self.process:
            self.process.stdin.close()


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    found = Writer(tmp_path_factory.mktemp("writer") / "child.py")
    yield found
    found.close()


def take(lake: Lake) -> list[object]:
    connection = lake.connect()
    names = ("works", "authorships", "affiliations", "work_countries", "work_themes")
    return [connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names]


def count_files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_at_any_moment(tmp_path, corpus, writer, processes):
    former = create_lake(tmp_path / "undisturbed", at=AT)
    ingest(former, [corpus], at=AT)
    expected = take(former)
    begin = time.perf_counter()
    whole = create_lake(tmp_path / "timed", at=AT)
    writer.start(whole, corpus, processes)
    assert writer.wait() == (0, "")
    duration = time.perf_counter() - begin
    assert take(whole) == expected

    lake = create_lake(tmp_path / "lake", at=AT)
    kills = 0
    # By time in even steps over a run's length, and in between right after a file appeared.
    for moment in range(14):
        files = count_files(lake.path)
        child = writer.start(lake, corpus, processes)
        deadline = time.perf_counter() + duration * (moment + 1) / 14
        ended = False
        while time.perf_counter() < deadline and not ended:
            if moment % 2 and count_files(lake.path) > files + moment:
                break
            ended = writer.has_ended(within=0.002)
        if not ended:
            os.kill(child, signal.SIGKILL)
        code, _ = writer.wait()
        kills += code == -signal.SIGKILL
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
def test_a_disk_that_refuses_leaves_the_former_state(tmp_path, corpus, writer, limit):
    lake = create_lake(tmp_path / "lake", at=AT)
    first = tmp_path / "first.xml"
    first.write_bytes(make_records(900_000, 30))
    ingest(lake, [first], at=AT)
    before = take(lake)
    writer.start(lake, corpus, 1, limit)
    code, said = writer.wait()
    assert code == 5, said
    assert "cannot be written" in said
    assert verify_lake(lake) == []
    assert take(lake) == before
    assert ingest(lake, [corpus], at=AT).works == 6030
