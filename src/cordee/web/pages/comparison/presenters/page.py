"""The page of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.comparison import Comparison
from cordee.reference.organisations import Registry
from cordee.web.pages.comparison.presenters.figures import (
    IndicatorPanel,
    Row,
    present_indicator,
    present_totals,
)
from cordee.web.pages.comparison.presenters.overlaps import OverlapPanel, present_overlaps
from cordee.web.pages.comparison.presenters.sides import Places, name_side
from cordee.web.pages.observatory.presenters.home import describe_source
from cordee.web.sides import SidesQuery
from cordee.web.wording import format_period, get_reader_language, join_colon, join_names


@dataclass(frozen=True)
class Head:
    number: int
    name: str
    address: str


@dataclass(frozen=True)
class ComparePage:
    title: str
    subtitle: str
    announcement: str
    alone: bool
    heads: tuple[Head, ...]
    notes: tuple[str, ...]
    indicator: IndicatorPanel
    totals: tuple[Row, ...]
    overlaps: tuple[OverlapPanel, ...]
    csv_address: str
    totals_csv_address: str
    json_address: str
    versions_address: str
    source: str


def present_comparison(
    comparison: Comparison, query: SidesQuery, places: Places, registry: Registry
) -> ComparePage:
    """Return the page of `comparison`."""
    names = [name_side(one.side, registry) for one in comparison.sides]
    csv = query.to_address(places.file.replace("FORM", "csv"))
    indicator = present_indicator(comparison, query, places, names)
    return ComparePage(
        title=" · ".join(names),
        subtitle=format_period(query.years),
        announcement=_("%(title)s: %(names)s.")
        % {"title": indicator.title, "names": join_names(names)},
        alone=len(names) == 1,
        heads=tuple(
            Head(place, names[place - 1], query.get_query(one.side).to_address(places.home))
            for place, one in enumerate(comparison.sides, start=1)
        ),
        notes=_present_notes(comparison, names),
        indicator=indicator,
        totals=present_totals(comparison, query, places),
        overlaps=present_overlaps(comparison, query, places, names),
        csv_address=f"{csv}&table=by_year",
        totals_csv_address=f"{csv}&table=indicators",
        json_address=query.to_address(places.file.replace("FORM", "json")),
        versions_address=query.to_address(places.versions),
        source=describe_source(comparison.provenance),
    )


def _present_notes(comparison: Comparison, names: list[str]) -> tuple[str, ...]:
    language, said = get_reader_language(), []
    for caution, at in comparison.list_warnings():
        text = caution.sentence.to_text(language)
        if len(at) == len(names):
            said.append(text)
        else:
            of = ", ".join(names[place] for place in at)
            said.append(join_colon(of, text))
    return tuple(said)
