"""A lake's twin: the same lake as it is now in a folder of its own, for a while.

The files of a lake are never changed once they are written, only replaced by others, so a twin is
made of hard links: it costs neither time nor space, and what is done to one is not seen in the
other. A file system without hard links gets copies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cordee.observatory.lake.manifest import MANIFEST_NAME
from cordee.observatory.lake.storage import refusing_disk
from cordee.observatory.lake.store import FOLDERS, Lake, open_lake


@contextmanager
def open_twin(lake: Lake) -> Iterator[Lake]:
    """Yield a twin of `lake`, in a hidden folder beside it that is removed on leaving.

    Beside it, because a hard link cannot leave its file system; and not inside, where the next
    writer sweeps what it does not know. Raises `StorageError` when the folder cannot be written.
    """
    home = lake.path.resolve()
    with refusing_disk(home.parent):
        folder = Path(tempfile.mkdtemp(prefix=f".{home.name}-twin-", dir=home.parent))
    try:
        # The snapshot before the present one, and what is prepared, are needed by nobody here.
        manifest = replace(lake.manifest, previous=None, prepared=())
        with refusing_disk(folder):
            for name in FOLDERS:
                (folder / name).mkdir()
            for path in sorted(manifest.get_paths()):
                _link(home / path, folder / path)
            (folder / MANIFEST_NAME).write_bytes(manifest.to_bytes())
        yield open_lake(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)
