"""The whole ledger as one file, and back: every table, key and document, for either database.

A backup is a gzipped tar archive: ``manifest.json`` (format, version, day, and the SHA-256 of each other
member), ``tables/NAME.jsonl`` (one row a line, in Django's serialised form, so that a backup of SQLite can
be restored into PostgreSQL and the other way round), and ``state/…`` (keys, signed heads, documents). On
demand it is encrypted by a passphrase in the age format (https://age-encryption.org/v1), which other
programs read too. Sessions, lock-outs and letters not yet sent are left out: they end with the server.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_noop

from cordee.directory.operations.search import rebuild_search
from cordee.kernel.errors import RuleError, SourceError, UsageError
from cordee.kernel.files import replacing
from cordee.kernel.progress import SILENT, Progress
from cordee.ledger.audit import Subject, record_event
from cordee.ledger.models import Account, ChainHead, Event
from cordee.ledger.moments import reading_at_one_moment
from cordee.ledger.queries import get_first_organisation
from cordee.ledger.rights import Actor
from cordee.web.condition import BACKED_UP
from cordee.web.state import FIRST_RUN_CODE


FORMAT = 1
"""The archive's format; a higher number was written by a later version."""

AGE = b"age-encryption.org/"
"""How an encrypted file begins, by which it is known."""

LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "axes", "usersessions"})
"""Applications whose tables are made again, or end with the server."""

DERIVED = frozenset({"directory.searchentry", "directory.searchword"})
"""Tables made again from the others once these are restored."""

NOT_KEPT = frozenset({"ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm", FIRST_RUN_CODE})
"""Files of the state's folder that are the database itself, or of no use elsewhere."""

FOLDERS_NOT_KEPT = frozenset({"mail", "uploads", "downloads"})
DRAFT = ".restore-"
ROWS_AT_ONCE = 500

READING = gettext_noop("Reading the tables")
PACKING = gettext_noop("Packing")


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds: the number of rows, of files, and when it was made (ISO 8601)."""

    rows: int
    files: int
    at: str


def back_up(
    state: Path,
    path: Path,
    *,
    passphrase: str,
    version: str,
    at: datetime,
    progress: Progress = SILENT,
) -> BackedUp:
    """Write the whole ledger to `path`, which appears whole or not at all.

    The tables are read in one transaction, so that they agree with one another while people work.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as name:
        folder = Path(name)
        rows = _write_tables(folder / "tables", progress)
        files = _copy_files(state, folder / "state")
        marks = {one: _hash(folder / one) for one in _list_files(folder)}
        kept = BackedUp(rows, files, at.isoformat(timespec="seconds"))
        manifest = {
            "format": FORMAT,
            "version": version,
            "at": kept.at,
            "rows": rows,
            "files": files,
            "members": marks,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        with replacing(path) as draft:
            _pack(folder, draft, progress)
            if passphrase:
                draft.write_bytes(pyrage.passphrase.encrypt(draft.read_bytes(), passphrase))
    return kept


@transaction.atomic
def note_backup(*, is_encrypted: bool, by: Actor, at: datetime) -> None:
    """Write in the audit that somebody took a backup: after it, so that the file tells of those before."""
    record_event(
        BACKED_UP,
        Subject("ledger", "1", get_first_organisation()),
        by=by,
        at=at,
        change={"encrypted": ("", is_encrypted)},
    )


def restore(state: Path, path: Path, *, passphrase: str) -> BackedUp:
    """Put a backup's ledger in place of an empty one.

    Everything is read and checked first; files are put in place next, rows last and in one transaction.
    A restore stopped on its way leaves an empty ledger, and the same command goes through afterwards.
    Raises `RuleError` when the ledger is not empty, `SourceError` when the file is no whole backup.
    """
    for unfinished in state.glob(f"{DRAFT}*"):
        shutil.rmtree(unfinished)  # A restore that was killed could not sweep up after itself.
    if Account.objects.exists() or Event.objects.exists():
        raise RuleError(
            gettext_noop(
                "The ledger here is not empty, and a restore would overwrite it. Name another folder or database."
            )
        )
    with tempfile.TemporaryDirectory(dir=state, prefix=DRAFT) as name:
        folder = Path(name)
        _unpack(path, folder, passphrase)
        kept = _check_members(folder, path)
        _put_files(folder / "state", state)
        with transaction.atomic():
            _read_tables(folder / "tables", path)
    return kept


def list_models() -> tuple[type[models.Model], ...]:
    """Return the tables a backup holds, in the order of their names."""
    found = [
        model
        for model in apps.get_models()
        if model._meta.app_label not in LEFT_OUT
        and model._meta.label_lower not in DERIVED
        and model._meta.managed
    ]
    return tuple(sorted(found, key=lambda model: model._meta.label_lower))


def _write_tables(folder: Path, progress: Progress) -> int:
    folder.mkdir(parents=True)
    with reading_at_one_moment():
        tables = {one: one._default_manager.order_by("pk") for one in list_models()}
        rows = sum(everything.count() for everything in tables.values())
        progress.start(READING, rows, "")
        for model, everything in tables.items():
            name = model._meta.label_lower
            with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
                serializers.serialize("jsonl", _watch(everything, progress), stream=file)
    return rows


def _watch(rows: models.QuerySet[Any, Any], progress: Progress) -> Iterator[Any]:
    for number, row in enumerate(rows.iterator(chunk_size=ROWS_AT_ONCE), start=1):
        yield row
        if number % ROWS_AT_ONCE == 0:
            progress.advance(ROWS_AT_ONCE)


def _copy_files(state: Path, folder: Path) -> int:
    folder.mkdir(parents=True)
    kept = [
        one
        for one in _list_files(state)
        if one not in NOT_KEPT
        and PurePosixPath(one).parts[0] not in FOLDERS_NOT_KEPT
        and not PurePosixPath(one).parts[0].startswith(".")
    ]
    for one in kept:
        target = folder / one
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(state / one, target)
    return len(kept)


def _pack(folder: Path, path: Path, progress: Progress) -> None:
    others = [one for one in _list_files(folder) if one != "manifest.json"]
    progress.start(PACKING, 1 + len(others), "")
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        for one in ("manifest.json", *others):
            archive.add(folder / one, arcname=one, recursive=False)
            progress.advance(1)


def _unpack(path: Path, folder: Path, passphrase: str) -> None:
    with path.open("rb") as file:
        encrypted = file.read(len(AGE)) == AGE
    if encrypted and not passphrase:
        raise UsageError(
            gettext_noop(
                "{file} is encrypted. Repeat with --encrypted to be asked for its passphrase."
            ),
            file=path.name,
        )
    try:
        if not encrypted:
            with tarfile.open(path, "r:gz") as archive:
                archive.extractall(
                    folder, filter="data"
                )  # refuses paths and links that lead outside
            return
        clear = folder / ".clear"
        clear.write_bytes(pyrage.passphrase.decrypt(path.read_bytes(), passphrase))
        with tarfile.open(clear, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        clear.unlink()
    except pyrage.DecryptError as error:
        raise SourceError(
            gettext_noop("{file} does not open with this passphrase."), file=path.name
        ) from error
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise _refuse(path) from error


def _check_members(folder: Path, path: Path) -> BackedUp:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        members, form = dict(manifest["members"]), int(manifest["format"])
        kept = BackedUp(int(manifest["rows"]), int(manifest["files"]), str(manifest["at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refuse(path) from error
    if form > FORMAT:
        raise SourceError(
            gettext_noop(
                "{file} was written by a later version of Cordée. Bring this one up to date."
            ),
            file=path.name,
        )
    found = {one: _hash(folder / one) for one in _list_files(folder) if one != "manifest.json"}
    if found != members:
        wrong = min(set(found.items()) ^ set(members.items()))[0]
        raise SourceError(
            gettext_noop(
                "{file} is damaged: {member} is not what was backed up. Use another copy."
            ),
            file=path.name,
            member=wrong,
        )
    return kept


def _put_files(source: Path, state: Path) -> None:
    for one in _list_files(source):
        target = state / one
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as draft:
            shutil.copy2(source / one, draft)


def _read_tables(folder: Path, path: Path) -> None:
    for model in list_models():
        table = folder / f"{model._meta.label_lower}.jsonl"
        if not table.exists():
            continue  # A table that came with a later version was empty then.
        if model is ChainHead:
            ChainHead.objects.all().delete()
        with table.open(encoding="utf-8") as file:
            _read_rows(file, path)
    rebuild_search()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list_models()):
            cursor.execute(statement)


def _read_rows(file: IO[str], path: Path) -> None:
    try:
        for row in serializers.deserialize("jsonl", file):
            row.save(force_insert=True)
    except DeserializationError as error:
        raise _refuse(path) from error


def _refuse(path: Path) -> SourceError:
    return SourceError(
        gettext_noop("{file} is no whole backup of a ledger. Use another copy."), file=path.name
    )


def _list_files(folder: Path) -> list[str]:
    return sorted(
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if one.is_file() and not one.is_symlink()
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
