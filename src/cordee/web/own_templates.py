"""Word templates that an installation brought in, in place of ours: files in a folder of the state.

A backup holds them with the other files of the folder. Who may change them is checked by who calls.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cordee.agreements.states import Kind
from cordee.agreements.word.fields import LANGUAGES
from cordee.agreements.word.templates import find_faults, name_template, read_ours
from cordee.kernel.files import replacing
from cordee.kernel.messages import Sentence
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.queries import get_first_organisation
from cordee.ledger.rights import Actor


FOLDER = "word"


@dataclass(frozen=True)
class Template:
    """The template of a kind in a language: the installation's own since a time, or ours."""

    kind: Kind
    language: str
    own_since: datetime | None


def get_template(kind: Kind, language: str) -> bytes:
    """Return the template that is in use."""
    path = find_path(kind, language)
    return path.read_bytes() if path.is_file() else read_ours(kind, language)


def list_templates() -> tuple[Template, ...]:
    """Return what is in use for every kind in every language."""
    return tuple(
        Template(kind, language, _find_time(find_path(kind, language)))
        for kind in Kind
        for language in LANGUAGES
    )


def put_template(
    kind: Kind, language: str, content: bytes, *, by: Actor, at: datetime
) -> tuple[Sentence, ...]:
    """Put a template in place of the one in use; return why not, and nothing when it is done."""
    faults = find_faults(content)
    if faults:
        return faults
    path = find_path(kind, language)
    with transaction.atomic():
        _tell(kind, language, content, by, at)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path) as draft:
            draft.write_bytes(content)
    return ()


def drop_template(kind: Kind, language: str, *, by: Actor, at: datetime) -> bool:
    """Go back to our template; return whether there was one to drop."""
    path = find_path(kind, language)
    if not path.is_file():
        return False
    with transaction.atomic():
        _tell(kind, language, read_ours(kind, language), by, at)
        path.unlink()
    return True


def find_path(kind: Kind, language: str) -> Path:
    """Return where an installation's own template lies. Kind and language are ours, no path of a person's."""
    folder: Path = settings.CORDEE_STATE / FOLDER
    return folder / name_template(kind, language)


def _find_time(path: Path) -> datetime | None:
    try:
        seen = path.stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seen, tz=timezone.get_current_timezone())


def _tell(kind: Kind, language: str, after: bytes, by: Actor, at: datetime) -> None:
    before = get_template(kind, language)
    change = {"sha256": (hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())}
    about = Subject("template", f"{kind.value}.{language}", get_first_organisation())
    record_event("template.change", about, by=by, at=at, change=change)
