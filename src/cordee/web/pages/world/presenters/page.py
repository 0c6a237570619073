"""The page of the whole corpus: map of output, years, matrix of the largest countries, closest pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cordee.kernel.shades import choose_bounds, get_level, spread_level
from cordee.observatory.figures.answer import Share
from cordee.observatory.figures.world import World, WorldCountry, WorldLink, WorldYear
from cordee.web.lakes import Holdings
from cordee.web.pages.observatory.presenters.charts import (
    FEWEST_WORKS,
    LegendItem,
    WorldMap,
    YearsChart,
    drop_quiet_years,
    get_country_names,
    make_years_chart,
    present_classes,
    say_works,
)
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_decimal,
    format_interval,
    format_period,
    format_share,
    format_years,
    get_reader_language,
    join_colon,
)


MATRIX_SIZE = 15
"""Fifteen rows and columns of counts can be read on a laptop without turning the page."""

PAIRS_SHOWN = 15
COUNTRIES_SHOWN = 15
"""As many as the list beside it; the CSV has them all."""


@dataclass(frozen=True)
class Places:
    """Addresses; NAME stands for a table's name."""

    world: str
    table: str
    about: str


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    detail: str
    note: str = ""


@dataclass(frozen=True)
class MatrixCell:
    text: str
    title: str
    level: int
    own: bool


@dataclass(frozen=True)
class MatrixRow:
    code: str
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class PairRow:
    names: str
    works: str
    affinity: str
    salton: str


@dataclass(frozen=True)
class CountryRow:
    rank: str
    name: str
    works: str
    share: str
    international: str
    interval: str


@dataclass(frozen=True)
class YearRow:
    year: str
    partial: bool
    works: str
    international: str
    domestic: str
    bilateral: str
    more: str
    unknown: str


@dataclass(frozen=True)
class WorldPage:
    title: str
    subtitle: str
    announcement: str
    action: str
    first: str
    last: str
    first_known: int | None
    last_known: int | None
    tiles: tuple[Tile, ...]
    map: WorldMap
    chart: YearsChart
    years: tuple[YearRow, ...]
    matrix: tuple[MatrixRow, ...]
    pairs: tuple[PairRow, ...]
    countries: tuple[CountryRow, ...]
    country_count: str
    years_csv: str
    matrix_csv: str
    source: str


def present_world(world: World, facts: Holdings, places: Places) -> WorldPage:
    title, period = _("The whole corpus"), _say_period(world)
    bounds = choose_bounds(max((one.works for one in world.countries), default=0))
    return WorldPage(
        title=title,
        subtitle=f"{period} · {say_works(world.works)}",
        announcement=f"{title}, {period}",
        action=places.world,
        first=str(world.asked.first or ""),
        last=str(world.asked.last or ""),
        first_known=facts.first_year,
        last_known=facts.last_year,
        tiles=_present_tiles(world),
        map=WorldMap(
            data=_present_map(world, bounds),
            legend=(LegendItem("map-0", _("none")), *present_classes(bounds)),
            label=_describe_map(world),
            file_name="cordee-world-map",
            csv_address=_make_csv(world, places, "countries"),
        ),
        chart=make_years_chart(
            _list_kinds(),
            [_present_drawn_year(one, world) for one in drop_quiet_years(world.by_year)],
            notes=_list_notes(world),
            label=_(
                "Works a year by number of countries, with the international share. The table below says the same."
            ),
            file_name="cordee-world-years",
        ),
        years=tuple(_present_year_row(one, world) for one in world.by_year),
        matrix=_present_matrix(world),
        pairs=tuple(_present_pair(one) for one in world.links[:PAIRS_SHOWN]),
        countries=tuple(_present_country(one) for one in world.countries[:COUNTRIES_SHOWN]),
        country_count=format_count(len(world.countries)),
        years_csv=_make_csv(world, places, "years"),
        matrix_csv=_make_csv(world, places, "matrix"),
        source=_("Cordée, snapshot %(snapshot)s") % {"snapshot": world.snapshot or NOTHING},
    )


def _say_period(world: World) -> str:
    if world.asked.first is None and world.asked.last is None and world.by_year:
        return format_years(world.by_year[0].year, world.by_year[-1].year)
    return format_period(world.asked)


def _make_csv(world: World, places: Places, name: str) -> str:
    pairs = [("from", world.asked.first), ("to", world.asked.last)]
    said = urlencode([(key, value) for key, value in pairs if value is not None])
    path = places.table.replace("NAME", name)
    return f"{path}?{said}" if said else path


def _present_tiles(world: World) -> tuple[Tile, ...]:
    return (
        Tile(_("Works"), format_count(world.works), _say_period(world)),
        _present_share(_("International share"), world.international),
        Tile(
            _("Countries"),
            format_count(len(world.countries)),
            _("%(count)s pairs that publish together") % {"count": format_count(len(world.links))},
        ),
        _present_share(_("Works with a known country"), world.coverage),
    )


def _present_share(label: str, share: Share) -> Tile:
    detail = _("%(count)s of %(of)s works") % {
        "count": format_count(share.works),
        "of": format_count(share.of),
    }
    interval = format_interval(share.low, share.high)
    note = _("95%% interval: %(interval)s") % {"interval": interval} if interval else ""
    return Tile(label, format_share(share.value), detail, note)


def _present_map(world: World, bounds: tuple[int, ...]) -> dict[str, Any]:
    return {
        "homes": [],
        "home_text": "",
        "none_text": _("No work in this selection"),
        "countries": [
            {
                "code": one.code,
                "name": format_country(one.code),
                "level": spread_level(get_level(one.works, bounds), len(bounds)),
                "works_text": say_works(one.works),
                "share_text": _("%(share)s international")
                % {"share": format_share(one.international.value)},
            }
            for one in world.countries
        ],
        "names": get_country_names(get_reader_language()),
    }


def _describe_map(world: World) -> str:
    first = ", ".join(
        f"{format_country(one.code)} ({format_count(one.works)})" for one in world.countries[:5]
    )
    return _(
        "World map of works by country. The first are: %(first)s. The table of countries says the same."
    ) % {"first": first or NOTHING}


def _list_kinds() -> tuple[tuple[str, str], ...]:
    # The colours of the charts of a home: one country, then more and more of them.
    return (
        ("domestic", _("One country")),
        ("zone", _("Two countries")),
        ("other", _("Three or more")),
        ("unknown", _("Country unknown")),
    )


def _present_drawn_year(one: WorldYear, world: World) -> dict[str, Any]:
    share, more = one.international, one.trilateral_works + one.multilateral_works
    counts = (one.domestic_works, one.bilateral_works, more, one.unknown_works)
    lines = [
        join_colon(label, format_count(count))
        for (_key, label), count in zip(_list_kinds(), counts, strict=True)
    ]
    partial = one.year in world.partial_years
    few = share.value is None or share.of < FEWEST_WORKS
    return {
        "year": f"{one.year}*" if partial else str(one.year),
        "title": _("%(year)s, incomplete year") % {"year": one.year} if partial else str(one.year),
        "domestic": one.domestic_works,
        "zone": one.bilateral_works,
        "other": more,
        "unknown": one.unknown_works,
        "share": None if few else round(100 * (share.value or 0), 1),
        "lines": [say_works(one.works), *lines],
    }


def _present_year_row(one: WorldYear, world: World) -> YearRow:
    return YearRow(
        year=str(one.year),
        partial=one.year in world.partial_years,
        works=format_count(one.works),
        international=format_share(one.international.value),
        domestic=format_count(one.domestic_works),
        bilateral=format_count(one.bilateral_works),
        more=format_count(one.trilateral_works + one.multilateral_works),
        unknown=format_count(one.unknown_works),
    )


def _list_notes(world: World) -> tuple[str, ...]:
    notes = [_("Full counting: a work of three countries counts once for each of them.")]
    if world.partial_years:
        notes.append(_("* The publications at hand stop before the end of that year."))
    if any(one.international.of < FEWEST_WORKS for one in world.by_year):
        notes.append(
            _("The share is drawn for years with at least %(count)s works.")
            % {"count": FEWEST_WORKS}
        )
    return tuple(notes)


def _present_matrix(world: World) -> tuple[MatrixRow, ...]:
    codes, rows = world.get_matrix(MATRIX_SIZE)
    shared = [
        works for r, row in enumerate(rows) for c, works in enumerate(row) if r != c and works
    ]
    bounds = choose_bounds(max(shared, default=0))
    return tuple(
        MatrixRow(
            code=code,
            name=format_country(code),
            cells=tuple(
                MatrixCell(
                    text=format_count(works),
                    title=_title_cell(code, other, works),
                    level=0
                    if code == other or not works
                    else spread_level(get_level(works, bounds), len(bounds)),
                    own=code == other,
                )
                for other, works in zip(codes, row, strict=True)
            ),
        )
        for code, row in zip(codes, rows, strict=True)
    )


def _title_cell(code: str, other: str, works: int) -> str:
    name = format_country(code)
    names = name if code == other else f"{name} + {format_country(other)}"
    return join_colon(names, say_works(works))


def _present_pair(one: WorldLink) -> PairRow:
    return PairRow(
        names=f"{format_country(one.source)} + {format_country(one.target)}",
        works=format_count(one.works),
        affinity=NOTHING if one.affinity is None else format_decimal(one.affinity, 2),
        salton=NOTHING if one.salton is None else format_decimal(one.salton, 3),
    )


def _present_country(one: WorldCountry) -> CountryRow:
    return CountryRow(
        rank=format_count(one.rank),
        name=format_country(one.code),
        works=format_count(one.works),
        share=format_share(one.share),
        international=format_share(one.international.value),
        interval=format_interval(one.international.low, one.international.high),
    )
