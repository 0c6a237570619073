from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.shades import (
    MOST_CLASSES,
    choose_bounds,
    get_level,
    spread_level,
)
from cordee.web.pages.observatory.presenters.evidence import cut_text
from cordee.web.pages.observatory.presenters.shapes import draw_pieces, draw_sparkline


def test_a_trend_of_one_year_is_not_drawn() -> None:
    assert draw_sparkline([3], "") == draw_sparkline([], "")


def test_few_years_are_columns_more_are_a_line() -> None:
    assert len(draw_sparkline([1, 0, 2], "").columns) == 3
    assert draw_sparkline([1, 0, 2, 4], "").path.startswith("M0,")


@pytest.mark.usefixtures("french")
def test_coordinates_keep_the_point_in_french() -> None:
    assert draw_sparkline([3, 8, 8, 8, 5], "").path == "M0,14.75L25,1L50,1L75,1L100,9.25"
    assert [piece.width for piece in draw_pieces([("a", 1), ("b", 2), ("c", 0)])] == [
        "33.33%",
        "66.67%",
    ]


@given(st.integers(1, 10**7))
def test_classes_rise_and_hold_every_value(most: int) -> None:
    bounds = choose_bounds(most)
    assert bounds[0] == 1
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) <= MOST_CLASSES
    assert get_level(most, bounds) == len(bounds)
    assert spread_level(len(bounds), len(bounds)) == MOST_CLASSES


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=5),
)
def test_cutting_a_text_loses_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    segments = cut_text(text, spans)
    assert "".join(segment.text for segment in segments) == text


def test_nested_spans_are_numbered_where_they_end() -> None:
    segments = cut_text("Inserm U830, Paris", [(0, 11), (0, 6), (13, 18)])
    assert [(one.text, one.marked, one.ends) for one in segments] == [
        ("Inserm", True, "2"),
        (" U830", True, "1"),
        (", ", False, ""),
        ("Paris", True, "3"),
    ]
