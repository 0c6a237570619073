"""The compiled name index: kept in one file, loaded in a second or two.

The file is Arrow IPC: one row, one list column an array, and a checksum of the content in the
metadata, so a damaged file is seen and made again. It is written beside its final place and moved
there in one step: any number of processes may compile at once, the last one wins, all are right.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from cordee.observatory.linking.compile import TOKEN_BITS, Arrays
from cordee.observatory.linking.normalise import Tokeniser


_CHECKSUM = b"cordee.checksum"


class NameIndex:
    """Names, places and countries as one trie over word numbers, with the facts of organisations.

    Attributes named after arrays of `cordee.observatory.linking.compile.Arrays`; organisations,
    places and country codes are numbers in `ids`, the places' arrays and `codes`.
    """

    def __init__(self, arrays: Arrays) -> None:
        integers, texts = arrays.integers, arrays.texts
        edges = integers["edges"]
        self.edges: dict[int, int] = dict(zip(edges, range(1, len(edges) + 1), strict=True))
        vocabulary = texts["vocabulary"]
        self.tokeniser = Tokeniser(
            dict(zip(vocabulary, range(1, len(vocabulary) + 1), strict=True))
        )
        self.vocabulary = vocabulary
        self.ids = texts["ids"]
        self.number_of = {id_: number for number, id_ in enumerate(self.ids)}
        self.codes = texts["codes"]
        self.code_of = {code: number for number, code in enumerate(self.codes)}
        self.entry_offsets = integers["entry_offsets"]
        self.entry_organisation = integers["entry_organisation"]
        self.entry_kind = integers["entry_kind"]
        self.entry_surface = integers["entry_surface"]
        self.place_offsets = integers["place_offsets"]
        self.place_ids = integers["place_ids"]
        self.place_country = integers["place_country"]
        self.place_state = integers["place_state"]
        self.place_population = integers["place_population"]
        self.country_at = dict(
            zip(integers["country_nodes"], integers["country_codes"], strict=True)
        )
        self.state_at = dict(zip(integers["state_nodes"], integers["state_codes"], strict=True))
        self.node_flags = bytearray(integers["node_flags"].tolist())
        self.roots, self.branches = _read_edges(edges, len(vocabulary))
        self.successor = integers["successor"]
        self.country = integers["country"]
        self.sure = integers["sure"]
        self.place = integers["place"]
        self.facts = integers["facts"]
        self._parents_offsets, self._parents = integers["parents_offsets"], integers["parents"]
        self._relatives_offsets = integers["relatives_offsets"]
        self._relatives = integers["relatives"]
        self.external: dict[str, int] = dict(
            zip(texts["external_ids"], integers["external_organisation"], strict=True)
        )

    def get_word(self, form: str) -> int:
        """Return the number of a word in its index form, 0 when no name has it."""
        return self.tokeniser.vocabulary.get(form, 0)

    def find_node(self, text: str) -> int:
        """Return the node where the words of `text` end, 0 when nothing begins so."""
        node = 0
        for number in self.tokeniser.tokenise(text).ids:
            node = self.edges.get(node << TOKEN_BITS | number, 0)
            if not node:
                return 0
        return node

    def entries_at(self, node: int) -> range:
        """Return the numbers of the entries (organisation, kind, surface) of a node."""
        return range(self.entry_offsets[node], self.entry_offsets[node + 1])

    def parents_of(self, organisation: int) -> array[int]:
        """Return the organisations that `organisation` is a part of."""
        offsets = self._parents_offsets
        return self._parents[offsets[organisation] : offsets[organisation + 1]]

    def relatives_of(self, organisation: int) -> array[int]:
        """Return all organisations that the registry ties to `organisation`."""
        offsets = self._relatives_offsets
        return self._relatives[offsets[organisation] : offsets[organisation + 1]]


def _read_edges(edges: array[int], words: int) -> tuple[list[int], bytearray]:
    """Return the node each word leads to alone (0 for none), and which nodes lead on to others.

    Both spare a look-up in the great dictionary of edges, where each costs a miss of the caches.
    """
    roots = [0] * (words + 1)
    branches = bytearray(len(edges) + 1)
    for node, key in enumerate(edges, 1):
        parent = key >> TOKEN_BITS
        if parent:
            branches[parent] = 1
        else:
            roots[key] = node
    return roots, branches


def save_arrays(arrays: Arrays, path: Path) -> None:
    """Write the arrays to `path` in one step: a reader sees the former file or the whole new one."""
    columns: dict[str, pa.Array] = {}
    for name, values in arrays.integers.items():
        columns[f"i:{name}"] = _as_list(
            pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values.tobytes())])
        )
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
    """Return the arrays in `path`, or None when the file is missing or damaged."""
    table = _open(path)
    return None if table is None else _read(table)


def is_whole(path: Path) -> bool:
    """Say whether `path` holds an index as it was written."""
    return _open(path) is not None


def _open(path: Path) -> pa.Table | None:
    try:
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
            whole = (table.schema.metadata or {}).get(_CHECKSUM) == _digest(table)
            return table if whole else None
    except (OSError, pa.ArrowException, ValueError):
        return None


def _read(table: pa.Table) -> Arrays:
    arrays = Arrays()
    for name in table.schema.names:
        values = table[name].chunk(0).values
        if name.startswith("i:"):
            found = array("q")
            found.frombytes(memoryview(values.buffers()[1]).cast("B")[: len(values) * 8])
            arrays.integers[name[2:]] = found
        else:
            arrays.texts[name[2:]] = values[0].as_py().split("\n")
    return arrays


def _as_list(values: pa.Array) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)


def _digest(table: pa.Table) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for name in table.schema.names:
        for part in _buffers(table[name].chunks):
            digest.update(part)
    return digest.hexdigest().encode()


def _buffers(chunks: Iterable[pa.Array]) -> Iterator[memoryview]:
    for chunk in chunks:
        for buffer in chunk.values.buffers():
            if buffer is not None:
                yield memoryview(buffer)
