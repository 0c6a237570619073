from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.spec.indicators.engines import DuckdbEngine, World


@pytest.fixture(params=[DuckdbEngine], ids=["duckdb"])
def engine(request: pytest.FixtureRequest) -> Iterator[DuckdbEngine]:
    """Each engine that must give the same results; a new one is one more parameter."""
    found = request.param()
    yield found
    found.close()


@pytest.fixture
def world(engine: DuckdbEngine) -> World:
    return World(engine)
