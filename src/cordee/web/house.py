"""What one installation is called and how it greets: a file in the state's folder, read by every page.

It stands outside the database so that pages for readers who are not signed in, most of all, never wait
for the ledger. A backup holds it with the other files of the folder.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import StaleError
from cordee.kernel.files import replacing
from cordee.ledger.audit import Subject, find_change, record_event
from cordee.ledger.queries import get_first_organisation
from cordee.ledger.rights import Actor


logger = logging.getLogger(__name__)

FILE = "house.json"
_CHANGING = Lock()
"""One process serves the pages: who changes the house does so alone, from the comparison to the file."""

LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
"""Languages the pages are written in."""


@dataclass(frozen=True)
class House:
    """An installation: the name its pages bear, and the language for who asks for none they speak.

    `language` is empty where the environment decides. `version` counts the changes.
    """

    name: str = ""
    language: str = ""
    is_demonstration: bool = False
    version: int = 0


def get_house() -> House:
    """Return the installation's house, as it was last written."""
    path: Path = settings.CORDEE_STATE / FILE
    try:
        seen = path.stat()
    except OSError:
        return House()  # Nobody named it yet, or there is no ledger here.
    return _read(path, seen.st_mtime_ns, seen.st_ino)


def change_house(*, name: str, language: str, version: int, by: Actor, at: datetime) -> bool:
    """Name the house and choose its language; return whether anything differed.

    The right to do so is checked by who calls. `StaleError` when somebody else did so meanwhile.
    """
    with _CHANGING:
        return _change(name, language, version, by=by, at=at)


def _change(name: str, language: str, version: int, *, by: Actor, at: datetime) -> bool:
    before = get_house()
    if before.version != version:
        raise StaleError(
            gettext_noop(
                "Somebody else changed these settings after you opened them. Nothing of yours was saved over theirs: look, then save again."
            )
        )
    after = replace(before, name=" ".join(name.split()), language=language, version=version + 1)
    change = find_change(
        {"name": before.name, "language": before.language},
        {"name": after.name, "language": after.language},
    )
    if not change:
        return False
    with _writing(after), transaction.atomic():
        record_event(
            "house.change",
            Subject("house", "1", get_first_organisation()),
            by=by,
            at=at,
            change=change,
        )
    return True


def mark_demonstration(name: str) -> None:
    """Say on every page that what stands there is a demonstration."""
    if not get_house().is_demonstration:
        with _writing(replace(get_house(), name=name, is_demonstration=True)):
            pass


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _number: int) -> House:
    """Return what the file says; it is read once for each time it was put in place."""
    try:
        told = json.loads(path.read_text("utf-8"))
        language = str(told["language"])
        return House(
            name=str(told["name"]),
            language=language if language in LANGUAGES else "",
            is_demonstration=bool(told["is_demonstration"]),
            version=int(told["version"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        # A name that cannot be read must not close every page; said once for each damaged file.
        logger.exception("%s is damaged: name the house again under Settings.", path)
        return House()


@contextmanager
def _writing(house: House) -> Iterator[None]:
    """Write beside the file first, and put it in place once the block has gone through."""
    path: Path = settings.CORDEE_STATE / FILE
    with replacing(path) as draft:
        draft.write_text(json.dumps(asdict(house), ensure_ascii=False, indent=1), "utf-8")
        yield
