from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from cordee.observatory.figures.chord import Arc, Chord
from cordee.observatory.figures.flows import Flow, FlowChoice, FlowMap, Town
from cordee.observatory.figures.network_parts import Link
from cordee.observatory.figures.question import Question
from cordee.observatory.pictures.chord import draw_chord
from cordee.observatory.pictures.drawings import make_chord_drawing, make_flow_drawing
from cordee.observatory.pictures.flow_map import draw_flows
from cordee.observatory.pictures.svg import Drawing


SVG = "{http://www.w3.org/2000/svg}"
ASKED = Question(("02vjkv261",))
CHORD = Chord(
    ASKED,
    (Arc("GB", 9, 3, 1), Arc("US", 5, 3, 1)),
    (Link("GB", "US", 3, 1.0),),
    2,
    (),
    None,
)
TOWNS = (
    Town("home/FR/Paris", "Paris", "FR", True, 48.86, 2.35, 4, 1),
    Town("GB/<London>", "<London>\x02", "GB", False, 51.5, -0.13, 3, 2),
    Town("BE", None, "BE", False, None, None, 1, None),
)
FLOWS = FlowMap(
    ASKED,
    FlowChoice(),
    TOWNS,
    (Flow("home/FR/Paris", "GB/<London>", 3), Flow("home/FR/Paris", "BE", 1)),
    2,
    4,
    4,
    None,
)


def read(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)


def test_a_chord_diagram_in_a_file_has_the_shapes_of_the_page() -> None:
    picture = draw_chord(CHORD, "fr")
    root = read(make_chord_drawing(CHORD, "fr"))

    paths = [one.get("d") for one in root.iter(f"{SVG}path")]
    assert paths == [one.path for one in (*picture.ribbons, *picture.arcs)]
    assert [one.text for one in root.iter(f"{SVG}text")] == ["Royaume-Uni", "États-Unis"]
    assert all(one.get("fill", "").startswith("#") for one in root.iter(f"{SVG}path"))


def test_a_map_of_flows_in_a_file_has_the_shapes_of_the_page() -> None:
    picture = draw_flows(FLOWS, "en")
    root = read(make_flow_drawing(FLOWS, "en"))

    circles = [(one.get("cx"), one.get("cy"), one.get("r")) for one in root.iter(f"{SVG}circle")]
    assert circles == [(one.x, one.y, one.radius) for one in picture.places]
    assert [one.get("d") for one in root.iter(f"{SVG}path")] == [
        picture.land,
        *(one.path for one in picture.curves),
    ]


def test_names_from_sources_cannot_break_a_file() -> None:
    root = read(make_flow_drawing(FLOWS, "en"))
    tips = [one.text for one in root.iter(f"{SVG}title")]
    assert "<London>, United Kingdom (3)" in tips


def test_a_drawing_says_what_it_shows_and_is_a_png_too() -> None:
    drawing = make_flow_drawing(FLOWS, "fr")
    assert read(drawing).find(f"{SVG}title").text == "Carte des flux"
    assert drawing.to_png(scale=0.5).startswith(b"\x89PNG")
    assert drawing._repr_svg_() == drawing.svg
    assert re.match(r"<svg [^>]*xmlns=", drawing.svg)
