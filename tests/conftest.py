from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import create_lake
from cordee.observatory.linking.stage import link_lake
from cordee.reference.organisations import SHIPPED, load_registry


# How long an example takes is the machine's affair; speed is measured in benchmarks, not here.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


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
    with (folder / "demonstration.lock").open("w") as lock:
        # Who comes second waits: both cores build one lake sooner than each its own.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            draft = folder / "demonstration.part"
            lake = create_lake(draft, at=AT)
            ingest(lake, [demo_corpus], processes=2, at=AT)
            link_lake(lake, registry=load_registry(SHIPPED), processes=2, at=AT)
            draft.rename(path)
    return path


# Before the processes of a run tell each other which tests go together.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that link on one process: a linker takes most of a minute to make the first time."""
    for item in items:
        if "linker" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("linking"))
