"""The labelled sets: which rows of each are measured, and the rows on which slow peers are tried."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import dataclass
from pathlib import Path

from cordee.reference.folding import fold


@dataclass(frozen=True, slots=True)
class Row:
    """One text and the organisations it is labelled with."""

    text: str
    labels: frozenset[str]


MEASURED = (
    "crossref_2024",
    "springer_2023",
    "cwts_multi",
    "affilgood_french_hard",
    "affilgood_multilingual",
    "s2aff",
    "works_magnet",
    "openalex_gold_2023",
)
"""The sets in the order of the report."""

_FILES = {"works_magnet": "works_magnet_corrections_20240710"}
# Rows of these sets that no model was trained on, by the set's own division.
_SPLITS = {"s2aff": "val"}
# One text in five, drawn by its checksum, is held apart from training. The draw depends on nothing
# but the text, so a text cannot be on both sides.
_PARTS = 5
# Any fixed number will do: it makes every run try its peers on the same rows.
_SEED = 2024


def is_held_apart(text: str) -> bool:
    """Say whether `text` belongs to the fifth on which nothing is trained."""
    return zlib.crc32(text.encode()) % _PARTS == 0


def read_set(folder: Path, name: str) -> list[Row]:
    """Return the rows of one set that are measured.

    Of s2aff these are the rows split "val"; of works_magnet the fifth held apart from training,
    without texts that stand in another measured set.
    """
    rows = _read_file(folder, name)
    if name != "works_magnet":
        return rows
    others = {
        _make_key(row.text)
        for other in MEASURED
        if other != name
        for row in _read_file(folder, other)
    }
    kept: dict[str, Row] = {}
    for row in rows:
        key = _make_key(row.text)
        if is_held_apart(row.text) and key not in others:
            kept.setdefault(key, row)
    return list(kept.values())


def _read_file(folder: Path, name: str) -> list[Row]:
    path = folder / f"{_FILES.get(name, name)}.jsonl"
    wanted = _SPLITS.get(name)
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Row(record["affiliation"], frozenset(record["ror_ids"]))
        for record in records
        if wanted is None or record.get("split") == wanted
    ]


def _make_key(text: str) -> str:
    return " ".join(fold(text).split())


def draw(rows: list[Row], count: int) -> list[Row]:
    """Return `count` rows drawn with a fixed seed; a smaller draw is a part of a larger one."""
    return random.Random(_SEED).sample(rows, len(rows))[:count]
