from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.figures.chord import Arc, Chord
from cordee.observatory.figures.network_parts import Link
from cordee.observatory.figures.question import Question
from cordee.observatory.pictures.chord import (
    INNER,
    OUTER,
    SIDE,
    draw_chord,
)


CODES = ("GB", "US", "DE", "JP", "BR", "ZA", "AU", "IT")
PAIRS = [(a, b) for place, a in enumerate(CODES) for b in CODES[place + 1 :]]


def make(works: dict[tuple[str, str], int]) -> Chord:
    links = tuple(Link(a, b, count, 1.0) for (a, b), count in works.items())
    arcs = tuple(
        Arc(
            code,
            9,
            sum(link.works for link in links if code in (link.source, link.target)),
            sum(1 for link in links if code in (link.source, link.target)),
        )
        for code in CODES
    )
    shown = tuple(arc for arc in arcs if arc.partners)
    return Chord(Question(("02vjkv261",)), shown, links, len(shown), (), None)


def read_numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]


def get_turn(x: float, y: float) -> float:
    return math.atan2(x - SIDE / 2, SIDE / 2 - y) % math.tau


@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 500), min_size=1))
def test_arcs_go_once_round_and_ribbons_end_on_them(works: dict[tuple[str, str], int]):
    chord = make(works)
    picture = draw_chord(chord, "en")

    assert len(picture.arcs) == len(chord.arcs)
    assert len(picture.ribbons) == len(works)
    starts = [get_turn(*read_numbers(arc.path)[:2]) for arc in picture.arcs]
    assert starts == sorted(starts)
    for ribbon in picture.ribbons:
        x, y = read_numbers(ribbon.path)[:2]
        assert math.hypot(x - SIDE / 2, y - SIDE / 2) == pytest.approx(INNER, abs=0.02)


def test_a_ribbon_is_as_wide_at_both_feet_as_its_works():
    picture = draw_chord(make({("GB", "US"): 30, ("GB", "DE"): 10}), "en")
    widths = []
    for ribbon in picture.ribbons:
        numbers = read_numbers(ribbon.path)
        # M x y A r r 0 large 1 x y Q cx cy x y A …
        first = get_turn(*numbers[7:9]) - get_turn(*numbers[:2])
        widths.append(first % math.tau)
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)


def test_a_name_never_stands_on_its_head():
    picture = draw_chord(make(dict.fromkeys(PAIRS, 1)), "fr")

    assert {name.text for name in picture.names} >= {"Royaume-Uni", "États-Unis"}
    for name in picture.names:
        assert -90 <= float(name.turn) % 360 - 360 * (float(name.turn) % 360 > 180) <= 90
        assert float(name.x) * (-1 if name.flip else 1) > OUTER
