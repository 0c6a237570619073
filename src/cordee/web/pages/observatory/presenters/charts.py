"""What the map and the evolution chart draw, and the tables that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.shades import (
    choose_bounds,
    get_level,
    spread_level,
)
from cordee.observatory.figures.answer import Figures, YearFigures
from cordee.observatory.indicators.zones import USUAL_ZONE
from cordee.reference.countries import all_countries, name_of
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_csv_address,
    make_works_address,
)
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_share,
    format_with_zone,
    format_years,
    get_percent_sign,
    get_reader_language,
    join_colon,
)


QUIET_YEAR = 0.02
"""Years before the first with a fiftieth of the busiest year's works are left to the table: a
handful of old works would press the years that matter into a corner."""


class _HasWorks(Protocol):
    @property
    def works(self) -> int: ...


Yearly = TypeVar("Yearly", bound=_HasWorks)

FEWEST_WORKS = 30
"""The same bound under which a figure is marked as small (`Share.small`)."""


@dataclass(frozen=True)
class LegendItem:
    kind: str
    text: str


@dataclass(frozen=True)
class WorldMap:
    data: dict[str, Any]
    legend: tuple[LegendItem, ...]
    label: str
    file_name: str
    csv_address: str


@dataclass(frozen=True)
class YearsChart:
    data: dict[str, Any]
    legend: tuple[LegendItem, ...]
    notes: tuple[str, ...]
    label: str
    file_name: str


@dataclass(frozen=True)
class YearRow:
    year: str
    partial: bool
    works: str
    works_address: str
    international: str
    domestic: str
    zone: str
    other: str
    unknown: str


@dataclass(frozen=True)
class Evolution:
    chart: YearsChart
    with_zone: str  # the heading of works with the zone
    is_union: bool  # the zone is the European Union
    rows: tuple[YearRow, ...]
    csv_address: str


def present_map(figures: Figures, query: Query, addresses: Addresses) -> WorldMap:
    most = max((row.works for row in figures.partner_countries), default=0)
    bounds = choose_bounds(most)
    countries = [
        {
            "code": row.code,
            "name": format_country(row.code),
            "level": spread_level(get_level(row.works, bounds), len(bounds)),
            "works_text": say_works(row.works),
            "share_text": _("%(share)s of works with a known country")
            % {"share": format_share(row.share)},
        }
        for row in figures.partner_countries
    ]
    return WorldMap(
        data={
            "homes": list(figures.home_countries),
            "home_text": _("Country of the home"),
            "none_text": _("No co-publication in this selection"),
            "countries": countries,
            "panel": query.to_address(addresses.country),
            "address": query.to_address(addresses.home, country="CODE"),
            "names": get_country_names(get_reader_language()),
        },
        legend=(
            LegendItem("map-home", _("home")),
            LegendItem("map-0", _("none")),
            *present_classes(bounds),
        ),
        label=_describe_map(figures),
        file_name=f"cordee-map-{'-'.join(query.organisations[:3])}",
        csv_address=make_csv_address(query, addresses, "countries"),
    )


def say_works(count: int) -> str:
    return ngettext("%(count)s work", "%(count)s works", count) % {"count": format_count(count)}


@cache
def get_country_names(language: str) -> dict[str, str]:
    """Return the name of every country by its code, for the map's labels."""
    return {country.code: name_of(country.code, language) for country in all_countries()}


def present_classes(bounds: tuple[int, ...]) -> list[LegendItem]:
    """Return the classes of a map from few to many, for its legend."""
    items = []
    for place, bound in enumerate(bounds):
        following = bounds[place + 1] if place + 1 < len(bounds) else None
        if following is None and len(bounds) > 1:
            text = _("%(count)s and more") % {"count": format_count(bound)}
        elif following is None or following == bound + 1:
            text = format_count(bound)
        else:
            text = f"{format_count(bound)}–{format_count(following - 1)}"
        items.append(LegendItem(f"map-{spread_level(place + 1, len(bounds))}", text))
    return items


def _describe_map(figures: Figures) -> str:
    if not figures.partner_countries:
        return _("World map: no co-publication abroad in this selection.")
    first = ", ".join(
        f"{format_country(row.code)} ({format_count(row.works)})"
        for row in figures.partner_countries[:5]
    )
    return _(
        "World map of co-publications with %(count)s countries. The first are: %(first)s. "
        "The table of partner countries says the same."
    ) % {"count": figures.country_count, "first": first}


def present_evolution(figures: Figures, query: Query, addresses: Addresses) -> Evolution:
    drawn = drop_quiet_years(figures.by_year)
    kinds = (
        ("domestic", _("One country")),
        ("zone", format_with_zone(query.zone)),
        ("other", _("Other international")),
        ("unknown", _("Country unknown")),
    )
    return Evolution(
        chart=make_years_chart(
            kinds,
            [_present_drawn_year(year, format_with_zone(query.zone)) for year in drawn],
            notes=tuple(_note_years(figures, drawn)),
            label=_(
                "Works a year by kind of cooperation, with the international share. The table below says the same."
            ),
            file_name=f"cordee-years-{'-'.join(query.organisations[:3])}",
        ),
        with_zone=format_with_zone(query.zone),
        is_union=query.zone == USUAL_ZONE,
        rows=tuple(_present_year_row(year, query, addresses) for year in figures.by_year),
        csv_address=make_csv_address(query, addresses, "years"),
    )


def make_years_chart(
    kinds: tuple[tuple[str, str], ...],
    years: list[dict[str, Any]],
    *,
    notes: tuple[str, ...],
    label: str,
    file_name: str,
) -> YearsChart:
    """Return bars of works a year parted into `kinds`, pairs of a key and a label."""
    line = _("International share")
    return YearsChart(
        data={
            "works_label": _("Works"),
            "share_label": line,
            "line_label": line,
            "percent": get_percent_sign(),
            "kinds": [{"key": key, "label": text} for key, text in kinds],
            "years": years,
        },
        legend=(*(LegendItem(key, text) for key, text in kinds), LegendItem("line", line)),
        notes=notes,
        label=label,
        file_name=file_name,
    )


def drop_quiet_years(years: tuple[Yearly, ...]) -> tuple[Yearly, ...]:
    """Return the years from the first that is not quiet."""
    busiest = max((year.works for year in years), default=0)
    for place, year in enumerate(years):
        if year.works >= QUIET_YEAR * busiest:
            return years[place:]
    return years


def _present_drawn_year(year: YearFigures, with_zone: str) -> dict[str, Any]:
    lines = [
        say_works(year.works),
        _("One country: %(count)s") % {"count": format_count(year.domestic_works)},
        join_colon(with_zone, format_count(year.zone_works)),
        _("Other international: %(count)s")
        % {"count": format_count(year.other_international_works)},
        _("Country unknown: %(count)s") % {"count": format_count(year.unknown_works)},
        _("International share: %(share)s") % {"share": format_share(year.international_share)},
    ]
    share = year.international_share
    return {
        "year": f"{year.year}*" if year.partial else str(year.year),
        "title": _("%(year)s, incomplete year") % {"year": year.year}
        if year.partial
        else str(year.year),
        "domestic": year.domestic_works,
        "zone": year.zone_works,
        "other": year.other_international_works,
        "unknown": year.unknown_works,
        # A share of a few works jumps about: the line passes only where an interval means something.
        "share": None
        if share is None or year.covered_works < FEWEST_WORKS
        else round(100 * share, 1),
        "lines": lines,
    }


def _present_year_row(year: YearFigures, query: Query, addresses: Addresses) -> YearRow:
    return YearRow(
        year=str(year.year),
        partial=year.partial,
        works=format_count(year.works),
        works_address=make_works_address(query, addresses, "year", year.year),
        international=format_share(year.international_share),
        domestic=format_count(year.domestic_works),
        zone=format_count(year.zone_works),
        other=format_count(year.other_international_works),
        unknown=format_count(year.unknown_works),
    )


def _note_years(figures: Figures, drawn: tuple[YearFigures, ...]) -> list[str]:
    notes = []
    if any(year.partial for year in drawn):
        notes.append(_("* The publications at hand stop before the end of that year."))
    hidden = figures.by_year[: len(figures.by_year) - len(drawn)]
    earlier = sum(year.works for year in hidden)
    if earlier:
        said = ngettext(
            "%(count)s earlier work (%(years)s) is in the table only.",
            "%(count)s earlier works (%(years)s) are in the table only.",
            earlier,
        )
        years = format_years(hidden[0].year, hidden[-1].year)
        notes.append(said % {"count": format_count(earlier), "years": years})
    if any(year.works and year.covered_works < FEWEST_WORKS for year in drawn):
        notes.append(
            _("The share is drawn for years with at least %(count)s works.")
            % {"count": FEWEST_WORKS}
        )
    busiest = max(figures.by_year, key=lambda year: year.works, default=None)
    # Four fifths in one year leave the others too few works to compare.
    if busiest and len(figures.by_year) > 1 and 5 * busiest.works >= 4 * figures.works:
        notes.append(
            _("%(share)s of the works are of %(year)s, so this is not a trend.")
            % {"share": format_share(busiest.works / figures.works, 0), "year": busiest.year}
        )
    return notes
