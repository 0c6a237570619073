from __future__ import annotations

from pathlib import Path

import pytest

from cordee.observatory.linking.linker import Linker
from cordee.reference.organisations import SHIPPED, load_registry


# The compiled index outlives the session: compiling takes half a minute.
CACHE = Path(__file__).parents[3] / ".pytest_cache" / "names"


@pytest.fixture(scope="session")
def linker() -> Linker:
    return Linker.load(load_registry(SHIPPED), cache=CACHE)
