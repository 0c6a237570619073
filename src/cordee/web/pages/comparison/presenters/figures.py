"""One indicator by year as a chart and a table, and all indicators in total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.messages import translate
from cordee.observatory.figures.comparables import Comparable
from cordee.observatory.figures.comparison import Comparison, Measure
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.sides import Side
from cordee.observatory.figures.table_words import GROWTHS, name_word
from cordee.web.pages.comparison.presenters.sides import Places
from cordee.web.pages.observatory.presenters.charts import FEWEST_WORKS, QUIET_YEAR
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.shapes import Interval, draw_interval
from cordee.web.sides import SidesQuery
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_decimal,
    format_interval,
    format_share,
    get_percent_sign,
    get_reader_language,
)


_SCALES = {"share": 100, "mean": 1}  # shares are drawn in percent
SMALL_MEAN = 100
"""Citations have digits after the point that tell sides apart; kilometres have none."""


@dataclass(frozen=True)
class Cell:
    text: str
    detail: str
    address: str
    small: bool
    interval: Interval | None = None


@dataclass(frozen=True)
class Row:
    label: str
    partial: bool
    cells: tuple[Cell, ...]
    address: str = ""
    definition_address: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class LinesChart:
    data: dict[str, Any]
    label: str
    file_name: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorPanel:
    title: str
    definition: Definition
    chart: LinesChart
    rows: tuple[Row, ...]
    has_small: bool


def present_indicator(
    comparison: Comparison, query: SidesQuery, places: Places, names: Sequence[str]
) -> IndicatorPanel:
    """Return the indicator chosen, by year and in total."""
    indicator, language = comparison.indicator, get_reader_language()
    rows = [
        Row(
            label=str(year),
            partial=year not in comparison.full_years,
            cells=tuple(
                _present_cell(one.years[place], indicator, one.side, query, places, year)
                for one in comparison.sides
            ),
        )
        for place, year in enumerate(comparison.years)
    ]
    rows.append(
        Row(
            label=_("Whole period"),
            partial=False,
            cells=tuple(
                _present_cell(one.total, indicator, one.side, query, places)
                for one in comparison.sides
            ),
        )
    )
    if any(one.growth is not None for one in comparison.sides):
        rows.append(_present_growth(comparison))
    title = translate(indicator.label, language)
    return IndicatorPanel(
        title=title,
        definition=present_definition(indicator.definition),
        chart=_present_chart(comparison, query, names, title),
        rows=tuple(rows),
        has_small=any(cell.small for row in rows for cell in row.cells),
    )


def present_totals(comparison: Comparison, query: SidesQuery, places: Places) -> tuple[Row, ...]:
    """Return all indicators in total, each leading to itself by year."""
    language = get_reader_language()
    return tuple(
        Row(
            label=translate(indicator.label, language),
            partial=False,
            cells=tuple(
                _present_cell(one.totals[place], indicator, one.side, query, places)
                for one in comparison.sides
            ),
            address=query.to_address(places.compare, indicator=indicator.code, view="")
            + "#indicator",
            definition_address=f"{places.about}#definition-{indicator.definition}",
            chosen=indicator.code == comparison.indicator.code,
        )
        for place, indicator in comparison.list_shown()
    )


def make_side_works_address(side: Side, query: SidesQuery, places: Places, selection: str) -> str:
    """Return the address of some of a side's works."""
    return query.get_query(side).to_address(places.works, selection=Selection.from_text(selection))


def format_amount(amount: int | float) -> str:
    """Return works or partners; one digit after the point where parts of works are counted."""
    return format_decimal(amount) if isinstance(amount, float) else format_count(amount)


def format_mean(mean: float) -> str:
    """Return a mean: citations with two digits after the point, kilometres with none."""
    return format_decimal(mean, 2) if mean < SMALL_MEAN else format_count(round(mean))


def format_bounds(measure: Measure) -> str:
    """Return the bounds of a mean, empty when it has none."""
    if measure.low is None or measure.high is None:
        return ""
    return f"{format_mean(measure.low)}–{format_mean(measure.high)}"


def _present_cell(
    measure: Measure,
    indicator: Comparable,
    side: Side,
    query: SidesQuery,
    places: Places,
    year: int | None = None,
) -> Cell:
    address = ""
    if indicator.selection and measure.amount:
        when = f",year:{year}" if year else ""
        address = make_side_works_address(side, query, places, indicator.selection + when)
    if measure.mean is not None:
        of = _("of %(works)s works") % {"works": format_amount(measure.amount)}
        detail = " · ".join(part for part in (format_bounds(measure), of) if part)
        return Cell(format_mean(measure.mean), detail, address, small=measure.small)
    if measure.of is None:
        return Cell(format_amount(measure.amount), "", address, small=False)
    if measure.share is None:
        return Cell(NOTHING, "", "", small=False)
    share, amount = format_share(measure.share), format_amount(measure.amount)
    interval = format_interval(measure.low, measure.high)
    of = _("%(works)s of %(of)s") % {"works": amount, "of": format_amount(measure.of)}
    shares = indicator.is_share if year is None else query.shows_shares
    detail = " · ".join(part for part in (interval, of) if part) if shares else share
    return Cell(
        text=share if shares else amount,
        detail=detail,
        address=address,
        small=measure.small,
        interval=draw_interval(measure.share, measure.low, measure.high),
    )


def _present_growth(comparison: Comparison) -> Row:
    language, cells = get_reader_language(), list[Cell]()
    for one in comparison.sides:
        if one.growth is None:
            cells.append(Cell(NOTHING, "", "", small=False))
            continue
        sign = "+" if one.growth > 0 else ""
        detail = name_word(one.growth_method, GROWTHS, language) or ""
        cells.append(Cell(f"{sign}{format_share(one.growth)}", detail, "", small=False))
    return Row(label=_("Growth of the number"), partial=False, cells=tuple(cells))


def _present_chart(
    comparison: Comparison, query: SidesQuery, names: Sequence[str], title: str
) -> LinesChart:
    shares = query.shows_shares and any(
        measure.share is not None for one in comparison.sides for measure in one.years
    )
    kind = "mean" if comparison.indicator.mean else "share" if shares else "amount"
    first = _find_first_drawn(comparison)
    years = comparison.years[first:]
    return LinesChart(
        data={
            "years": [f"{year}{'' if year in comparison.full_years else '*'}" for year in years],
            "percent": get_percent_sign() if shares else "",
            "label": title,
            "series": [
                {
                    "number": place + 1,
                    "name": names[place],
                    "values": [_draw(measure, kind) for measure in one.years[first:]],
                    "bounds": [_bound(measure, kind) for measure in one.years[first:]],
                    "lines": [_tell(measure, kind) for measure in one.years[first:]],
                }
                for place, one in enumerate(comparison.sides)
            ],
        },
        label=_("%(title)s by year: %(names)s. The table below says the same.")
        % {"title": title, "names": ", ".join(names)},
        file_name=f"cordee-compare-{comparison.indicator.code}",
        notes=tuple(_note(comparison, first, query, kind)),
    )


def _find_first_drawn(comparison: Comparison) -> int:
    """Return the place of the first year with enough works of any side to be drawn."""
    amounts = [[measure.of or measure.amount for measure in one.years] for one in comparison.sides]
    for place in range(len(comparison.years)):
        if any(one[place] >= QUIET_YEAR * max(one) > 0 for one in amounts):
            return place
    return 0


def _draw(measure: Measure, kind: str) -> float | None:
    if kind == "amount":
        return round(measure.amount, 2)
    value = measure.mean if kind == "mean" else measure.share
    # A share of a few works jumps about: the line passes only where an interval means something.
    return None if value is None or measure.small else round(_SCALES[kind] * value, 2)


def _bound(measure: Measure, kind: str) -> tuple[float, float] | None:
    if kind == "amount" or _draw(measure, kind) is None:
        return None
    if measure.low is None or measure.high is None:
        return None
    return round(_SCALES[kind] * measure.low, 2), round(_SCALES[kind] * measure.high, 2)


def _tell(measure: Measure, kind: str) -> str:
    if kind == "amount":
        return format_amount(measure.amount)
    if kind == "mean":
        bounds, text = format_bounds(measure), ""
        if measure.mean is not None:
            text = format_mean(measure.mean)
    else:
        bounds = format_interval(measure.low, measure.high)
        text = format_share(measure.share)
    return f"{text} ({bounds})" if bounds else text or NOTHING


def _note(comparison: Comparison, first: int, query: SidesQuery, kind: str) -> list[str]:
    notes = []
    if len(comparison.full_years) < len(comparison.years):
        notes.append(_("* The publications at hand stop before the end of that year."))
    if first:
        years = f"{comparison.years[0]}–{comparison.years[first - 1]}"
        notes.append(_("The years %(years)s are in the table only.") % {"years": years})
    if kind != "amount" and any(
        measure.small and measure.of for one in comparison.sides for measure in one.years
    ):
        notes.append(
            _("A share is drawn for years with at least %(count)s works.") % {"count": FEWEST_WORKS}
        )
    if any(_bound(each, kind) for one in comparison.sides for each in one.years):
        notes.append(_("The upright strokes are the intervals of the table."))
    code = comparison.indicator.code
    if query.counting is Counting.FRACTIONAL and code != "works":
        notes.append(_("Kinds of cooperation are by full counting: a work is of a kind or is not."))
    return notes
