"""The work of one process: parse a chunk and write its rows as Parquet parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cordee.kernel.collecting import without_collector
from cordee.kernel.faults import Fault, Severity
from cordee.observatory.lake.manifest import StoredFile
from cordee.observatory.lake.storage import describe_file, refusing_disk, write_parquet
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import Chunk, Context
from cordee.observatory.sources.sniff import Format


MAX_FAULTS = 1000
"""Faults kept a file: enough to mend a file by, few enough that a file of rubbish stays readable.
All are counted."""


@dataclass(frozen=True)
class Part:
    """What became of one chunk."""

    files: tuple[StoredFile, ...] = ()
    records: int = 0
    skipped: int = 0
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def write_part(
    kind: Format, chunk: Chunk, context: Context, folder: Path, root: Path, number: int
) -> Part:
    """Parse `chunk` and write its tables into `folder`; `root` is the lake's folder."""
    with without_collector():
        parsed = READERS[kind].parse(chunk, context)
        files = []
        for name, table in parsed.to_tables().items():
            path = folder / f"{name}-{number:05d}.parquet"
            write_parquet(table, path, flush=False)  # the batch is flushed as a whole when added
            with refusing_disk(path):
                files.append(describe_file(name, path, root))
    return Part(
        files=tuple(files),
        records=parsed.records,
        skipped=parsed.skipped,
        faults=limit_faults(parsed.faults),
        fault_count=len(parsed.faults),
        counts={stored.table: stored.rows for stored in files},
    )


def limit_faults(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the gravest faults, at most `MAX_FAULTS`, in the order they were found."""
    grave = [fault for fault in faults if fault.severity is not Severity.WARNING]
    kept = grave[:MAX_FAULTS]
    room = MAX_FAULTS - len(kept)
    mild = [fault for fault in faults if fault.severity is Severity.WARNING][:room]
    wanted = {id(fault) for fault in (*kept, *mild)}
    return tuple(fault for fault in faults if id(fault) in wanted)
