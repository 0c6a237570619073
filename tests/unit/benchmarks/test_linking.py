from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.linking.gold import MEASURED, Row, draw, is_held_apart, read_set
from benchmarks.linking.machine import Load, Memory, Speed
from benchmarks.linking.quality import Measured
from benchmarks.linking.report import judge, present_machine, present_set

from cordee.observatory.linking.evaluate import Judged, score


NOBODY: frozenset[str] = frozenset()
SCORES = score([Judged(frozenset("a"), frozenset("a"), frozenset("a"), None, NOBODY)])
OURS = Measured("ours", SCORES, 12_345, "measured here")


def write(folder: Path, file: str, rows: list[dict[str, object]]) -> None:
    lines = "\n".join(json.dumps({"ror_ids": ["a"], **row}) for row in rows)
    (folder / f"{file}.jsonl").write_text(lines)


@pytest.mark.parametrize(
    ("reached", "target", "at_most", "verdict"),
    [
        (85.0, 85.0, False, "85.0 met"),
        (84.96, 85.0, False, "85.0 met"),
        (84.9, 85.0, False, "85.0 missed"),
        (2.0, 2.0, True, "2.0 met"),
        (2.4, 2.0, True, "2.0 missed"),
    ],
)
def test_verdicts(reached: float, target: float, at_most: bool, verdict: str) -> None:
    assert judge(reached, target, at_most=at_most) == verdict


def test_a_smaller_draw_is_a_part_of_a_larger_one() -> None:
    rows = [Row(str(number), NOBODY) for number in range(50)]

    assert draw(rows, 10) == draw(rows, 40)[:10]
    assert sorted(draw(rows, 90), key=lambda row: int(row.text)) == rows


def test_some_rows_are_left_out(tmp_path: Path) -> None:
    for name in MEASURED:
        write(tmp_path, name, [{"affiliation": "Lab, Lyon"}])
    write(tmp_path, "s2aff", [{"affiliation": x, "split": x} for x in ("train", "val")])
    given = [f"Lab {number}" for number in range(40)]
    mixed = [text for one in given for text in (one, one.upper())]
    write(
        tmp_path,
        "works_magnet_corrections_20240710",
        [{"affiliation": text} for text in [*mixed, "LAB, Lyon."]],
    )

    assert [row.text for row in read_set(tmp_path, "s2aff")] == ["val"]
    kept = [row.text for row in read_set(tmp_path, "works_magnet")]
    assert kept
    assert all(is_held_apart(text) for text in kept)
    assert len({text.lower() for text in kept}) == len(kept)
    assert "LAB, Lyon." not in kept


@pytest.mark.parametrize("ours", [[OURS], [OURS, OURS]], ids=["balanced", "precise too"])
@pytest.mark.parametrize("name", MEASURED)
def test_every_line_of_a_table_has_all_columns(name: str, ours: list[Measured]) -> None:
    sampled = [replace(OURS, hidden=True), replace(OURS, strings_per_second=None)]
    table = [line for line in present_set(name, [ours, sampled]).splitlines() if line[:1] == "|"]

    assert len({line.count(" | ") for line in table}) == 1


def test_the_machine_is_judged() -> None:
    speed = Speed(2, 20_000, 10_500, Memory(900, 300, 600))
    table = present_machine(Load(0.5, 1.0, 0.9), [speed], 40_000)

    assert "| 2 processes: strings/s | 20,000 | 20,000 met |" in table
    assert "| 2 processes: peak of the largest, MB | 900 | 800.0 missed |" in table
    assert "| index loaded and first text linked, s | 1.90 | 2.0 met |" in table
