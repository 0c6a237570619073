"""The blocks of a dossier as a template shows them: text already written, links, data of charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.shades import choose_bounds, get_level, spread_level
from cordee.observatory.dossiers.model import (
    Block,
    Cell,
    Chart,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Shape,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.wording import write_cell
from cordee.web.pages.observatory.presenters.charts import (
    LegendItem,
    get_country_names,
    present_classes,
    say_works,
)
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.shapes import Interval, draw_interval
from cordee.web.wording import (
    format_count,
    format_interval,
    get_percent_sign,
    get_reader_language,
)


TONES = ("strong", "pale", "away", "unknown")
"""Colours of series in their order, of the style sheet."""

COOPERATION = ("domestic", "zone", "other", "unknown")
"""Colours of works by kind of cooperation, the same as on every page."""

LONGEST_UPRIGHT = 8
"""Longer names than this under upright columns run into each other: the bars lie down."""

FEW_BARS = 3
"""Two or three bars as high as a chart of twenty years would be all there is to see."""

NUMBERS = frozenset(Kind) - {Kind.TEXT}


@dataclass(frozen=True)
class FigureCard:
    label: str
    value: str
    address: str
    detail: str
    interval: Interval | None
    small: bool
    definition: Definition | None


@dataclass(frozen=True)
class Heading:
    text: str
    number: bool


@dataclass(frozen=True)
class TableCell:
    text: str
    number: bool
    head: bool
    address: str


@dataclass(frozen=True)
class TablePanel:
    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    address: str
    note: str
    definition: Definition | None


@dataclass(frozen=True)
class ChartPanel:
    name: str
    title: str
    kind: str  # of the script that draws it: "series", "map", "places"
    data: dict[str, Any]
    legend: tuple[LegendItem, ...]
    label: str
    file_name: str
    height: str
    note: str
    definition: Definition | None

    @property
    def data_id(self) -> str:
        return f"{self.name}-data"


@dataclass(frozen=True)
class ShownBlock:
    """One block; the field of its kind is set and the others are not."""

    text: str = ""
    figures: tuple[FigureCard, ...] = ()
    table: TablePanel | None = None
    chart: ChartPanel | None = None


def present_block(block: Block, file_name: str) -> ShownBlock:
    """Return a block with its numbers written for the reader of the page."""
    if isinstance(block, Paragraph):
        return ShownBlock(text=block.text)
    if isinstance(block, KeyFigures):
        return ShownBlock(figures=tuple(map(_present_figure, block.figures)))
    if isinstance(block, Table):
        return ShownBlock(table=_present_table(block))
    if isinstance(block, Chart):
        return ShownBlock(chart=_present_chart(block, file_name))
    return ShownBlock(chart=_present_map(block, file_name))


def _define(code: str) -> Definition | None:
    return present_definition(code) if code else None


def _present_figure(figure: KeyFigure) -> FigureCard:
    parts = [figure.note]
    if figure.works is not None and figure.of is not None:
        parts.append(
            _("%(works)s of %(of)s")
            % {"works": format_count(figure.works), "of": format_count(figure.of)}
        )
        parts.append(format_interval(figure.low, figure.high))
    share = figure.value if isinstance(figure.value, float) else None
    return FigureCard(
        label=figure.label,
        value=write_cell(figure.value, figure.kind, get_reader_language()),
        address=figure.link,
        detail=" · ".join(part for part in parts if part),
        interval=draw_interval(share, figure.low, figure.high),
        small=figure.is_small,
        definition=_define(figure.definition),
    )


def _present_table(table: Table) -> TablePanel:
    kinds = [column.kind for column in table.columns]
    # The first text names the row, or the year where there is none.
    head = next((n for n, kind in enumerate(kinds) if kind == Kind.TEXT), 0)
    links = table.links or ("",) * len(table.rows)
    return TablePanel(
        name=table.name,
        title=table.title,
        headings=tuple(
            Heading(column.label, column.kind in NUMBERS and n != head)
            for n, column in enumerate(table.columns)
        ),
        rows=tuple(
            _present_row(row, kinds, head, link)
            for row, link in zip(table.rows, links, strict=True)
        ),
        address=table.link,
        note=table.note,
        definition=_define(table.definition),
    )


def _present_row(
    row: Sequence[Cell], kinds: Sequence[Kind], head: int, link: str
) -> tuple[TableCell, ...]:
    language = get_reader_language()
    return tuple(
        TableCell(
            text=write_cell(cell, kinds[n], language),
            number=kinds[n] in NUMBERS and n != head,
            head=n == head,
            address=link if n == head else "",
        )
        for n, cell in enumerate(row)
    )


def _present_chart(chart: Chart, file_name: str) -> ChartPanel:
    language = get_reader_language()
    tones = COOPERATION if len(chart.series) == len(COOPERATION) else TONES
    share = chart.kind in (Kind.SHARE, Kind.RATE)
    lying = any(len(name) > LONGEST_UPRIGHT for name in chart.categories)
    return ChartPanel(
        name=chart.name,
        title=chart.title,
        kind="series",
        data={
            "shape": chart.shape.value,
            "lying": lying and chart.shape != Shape.LINES,
            "percent": get_percent_sign() if share else "",
            "categories": list(chart.categories),
            "series": [
                {
                    "name": one.name,
                    "tone": tones[place % len(tones)],
                    "values": [_scale(value, share=share) for value in one.values],
                    "texts": [write_cell(value, chart.kind, language) for value in one.values],
                }
                for place, one in enumerate(chart.series)
            ],
        },
        legend=tuple(
            LegendItem(tones[place % len(tones)], one.name)
            for place, one in enumerate(chart.series)
            if len(chart.series) > 1
        ),
        label=chart.description,
        file_name=f"{file_name}-{chart.name}",
        height=_choose_height(len(chart.categories), lying=lying),
        note=chart.note,
        definition=_define(chart.definition),
    )


def _scale(value: float | None, *, share: bool) -> float | None:
    return round(100 * value, 1) if share and value is not None else value


def _choose_height(count: int, *, lying: bool) -> str:
    """Return the class of a chart that needs less height than others: few bars, lying or upright."""
    return "chart-few" if count <= FEW_BARS else "chart-some" if lying else ""


def _present_map(found: WorldMap, file_name: str) -> ChartPanel:
    data = _make_places(found) if found.spots else _make_shades(found)
    bounds = choose_bounds(max((int(one.value) for one in found.shades), default=0))
    return ChartPanel(
        name=found.name,
        title=found.title,
        kind="places" if found.spots else "map",
        data=data,
        legend=()
        if found.spots
        else (
            LegendItem("map-home", _("home")),
            LegendItem("map-0", _("none")),
            *present_classes(bounds),
        ),
        label=found.description,
        file_name=f"{file_name}-{found.name}",
        height="chart-map",
        note=_("Circles are as large as the number of works.") if found.spots else "",
        definition=_define(found.definition),
    )


def _make_shades(found: WorldMap) -> dict[str, Any]:
    language = get_reader_language()
    bounds = choose_bounds(max((int(one.value) for one in found.shades), default=0))
    return {
        "homes": list(found.homes),
        "home_text": _("Country of the home"),
        "none_text": _("No co-publication in this selection"),
        "countries": [
            {
                "code": one.country,
                "name": one.label,
                "level": spread_level(get_level(int(one.value), bounds), len(bounds)),
                "works_text": say_works(int(one.value)),
                "share_text": "",
            }
            for one in found.shades
        ],
        "panel": "",
        "address": "",
        "names": get_country_names(language),
    }


def _make_places(found: WorldMap) -> dict[str, Any]:
    most = max((one.value for one in found.spots), default=1)
    return {
        "focus": found.focus,
        "spots": [
            {
                "name": one.label,
                "at": [round(one.longitude, 4), round(one.latitude, 4)],
                # The area follows the number, so the width follows its root.
                "size": round(8 + 32 * (one.value / most) ** 0.5, 1),
                "text": say_works(int(one.value)),
                "address": one.link,
            }
            for one in found.spots
        ],
    }
