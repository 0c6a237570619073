"""Pictures of networks in a file of their own: SVG with its colours inside, and PNG made of it.

On a page the style sheet gives the colours and a script moves the parts, so a template lays out the
same values there. Both are drawn from the pictures of this package, so they cannot differ in shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from cordee.kernel.letters import drop_controls
from cordee.observatory.dossiers.looks import FONT
from cordee.observatory.pictures.chord import ChordPicture
from cordee.observatory.pictures.flow_map import FlowPicture
from cordee.observatory.pictures.network import Name, NetworkPicture


SCALE = 2.0
"""Pixels a point of a PNG: sharp on screens of twice the usual fineness and, for a drawing a thousand
points wide, at 17 cm on paper (300 pixels an inch)."""

INK, PAPER = "#152033", "#ffffff"
LAND, FLOW = "#e4e8ee", "#0e4483"
HOME, PARTNER = "#c2570c", "#1f66c1"


@dataclass(frozen=True)
class Drawing:
    """A finished picture; a notebook shows it where it is the last value of a cell."""

    svg: str

    def to_png(self, scale: float | None = None) -> bytes:
        """Return the picture as PNG, `scale` pixels a point, in the type that ships with the package.

        Where no scale is given it is `SCALE`.
        """
        # Loaded by the first picture: a server that draws none holds eight megabytes less.
        import vl_convert

        from cordee.observatory.dossiers.fonts import register_fonts

        register_fonts()
        return bytes(vl_convert.svg_to_png(self.svg, scale=scale or SCALE))

    def _repr_svg_(self) -> str:
        return self.svg


def write_chord(picture: ChordPicture, title: str) -> Drawing:
    """Return a chord diagram as a drawing called `title`."""
    root = _start(picture.side, picture.side, title)
    ribbons = _add(root, "g", fill_opacity="0.45", stroke=PAPER, stroke_width="0.5")
    for ribbon in picture.ribbons:
        drawn = _add(ribbons, "path", fill=ribbon.colour, data_ends=ribbon.ends, d=ribbon.path)
        _add(drawn, "title").text = ribbon.tip
    arcs = _add(root, "g")
    for arc in picture.arcs:
        drawn = _add(arcs, "path", fill=arc.colour, d=arc.path)
        _add(drawn, "title").text = arc.tip
    names = _add(root, "g", fill=INK, transform=f"translate({picture.centre} {picture.centre})")
    for name in picture.names:
        where = {"transform": f"rotate({name.turn})", "x": name.x, "dy": "0.35em"}
        _add(names, "text", **where, text_anchor=name.anchor).text = drop_controls(name.text)
    return _finish(root)


def write_flows(picture: FlowPicture, title: str) -> Drawing:
    """Return a map of flows as a drawing called `title`."""
    root = _start(picture.width, picture.height, title)
    _add(root, "path", fill=LAND, stroke=PAPER, stroke_width="0.5", d=picture.land)
    curves = _add(root, "g", fill="none", stroke=FLOW, stroke_opacity="0.4", stroke_linecap="round")
    for curve in picture.curves:
        _add(curves, "path", stroke_width=curve.width, d=curve.path)
    circles = _add(root, "g")
    for place in picture.places:
        colours = (HOME, INK) if place.home else (PARTNER, PAPER)
        _draw_circle(circles, (place.x, place.y, place.radius), place.tip, colours)
    _write_names(root, picture.names)
    return _finish(root)


def write_network(picture: NetworkPicture, title: str) -> Drawing:
    """Return the picture of a network as a drawing called `title`."""
    root = _start(picture.width, picture.height, title)
    lines = _add(root, "g", fill="none", stroke_opacity="0.3")
    for line in picture.lines:
        _add(lines, "path", stroke=line.colour, stroke_width=line.width, d=line.path)
    circles = _add(root, "g")
    for one in picture.circles:
        edge = one.colour if one.ring else INK if one.home else PAPER
        colours = (PAPER if one.ring else one.colour, edge)
        drawn = _draw_circle(circles, (one.x, one.y, one.radius), one.tip, colours)
        if one.ring:
            drawn.set("stroke-width", "2")
        if one.gone:
            drawn.set("opacity", "0.12")
    _write_names(root, picture.names)
    return _finish(root)


def _start(width: str, height: str, title: str) -> ET.Element:
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "font-family": f"{FONT}, sans-serif",
            "font-size": "12",
        },
    )
    _add(root, "title").text = drop_controls(title)
    _add(root, "rect", width="100%", height="100%", fill=PAPER)
    return root


def _finish(root: ET.Element) -> Drawing:
    return Drawing(ET.tostring(root, encoding="unicode"))


def _add(parent: ET.Element, tag: str, **values: str) -> ET.Element:
    """Add an element; a low line in the name of a value is a hyphen in SVG."""
    return ET.SubElement(
        parent, tag, {name.replace("_", "-"): value for name, value in values.items()}
    )


def _draw_circle(
    parent: ET.Element, place: tuple[str, str, str], tip: str, colours: tuple[str, str]
) -> ET.Element:
    (x, y, radius), (fill, stroke) = place, colours
    drawn = _add(parent, "circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke)
    _add(drawn, "title").text = drop_controls(tip)
    return drawn


def _write_names(root: ET.Element, names: tuple[Name, ...]) -> None:
    """Write the names that cover nothing, each with a halo that keeps it from the ground."""
    halo = {"stroke": PAPER, "stroke_width": "3", "paint_order": "stroke"}
    shown = _add(root, "g", text_anchor="middle", fill=INK, **halo)
    for name in names:
        if name.shown:
            _add(shown, "text", x=name.x, y=name.y).text = drop_controls(name.text)
