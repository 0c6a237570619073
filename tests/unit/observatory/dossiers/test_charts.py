from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.dossiers.samples import make_dossier

from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.charts import draw_chart, to_png, to_spec, to_svg
from cordee.observatory.dossiers.labels import Circle, place_names
from cordee.observatory.dossiers.maps import draw_map
from cordee.observatory.dossiers.model import Chart, Series, Spot, WorldMap
from cordee.observatory.dossiers.phrases import walk_blocks


pytestmark = pytest.mark.slow

SPOTS = (
    Spot("London", 51.5, -0.1, 30, ""),
    Spot("Greenwich", 51.5, 0.0, 3, ""),
    Spot("Edinburgh", 55.9, -3.2, 6, ""),
)


def find(name: str, language: str = "en") -> Chart:
    blocks = (block for _, block in walk_blocks(make_dossier(language)))
    return next(one for one in blocks if isinstance(one, Chart) and one.name == name)


def find_map() -> WorldMap:
    blocks = (block for _, block in walk_blocks(make_dossier()))
    return next(one for one in blocks if isinstance(one, WorldMap))


def read_texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter() if "text" in one.tag]


@pytest.mark.parametrize("name", ["trend", "kinds", "organisations-share"])
def test_the_same_chart_gives_the_same_bytes(name: str) -> None:
    chart = find(name)
    assert to_svg(draw_chart(chart, "en"), "en") == to_svg(draw_chart(chart, "en"), "en")


def test_numbers_are_those_of_the_language() -> None:
    french = read_texts(to_svg(draw_chart(find("organisations-share", "fr"), "fr"), "fr"))
    assert "7,5\u00a0%" in french
    english = read_texts(to_svg(draw_chart(find("organisations-share"), "en"), "en"))
    assert "7.5%" in english


def test_series_are_named_when_there_are_several() -> None:
    chart = find("trend")
    texts = read_texts(to_svg(draw_chart(chart, "en"), "en"))
    assert {series.name for series in chart.series} <= set(texts)
    alone = replace(chart, series=chart.series[:1])
    assert chart.series[0].name not in read_texts(to_svg(draw_chart(alone, "en"), "en"))


def test_a_missing_value_is_no_point() -> None:
    chart = find("trend")
    gone = replace(chart, series=(Series("A", tuple(None for _ in chart.categories)),))
    assert to_svg(draw_chart(gone, "en"), "en").startswith("<svg")


def test_texts_of_a_chart_are_no_markup() -> None:
    chart = replace(find("trend"), categories=tuple(f"<b>{n}&" for n in range(12)))
    assert "<b>0&" in read_texts(to_svg(draw_chart(chart, "en"), "en"))


def test_png_is_a_picture() -> None:
    assert to_png(draw_chart(find("kinds"), "en"), "en", 1).startswith(b"\x89PNG")


def test_a_map_shades_countries_in_classes_and_marks_the_home() -> None:
    svg = to_svg(draw_map(find_map(), "en"), "en")
    assert "≥\u00a0100" in read_texts(svg)
    drawn = set(re.findall(r'fill="(#[0-9a-f]{6})"', svg))
    assert {looks.MAP_HOME, looks.MAP_NONE, looks.MAP_CLASSES[-1]} <= drawn


def test_a_map_of_nothing_is_drawn() -> None:
    empty = replace(find_map(), shades=())
    assert looks.MAP_HOME in to_svg(draw_map(empty, "fr"), "fr")


@pytest.mark.parametrize("focus", ["", "GB", "FR", "ZZ"])
def test_places_are_circles_named_where_there_is_room(focus: str) -> None:
    texts = read_texts(to_svg(draw_map(replace(find_map(), focus=focus, spots=SPOTS), "en"), "en"))
    assert "London\u00a0\u00a030" in [text.replace(" ", "\u00a0") for text in texts]
    assert not any("Greenwich" in text for text in texts)


def test_names_keep_off_circles_and_go_by_value() -> None:
    great, near, far = (
        Circle(0, 0, 10, "London 30"),
        Circle(-22, 0, 4, "Oxford 6"),
        Circle(0, 99, 2, "Bournemouth 1"),
    )
    sides = place_names([far, near, great], [1, 6, 30])
    assert sides == {2: (1, 0), 1: (-1, 0), 0: (1, 0)}
    crowd = [Circle(x, y, 4, "Crawley 6") for x in range(-80, 81, 8) for y in range(-40, 41, 8)]
    values = [30, 1, *[6] * len(crowd)]
    # Where the greatest finds no room, much smaller places are not named at all.
    assert place_names([great, far, *crowd], values) == {}


def test_the_only_place_of_a_map_has_its_name() -> None:
    assert place_names([Circle(0, 0, 10, "Heidelberg 3")], [3]) == {0: (1, 0)}


def test_a_map_needs_no_network() -> None:
    assert "http" not in str(to_spec(draw_map(find_map(), "en"))).replace(
        "https://vega.github.io/schema", ""
    )


def lightness(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


@pytest.mark.parametrize("scale", [looks.SERIES, looks.MAP_CLASSES])
def test_neighbouring_colours_differ_in_grey(scale: tuple[str, ...]) -> None:
    assert all(abs(lightness(a) - lightness(b)) > 10 for a, b in pairwise(scale))
