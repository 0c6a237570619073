"""Colours, marks and type of pictures and documents: one look, told apart without colour too."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


FONT = "Source Sans Pro"
"""Ships with the package (SIL Open Font License), so documents look and measure the same anywhere."""

INK = "#152033"
INK_SOFT = "#3d4a5f"
INK_MUTED = "#566378"
LINE = "#dfe4eb"
BRAND = "#12508f"
BRAND_SOFT = "#e7eff8"
ACCENT = "#d97a24"

SERIES = ("#12508f", "#e8923a", "#6b7686", "#8cc1ee", "#5b2a83", "#d3d9e2")
"""One colour a series. Blue, orange, grey and violet stay apart for each kind of colour vision, and
neighbours differ in lightness, so a copy in grey can be read; a seventh series begins again."""

DASHES = ((1, 0), (6, 3), (2, 2), (9, 3, 2, 3), (4, 4), (1, 3))
MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""Dashes and marks of lines, so that no line is known by its colour alone."""

MAP_NONE = "#e9ecf1"
MAP_CLASSES = ("#cfe0f3", "#9dc1e6", "#629cd4", "#2e70b6", "#0e4483")
MAP_HOME = ACCENT
"""The home's country has a hue of its own and a dark border: in grey the border tells it."""


def get_font_folder() -> Path:
    """Return the folder of the fonts that ship with the package."""
    return Path(str(files("cordee.observatory.dossiers").joinpath("fonts")))


def get_template() -> Path:
    """Return the Typst file that lays a dossier out."""
    return Path(str(files("cordee.observatory.dossiers").joinpath("dossier.typ")))
