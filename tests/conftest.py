from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings
from tests.sharing import ByFile
from xdist.remote import Producer

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import create_lake
from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.stage import link_lake
from cordee.reference.organisations import SHIPPED, load_registry


# How long an example takes is the machine's affair; speed is measured in benchmarks, not here.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

# What is compiled for the names of organisations outlives a run, and every process of a run takes it from
# here, the servers of journeys too: compiling takes half a minute.
CACHE = ROOT / ".pytest_cache" / "compiled"
os.environ["XDG_CACHE_HOME"] = str(CACHE)


def find_shared() -> Path | None:
    folder = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "data").is_dir() else None


@pytest.fixture(autouse=True)
def no_language_is_left() -> Iterator[None]:
    """A page asked for in French leaves its thread speaking French; the next test begins afresh."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data and gold sets that is too large, or not ours, to ship."""
    folder = find_shared()
    if folder is None:
        pytest.skip("the shared data folder is not here; set CORDEE_SHARED to run this test")
    return folder


@pytest.fixture(scope="session")
def demo_corpus() -> Path:
    """The real PubMed corpus that ships with the repository."""
    return ROOT / "demo" / "pubmed21n1298-trimmed.xml.gz"


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process of the run is within the same lock."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def load_linker() -> Linker:
    """Return a linker that has read something: its index and its kernels are compiled once, by whoever is first."""
    with alone(CACHE / "linking.lock"):
        found = Linker.load(load_registry(SHIPPED))
        found.link(["Institut Curie, Paris"])
        return found


@pytest.fixture(scope="session")
def linker() -> Linker:
    """A linker over the organisations that ship."""
    return load_linker()


@pytest.fixture(scope="session")
def demo_lake(demo_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake built from the corpus that ships with the repository: about half a minute.

    While working on a page, set CORDEE_DEMO_LAKE to one already built (`cordee demo --no-serve`).
    """
    if built := os.environ.get("CORDEE_DEMO_LAKE"):
        return Path(built)
    own = tmp_path_factory.getbasetemp()
    # The processes of one run share the folder above their own; a run of one process has no such.
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    path = folder / "demonstration"
    # Who comes second waits: both cores build one lake sooner than each its own.
    with alone(folder / "demonstration.lock"):
        if not path.exists():
            # Else each of the two processes that link compiles what the other does.
            load_linker()
            draft = folder / "demonstration.part"
            lake = create_lake(draft, at=AT)
            ingest(lake, [demo_corpus], processes=2, at=AT)
            link_lake(lake, registry=load_registry(SHIPPED), processes=2, at=AT)
            draft.rename(path)
    return path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Share the tests of a run among its processes file by file, long ones first."""
    return ByFile(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what asks the API by its description where long tests are: to collect it takes seconds."""
    is_left_out = str(config.getoption("markexpr", "")).startswith("not long")
    by_description = ROOT / "tests" / "integration" / "api" / "test_schema.py"
    return True if is_left_out and collection_path == by_description else None
