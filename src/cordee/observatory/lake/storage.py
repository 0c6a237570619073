"""Files that are on the disk when we say so, and sentences when the disk refuses."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.errors import StorageError
from cordee.kernel.files import flush_file, replacing
from cordee.kernel.messages import N_
from cordee.observatory.lake.manifest import StoredFile


ROW_GROUP = 65_536
"""Rows a Parquet row group: small enough that a look-up by work reads little of a sorted table,
large enough that its statistics and pages stay a small part of the file."""

Content: TypeAlias = pa.Table | pa.RecordBatchReader | Callable[[Path], None]
"""What a table can be written from; a callable is given the path and writes a Parquet file there."""


@contextmanager
def refusing_disk(place: Path) -> Iterator[None]:
    """Turn what a full or refusing disk raises into one `StorageError` that names `place`."""
    try:
        yield
    except (OSError, pa.ArrowException, duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        raise StorageError(
            N_(
                "{place} cannot be written ({reason}). The lake is as it was before; free space or "
                "choose another folder, then start again."
            ),
            place=str(place),
            reason=_explain(fault),
        ) from fault


def _explain(fault: Exception) -> str:
    number = getattr(fault, "errno", None)
    if number == errno.ENOSPC:
        return os.strerror(errno.ENOSPC)
    return os.strerror(number) if number else str(fault).splitlines()[0]


def write_parquet(content: Content, path: Path, *, flush: bool = True) -> None:
    """Write `content` to `path` as Parquet with zstd and, unless somebody else will, flush it."""
    with refusing_disk(path):
        if isinstance(content, pa.Table):
            pq.write_table(content, path, compression="zstd", row_group_size=ROW_GROUP)
        elif isinstance(content, pa.RecordBatchReader):
            with pq.ParquetWriter(path, content.schema, compression="zstd") as writer:
                for batch in content:
                    writer.write_batch(batch, row_group_size=ROW_GROUP)
        else:
            content(path)
        if flush:
            flush_file(path)


def describe_file(table: str, path: Path, root: Path) -> StoredFile:
    """Return what the manifest keeps about the Parquet file at `path`."""
    return StoredFile(
        table=table,
        path=path.relative_to(root).as_posix(),
        rows=pq.read_metadata(path).num_rows,
        size=path.stat().st_size,
        sha256=hash_file(path),
    )


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file at `path` by `content` in one step that survives a power cut."""
    with refusing_disk(path), replacing(path) as draft:
        draft.write_bytes(content)
