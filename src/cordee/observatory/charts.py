"""Charts of an answer: to show in a notebook, to change, or to save as a drawing.

Each takes an answer and a language (``en`` or ``fr``). Most return an Altair chart; `network`, `chord`
and `flows`, which Altair has no marks for, return a `Drawing`, the picture of the page. A notebook
shows both; `to_svg` and `to_png` draw both without a network, with the fonts of documents. Charts look
as those of dossiers do, because the same code draws both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt

from cordee.kernel.messages import N_, translate
from cordee.observatory.dossiers import charts
from cordee.observatory.dossiers.charts import Picture, draw_chart, to_spec
from cordee.observatory.dossiers.maps import draw_map
from cordee.observatory.dossiers.model import Chart, Kind, Series, Shade, Shape, WorldMap
from cordee.observatory.figures.answer import Figures, YearFigures
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.comparison import Comparison, Measure
from cordee.observatory.figures.comparison_files import name_side
from cordee.observatory.figures.document import name_country, name_theme, name_with_zone
from cordee.observatory.figures.flows import FlowMap
from cordee.observatory.figures.network_parts import ALL_TIME, Moment, Network
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.statistics import SMALL_NUMBER
from cordee.observatory.pictures.drawings import (
    make_chord_drawing,
    make_flow_drawing,
    make_network_drawing,
)
from cordee.observatory.pictures.svg import Drawing


__all__ = [
    "Drawing",
    "chord",
    "comparison",
    "flows",
    "mix",
    "network",
    "partner_countries",
    "partner_organisations",
    "shares",
    "themes",
    "to_png",
    "to_svg",
    "trend",
    "world_map",
]

MOST_BARS = 15
"""Bars of partners or themes: as many as are read at a glance, and a page of a document holds."""

FEWEST_FOR_LINE = 4
"""With fewer years a line suggests a movement that three points cannot show; bars do not."""

YEAR_KINDS: tuple[tuple[str, Callable[[YearFigures], int]], ...] = (
    (N_("One country"), lambda one: one.domestic_works),
    ("", lambda one: one.zone_works),  # named by the zone asked for
    (N_("Other international"), lambda one: one.other_international_works),
    (N_("Country unknown"), lambda one: one.unknown_works),
)

YEAR_SHARES: tuple[tuple[str, Callable[[YearFigures], float | None]], ...] = (
    (N_("International share"), lambda one: one.international_share),
    (N_("Share with the European Union"), lambda one: one.eu_share),
)


def trend(figures: Figures, language: str = "en") -> Picture:
    """Return works by year, parted by kind of cooperation; the four parts add up to the works."""
    zone = name_with_zone(figures.question.zone, language)
    return _draw(
        N_("Works by year and kind of cooperation"),
        language,
        shape=Shape.STACKED,
        kind=Kind.COUNT,
        categories=[_name_year(one) for one in figures.by_year],
        series=[
            Series(
                translate(label, language) if label else zone,
                tuple(read(one) for one in figures.by_year),
            )
            for label, read in YEAR_KINDS
        ],
    )


def shares(figures: Figures, language: str = "en") -> Picture:
    """Return the shares of international works and of works with the European Union by year.

    A year of fewer than 30 covered works has no point: chance alone would move it.
    """
    return _draw(
        N_("Shares by year"),
        language,
        shape=_choose_shape(len(figures.by_year)),
        kind=Kind.SHARE,
        categories=[_name_year(one) for one in figures.by_year],
        series=[
            Series(
                translate(label, language),
                tuple(
                    read(one) if one.covered_works >= SMALL_NUMBER else None
                    for one in figures.by_year
                ),
            )
            for label, read in YEAR_SHARES
        ],
    )


def mix(figures: Figures, language: str = "en") -> Picture:
    """Return covered works by type: alone, national, and with two, three, four or more countries."""
    count = figures.by_country_count
    parts = (
        (N_("The home alone"), figures.single_organisation.works),
        (N_("National co-publications"), figures.national.works),
        (N_("Two countries"), count.bilateral),
        (N_("Three countries"), count.trilateral),
        (N_("Four countries or more"), count.multilateral),
    )
    return _draw_bars(
        N_("Types of cooperation"),
        language,
        [(translate(label, language), works) for label, works in parts],
    )


def partner_countries(figures: Figures, most: int = MOST_BARS, language: str = "en") -> Picture:
    """Return the `most` first partner countries by works, counted as the question asked."""
    rows = [
        (name_country(one.code, language), _get_works(figures, one.works, one.works_fractional))
        for one in figures.partner_countries[:most]
    ]
    return _draw_bars(N_("Partner countries"), language, rows)


def partner_organisations(figures: Figures, most: int = MOST_BARS, language: str = "en") -> Picture:
    """Return the `most` first partner organisations by works, counted as the question asked."""
    rows = [
        (one.name, _get_works(figures, one.works, one.works_fractional))
        for one in figures.partner_organisations[:most]
    ]
    return _draw_bars(N_("Partner organisations"), language, rows)


def themes(figures: Figures, most: int = MOST_BARS, language: str = "en") -> Picture:
    """Return the `most` first themes by works."""
    rows = [(name_theme(one, language), one.works) for one in figures.themes[:most]]
    return _draw_bars(N_("Themes"), language, rows)


def world_map(figures: Figures, language: str = "en") -> Picture:
    """Return the partner countries in shades by works; the home's own are marked."""
    title = translate(N_("Partner countries"), language)
    drawn = draw_map(
        WorldMap(
            name="map",
            title=title,
            shades=tuple(
                Shade(one.code, name_country(one.code, language), one.works)
                for one in figures.partner_countries
            ),
            homes=figures.home_countries,
            kind=Kind.COUNT,
            definition="partner_countries",
            link="",
            description=title,
        ),
        language,
    )
    # Whole, so that a notebook can show it: the shapes of countries are inside.
    return alt.LayerChart.from_dict(to_spec(drawn.properties(title=title)))


def comparison(found: Comparison, language: str = "en") -> Picture:
    """Return the indicator compared by year, a line a side; a share or mean over few works has no point."""
    is_share, is_mean = found.indicator.is_share, bool(found.indicator.mean)
    parted = is_mean or _is_parted(found)
    return _draw(
        found.indicator.label,
        language,
        shape=_choose_shape(len(found.years)),
        kind=Kind.SHARE if is_share else Kind.DECIMAL if parted else Kind.COUNT,
        categories=[f"{year}{'' if year in found.full_years else '*'}" for year in found.years],
        series=[
            Series(
                name_side(side, language),
                tuple(_get_value(one, is_share=is_share, is_mean=is_mean) for one in side.years),
            )
            for side in found.sides
        ],
    )


def network(found: Network, language: str = "en", moment: Moment = ALL_TIME) -> Drawing:
    """Return a network as the page draws it, its circles and lines in the years of `moment`.

    Colours are communities, sizes works; how far apart two nodes lie is how little they share.
    """
    return make_network_drawing(found, language, moment)


def chord(found: Chord, language: str = "en") -> Drawing:
    """Return which partner countries are on the same works: an arc a country, a ribbon a pair."""
    return make_chord_drawing(found, language)


def flows(found: FlowMap, language: str = "en") -> Drawing:
    """Return the map of the works shared, from the home's towns to those, or countries, of partners."""
    return make_flow_drawing(found, language)


def to_svg(chart: Picture | Drawing, language: str = "en") -> str:
    """Return a chart as SVG whose texts stay text; `language` writes the numbers of an Altair chart."""
    return chart.svg if isinstance(chart, Drawing) else charts.to_svg(chart, language)


def to_png(chart: Picture | Drawing, language: str = "en", scale: float | None = None) -> bytes:
    """Return a chart as PNG, `scale` pixels a point; where none is given, as sharp as in documents."""
    if isinstance(chart, Drawing):
        return chart.to_png(scale)
    return charts.to_png(chart, language, scale)


def _get_value(measure: Measure, *, is_share: bool, is_mean: bool) -> float | None:
    if is_mean:
        return None if measure.small else measure.mean
    if not is_share:
        return measure.amount
    return None if measure.small else measure.share


def _is_parted(found: Comparison) -> bool:
    return found.indicator.code == "works" and found.question.counting is Counting.FRACTIONAL


def _choose_shape(years: int) -> Shape:
    return Shape.BARS if years < FEWEST_FOR_LINE else Shape.LINES


def _name_year(year: YearFigures) -> str:
    return f"{year.year}{'*' if year.partial else ''}"


def _get_works(figures: Figures, full: int, fractional: float) -> float:
    return fractional if figures.question.counting is Counting.FRACTIONAL else full


def _draw_bars(title: str, language: str, rows: Sequence[tuple[str, float]]) -> Picture:
    whole = all(isinstance(value, int) for _, value in rows)
    return _draw(
        title,
        language,
        shape=Shape.BARS,
        kind=Kind.COUNT if whole else Kind.DECIMAL,
        categories=[name for name, _ in rows],
        series=[Series(translate(N_("Works"), language), tuple(value for _, value in rows))],
    )


def _draw(
    title: str,
    language: str,
    *,
    shape: Shape,
    kind: Kind,
    categories: Sequence[str],
    series: Sequence[Series],
) -> Picture:
    said = translate(title, language)
    chart = Chart(
        name="chart",
        title=said,
        shape=shape,
        categories=tuple(categories),
        series=tuple(series),
        kind=kind,
        definition="",
        link="",
        description=said,
    )
    return draw_chart(chart, language).properties(title=said, description=said)
