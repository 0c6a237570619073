from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cordee.kernel.errors import NotFoundError
from cordee.web import importing
from cordee.web.importing import (
    FILE_KINDS,
    MOST_WAITING,
    UPLOADS,
    WAITS,
    Waiting,
    get_upload,
    keep_upload,
    sweep_uploads,
)


AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
ALICE, BOB = uuid4(), uuid4()


def keep(state: Path, *, owner: object = ALICE, at: datetime = AT) -> Waiting:
    kept = keep_upload(
        state,
        b"name\nUnit 830\n",
        "units.csv",
        next(iter(FILE_KINDS.values())),
        uuid4(),
        owner=owner,  # type: ignore[arg-type]
        at=at,
    )
    os.utime(state / UPLOADS / str(owner) / str(kept.id), (at.timestamp(), at.timestamp()))
    return kept


def test_what_waited_a_day_is_swept_away_though_nobody_uploads(tmp_path: Path) -> None:
    kept = keep(tmp_path)
    sweep_uploads(tmp_path, at=AT + WAITS)
    assert get_upload(tmp_path, kept.id, owner=ALICE).content == kept.content
    sweep_uploads(tmp_path, at=AT + WAITS + timedelta(seconds=1))
    with pytest.raises(NotFoundError):
        get_upload(tmp_path, kept.id, owner=ALICE)
    sweep_uploads(tmp_path / "nothing here", at=AT)


def test_a_person_has_only_the_latest_files_waiting(tmp_path: Path) -> None:
    other = keep(tmp_path, owner=BOB)
    kept = [keep(tmp_path, at=AT + timedelta(minutes=n)) for n in range(MOST_WAITING + 2)]
    for one in kept[:2]:
        with pytest.raises(NotFoundError):
            get_upload(tmp_path, one.id, owner=ALICE)
    for one in kept[2:]:
        assert get_upload(tmp_path, one.id, owner=ALICE).id == one.id
    assert get_upload(tmp_path, other.id, owner=BOB).id == other.id


def test_two_sweeps_at_once_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        keep(tmp_path, at=AT - 2 * WAITS)
    remove = shutil.rmtree

    def remove_everything(*_: object, **__: object) -> None:
        remove(tmp_path / UPLOADS, ignore_errors=True)

    monkeypatch.setattr(importing.shutil, "rmtree", remove_everything)
    sweep_uploads(tmp_path, at=AT)
    assert not (tmp_path / UPLOADS).exists()
