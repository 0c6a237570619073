"""The SQL of expressions kept between processes, in the user's cache folder.

Writing an expression as SQL takes tens of milliseconds, and a dossier asks for some fifty: two seconds
of every command. What is kept is of one state of this package: a folder's name is the fingerprint of
all the rules and tables an expression can be made from, and of the libraries that write SQL.
"""

from __future__ import annotations

import hashlib
import os
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

WRITERS = ("ibis-framework", "sqlglot")


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
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_text(found + _END, encoding="utf-8")
        draft.replace(path)
    return found


@cache
def get_folder() -> Path:
    """Return the folder of what is kept for this state of the package."""
    digest = hashlib.sha256()
    for name in WRITERS:
        digest.update(f"{name} {version(name)}\0".encode())
    for rules in RULES:
        for path in sorted((PACKAGE / rules).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(path.read_bytes())
    folder = Path(platformdirs.user_cache_dir("cordee", appauthor=False))
    return folder / f"sql-{digest.hexdigest()[:12]}"


_END = "\n-- end\n"
