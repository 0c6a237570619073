"""The SQL of expressions kept between processes, in the user's cache folder.

Writing an expression as SQL takes tens of milliseconds, and a dossier asks for some fifty: two seconds
of every command. What is kept is of one state of this package: a folder's name is the fingerprint of
all the rules and tables an expression can be made from, and of the libraries that write SQL. Folders of
former states are removed when there is a new one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs


PACKAGE = Path(__file__).parents[2]
RULES = ("kernel", "observatory", "reference")
ENDINGS = (".py", ".tsv")
"""What expressions can be made from: rules and tables of States. Neither pages nor commands, nor the
registry and the places, which no expression holds."""

WRITERS = ("cordee", "ibis-framework", "sqlglot")

FOLDER = "sql-"
MOST_FOLDERS = 3
"""Folders that stay, the newest first. More than the one in use: two environments of one user, each with
its own state of this package, would otherwise take each other's away in turn."""


def keep(name: str, write: Callable[[], str]) -> str:
    """Return the text kept under `name`, else what `write` returns, kept for the next process.

    Where nothing can be kept (a full disk, a home that is read only) nothing is lost but time.
    """
    path = get_folder() / f"{name}.sql"
    with suppress(OSError, UnicodeDecodeError):
        text = path.read_text(encoding="utf-8")
        # A text that was cut short lacks its end.
        if text.endswith(_END):
            return text.removesuffix(_END)
    found = write()
    with suppress(OSError):
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            remove_former(path.parent)
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_text(found + _END, encoding="utf-8")
        draft.replace(path)
    return found


@cache
def get_folder() -> Path:
    """Return the folder of what is kept for this state of the package.

    A file is told by its name, its size and when it was written: reading three hundred of them took
    longer than the SQL of a command.
    """
    digest = hashlib.sha256()
    for name in WRITERS:
        digest.update(f"{name} {version(name)}\0".encode())
    for rules in RULES:
        for path in sorted((PACKAGE / rules).rglob("*")):
            if path.suffix in ENDINGS:
                name, stat = path.relative_to(PACKAGE).as_posix(), path.stat()
                digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\0".encode())
    folder = Path(platformdirs.user_cache_dir("cordee", appauthor=False))
    return folder / f"{FOLDER}{digest.hexdigest()[:12]}"


def remove_former(folder: Path) -> None:
    """Remove the folders beside `folder` that are of former states, but for the newest.

    Another process may remove the same ones, or write into one: it loses no more than the time to write
    its text again.
    """
    beside = [one for one in folder.parent.glob(f"{FOLDER}*") if one != folder]
    dated = []
    for one in beside:
        with suppress(OSError):
            dated.append((one.stat().st_mtime_ns, one))
    for _, former in sorted(dated, reverse=True)[MOST_FOLDERS - 1 :]:
        shutil.rmtree(former, ignore_errors=True)


_END = "\n-- end\n"
