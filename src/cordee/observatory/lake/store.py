"""The lake: a folder of Parquet files with one manifest.

::

    manifest.json                     the only truth
    batches/<id>/<table>-<part>.parquet   what each ingest read, kept for ever
    snapshots/<id>/<table>.parquet        what is true now
    prepared/<id>/<table>.parquet         made from a snapshot, so that questions read less
    writer.lock                       held by the one writer

Readers need no lock: they read the manifest once and then files that no writer changes. A file the
manifest does not name was left by a writer that was stopped; the next writer sweeps it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from cordee.kernel.errors import LakeBusyError, LakeError, NotFoundError
from cordee.kernel.files import flush_file, take_lock
from cordee.kernel.messages import N_
from cordee.observatory.lake.manifest import (
    MANIFEST_NAME,
    Batch,
    Manifest,
    Prepared,
    Snapshot,
    StoredFile,
    parse_manifest,
)
from cordee.observatory.lake.sql import select_nothing
from cordee.observatory.lake.storage import (
    Content,
    describe_file,
    refusing_disk,
    replace_file,
    write_parquet,
)
from cordee.observatory.schemas import BATCH_TABLES, LATER_COLUMNS, SNAPSHOT_TABLES


LOCK_NAME = "writer.lock"
SPILL_NAME = "spill"  # what DuckDB writes when a snapshot does not fit in memory
FOLDERS = ("batches", "snapshots", "prepared")


class Lake:
    """An existing lake. Make one with `open_lake` or `create_lake`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, ...], Manifest] | None = None

    @property
    def manifest(self) -> Manifest:
        """The manifest as it is now; read again only when the file has changed."""
        place = self.path / MANIFEST_NAME
        try:
            status = place.stat()
            mark = (status.st_ino, status.st_mtime_ns, status.st_size)
            if self._read is None or self._read[0] != mark:
                self._read = (mark, parse_manifest(place.read_bytes(), str(self.path)))
        except FileNotFoundError:
            raise _make_missing(self.path) from None
        except OSError as fault:
            raise LakeError(
                N_("The lake {lake} cannot be read ({reason}). Check the folder's permissions."),
                lake=str(self.path),
                reason=os.strerror(fault.errno or 0),
            ) from fault
        return self._read[1]

    @property
    def snapshot_id(self) -> str | None:
        """What names the present figures; it changes with every new snapshot or linking."""
        snapshot = self.manifest.snapshot
        return snapshot.id if snapshot else None

    def table_paths(self, name: str) -> list[str]:
        """Return the Parquet files of snapshot table `name` now; none when it is not built yet."""
        return get_table_paths(self.path, self.manifest, name)

    def batch_paths(self, name: str) -> list[str]:
        """Return the Parquet files of batch table `name`, oldest batch first."""
        return get_batch_paths(self.path, self.manifest, name)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a new in-memory DuckDB connection with one view a table of `SNAPSHOT_TABLES`.

        A table that is not built yet is an empty view with the right columns. All views are of one
        snapshot, whatever is written meanwhile; that snapshot's files stay until the second next.
        """
        return connect_tables(self.path, self.manifest)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Hold the writer lock, sweep what a stopped writer left, and yield a `Transaction`.

        Leaving normally commits. Leaving by an exception keeps what was committed before and
        forgets the rest. Raises `LakeBusyError` when another process is writing.
        """
        with _hold_lock(self.path):
            manifest = self.manifest
            sweep_folder(self.path, manifest)
            transaction = Transaction(self, manifest)
            try:
                yield transaction
                transaction.commit()
            except BaseException:
                # What the disk says, not what we meant: the last commit may have been written.
                sweep_folder(self.path, self.manifest)
                raise


class Transaction:
    """What one writer changes. Nothing is seen by others before `commit`."""

    def __init__(self, lake: Lake, manifest: Manifest) -> None:
        self.lake = lake
        self.committed = manifest
        self.manifest = manifest
        self._folder: Path | None = None

    def start_batch(self, sha256: str) -> Path:
        """Return a new, empty folder for the files of the next batch; its name is the batch's id."""
        number = len(self.manifest.batches) + 1
        return self._make_folder("batches", f"{number:06d}-{sha256[:12]}")

    def drop_batch(self, folder: Path) -> None:
        """Remove a batch's folder that `start_batch` gave, since nothing of it is kept."""
        shutil.rmtree(folder, ignore_errors=True)

    def add_batch(self, batch: Batch) -> None:
        """Add a batch whose files lie in the folder `start_batch` gave."""
        with refusing_disk(self.lake.path):
            for stored in batch.files:
                flush_file(self.lake.path / stored.path)
        self.manifest = self.manifest.with_batch(batch)

    def put_snapshot_tables(
        self,
        tables: Mapping[str, Content],
        *,
        at: datetime,
        linker: str | None = None,
        registry: str | None = None,
    ) -> None:
        """Write `tables` as the next snapshot's; tables not given stay as they are.

        A table's content is an Arrow table, a reader, or a callable that is given a path and
        writes a Parquet file there. Each must have the columns of `SNAPSHOT_TABLES`. `linker` and
        `registry` are versions to note in the manifest.
        """
        if self._folder is None:
            self._folder = self._make_folder("snapshots", self._name_next_snapshot())
        kept = {f.table: f for f in self._present_files()}
        for name, content in tables.items():
            path = self._folder / f"{name}.parquet"
            write_parquet(_check_columns(name, content), path)
            with refusing_disk(path):
                kept[name] = describe_file(name, path, self.lake.path)
        self.manifest = replace(
            self.manifest,
            snapshot=Snapshot(
                id=self._folder.name,
                at=at.isoformat(),
                batches=len(self.manifest.batches),
                files=tuple(kept[name] for name in SNAPSHOT_TABLES if name in kept),
            ),
            previous=self.committed.snapshot,
            previous_linker=self.committed.linker,
            previous_registry=self.committed.registry,
            linker=linker or self.manifest.linker,
            registry=registry or self.manifest.registry,
        )

    def start_prepared(self) -> Path:
        """Return a new, empty folder for prepared tables; its name is the preparation's id."""
        former = self.committed.prepared
        return self._make_folder("prepared", f"{int(former[0].id) + 1 if former else 1:06d}")

    def put_prepared(self, prepared: Prepared) -> None:
        """Put prepared tables whose new files lie, flushed, in the folder `start_prepared` gave."""
        self.manifest = self.manifest.with_prepared(prepared)

    def table_paths(self, name: str) -> list[str]:
        """Return the files of snapshot table `name` as this transaction has left it."""
        return get_table_paths(self.lake.path, self.manifest, name)

    def batch_paths(self, name: str) -> list[str]:
        """Return the files of batch table `name`, this transaction's batches included."""
        return get_batch_paths(self.lake.path, self.manifest, name)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection as `Lake.connect` does, with the tables put so far."""
        return connect_tables(self.lake.path, self.manifest)

    def commit(self) -> None:
        """Make everything done so far visible, in one step."""
        if self.manifest is self.committed:
            return
        with refusing_disk(self.lake.path):
            for folder in {(self.lake.path / p).parent for p in self._fresh_paths()}:
                flush_file(folder)
            for name in FOLDERS:
                if (self.lake.path / name).is_dir():  # older lakes have none for prepared tables
                    flush_file(self.lake.path / name)
        replace_file(self.lake.path / MANIFEST_NAME, self.manifest.to_bytes())
        self.committed = self.manifest
        self._folder = None

    def _fresh_paths(self) -> frozenset[str]:
        return self.manifest.get_paths() - self.committed.get_paths()

    def _present_files(self) -> tuple[StoredFile, ...]:
        return self.manifest.snapshot.files if self.manifest.snapshot else ()

    def _name_next_snapshot(self) -> str:
        return f"{int(self.committed.snapshot.id) + 1 if self.committed.snapshot else 1:06d}"

    def _make_folder(self, kind: str, name: str) -> Path:
        folder = self.lake.path / kind / name
        with refusing_disk(folder):
            # A batch that was refused midway may have left its folder in this same transaction.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return folder


def create_lake(path: Path, *, at: datetime) -> Lake:
    """Make an empty lake in `path` (a new or empty folder) and return it; an existing lake is opened.

    Raises `LakeError` when the folder holds something else.
    """
    if (path / MANIFEST_NAME).exists():
        return open_lake(path)
    if path.exists() and not path.is_dir():
        raise LakeError(
            N_("{path} is a file, and a lake is a folder. Give the name of a folder."),
            path=str(path),
        )
    if path.is_dir() and any(p.name not in (*FOLDERS, LOCK_NAME) for p in path.iterdir()):
        raise LakeError(
            N_(
                "The folder {path} holds other things and no lake. Give a new or empty folder, so "
                "that nothing of yours is mixed with it."
            ),
            path=str(path),
        )
    with refusing_disk(path):
        for name in FOLDERS:
            (path / name).mkdir(parents=True, exist_ok=True)
    with _hold_lock(path):
        if not (path / MANIFEST_NAME).exists():
            replace_file(path / MANIFEST_NAME, Manifest(created=at.isoformat()).to_bytes())
    return open_lake(path)


def open_lake(path: str | Path) -> Lake:
    """Return the lake in `path`.

    Raises `NotFoundError` when there is none, `LakeTooNewError` when a later version wrote it,
    `LakeError` when its manifest is damaged.
    """
    lake = Lake(Path(path))
    _ = lake.manifest  # read now, so that what is wrong with it is said here
    return lake


def _make_missing(path: Path) -> NotFoundError:
    if path.is_dir():
        text = N_(
            "The folder {path} is not a lake: it has no {name}. Give a lake's folder, or make one "
            "with “cordee ingest”."
        )
    else:
        text = N_("There is no lake at {path}. Make one with “cordee ingest”.")
    return NotFoundError(text, path=str(path), name=MANIFEST_NAME)


@contextmanager
def _hold_lock(path: Path) -> Iterator[None]:
    with refusing_disk(path):
        handle = take_lock(path / LOCK_NAME)
    if handle is None:
        raise LakeBusyError(
            N_(
                "Another process is writing to the lake {lake}. Wait until it has ended, then "
                "start again."
            ),
            lake=str(path),
        )
    try:
        yield
    finally:
        os.close(handle)


def sweep_folder(root: Path, manifest: Manifest) -> list[str]:
    """Remove every file of the lake that `manifest` does not name; return what was removed."""
    named = manifest.get_paths()
    removed = []
    for kind in FOLDERS:
        for folder in sorted((root / kind).glob("*")):
            inside = [p for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else [folder]
            rubbish = [p for p in inside if p.relative_to(root).as_posix() not in named]
            for path in rubbish:
                path.unlink()
            removed += [p.relative_to(root).as_posix() for p in rubbish]
            if folder.is_dir() and len(rubbish) == len(inside):
                shutil.rmtree(folder)
    for draft in root.glob(f".{MANIFEST_NAME}.*.part"):
        draft.unlink()
    shutil.rmtree(root / SPILL_NAME, ignore_errors=True)
    return removed


def get_table_paths(root: Path, manifest: Manifest, name: str) -> list[str]:
    """Return the files of snapshot table `name` that `manifest` names."""
    files = manifest.snapshot.files if manifest.snapshot else ()
    return [str(root / stored.path) for stored in files if stored.table == name]


def get_batch_paths(root: Path, manifest: Manifest, name: str) -> list[str]:
    """Return the files of batch table `name` that `manifest` names, oldest batch first."""
    return [
        str(root / stored.path)
        for batch in manifest.batches
        for stored in batch.files
        if stored.table == name
    ]


def connect_tables(root: Path, manifest: Manifest) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with a view a snapshot table of `manifest`."""
    connection = duckdb.connect()
    # Nothing is ever fetched: an extension that is not built in is an error, not a download.
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute(f"SET temp_directory = {quote(str(root / SPILL_NAME))}")
    for name, schema in SNAPSHOT_TABLES.items():
        create_view(connection, name, get_table_paths(root, manifest, name), schema)
    return connection


def quote(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def create_view(
    connection: duckdb.DuckDBPyConnection, name: str, paths: Iterable[str], schema: pa.Schema
) -> None:
    """Create a view over Parquet files; without any it is empty and has the columns of `schema`.

    A column that earlier versions did not write is null where a file lacks it.
    """
    quoted = ", ".join(quote(path) for path in paths)
    body = select_nothing(schema)
    if quoted:
        read = f"SELECT * FROM read_parquet([{quoted}])"  # noqa: S608 -- our own quoted paths
        # Only where needed: through a union the engine sees less of a file's statistics.
        body = f"{body} UNION ALL BY NAME {read}" if name in LATER_COLUMNS else read
    connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {body}')


def _check_columns(name: str, content: Content) -> Content:
    wanted = {**BATCH_TABLES, **SNAPSHOT_TABLES}[name]
    if isinstance(content, pa.Table | pa.RecordBatchReader):
        return content.cast(wanted)
    return content
