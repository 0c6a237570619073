"""Charts of a dossier as Altair values, drawn as SVG or PNG without a network or a browser.

An Altair chart can be shown in a notebook or changed further; `to_svg` and `to_png` draw it with the
fonts of the package. The same chart gives the same bytes on every machine.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

import altair as alt
import vl_convert

from cordee.kernel.numbers import NARROW_SPACE, NO_BREAK_SPACE
from cordee.observatory.dossiers import looks
from cordee.observatory.dossiers.fonts import register_fonts
from cordee.observatory.dossiers.model import Chart, Kind, Shape
from cordee.observatory.dossiers.wording import write_cell
from cordee.reference.provenance import DATA


Picture: TypeAlias = alt.Chart | alt.LayerChart

WIDTH = 700
"""Points of a picture that is as wide as the page of a document; its type is then that of the text."""
HEIGHT = 240
ROW = 22
"""Height of a bar that lies, with the room to the next: a line of text."""
SHORT_LABEL = 8
"""A year, a code or a short word can stand below an upright bar; longer names need bars that lie."""
MOST_UPRIGHT = 30
LONGEST_LINE, MOST_LINES, LABEL_LIMIT, LABEL_LINE = 42, 2, 290, 30
"""Characters of a line beside a bar, lines of a name, their points, and those of a row of two lines."""
MOST_VALUES = 24
"""Numbers at the ends of more bars than this would touch one another."""
WORLD = "countries-of-the-world"
"""The name under which maps ask for the shapes of countries."""
SCALE = 3
"""Pixels a point of a PNG: sharp when a document is printed (216 an inch)."""

_AXIS_FORMATS = {
    Kind.COUNT: ",~f",
    Kind.DECIMAL: ",.1f",
    Kind.SHARE: ".0%",
    Kind.RATE: "+.0%",
    Kind.INDEX: ".2f",
    Kind.YEAR: "d",
    Kind.TEXT: "~g",
}

_LOCALES: dict[str, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "fr": {
        "decimal": ",",
        "thousands": NARROW_SPACE,
        "grouping": [3],
        "currency": ["", ""],
        "percent": f"{NO_BREAK_SPACE}%",
    },
}


def draw_chart(chart: Chart, language: str) -> Picture:
    """Return `chart` as an Altair chart with words and numbers of `language`, without its title."""
    rows = _list_rows(chart, language)
    if chart.shape == Shape.LINES:
        picture = _draw_lines(chart, rows)
    elif _lies(chart):
        picture = _draw_lying_bars(chart, rows)
    else:
        picture = _draw_upright_bars(chart, rows)
    return dress(picture)


def dress(picture: Picture) -> Picture:
    """Return a chart with the look of documents: type, colours, thin axes, legend above."""
    return (
        picture.properties(
            background="#ffffff", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure(font=looks.FONT, padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            labelColor=looks.INK_SOFT,
            labelFont=looks.FONT,
            domainColor=looks.INK_MUTED,
            tickColor=looks.INK_MUTED,
            gridColor=looks.LINE,
            title=None,
        )
        .configure_legend(
            orient="top",
            direction="horizontal",
            title=None,
            labelFontSize=12,
            labelColor=looks.INK,
            labelFont=looks.FONT,
            labelLimit=260,
            symbolSize=110,
            columnPadding=18,
            columns=3,
            offset=8,
        )
    )


def to_spec(picture: Picture) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart, whole: with the shapes of countries it names."""
    spec: dict[str, Any] = picture.to_dict()
    if WORLD in repr(spec):
        # Altair copies a chart at each step; what is 400 kB is therefore put in at the end.
        spec.setdefault("datasets", {})[WORLD] = read_world()["features"]
    return spec


def to_svg(picture: Picture, language: str) -> str:
    """Return the drawing of a chart as SVG whose texts stay text."""
    register_fonts()
    drawn = vl_convert.vegalite_to_svg(
        to_spec(picture), format_locale=_LOCALES[language], allowed_base_urls=[]
    )
    return str(drawn)


def to_png(picture: Picture, language: str, scale: float | None = None) -> bytes:
    """Return the drawing of a chart as PNG, `scale` pixels a point; `SCALE` where none is given."""
    return bytes(vl_convert.svg_to_png(to_svg(picture, language), scale=scale or SCALE))


def start_drawing() -> None:
    """Draw nothing, so that what draws has started when the first chart comes: it takes a second."""
    register_fonts()
    vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "point"}, allowed_base_urls=[])


@cache
def read_world() -> dict[str, Any]:
    """Return the shapes of countries as GeoJSON features, and the places of those too small."""
    path = DATA / "map" / "world.json"
    world: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return world


def _list_rows(chart: Chart, language: str) -> list[dict[str, Any]]:
    return [
        {
            "category": category,
            "series": series.name,
            "place": place,
            "value": value,
            "text": write_cell(value, chart.kind, language),
        }
        for place, series in enumerate(chart.series)
        for category, value in zip(chart.categories, series.values, strict=True)
    ]


def _lies(chart: Chart) -> bool:
    longest = max((len(category) for category in chart.categories), default=0)
    return longest > SHORT_LABEL or len(chart.categories) > MOST_UPRIGHT


def _axis(chart: Chart) -> alt.Axis:
    whole = {"tickMinStep": 1} if chart.kind == Kind.COUNT else {}
    return alt.Axis(
        format=_AXIS_FORMATS[chart.kind], tickCount=5, domain=False, ticks=False, **whole
    )


def _color(chart: Chart, legend: alt.Legend | None) -> alt.Color:
    names = [series.name for series in chart.series]
    colours = [looks.SERIES[place % len(looks.SERIES)] for place in range(len(names))]
    return alt.Color("series:N", scale=alt.Scale(domain=names, range=colours), legend=legend)


def _get_legend(chart: Chart) -> alt.Legend | None:
    # One series is named by the title beside the chart.
    return alt.Legend() if len(chart.series) > 1 else None


def _draw_lines(chart: Chart, rows: list[dict[str, Any]]) -> Picture:
    names = [series.name for series in chart.series]
    rounds = range(len(names))
    dashes = [list(looks.DASHES[place % len(looks.DASHES)]) for place in rounds]
    marks = [looks.MARKS[place % len(looks.MARKS)] for place in rounds]
    line = alt.Legend(symbolType="stroke", symbolSize=420, symbolStrokeWidth=2.2)
    legend = line if len(names) > 1 else None
    base = alt.Chart(alt.Data(values=rows), width=WIDTH, height=HEIGHT).encode(
        x=alt.X(
            "category:N",
            sort=None,
            scale=alt.Scale(type="point", padding=0.3),
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", grid=False),
        ),
        y=alt.Y("value:Q", axis=_axis(chart)),
        color=_color(chart, legend),
    )
    lines = base.mark_line(strokeWidth=2.2).encode(
        strokeDash=alt.StrokeDash(
            "series:N", scale=alt.Scale(domain=names, range=dashes), legend=legend
        )
    )
    points = base.mark_point(filled=True, size=46, opacity=1).encode(
        color=_color(chart, None),
        shape=alt.Shape("series:N", scale=alt.Scale(domain=names, range=marks), legend=None),
    )
    # The legend is that of the lines, with their dashes.
    return alt.layer(lines, points).resolve_scale(color="independent", strokeDash="independent")


def _draw_upright_bars(chart: Chart, rows: list[dict[str, Any]]) -> Picture:
    base = alt.Chart(alt.Data(values=rows), width=WIDTH, height=HEIGHT).encode(
        x=alt.X(
            "category:N",
            sort=None,
            scale=alt.Scale(paddingInner=0.28, paddingOuter=0.2),
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", grid=False, ticks=False),
        ),
        y=alt.Y("value:Q", axis=_axis(chart), stack="zero" if _stacks(chart) else None),
    )
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=0.8).encode(
        color=_color(chart, _get_legend(chart)), order=alt.Order("place:Q")
    )
    if not _stacks(chart) and len(chart.series) > 1:
        return bars.encode(xOffset=alt.XOffset("series:N", sort=[s.name for s in chart.series]))
    if len(chart.series) == 1 and len(chart.categories) <= MOST_VALUES:
        return bars + _write_values(base, baseline="bottom", dy=-3)
    return bars


def _draw_lying_bars(chart: Chart, rows: list[dict[str, Any]]) -> Picture:
    grouped = not _stacks(chart) and len(chart.series) > 1
    row = ROW * (max(1.0, 0.6 * len(chart.series)) if grouped else 1.0)
    lines = max((len(_wrap(name)) for name in chart.categories), default=1)
    height = len(chart.categories) * max(row, LABEL_LINE if lines > 1 else ROW)
    base = alt.Chart(alt.Data(values=rows), width=WIDTH, height=max(height, ROW)).encode(
        y=alt.Y(
            "category:N",
            sort=None,
            scale=alt.Scale(paddingInner=0.28, paddingOuter=0.14),
            axis=alt.Axis(
                labelLimit=LABEL_LIMIT,
                labelExpr=_write_wrapped(chart.categories),
                grid=False,
                ticks=False,
                domain=False,
            ),
        ),
        x=alt.X("value:Q", axis=_axis(chart), stack="zero" if _stacks(chart) else None),
    )
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=0.8).encode(
        color=_color(chart, _get_legend(chart)), order=alt.Order("place:Q")
    )
    if grouped:
        return bars.encode(yOffset=alt.YOffset("series:N", sort=[s.name for s in chart.series]))
    if len(chart.series) == 1:
        return bars + _write_values(base, align="left", dx=4)
    return bars


def _wrap(name: str) -> list[str]:
    """Return the lines in which a name stands beside its bar; a third line and more end in dots."""
    lines = textwrap.wrap(name, LONGEST_LINE, break_long_words=False)
    return lines if len(lines) <= MOST_LINES else [lines[0], f"{lines[1]}…"]


def _write_wrapped(names: Sequence[str]) -> str | alt.UndefinedType:
    """Return the expression that breaks the long names of an axis into lines."""
    lines = {name: wrapped for name in names if len(wrapped := _wrap(name)) > 1}
    if not lines:
        return alt.Undefined
    known = json.dumps(lines, ensure_ascii=False)
    return f"{known}[datum.label] || datum.label"


def _stacks(chart: Chart) -> bool:
    return chart.shape == Shape.STACKED


def _write_values(base: alt.Chart, **place: Any) -> alt.Chart:
    return base.mark_text(color=looks.INK_SOFT, fontSize=11, **place).encode(text="text:N")
