"""The record of one organisation, and its form on disk.

The registry is a Parquet file with one row an organisation; its schema metadata says which
version it is, from where, of what date, under which licence and with which gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


KINDS = ("ror_display", "label", "alias", "acronym")
"""The kinds of a name, as ROR words them. On disk a name's kinds are bits in this order."""

RELATIONS = ("parent", "child", "related", "successor", "predecessor")
"""The kinds of a relation, as ROR words them."""

STATUSES = ("active", "inactive", "withdrawn", "unknown")

_METADATA = b"cordee.registry"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an organisation: its text, its kinds (of `KINDS`) and its language if said."""

    text: str
    kinds: tuple[str, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the ROR registry.

    `id` is the nine characters of its ROR id. `name` is the name ROR displays. `country` is an
    ISO 3166-1 alpha-2 code. `latitude` and `longitude` are degrees of the first location's city,
    not of the building. Relations hold the ids of other organisations.

    `country_basis` says how the country is known: ``ror`` when the registry states it, else the
    name of the inference (see the data page of the documentation). `complete` is False when only
    names were to be had: no city, no aliases, status ``unknown``.
    """

    id: str
    name: str
    names: tuple[Name, ...]
    country: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    types: tuple[str, ...] = ()
    status: str = "active"
    established: int | None = None
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    region: str | None = None
    geonames_id: int | None = None
    domains: tuple[str, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    country_basis: str | None = "ror"
    complete: bool = True

    @property
    def acronym(self) -> str | None:
        """The first acronym of the record, or None."""
        return next((name.text for name in self.names if "acronym" in name.kinds), None)


@dataclass(frozen=True)
class RegistryFacts:
    """Which registry this is: version, source, date (ISO), licence, and its gaps in two languages."""

    version: str
    source: str
    date: str
    licence: str = "CC0-1.0"
    gaps_en: str = ""
    gaps_fr: str = ""
    format: int = field(default=1)


SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        (
            "names",
            pa.list_(
                pa.struct([("text", pa.string()), ("kinds", pa.uint8()), ("language", pa.string())])
            ),
        ),
        ("country", pa.string()),
        ("city", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("types", pa.list_(pa.string())),
        ("status", pa.string()),
        ("established", pa.int16()),
        ("parents", pa.list_(pa.string())),
        ("children", pa.list_(pa.string())),
        ("related", pa.list_(pa.string())),
        ("successors", pa.list_(pa.string())),
        ("predecessors", pa.list_(pa.string())),
        ("region", pa.string()),
        ("geonames_id", pa.int64()),
        ("domains", pa.list_(pa.string())),
        (
            "external_ids",
            pa.list_(pa.struct([("scheme", pa.string()), ("value", pa.string())])),
        ),
        ("country_basis", pa.string()),
        ("complete", pa.bool_()),
    ]
)
"""The columns of the registry file, in the order of the fields of `Organisation`."""

_KIND_SETS = tuple(
    tuple(kind for bit, kind in enumerate(KINDS) if number >> bit & 1)
    for number in range(1 << len(KINDS))
)
_NAME_FIELDS = ("text", "kinds", "language")
_STRUCTS = ("names", "external_ids")


def to_table(organisations: Iterable[Organisation], facts: RegistryFacts) -> pa.Table:
    """Return `organisations` as a table of `SCHEMA`, sorted by id, with `facts` in its metadata."""
    ordered = sorted(organisations, key=lambda one: one.id)
    schema = SCHEMA.with_metadata({_METADATA: json.dumps(asdict(facts)).encode()})
    # By the thousand: as rows of dictionaries a whole registry would take half a gigabyte.
    batches = [
        pa.RecordBatch.from_pylist([_to_row(one) for one in ordered[at : at + 4096]], schema=schema)
        for at in range(0, len(ordered), 4096)
    ]
    return pa.Table.from_batches(batches, schema=schema)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a registry table to `path` as the package ships it."""
    # Level 19 costs half a minute once and a fifth of the size for ever; reading is as fast.
    pq.write_table(table, path, compression="zstd", compression_level=19, row_group_size=1 << 17)


def read_facts(schema: pa.Schema) -> RegistryFacts | None:
    """Return the facts in a registry file's metadata, or None when it is not a registry file."""
    found = (schema.metadata or {}).get(_METADATA)
    return RegistryFacts(**json.loads(found)) if found else None


def from_table(table: pa.Table) -> Iterator[Organisation]:
    """Yield the organisations of a registry table, row by row."""
    # Whole columns are turned into Python values a few thousand rows at a time: five times faster
    # than row by row, and the memory stays small.
    for batch in table.to_batches(max_chunksize=4096):
        columns = [
            _read_lists(column) if pa.types.is_list(column.type) else column.to_pylist()
            for column in batch.columns
        ]
        for values in zip(*columns, strict=True):
            yield Organisation(*values)


def list_acronyms(table: pa.Table) -> pa.Array:
    """Return the first acronym of each row of a registry table, null where there is none.

    The same as `Organisation.acronym` of each, without making the organisations.
    """
    names = table["names"].combine_chunks()
    flat = names.flatten()
    is_acronym = pc.bit_wise_and(flat.field("kinds"), 1 << KINDS.index("acronym"))
    places = np.flatnonzero(is_acronym.to_numpy(zero_copy_only=False))
    rows, first = np.unique(pc.list_parent_indices(names).to_numpy()[places], return_index=True)
    chosen = np.zeros(len(names), np.int64)
    chosen[rows] = places[first]
    missing = np.ones(len(names), np.bool_)
    missing[rows] = False
    return flat.field("text").take(pa.array(chosen, mask=missing))


def from_row(row: dict[str, Any]) -> Organisation:
    """Return the organisation of one row given as a dictionary; the fast way for a single one."""
    values: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in row.items()
    }
    values["names"] = tuple(
        Name(name["text"], _KIND_SETS[name["kinds"]], name["language"]) for name in row["names"]
    )
    values["external_ids"] = tuple((one["scheme"], one["value"]) for one in row["external_ids"])
    return Organisation(**values)


def _read_lists(column: pa.Array) -> list[tuple[object, ...]]:
    """Return a list column as tuples, its structures as the values `Organisation` holds."""
    offsets = column.offsets.to_pylist()
    first = offsets[0]
    flat = column.flatten()
    values: list[object]
    if not pa.types.is_struct(flat.type):
        values = flat.to_pylist()
    elif flat.type.num_fields == len(_NAME_FIELDS):
        texts, kinds, languages = (flat.field(name).to_pylist() for name in _NAME_FIELDS)
        values = [
            Name(text, _KIND_SETS[bits], language)
            for text, bits, language in zip(texts, kinds, languages, strict=True)
        ]
    else:
        pairs = (flat.field(name).to_pylist() for name in ("scheme", "value"))
        values = list(zip(*pairs, strict=True))
    return [tuple(values[a - first : b - first]) for a, b in pairwise(offsets)]


def _to_row(organisation: Organisation) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(organisation, name) for name in SCHEMA.names if name not in _STRUCTS
    }
    row["names"] = [
        {
            "text": name.text,
            "kinds": sum(1 << KINDS.index(kind) for kind in set(name.kinds)),
            "language": name.language,
        }
        for name in organisation.names
    ]
    row["external_ids"] = [
        {"scheme": scheme, "value": value} for scheme, value in organisation.external_ids
    ]
    return row
