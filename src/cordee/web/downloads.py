"""Files made in the background, kept for a day for the one who asked, and for nobody else.

A file is made in a folder beside, which is swept when a server begins, and then put in place whole: what
lies here can be fetched. A backup leaves these files out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError
from cordee.web.state import DOWNLOAD


DOWNLOADS = "downloads"
KEPT = timedelta(days=1)
"""How long a file is kept: over a night, as the files that wait to be brought in."""

MOST_KEPT = 3
"""Files kept of one person, the latest: a backup may be a gigabyte."""


@dataclass(frozen=True)
class Download:
    """A file that can be fetched: its name, its size in bytes, and until when."""

    path: Path
    size: int
    until: datetime


def keep_download(
    state: Path, name: str, write: Callable[[Path], None], *, owner: UUID, at: datetime
) -> UUID:
    """Keep the file called `name` that `write` makes at the path it is given; nothing when it raises."""
    sweep_downloads(state, at=at)
    identifier = uuid4()
    place = _find_place(state, identifier, owner)
    with TemporaryDirectory(dir=state, prefix=DOWNLOAD) as folder:
        made = Path(folder) / name
        write(made)
        place.mkdir(mode=0o700, parents=True)
        made.replace(place / name)
    # The new one stays whatever its time: the clock may have been put back.
    others = (one for one in place.parent.iterdir() if one != place)
    for one in sorted(others, key=_find_time, reverse=True)[MOST_KEPT - 1 :]:
        shutil.rmtree(one, ignore_errors=True)
    return identifier


def find_download(state: Path, identifier: UUID, *, owner: UUID) -> Download | None:
    """Return a file of its owner; None once it is gone, and for anybody else."""
    place = _find_place(state, identifier, owner)
    try:
        path = next(place.iterdir())
        size = path.stat().st_size
    except (OSError, StopIteration):
        return None
    kept_at = datetime.fromtimestamp(_find_time(place), UTC)
    return Download(path, size, kept_at + KEPT)


def get_download(state: Path, identifier: UUID, *, owner: UUID) -> Download:
    """Return a file of its owner; `NotFoundError` once it is gone, and for anybody else."""
    found = find_download(state, identifier, owner=owner)
    if found is None:
        raise NotFoundError(gettext_noop("The file is no longer kept. Ask for it again."))
    return found


def drop_download(state: Path, identifier: UUID, *, owner: UUID) -> None:
    """Drop a file before its day is over."""
    shutil.rmtree(_find_place(state, identifier, owner), ignore_errors=True)


def sweep_downloads(state: Path, *, at: datetime) -> None:
    """Drop the files whose day is over; what another sweep dropped meanwhile is no fault.

    So are those from further ahead than a clock is put back: they would lie here for as long.
    """
    for one in (state / DOWNLOADS).glob("*/*"):
        if abs(at.timestamp() - _find_time(one)) > KEPT.total_seconds():
            shutil.rmtree(one, ignore_errors=True)


def _find_place(state: Path, identifier: UUID, owner: UUID) -> Path:
    return state / DOWNLOADS / str(owner) / str(identifier)


def _find_time(place: Path) -> float:
    """Return when a file was kept, in seconds of the system's clock; long ago when it is gone."""
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0
