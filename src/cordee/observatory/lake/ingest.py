"""Files in, batches out: each file becomes one batch, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_, Sentence
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.lake.consolidate import build_snapshot
from cordee.observatory.lake.manifest import Batch, Manifest, StoredFile
from cordee.observatory.lake.marts import build_marts
from cordee.observatory.lake.parts import Part, limit_faults
from cordee.observatory.lake.store import Lake, Transaction
from cordee.observatory.lake.workers import Workers, running_workers
from cordee.observatory.sources.columns import ColumnMap
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import CHUNK_SIZE, Context, Parsed
from cordee.observatory.sources.sniff import find_files, sniff_format
from cordee.observatory.sources.transport import make_unreadable, read_blocks


class Outcome(StrEnum):
    """What became of a file."""

    INGESTED = "ingested"
    DUPLICATE = "duplicate"  # the same contents are in the lake already; nothing was done
    REFUSED = "refused"  # nothing of it was kept


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `counts` are rows a table; `fault_count` counts all faults."""

    name: str
    outcome: Outcome
    sha256: str = ""
    source: str = ""
    batch: str = ""
    records: int = 0
    skipped: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0


@dataclass(frozen=True)
class IngestReport:
    """What became of all files, and how many works the lake now has."""

    files: tuple[FileReport, ...]
    works: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults that were kept, file after file."""
        return tuple(fault for file in self.files for fault in file.faults)

    @property
    def worst(self) -> Severity | None:
        """The gravest severity met, None when nothing was wrong."""
        met = {fault.severity for fault in self.faults}
        order = (Severity.FILE, Severity.RECORD, Severity.WARNING)
        return next((severity for severity in order if severity in met), None)


@dataclass(frozen=True)
class Options:
    """How files are read: see `ingest`."""

    at: datetime
    column_map: ColumnMap | None = None
    chunk_size: int = CHUNK_SIZE
    max_expansion: int | None = None


def ingest(
    lake: Lake,
    paths: Iterable[Path],
    *,
    at: datetime,
    column_map: ColumnMap | None = None,
    processes: int = 1,
    progress: Progress | None = None,
    chunk_size: int = CHUNK_SIZE,
    max_expansion: int | None = None,
) -> IngestReport:
    """Read files and folders into `lake` and return what became of each.

    Each file is committed as its own batch, so that a run that was stopped goes on where it was
    when started again: files whose contents are in the lake are skipped. A file that cannot be read
    is refused with a fault and the others are read. At the end the snapshot and the marts are
    built anew.

    `processes` share each large file; `column_map` is for plain tables; `max_expansion` is how many
    times its size a compressed file may expand. Raises `SourceError` when a path does not exist,
    `LakeBusyError` when another process writes, `StorageError` when the disk refuses.
    """
    progress = progress or Silent()
    options = Options(at, column_map, chunk_size, max_expansion)
    files = find_files(paths)
    with lake.write() as transaction:
        reports = _read_files(transaction, files, processes, options, progress)
        snapshot = transaction.manifest.snapshot
        if snapshot is None or snapshot.batches < len(transaction.manifest.batches):
            build_snapshot(transaction, at=at, progress=progress)
            build_marts(transaction, at=at, progress=progress)
    return IngestReport(reports, _count_works(lake))


def read_into(
    lake: Lake, paths: Iterable[Path], *, at: datetime, processes: int = 1
) -> tuple[FileReport, ...]:
    """Read files into batches as `ingest` does and leave the snapshot as it is.

    For who ingests in several calls and wants figures at the end alone; the next `ingest` builds it.
    """
    files = find_files(paths)
    with lake.write() as transaction:
        return _read_files(transaction, files, processes, Options(at), Silent())


def _read_files(
    transaction: Transaction,
    files: list[Path],
    processes: int,
    options: Options,
    progress: Progress,
) -> tuple[FileReport, ...]:
    reports = []
    progress.start(N_("Reading files"), sum(path.stat().st_size for path in files), "B")
    with running_workers(processes) as workers:
        former = transaction.manifest
        for path in files:
            report = _ingest_file(transaction, path, workers, options, progress.advance)
            reports.append(_note_repetition(report, former))
            transaction.commit()
    progress.finish()
    return tuple(reports)


def _count_works(lake: Lake) -> int:
    snapshot = lake.manifest.snapshot
    return sum(f.rows for f in snapshot.files if f.table == "works") if snapshot else 0


def _ingest_file(
    transaction: Transaction,
    path: Path,
    workers: Workers,
    options: Options,
    advance: Callable[[int], None],
) -> FileReport:
    try:
        sha256 = _hash_source(path)
        if transaction.manifest.has_file(sha256):
            advance(path.stat().st_size)
            return FileReport(str(path), Outcome.DUPLICATE, sha256=sha256)
        return _read_file(transaction, path, sha256, workers, options, advance)
    except SourceError as error:
        fault = Fault(str(path), "", Severity.FILE, error.sentence)
        return FileReport(str(path), Outcome.REFUSED, faults=(fault,), fault_count=1)


def _note_repetition(report: FileReport, former: Manifest) -> FileReport:
    """Add a fault when a file repeats another of the same call.

    A file that was in the lake before the call is no fault: that is how a stopped run goes on.
    """
    if report.outcome is not Outcome.DUPLICATE or former.has_file(report.sha256):
        return report
    sentence = Sentence(
        N_("{file} has the same contents as another file given. It was read once."),
        {"file": report.name},
    )
    fault = Fault(report.name, "", Severity.WARNING, sentence)
    return replace(report, faults=(fault,), fault_count=1)


def _hash_source(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise make_unreadable(path, fault) from fault


def _read_file(
    transaction: Transaction,
    path: Path,
    sha256: str,
    workers: Workers,
    options: Options,
    advance: Callable[[int], None],
) -> FileReport:
    kind = sniff_format(path)
    reader = READERS[kind]
    context = Context(str(path), sha256, options.at, options.column_map)
    split_faults = Parsed(context)
    blocks = read_blocks(path, max_expansion=options.max_expansion, on_read=advance)
    chunks = reader.split(path, blocks, split_faults, options.chunk_size)
    folder = transaction.start_batch(sha256)
    report = FileReport(str(path), Outcome.INGESTED, source=reader.source, batch=folder.name)
    try:
        parts = list(workers.write_parts(kind, chunks, context, folder, transaction.lake.path))
        report = _add_up(report, parts, split_faults)
        _check_something(path, report)
    except SourceError:
        transaction.drop_batch(folder)
        raise
    stored = [file for part in parts for file in part.files]
    transaction.add_batch(_make_batch(path, sha256, options.at, report, stored))
    return report


def _add_up(report: FileReport, parts: list[Part], split_faults: Parsed) -> FileReport:
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    return replace(
        report,
        records=split_faults.records + sum(part.records for part in parts),
        skipped=split_faults.skipped + sum(part.skipped for part in parts),
        counts=dict(sorted(counts.items())),
        faults=limit_faults([*split_faults.faults, *(f for part in parts for f in part.faults)]),
        fault_count=len(split_faults.faults) + sum(part.fault_count for part in parts),
    )


def _check_something(path: Path, report: FileReport) -> None:
    """Refuse a file of which no row could be kept although it had records."""
    if report.skipped and not report.counts:
        first = report.faults[0].sentence
        raise SourceError(
            N_("{file}: none of its {records} records could be read. The first: {first}"),
            file=str(path),
            records=report.records,
            first=first.to_text(),
        )


def _make_batch(
    path: Path, sha256: str, at: datetime, report: FileReport, stored: list[StoredFile]
) -> Batch:
    return Batch(
        id=report.batch,
        source=report.source,
        name=path.name,
        size=path.stat().st_size,
        sha256=sha256,
        at=at.isoformat(),
        counts={**report.counts, "records": report.records, "skipped": report.skipped},
        faults=report.faults,
        fault_count=report.fault_count,
        files=tuple(stored),
    )
