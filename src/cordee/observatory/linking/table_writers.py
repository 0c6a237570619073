"""Tables written in batches, whole or not at all: Parquet, CSV, JSON lines."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from cordee.kernel.cells import RISKY, guard
from cordee.kernel.errors import StorageError, UsageError
from cordee.kernel.files import replacing
from cordee.kernel.messages import N_
from cordee.observatory.linking.table_files import AS_JSON


class TableWriter(Protocol):
    """Takes a table batch by batch."""

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one batch of the schema the writer was made for."""

    def close(self) -> None:
        """Write what stands at the end."""


class _ParquetWriter:
    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(stream, schema, compression="zstd")

    def write_batch(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class _CsvWriter:
    """CSV has no lists and no records: such a cell is written as JSON.

    Texts are guarded, since a spreadsheet would run some as formulas and affiliations are anybody's.
    """

    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._nested = {field.name for field in schema if pa.types.is_nested(field.type)}
        flat = [pa.field(guard(f.name), self._flatten(f)) for f in schema]
        self._schema = pa.schema(flat)
        self._writer = pa_csv.CSVWriter(stream, self._schema)

    def _flatten(self, field: pa.Field) -> pa.DataType:
        if pa.types.is_dictionary(field.type):
            return field.type.value_type
        as_text = field.name in self._nested or pa.types.is_string_view(field.type)
        return pa.string() if as_text else field.type

    def write_batch(self, batch: pa.RecordBatch) -> None:
        arrays = [
            _to_json(array) if field.name in self._nested else _guard(array.cast(flat.type))
            for field, flat, array in zip(batch.schema, self._schema, batch.columns, strict=True)
        ]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _guard(array: pa.Array) -> pa.Array:
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    # One look at a whole column: few have a cell to be guarded.
    if not pc.any(pc.match_substring_regex(array, RISKY)).as_py():
        return array
    return pa.array(map(guard, array.to_pylist()), array.type)


def _to_json(array: pa.Array) -> pa.Array:
    cells = (None if cell is None else _dump(cell).decode() for cell in array.to_pylist())
    return pa.array(cells, pa.string())


class _LineWriter:
    def __init__(self, stream: BinaryIO, schema: pa.Schema) -> None:
        self._stream = stream
        self._json = [f.name for f in schema if f.metadata and AS_JSON in f.metadata]

    def write_batch(self, batch: pa.RecordBatch) -> None:
        for row in batch.to_pylist():
            for name in self._json:
                row[name] = None if row[name] is None else orjson.Fragment(row[name])
            self._stream.write(_dump(row) + b"\n")

    def close(self) -> None:
        """Nothing stands at the end."""


def _dump(value: object) -> bytes:
    # What JSON has no word for (decimals, bytes, spans of time) is written as text.
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)


WRITERS: dict[str, Callable[[BinaryIO, pa.Schema], TableWriter]] = {
    ".parquet": _ParquetWriter,
    ".csv": _CsvWriter,
    ".jsonl": _LineWriter,
    ".ndjson": _LineWriter,
}


def check_target(path: Path, source: Path, *, overwrite: bool) -> None:
    """Raise `UsageError` when a table cannot be written to `path`: its ending, or what is there."""
    if path.suffix.lower() not in WRITERS:
        raise UsageError(
            N_("“{file}” does not say how to write: its name must end with one of {endings}."),
            file=str(path),
            endings=", ".join(WRITERS),
        )
    if path.exists() and path.samefile(source):
        raise UsageError(
            N_("{file} would replace the table it is made from. Give the result another name."),
            file=str(path),
        )
    if path.exists() and not overwrite:
        raise UsageError(
            N_("{file} is there already. Give another name, or replace it with --overwrite."),
            file=str(path),
        )


@contextmanager
def writing_table(path: Path, schema: pa.Schema) -> Iterator[TableWriter]:
    """Yield a writer for `path`; the file appears, or is replaced, when all is written.

    Raises `StorageError` when the system refuses; a former file then stays.
    """
    try:
        with replacing(path) as draft, draft.open("wb") as stream:
            writer = WRITERS[path.suffix.lower()](stream, schema)
            yield writer
            writer.close()
    except OSError as error:
        raise StorageError(
            N_(
                "{file} cannot be written ({reason}). Nothing of it was kept; free space or choose "
                "another folder."
            ),
            file=str(path),
            reason=os.strerror(error.errno) if error.errno else str(error),
        ) from error
