"""Archives made in the background for the one who asked: all records of an organisation, or the whole ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from cordee.kernel.progress import Progress
from cordee.ledger.rights import Actor
from cordee.web import backup, exporting
from cordee.web.downloads import keep_download
from cordee.web.exporting import Exported, Wanted, write_export
from cordee.web.jobs import Plan


EXPORT_BAR: Plan = {exporting.READING: (0, 60), exporting.ADDING: (60, 99)}
BACKUP_BAR: Plan = {backup.READING: (0, 60), backup.PACKING: (60, 99)}
"""Where documents are few, most of the time goes into reading tables and packing what was read."""


@dataclass(frozen=True)
class ExportWanted:
    """Whose records are taken out, with headers in which language: all it takes, now or again."""

    organisation: UUID
    language: str

    def to_record(self) -> dict[str, Any]:
        """Return it as the record of the job keeps it."""
        return {"organisation": str(self.organisation), "language": self.language}


def take_out(wanted: ExportWanted, progress: Progress, *, by: Actor) -> Mapping[str, Any]:
    """Make the archive of an organisation, and return what the record of the job tells of it."""
    at, told = timezone.localtime(), []
    one = Wanted(wanted.organisation, wanted.language, settings.CORDEE_STATE / "documents")

    def write(path: Path) -> None:
        told.append(write_export(path, one, by=by, at=at, progress=progress))

    identifier = _keep(f"cordee-{_name_moment(at)}.zip", write, by=by, at=at)
    return _tell(identifier, *told)


def take_backup(passphrase: str, progress: Progress, *, by: Actor) -> Mapping[str, Any]:
    """Make a backup, and return what the record of the job tells of it; never the passphrase."""
    at, told = timezone.localtime(), []

    def write(path: Path) -> None:
        kept = backup.back_up(
            settings.CORDEE_STATE,
            path,
            passphrase=passphrase,
            version=version("cordee"),
            at=at,
            progress=progress,
        )
        # Before the file can be fetched: what the audit does not tell is not handed out.
        backup.note_backup(is_encrypted=bool(passphrase), by=by, at=at)
        told.append(Exported(kept.rows, kept.files))

    identifier = _keep(f"cordee-{_name_moment(at)}.cordee", write, by=by, at=at)
    return _tell(identifier, *told)


def _keep(name: str, write: Callable[[Path], None], *, by: Actor, at: datetime) -> UUID:
    assert by.account is not None
    return keep_download(settings.CORDEE_STATE, name, write, owner=by.account, at=at)


def _tell(identifier: UUID, made: Exported) -> Mapping[str, Any]:
    return {"file": str(identifier), "rows": made.rows, "files": made.files}


def _name_moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d-%H%M}"
