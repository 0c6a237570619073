"""Files that appear whole or not at all, and files that one process changes at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; what is written there then replaces `path` at once.

    The former file stays when the block raises or the system refuses (an `OSError`, for which the
    caller has the sentence), and nothing is left beside it. Survives a power cut.
    """
    # The numbers keep two processes, and two threads, from writing into one file.
    draft = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.part")
    try:
        yield draft
        flush_file(draft)
        draft.replace(path)
        flush_file(path.parent)
    finally:
        with suppress(OSError):  # replaced already, or its folder was never there
            draft.unlink()


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    with replacing(path) as draft:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def flush_file(path: Path) -> None:
    """Return when the file's contents, or the folder's entries, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_lock(path: Path) -> int | None:
    """Return a handle that holds the lock file `path`, made if need be; None when somebody else does.

    Closing the handle (`os.close`) gives the lock back, and so does being killed.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle
