"""Charts of Excel's own, fed by the cells below them."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.model import Chart, Kind, Shape
from cordee.observatory.dossiers.xlsx_sheets import COUNT_FORMAT, NUMBER_FORMATS


DASHES = ("solid", "dash", "round_dot", "long_dash_dot")
MARKERS = ("circle", "square", "triangle", "diamond")
AXIS_FORMATS = {Kind.COUNT: COUNT_FORMAT, Kind.SHARE: "0%"}
SHORT_LABEL = 8
"""Longer names stand beside bars that lie, as they do on paper."""


def add_chart(workbook: xlsxwriter.Workbook, chart: Chart, sheet: str, first: int) -> Any:
    """Return a chart of Excel's own, fed by the table of `sheet` whose header is in row `first`."""
    lying = chart.shape == Shape.BARS and max(map(len, chart.categories)) > SHORT_LABEL
    kind = {Shape.LINES: "line"}.get(chart.shape, "bar" if lying else "column")
    options = {"type": kind}
    if chart.shape == Shape.STACKED:
        options["subtype"] = "stacked"
    drawn = workbook.add_chart(options)
    last = first + len(chart.categories)
    for place in range(len(chart.series)):
        colour = looks.SERIES[place % len(looks.SERIES)]
        drawn.add_series(
            {
                "name": [sheet, first, place + 1],
                "categories": [sheet, first + 1, 0, last, 0],
                "values": [sheet, first + 1, place + 1, last, place + 1],
                "fill": {"color": colour},
                "line": {"color": colour, "width": 2.0, "dash_type": DASHES[place % 4]}
                if kind == "line"
                else {"none": True},
                "marker": {
                    "type": MARKERS[place % 4],
                    "size": 6,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12, "color": looks.INK}})
    drawn.set_legend({"position": "top"} if len(chart.series) > 1 else {"none": True})
    numbers = {
        "num_format": AXIS_FORMATS.get(chart.kind, NUMBER_FORMATS[chart.kind]),
        "major_gridlines": {"visible": True, "line": {"color": looks.LINE}},
    }
    # XlsxWriter calls the axis of categories x, whichever way the bars lie.
    drawn.set_x_axis({"reverse": True} if lying else {})
    drawn.set_y_axis({**numbers, "crossing": "max"} if lying else numbers)
    drawn.set_size({"width": 860, "height": 300})
    return drawn
