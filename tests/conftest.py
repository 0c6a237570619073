from __future__ import annotations

import os
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[1]


def find_shared() -> Path | None:
    folder = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "data").is_dir() else None


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
