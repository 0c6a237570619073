"""An engine killed at any table of a build: the former figures are served, and a build can follow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.observatory.building.made_lakes import AT, draw_works, put_works, write_lake
from tests.unit.observatory.figures.lakes import A, G, SmallRegistry

from cordee.observatory.building.build import build_lake
from cordee.observatory.building.plan import CORPUS_TABLES, HOME_BUILD, find_prepared
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question
from cordee.observatory.lake.store import Lake, open_lake
from cordee.observatory.lake.verify import verify_lake


REGISTRY = SmallRegistry()

# Imports and compiles once, and dies as often as it is told to: each time a process of its own builds, and is
# killed, as no process can defend itself against, when it has given so many tables.
CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from cordee.observatory.building.build import build_lake
from cordee.observatory.building.duckdb_engine import DuckdbEngine
from cordee.observatory.building.plan import get_recipe
from cordee.observatory.lake.store import open_lake

class Dying(DuckdbEngine):
    def count(self, tables):
        for table in tables:
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
            yield table

    def build_corpus(self):
        return self.count(super().build_corpus())

    def build_homes(self, homes):
        return self.count(super().build_homes(homes))

    def close(self):
        os.kill(os.getpid(), signal.SIGKILL)

class Registry:
    def __contains__(self, organisation):
        return True
    def get(self, organisation):
        return self
    id, country = sys.argv[2], "FR"
    def with_parts(self, organisations):
        return frozenset(organisations)
    with_parents = with_parts

lake = open_lake(Path(sys.argv[1]))
get_recipe()  # compiles every expression, for all that are killed
for line in sys.stdin:
    Dying.left = int(line)
    child = os.fork()
    if not child:
        build_lake(lake, registry=Registry(), start=Dying, at=datetime(2026, 1, 5, tzinfo=UTC))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake whose prepared tables are of an earlier snapshot."""
    found = write_lake(tmp_path / "lake", draw_works(1))
    build_lake(found, registry=REGISTRY, organisations=[A, G], at=AT)
    put_works(found, draw_works(2))
    return found


@pytest.fixture
def killer(lake: Lake) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", CHILD, str(lake.path), A]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as process:
        yield process
        process.stdin.close()


def build_until(killer: subprocess.Popen[str], tables: int) -> int:
    """Build in another process, killed after so many tables; return how it ended."""
    killer.stdin.write(f"{tables}\n")
    killer.stdin.flush()
    return int(killer.stdout.readline())


@pytest.mark.slow
def test_killed_at_any_table(lake: Lake, killer: subprocess.Popen[str]):
    page = Observatory(lake, REGISTRY)  # type: ignore[arg-type]
    before, manifest = page.get_figures(Question((A,))).to_dict(), lake.manifest
    corpus, every = len(CORPUS_TABLES), len(CORPUS_TABLES) + 2 * len(HOME_BUILD)
    for tables in (0, corpus, corpus + 5, every):
        assert build_until(killer, tables) == -9
        page.forget()
        assert page.get_figures(Question((A,))).to_dict() == before
        assert open_lake(lake.path).manifest == manifest
        assert verify_lake(lake) == []
    report = build_lake(lake, registry=REGISTRY, at=AT)
    assert report.homes == report.built == (A, G)
    assert find_prepared(lake.manifest)
    assert page.get_figures(Question((A,))).to_dict() == before
    with lake.write():  # a writer sweeps what the killed ones left
        pass
    named = {lake.path / path for path in lake.manifest.get_paths()}
    assert set(lake.path.rglob("*.parquet")) == named
