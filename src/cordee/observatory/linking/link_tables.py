"""A table with a column of affiliations in, the same table with the organisations they name out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking.table_files import TableFile
from cordee.observatory.linking.table_writers import check_target, writing_table


ADDED = pa.schema(
    [
        ("ror_id", pa.string()),
        ("country", pa.string()),
        ("score", pa.float64()),
        ("reason", pa.string()),
    ]
)
"""The columns added: what `Linker.link` says of them, one row an organisation."""

TAKEN = "linked_"
"""What a column added begins with where the table has a column of its name already."""

MOST_REMEMBERED = 1_000_000
"""Distinct strings remembered, some 400 MB; past that all are forgotten rather than fill the memory,
and a string that comes again is linked again."""

Cells = tuple[str | None, str | None, float | None, str | None]


class Links(Protocol):
    """What links strings: `cordee.observatory.linking.Linker`."""

    def link(self, strings: Iterable[str | None], /) -> pa.Table:
        """Return the organisations that `strings` name, as a table in their order."""


@dataclass(frozen=True)
class LinkedFile:
    """What became of a table: `rows` read and `written`, distinct `strings` and those `named`.

    `named` strings name an organisation at least. `added` are the names of the columns added.
    """

    rows: int
    written: int
    strings: int
    named: int
    added: tuple[str, ...]
    faults: tuple[Fault, ...]
    fault_count: int


def link_table(
    table: TableFile,
    column: str,
    target: Path,
    linker: Links,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> LinkedFile:
    """Link the strings in `column` of `table` and write the result to `target`.

    `cordee.observatory.linking.table_files.open_table` opens a table; the ending of `target` says
    how to write (.parquet, .csv, .jsonl). All columns are kept, and each row stands once for each
    organisation its string names, or once without any. Raises `SourceError` for a table or column
    that cannot be read, `UsageError` for a target that may not be written; nothing is then written.
    """
    progress = progress or Silent()
    check_column(table, column)
    check_target(target, table.path, overwrite=overwrite)
    names = _name_added(table.schema)
    added = [field.with_name(name) for field, name in zip(ADDED, names, strict=True)]
    schema = pa.schema([*table.schema, *added], metadata=table.schema.metadata)
    rows = written = 0
    memory = _Memory(linker)
    progress.start(N_("Linking the table"), table.total, table.unit)
    with writing_table(target, schema) as writer:
        for batch in table.read(progress.advance):
            texts = batch.column(column).cast(pa.string()).to_pylist()
            linked = memory.add_to(batch, texts, schema)
            writer.write_batch(linked)
            rows += batch.num_rows
            written += linked.num_rows
    progress.finish()
    return LinkedFile(
        rows,
        written,
        memory.strings,
        memory.named,
        tuple(names),
        tuple(table.faults),
        table.fault_count,
    )


def check_column(table: TableFile, column: str) -> None:
    """Raise `SourceError` when `table` has no column `column`, or it holds no text."""
    if column not in table.schema.names:
        raise SourceError(
            N_("{file} has no column “{column}”. Its columns are: {columns}."),
            file=str(table.path),
            column=column,
            columns=", ".join(table.schema.names),
        )
    kind = table.schema.field(column).type
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (
        pa.types.is_string(value)
        or pa.types.is_large_string(value)
        or pa.types.is_string_view(value)
        or pa.types.is_null(value)
    ):
        raise SourceError(
            N_("The column “{column}” of {file} holds {kind}, and texts are needed."),
            file=str(table.path),
            column=column,
            kind=str(kind),
        )


def _name_added(schema: pa.Schema) -> list[str]:
    names = []
    for name in ADDED.names:
        while name in schema.names:
            name = TAKEN + name  # noqa: PLW2901 -- until it is nobody else's
        names.append(name)
    return names


class _Memory:
    """What each distinct string names, so that it is linked once."""

    def __init__(self, linker: Links) -> None:
        self.strings = 0
        self.named = 0
        self._linker = linker
        self._known: dict[str | None, list[Cells]] = {}

    def add_to(
        self, batch: pa.RecordBatch, texts: list[str | None], schema: pa.Schema
    ) -> pa.RecordBatch:
        """Return `batch` with the columns added, a row for each organisation."""
        self._learn(texts)
        places: list[int] = []
        cells: list[Cells] = []
        for place, text in enumerate(texts):
            found = self._known[text]
            places += [place] * len(found)
            cells += found
        kept = batch.take(pa.array(places, pa.int32()))
        columns = list(zip(*cells, strict=True)) or [()] * len(ADDED)
        fresh = [pa.array(one, f.type) for one, f in zip(columns, ADDED, strict=True)]
        return pa.RecordBatch.from_arrays([*kept.columns, *fresh], schema=schema)

    def _learn(self, texts: list[str | None]) -> None:
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if not new:
            return
        found = self._linker.link(new).select(["string", *ADDED.names])
        for text, *cells in zip(*(column.to_pylist() for column in found.columns), strict=True):
            self._known.setdefault(text, []).append((cells[0], cells[1], cells[2], cells[3]))
        self.strings += len(new)
        self.named += sum(self._known[text][0][0] is not None for text in new)
