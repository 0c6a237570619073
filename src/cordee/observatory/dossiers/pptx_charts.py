"""Charts of PowerPoint's own: their figures are in the slide, to be edited there."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.slide import Slide
from pptx.util import Pt

from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.model import Chart, Kind, Shape
from cordee.observatory.dossiers.pptx_parts import (
    BODY_HEIGHT,
    BODY_TOP,
    INNER,
    MARGIN,
    colour,
    describe,
)
from cordee.observatory.dossiers.rows import settle


SHORT_LABEL = 8
"""Longer names stand beside bars that lie, as they do on paper."""

NUMBER_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.SHARE: "0%",
    Kind.RATE: "+0%;\u22120%;0%",
    Kind.INDEX: "0.00",
    Kind.YEAR: "0",
    Kind.TEXT: "General",
}
DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
)
MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.DIAMOND,
)


def add_chart(slide: Slide, chart: Chart) -> None:
    """Add `chart` to a slide as a chart whose figures can be edited."""
    if not chart.categories or not chart.series:
        return
    data = CategoryChartData(number_format=NUMBER_FORMATS[chart.kind])
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, [settle(value) for value in series.values])
    kind = _choose(chart)
    frame = slide.shapes.add_chart(kind, MARGIN, BODY_TOP, INNER, BODY_HEIGHT, data)
    describe(frame, chart.description)
    _dress(frame.chart, chart, lying=kind == XL_CHART_TYPE.BAR_CLUSTERED)


def _choose(chart: Chart) -> XL_CHART_TYPE:
    if chart.shape == Shape.LINES:
        return XL_CHART_TYPE.LINE_MARKERS
    if chart.shape == Shape.STACKED:
        return XL_CHART_TYPE.COLUMN_STACKED
    if max(map(len, chart.categories)) > SHORT_LABEL:
        return XL_CHART_TYPE.BAR_CLUSTERED
    return XL_CHART_TYPE.COLUMN_CLUSTERED


def _dress(drawn: Any, chart: Chart, *, lying: bool) -> None:
    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(12), colour(looks.INK_SOFT)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    numbers, names = drawn.value_axis, drawn.category_axis
    numbers.tick_labels.number_format = NUMBER_FORMATS[chart.kind]
    numbers.tick_labels.number_format_is_linked = False
    numbers.major_gridlines.format.line.color.rgb = colour(looks.LINE)
    numbers.format.line.fill.background()
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = colour(looks.INK_MUTED)
    if lying:
        # The first row of a table stands at the top of the chart.
        names.reverse_order = True
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = drawn.plots[0]
    if chart.shape != Shape.LINES:
        plot.gap_width = 50
    for place, series in enumerate(plot.series):
        _dress_series(series, place, is_line=chart.shape == Shape.LINES)


def _dress_series(series: Any, place: int, *, is_line: bool) -> None:
    ink = colour(looks.SERIES[place % len(looks.SERIES)])
    if not is_line:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = ink
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = ink, Pt(2.25)
    series.format.line.dash_style = DASHES[place % len(DASHES)]
    series.marker.style, series.marker.size = MARKERS[place % len(MARKERS)], 7
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = ink
    series.marker.format.line.color.rgb = ink
