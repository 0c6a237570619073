from __future__ import annotations

import os
from pathlib import Path

import pytest

from cordee.kernel.files import replacing, take_lock


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "table.csv"
    place.write_text("former")
    with replacing(place) as draft:
        draft.write_text("new")
        assert place.read_text() == "former"
    assert place.read_text() == "new"
    assert list(tmp_path.iterdir()) == [place]


def test_the_former_file_stays_when_writing_fails(tmp_path: Path) -> None:
    place = tmp_path / "table.csv"
    place.write_text("former")
    with pytest.raises(FileNotFoundError), replacing(place) as draft:
        draft.unlink(missing_ok=True)
    assert place.read_text() == "former"
    assert list(tmp_path.iterdir()) == [place]


def test_a_refusing_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"), replacing(tmp_path / "none" / "a") as draft:
        draft.write_text("new")


def test_a_lock_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    first = take_lock(tmp_path / "lock")
    assert first is not None
    assert take_lock(tmp_path / "lock") is None
    os.close(first)
    second = take_lock(tmp_path / "lock")
    assert second is not None
    os.close(second)
