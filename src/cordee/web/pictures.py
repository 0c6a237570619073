"""Drawings as pictures: PNG for slides and for programs that read no SVG."""

from __future__ import annotations

import vl_convert


SCALE = 2.0
"""Points of a picture for one unit of its drawing: sharp on screens of twice the usual fineness and,
for a drawing a thousand units wide, at 17 cm on paper (300 points an inch)."""


def to_png(svg: str) -> bytes:
    """Return a drawing of our own making as a PNG."""
    return vl_convert.svg_to_png(svg, scale=SCALE)
