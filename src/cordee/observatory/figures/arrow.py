"""Answers as typed Arrow tables, for pandas, Polars, DuckDB, R and whatever else speaks Arrow.

Columns have the names and types of the published JSON (`schema.json` beside this module), so that a
table, a document and a page can never call one thing by two names. An object inside a row is laid out
in columns joined by an underscore: `ties.affinity` of the JSON is the column ``ties_affinity``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import pyarrow as pa

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_


Node: TypeAlias = Mapping[str, Any]

SUMMARY = "summary"
LEADERSHIP = "leadership"

MEASURE = (
    ("amount", pa.float64()),
    ("of", pa.float64()),
    ("share", pa.float64()),
    ("low", pa.float64()),
    ("high", pa.float64()),
    ("small", pa.bool_()),
    ("mean", pa.float64()),
)
COMPARISON_SCHEMAS = {
    "by_year": pa.schema(
        [("side", pa.string()), ("name", pa.string()), ("year", pa.int64()), *MEASURE]
    ),
    "indicators": pa.schema(
        [("side", pa.string()), ("name", pa.string()), ("indicator", pa.string()), *MEASURE]
    ),
    **{
        name: pa.schema(
            [
                ("side", pa.string()),
                ("id", pa.string()),
                ("name", pa.string()),
                ("works", pa.int64()),
                ("works_fractional", pa.float64()),
                ("share", pa.float64()),
            ]
        )
        for name in ("partner_countries", "partner_organisations")
    },
}
"""The tables of a comparison: a row a side and a year, an indicator or a partner."""


def list_table_names() -> tuple[str, ...]:
    """Return the tables of an answer.

    ``summary`` is one row of everything that is one number, word or pair of bounds; ``leadership``
    has a row a role on all and on international works; the others are the lists of the JSON.
    """
    return (SUMMARY, LEADERSHIP, *_list_arrays())


def make_arrow_table(document: Mapping[str, Any], name: str) -> pa.Table:
    """Return table `name` of an answer written by `Figures.to_dict`.

    Raises `NotFoundError` when there is no such table.
    """
    properties = _read_schema()["properties"]
    if name == SUMMARY:
        kept = {key: node for key, node in properties.items() if _is_plain(_resolve(node))}
        return _build({key: _to_type(node) for key, node in kept.items()}, [document])
    if name == LEADERSHIP:
        return _build_leadership(document)
    if name not in _list_arrays():
        raise NotFoundError(
            N_("There is no table “{name}”. The tables are: {names}."),
            name=name[:40],
            names=", ".join(list_table_names()),
        )
    row = _resolve(_resolve(properties[name])["items"])
    return _build(_lay_out(row), [_flatten(one, row) for one in document[name]])


def make_comparison_arrow(document: Mapping[str, Any], name: str) -> pa.Table:
    """Return table `name` of a comparison written by `comparison_files.to_dict`.

    In ``by_year`` the whole period is the row without a year. Raises `NotFoundError` when there is
    no such table.
    """
    if name not in COMPARISON_SCHEMAS:
        raise NotFoundError(
            N_("There is no table “{name}”. The tables are: {names}."),
            name=name[:40],
            names=", ".join(COMPARISON_SCHEMAS),
        )
    rows = [
        {"side": side["side"], "name": side["name"], **row}
        for place, side in enumerate(document["sides"])
        for row in _list_rows(document, name, place)
    ]
    return pa.Table.from_pylist(rows, schema=COMPARISON_SCHEMAS[name])


def _list_rows(document: Mapping[str, Any], name: str, place: int) -> Iterable[dict[str, Any]]:
    side = document["sides"][place]
    if name == "by_year":
        return [*side["by_year"], {"year": None, **side["total"]}]
    if name == "indicators":
        return [{"indicator": code, **one} for code, one in side["indicators"].items()]
    return [
        {
            "id": one["id"],
            "name": one["name"],
            "works": one["works"][place],
            "works_fractional": one["works_fractional"][place],
            "share": one["shares"][place],
        }
        for one in document[name]["partners"]
        if one["works"][place]
    ]


@cache
def _read_schema() -> dict[str, Any]:
    text = files("cordee.observatory.figures").joinpath("schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _list_arrays() -> tuple[str, ...]:
    return tuple(
        name
        for name, node in _read_schema()["properties"].items()
        if _get_kind(_resolve(node)) == "array"
        and _get_kind(_resolve(_resolve(node)["items"])) == "object"
    )


def _resolve(node: Node) -> Node:
    """Return what a reference stands for; of alternatives, the one that is not null."""
    if "$ref" in node:
        return _resolve(_read_schema()["$defs"][node["$ref"].rpartition("/")[2]])
    for choice in node.get("anyOf", node.get("oneOf", ())):
        if _resolve(choice).get("type") != "null":
            return _resolve(choice)
    return node


def _get_kind(node: Node) -> str:
    kinds = node.get("type", "string")
    named = [kinds] if isinstance(kinds, str) else [one for one in kinds if one != "null"]
    return str(named[0])


def _is_plain(node: Node) -> bool:
    kind = _get_kind(node)
    if kind == "array":
        return _get_kind(_resolve(node.get("items", {}))) not in {"object", "array"}
    # What is the same in every document, its version, is no figure.
    return kind != "object" and "const" not in node


_TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
}


def _to_type(node: Node) -> pa.DataType:
    node = _resolve(node)
    kind = _get_kind(node)
    if kind == "array":
        return pa.list_(_to_type(node["items"]))
    if kind == "object":
        return pa.struct([(key, _to_type(one)) for key, one in node["properties"].items()])
    return _TYPES[kind]


def _lay_out(row: Node) -> dict[str, pa.DataType]:
    """Return the columns of a row, those of an object inside it joined to its name."""
    found: dict[str, pa.DataType] = {}
    for key, node in row["properties"].items():
        inner = _resolve(node)
        if _get_kind(inner) == "object":
            found |= {f"{key}_{name}": kind for name, kind in _lay_out(inner).items()}
        else:
            found[key] = _to_type(inner)
    return found


def _flatten(values: Mapping[str, Any], row: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, node in row["properties"].items():
        inner, value = _resolve(node), values.get(key)
        if _get_kind(inner) == "object":
            found |= {f"{key}_{name}": one for name, one in _flatten(value or {}, inner).items()}
        else:
            found[key] = value
    return found


def _build_leadership(document: Mapping[str, Any]) -> pa.Table:
    sides = _resolve(_read_schema()["properties"][LEADERSHIP])["properties"]
    roles = _resolve(next(iter(sides.values())))["properties"]
    columns = {"of": pa.string(), "role": pa.string()}
    columns |= _lay_out(_resolve(next(iter(roles.values()))))
    rows = [
        {"of": side, "role": role, **document[LEADERSHIP][side][role]}
        for side in sides
        for role in roles
    ]
    return _build(columns, rows)


def _build(columns: Mapping[str, pa.DataType], rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    kept = [{key: row[key] for key in columns} for row in rows]
    return pa.Table.from_pylist(kept, schema=pa.schema(list(columns.items())))
