from __future__ import annotations

from pathlib import Path

import pytest
from tests.integration.ledger.apart import own_database, run


pytestmark = pytest.mark.long


WRITERS, EACH = 20, 3


@pytest.mark.slow
def test_twenty_writers_at_once_all_come_through(tmp_path: Path) -> None:
    """None meets “database is locked”, none overwrites another, and the audit is one chain."""
    with own_database() as address:
        told = run("writing", tmp_path / "ledger", CORDEE_DATABASE=address)
    done = WRITERS * EACH
    assert told["engine"] == ("postgresql" if address else "sqlite")
    assert told["codes"] == [0]
    assert told["late"] > 0, "nobody was ever in another's way"
    assert told["teams"] == done
    assert told["changes"] == 2 * done
    assert told["numbers"] == list(range(1, done + 2))
    assert told["lines"] == 3 * done
    assert told["faults"] == []
