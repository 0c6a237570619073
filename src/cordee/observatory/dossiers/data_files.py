"""A dossier for programs: one JSON, or a zip with a CSV for each table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from cordee.kernel.cells import Cell, guard
from cordee.observatory.dossiers.archives import pack
from cordee.observatory.dossiers.model import (
    Chart,
    Dossier,
    KeyFigures,
    Paragraph,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import (
    Phrases,
    describe_source,
    get_phrases,
    make_address,
    walk_blocks,
)
from cordee.observatory.dossiers.rows import (
    head_key_figures,
    head_map,
    list_key_figures,
    list_map,
    list_points,
    list_rows,
    settle,
)


BLOCK_NAMES: dict[type, str] = {
    Paragraph: "paragraph",
    KeyFigures: "key_figures",
    Table: "table",
    Chart: "chart",
    WorldMap: "map",
}
ADDRESSES = frozenset({"link", "links", "address"})
BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets in French read UTF-8 only after it."""


def write_json(dossier: Dossier, base: str) -> bytes:
    """Return `dossier` as JSON: its fields by name, blocks told apart by `block`, whole addresses.

    What has no number is null.
    """
    return json.dumps(_present(dossier, base), ensure_ascii=False, indent=1).encode()


def _present(value: Any, base: str, name: str = "") -> Any:
    if is_dataclass(value):
        kind = BLOCK_NAMES.get(type(value))
        head = {"block": kind} if kind else {}
        found = {one.name: getattr(value, one.name) for one in fields(value)}
        return head | {key: _present(each, base, key) for key, each in found.items()}
    if isinstance(value, tuple):
        return [_present(each, base, name) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and name in ADDRESSES:
        return make_address(base, value)
    return settle(value)


def write_csv(dossier: Dossier, base: str) -> bytes:
    """Return a zip with a CSV (RFC 4180, UTF-8) for each table, chart and map of `dossier`.

    `key-figures.csv` and `definitions.csv` stand beside them, and `about.csv` says what all was made
    from. Shares are between 0 and 1, and no cell is taken for a formula.
    """
    words = get_phrases(dossier.language)
    figures = [row for _, row in list_key_figures(dossier, base, words)]
    entries = {
        "about.csv": _write(("", ""), _list_about(dossier, base, words)),
        "key-figures.csv": _write(head_key_figures(words), figures),
    }
    for _, block in walk_blocks(dossier):
        if isinstance(block, Table):
            headers = [*(column.label for column in block.columns), words.link]
            entries[f"{block.name}.csv"] = _write(headers, list_rows(block, base))
        elif isinstance(block, Chart):
            headers = [words.category, *(series.name for series in block.series)]
            entries[f"chart-{block.name}.csv"] = _write(headers, list_points(block))
        elif isinstance(block, WorldMap):
            headers = [*head_map(block, words, block.title)]
            entries[f"map-{block.name}.csv"] = _write(headers, list_map(block, base))
    headers = [words.code, words.indicator, words.definition, words.formula, words.source]
    terms = [
        (one.code, one.label, one.definition, one.formula, one.source) for one in dossier.terms
    ]
    entries["definitions.csv"] = _write(headers, terms)
    return pack(entries)


def _list_about(dossier: Dossier, base: str, words: Phrases) -> Iterable[tuple[Cell, ...]]:
    yield dossier.title, dossier.subtitle
    yield words.source, describe_source(dossier)
    yield words.link, make_address(base, dossier.address)
    for caution in dossier.cautions:
        yield words.cautions, caution


def _write(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([guard(one) for one in headers])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
