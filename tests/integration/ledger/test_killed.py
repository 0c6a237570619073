"""A process killed at any moment leaves the former state or the new one, never one between."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.ledger.apart import run


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of an import, a signature, a submission and a restore, each killed at one step after the other."""
    return run("killing", tmp_path_factory.mktemp("killed") / "ledger")


def test_an_import_is_brought_in_whole_or_not_at_all(told: dict[str, Any]) -> None:
    assert told["import"]["wrong"] == []
    assert told["import"]["killed"] > 20
    assert told["import"]["made"] == 6


def test_a_signature_has_its_file_its_register_and_its_line_or_none(told: dict[str, Any]) -> None:
    assert told["signature"]["wrong"] == []
    assert told["signature"]["killed"] > 20
    assert (told["signature"]["made"], told["signature"]["signed"]) == (1, 1)


def test_an_application_is_submitted_with_its_receipt_or_not_at_all(told: dict[str, Any]) -> None:
    assert told["submission"]["wrong"] == []
    assert told["submission"]["killed"] > 10
    assert told["submission"]["made"] == 1


def test_a_restore_leaves_an_empty_ledger_or_a_whole_one(told: dict[str, Any]) -> None:
    assert told["restore"]["wrong"] == []
    assert told["restore"]["killed"] > 5
    # It was killed among its own files too, and the next one swept them up.
    assert told["restore"]["left"] > 0
    assert told["restore"]["file"]
