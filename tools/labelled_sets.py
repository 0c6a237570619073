"""The labelled affiliations: which rows are measured, so that nothing is learnt from them.

Learning (`tools/linking_model.py`) and measuring (`benchmarks/linking/gold.py`) both ask here: were
there two answers, measured texts could be learnt without anybody noticing.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

from cordee.observatory.linking.normalise import fold


ROOT = Path(__file__).parents[1]
GOLD = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared")) / "gold" / "affiliation"
WORKS_MAGNET = "works_magnet"
MEASURED = (
    "crossref_2024",
    "springer_2023",
    "cwts_multi",
    "affilgood_french_hard",
    "affilgood_multilingual",
    "s2aff",
    WORKS_MAGNET,
    "openalex_gold_2023",
)
"""The sets measured, in the order of the report."""

FILES = {WORKS_MAGNET: "works_magnet_corrections_20240710"}
"""The names of files that are not called as their set is."""

# Rows of these sets that no model was trained on, by the set's own division.
_SPLITS = {"s2aff": "val"}
# One text in five, drawn by its checksum, is held apart from training. The draw depends on nothing
# but the text, so a text cannot be on both sides.
_PARTS = 5


def is_held_apart(text: str) -> bool:
    """Say whether a text of Works Magnet belongs to the fifth on which nothing is trained."""
    return zlib.crc32(text.encode()) % _PARTS == 0


def make_key(text: str) -> str:
    """Return what two texts share that differ in case, accents, marks and white space alone."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def read_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return all rows of one set."""
    with (folder / f"{FILES.get(name, name)}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_measured(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of one set that its own division leaves for measuring: all, where it has none.

    Works Magnet has none; its fifth held apart is for the caller to take, by `is_held_apart`.
    """
    wanted = _SPLITS.get(name)
    return [row for row in read_rows(folder, name) if wanted is None or row.get("split") == wanted]


def list_measured_keys(folder: Path, but: str = "") -> set[str]:
    """Return the keys of all texts measured, `but` those of one set."""
    return {
        make_key(row["affiliation"])
        for name in MEASURED
        if name != but
        for row in read_measured(folder, name)
        if name != WORKS_MAGNET or is_held_apart(row["affiliation"])
    }
