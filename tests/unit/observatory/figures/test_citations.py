from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import A, G, MemoryLake, SmallRegistry, Work, make_lake

from cordee.observatory.figures.citations import make_cited
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question


def to_row(scores: list[float]) -> dict[str, float]:
    return {
        "works": len(scores),
        "citations": 3 * len(scores),
        "compared": len(scores),
        "score": sum(scores),
        "square": sum(score * score for score in scores),
        "top": 0.0,
    }


@given(st.lists(st.floats(0, 50), min_size=1, max_size=30), st.integers(0, 30))
def test_sums_of_parts_give_what_the_whole_gives(scores: list[float], cut: int):
    whole = make_cited("works", [to_row(scores)])
    parts = make_cited("works", [to_row(scores[:cut]), to_row(scores[cut:])])
    assert parts.score == pytest.approx(whole.score)
    assert whole.score_low is None or whole.score_low <= whole.score <= whole.score_high
    assert whole.mean == 3


def test_nothing_is_said_of_works_without_citations():
    nothing = make_cited("works", [])
    assert (nothing.works, nothing.mean, nothing.score, nothing.top_share) == (0, None, None, None)


def with_citations(lake: MemoryLake, citations: dict[int, int]) -> MemoryLake:
    for row in lake.tables["works"]:
        row |= {"type": "article", "citations": citations.get(row["work"])}
    return lake


def test_citations_are_parted_by_kind_and_country():
    works = [
        Work(1, 2020, {A: frozenset(), G: frozenset()}, {"FR": frozenset(), "GB": frozenset()}),
        Work(2, 2020, {A: frozenset()}, {"FR": frozenset()}),
    ]
    lake = with_citations(make_lake(works), {1: 7, 2: 2})
    found = Observatory(lake, SmallRegistry()).get_figures(Question((A,))).citations
    assert {one.key: one.citations for one in found.kinds} == {
        "works": 9, "domestic": 2, "international": 7, "bilateral": 7,
    }  # fmt: skip
    assert [(one.key, one.citations) for one in found.countries] == [("GB", 7)]


def test_a_lake_whose_sources_count_none_has_no_citations():
    lake = make_lake([Work(1, 2020, {A: frozenset()})])
    assert Observatory(lake, SmallRegistry()).get_figures(Question((A,))).citations is None
