"""Floors under the quality on the labelled sets, a point below what is reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cordee.observatory.linking.evaluate import Judged, score
from cordee.observatory.linking.linker import Linker


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "exact", "f1"),
    [
        ("crossref_2024", 0.83, 0.88),
        ("springer_2023", 0.86, 0.905),
        ("cwts_multi", 0.58, 0.855),
        ("affilgood_french_hard", 0.475, 0.835),
        ("affilgood_multilingual", 0.73, 0.805),
    ],
)
def test_quality(linker: Linker, shared_data: Path, name: str, exact: float, f1: float) -> None:
    path = shared_data / "gold" / "affiliation" / f"{name}.jsonl"
    judged = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = {one.organisation for one in linker.link_one(row["affiliation"]).organisations}
        labels = frozenset(row["ror_ids"])
        judged.append(Judged(labels, frozenset(found), frozenset(), None, frozenset()))
    scores = score(judged)

    assert scores.exact >= exact
    assert scores.f1 >= f1
