"""The compiled name index: one file, mapped into memory and shared by all processes that use it.

The file is Arrow IPC: one row, one list column an array, and a checksum of the content in the
metadata, so a damaged file is seen and made again. It is written beside its final place and moved
there in one step: any number of processes may compile at once, the last one wins, all are right.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
from isal import isal_zlib

from cordee.observatory.linking.countries import GROUPS
from cordee.observatory.linking.engine.tables import KNOWN, Array, Tables, make_tables
from cordee.observatory.linking.facts import Flag
from cordee.observatory.linking.layout import TOKEN_BITS, Arrays, get_slot
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import read_word
from cordee.observatory.linking.reader import Reader


FORMAT = 2
"""Of the file. It is in the file's name: an earlier version would take this for damaged and compile it anew."""

_CHECKSUM = b"cordee.checksum"


class NameIndex:
    """Names, places and countries as one trie over word numbers, with the facts of organisations.

    `tables` are the arrays for the kernels; organisations are numbers in `ids`, countries in `codes`,
    where "" is none; `id_column` and `code_column` are the same as columns, none being null.
    `successor` gives the open organisation that continues each, or itself.
    """

    def __init__(self, arrays: Arrays) -> None:
        texts = arrays.texts
        self.ids = texts["ids"]
        self.number_of = {id_: number for number, id_ in enumerate(self.ids)}
        self.id_column = pa.array(self.ids, pa.string())
        self.codes = texts["codes"]
        self.code_of = {code: number for number, code in enumerate(self.codes)}
        self.code_column = pa.array([code or None for code in self.codes], pa.string())
        words = texts["vocabulary"]
        self._vocabulary = dict(zip(words, range(1, len(words) + 1), strict=True))
        spellings = (arrays.numbers["spelling_keys"], arrays.numbers["spelling_words"])
        self._read = (self._vocabulary, words, spellings, self.code_of)
        self.external: dict[str, int] = dict(
            zip(
                texts["external_ids"], arrays.numbers["external_organisation"].tolist(), strict=True
            )
        )
        self.successor = arrays.numbers["successor"]
        numbers = dict(arrays.numbers)
        numbers["group_of"] = self._group()
        numbers["known"] = np.zeros(len(KNOWN), np.int32)
        self.tables: Tables = make_tables(numbers)
        self.tables.known[:] = self._find_known()

    def make_reader(self) -> Reader:
        """Return what reads texts with the vocabulary of this index."""
        return Reader(*self._read)

    def country_of(self, organisation: int) -> str:
        """Return the country's code of an organisation's number, "" when it is unknown."""
        return self.codes[int(self.tables.country[organisation])]

    def _group(self) -> Array:
        codes = enumerate(self.codes)
        return np.array([self.code_of.get(GROUPS.get(c, c), n) for n, c in codes], np.int16)

    def _find_known(self) -> list[int]:
        countries = [self.code_of.get(code, -1) for code in ("US", "FR", "IT")]
        university = self._vocabulary.get("univ", -1)
        inserm = self._find("Inserm", countries[1])
        cnrs = self._find("Centre National de la Recherche Scientifique", countries[1])
        return [*countries, inserm, cnrs, university]

    def _find(self, name: str, country: int) -> int:
        """Return the organisation of a country whose own name this is, -1 when there is none."""
        tables = self.tables
        node = self.find_node(name)
        if not node or not tables.node_flags[node] & Flag.NAME:
            return -1
        for entry in range(tables.entry_offsets[node], tables.entry_offsets[node + 1]):
            organisation = int(tables.entry_organisation[entry])
            if tables.country[organisation] == country and tables.entry_kind[entry] & Kind.DISPLAY:
                return organisation
        return -1

    def find_node(self, name: str) -> int:
        """Return the node where the words of a clean name end, 0 when nothing begins so."""
        tables = self.tables
        mask = len(tables.edge_keys) - 1
        node = 0
        for word in name.split():
            for form in read_word(word)[0]:
                number = self._vocabulary.get(form, 0)
                key = node << TOKEN_BITS | number
                if not node:
                    node = int(tables.roots[number])
                    continue
                slot = get_slot(key, mask)
                while tables.edge_keys[slot] not in {key, -1}:
                    slot = (slot + 1) & mask
                node = int(tables.edge_nodes[slot]) if tables.edge_keys[slot] == key else 0
                if not node:
                    return 0
        return node


def save_arrays(arrays: Arrays, path: Path) -> None:
    """Write the arrays to `path` in one step: a reader sees the former file or the whole new one."""
    columns: dict[str, pa.Array] = {}
    for name, values in arrays.numbers.items():
        columns[f"n:{name}"] = _as_list(pa.array(values))
    for name, texts in arrays.texts.items():
        columns[f"t:{name}"] = _as_list(pa.array(["\n".join(texts)], pa.large_string()))
    table = pa.table(columns)
    table = table.replace_schema_metadata({_CHECKSUM: _digest(table)})
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def load_arrays(path: Path) -> Arrays | None:
    """Return the arrays in `path`, mapped and not copied; None when it is missing or damaged."""
    table = _open(path)
    return None if table is None else _read(table)


def is_whole(path: Path) -> bool:
    """Say whether `path` holds an index as it was written."""
    return _open(path) is not None


# Files found whole by this process, as they then were: who prepares an index opens it next, and
# reading all of it twice would be a third of the way to the first link.
_WHOLE: set[tuple[str, int, int, int]] = set()


def _open(path: Path) -> pa.Table | None:
    try:
        status = path.stat()
        mark = (str(path), status.st_ino, status.st_mtime_ns, status.st_size)
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
            if mark in _WHOLE:
                return table
            if (table.schema.metadata or {}).get(_CHECKSUM) != _digest(table):
                return None
            _WHOLE.add(mark)
            return table
    except (OSError, pa.ArrowException, ValueError):
        return None


def _read(table: pa.Table) -> Arrays:
    arrays = Arrays()
    for name in table.schema.names:
        values = table[name].chunk(0).values
        if name.startswith("n:"):
            arrays.numbers[name[2:]] = values.to_numpy(zero_copy_only=True)
        else:
            text = values[0].as_py()
            arrays.texts[name[2:]] = text.split("\n") if text else []
    return arrays


def _as_list(values: pa.Array) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)


def _digest(table: pa.Table) -> bytes:
    # Against damage, not against malice: twenty times as fast as a hash that also withstands that.
    digest = 0
    for name in table.schema.names:
        digest = isal_zlib.crc32(name.encode(), digest)
        for part in _buffers(table[name].chunks):
            digest = isal_zlib.crc32(part, digest)
    return f"{digest:08x}".encode()


def _buffers(chunks: Iterable[pa.Array]) -> Iterator[memoryview]:
    for chunk in chunks:
        for buffer in chunk.values.buffers():
            if buffer is not None:
                yield memoryview(buffer)
