"""The labelled sets: which rows of each are measured, and the rows on which slow peers are tried."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tools.labelled_sets import (
    MEASURED,
    WORKS_MAGNET,
    is_held_apart,
    list_measured_keys,
    make_key,
    read_measured,
)


# The sets and the draw are asked for here by those who measure.
__all__ = ["MEASURED", "Row", "draw", "is_held_apart", "read_set"]


@dataclass(frozen=True, slots=True)
class Row:
    """One text and the organisations it is labelled with."""

    text: str
    labels: frozenset[str]


# Any fixed number will do: it makes every run try its peers on the same rows.
_SEED = 2024


def read_set(folder: Path, name: str) -> list[Row]:
    """Return the rows of one set that are measured.

    Of s2aff these are the rows split "val"; of works_magnet the fifth held apart from training,
    without texts that stand in another measured set.
    """
    rows = [
        Row(record["affiliation"], frozenset(record["ror_ids"]))
        for record in read_measured(folder, name)
    ]
    if name != WORKS_MAGNET:
        return rows
    others = list_measured_keys(folder, but=WORKS_MAGNET)
    kept: dict[str, Row] = {}
    for row in rows:
        key = make_key(row.text)
        if is_held_apart(row.text) and key not in others:
            kept.setdefault(key, row)
    return list(kept.values())


def draw(rows: list[Row], count: int) -> list[Row]:
    """Return `count` rows drawn with a fixed seed; a smaller draw is a part of a larger one."""
    return random.Random(_SEED).sample(rows, len(rows))[:count]
