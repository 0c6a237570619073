"""What a side is called, where it leads, and the form in which sides are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.kernel.messages import translate
from cordee.observatory.figures.comparables import COMPARABLES
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.sides import MOST_SIDES, Side
from cordee.reference.organisations import Match, Registry
from cordee.web.pages.observatory.presenters.chooser import (
    Choice,
    Option,
    present_folds,
    present_years,
)
from cordee.web.pages.observatory.presenters.works import describe_part
from cordee.web.sides import VIEWS, SidesQuery
from cordee.web.wording import format_country, format_seat, get_reader_language, join_names


@dataclass(frozen=True)
class Places:
    """Where pages lie; given by the views."""

    compare: str
    options: str
    file: str  # with FORM where the form goes
    home: str
    works: str
    about: str
    work: str  # with WORK where the key goes
    versions: str


@dataclass(frozen=True)
class SideChip:
    number: int
    value: str
    name: str
    address: str
    earlier_address: str  # empty for the first
    remove_address: str
    join_address: str  # empty for a side that is narrowed to some of its works
    joined: bool


@dataclass(frozen=True)
class SidesChooser:
    action: str
    search_address: str
    chips: tuple[SideChip, ...]
    full: bool
    joined: int
    joined_name: str
    countries: tuple[Choice, ...]
    country_label: str
    indicator: str
    indicators: tuple[Choice, ...]
    without_citations: bool  # indicators of citations are not offered: no source counts them
    first_years: tuple[Choice, ...]
    last_years: tuple[Choice, ...]
    countings: tuple[Choice, ...]
    views: tuple[Choice, ...]
    with_parts: bool
    own_as_partners: bool
    folds: tuple[Choice, ...]
    is_tuned: bool  # a fold is chosen
    typed: str
    found: tuple[Option, ...]


def name_side(side: Side, registry: Registry) -> str:
    """Return what a side is called: its organisations, and what it is narrowed to."""
    names = join_names([registry.get(one).name for one in side.organisations])
    return ", ".join([names, *(describe_part(part, registry) for part in side.within.parts)])


def present_sides_chooser(
    query: SidesQuery,
    places: Places,
    registry: Registry,
    years: tuple[int, int] | None,
    countries: Sequence[str],
    found: Sequence[Match],
    *,
    has_citations: bool,
) -> SidesChooser:
    """Return the form; `countries` are partner countries of the first side, most works first.

    Without citations in the lake, `has_citations`, the indicators that need them are not offered.
    """
    first = name_first_home(query, registry)
    return SidesChooser(
        action=places.compare,
        search_address=places.options,
        chips=tuple(
            _present_chip(place, side, query, places, registry)
            for place, side in enumerate(query.sides)
        ),
        full=len(query.sides) >= MOST_SIDES,
        joined=query.joined,
        joined_name=name_side(query.sides[query.joined - 1], registry) if query.joined else "",
        countries=tuple(Choice(code, format_country(code), False) for code in countries),
        country_label=_("Or a partner country of %(name)s") % {"name": first},
        indicator=query.indicator,
        indicators=_present_indicators(query.indicator, has_citations=has_citations),
        without_citations=not has_citations,
        first_years=present_years(years, query.years.first, _("the first year")),
        last_years=present_years(years, query.years.last, _("the last year")),
        countings=(
            Choice(Counting.FULL.value, _("Full"), query.counting == Counting.FULL),
            Choice(
                Counting.FRACTIONAL.value, _("Fractional"), query.counting == Counting.FRACTIONAL
            ),
        ),
        views=(
            Choice(VIEWS[0], _("Share"), query.shows_shares),
            Choice(VIEWS[1], _("Number"), not query.shows_shares),
        ),
        with_parts=query.with_parts,
        own_as_partners=query.own_as_partners,
        folds=present_folds(query.folded),
        is_tuned=bool(query.folded),
        typed=query.typed,
        found=present_options(found, query, places),
    )


def name_first_home(query: SidesQuery, registry: Registry) -> str:
    """Return the name of the home of the first side."""
    return name_side(Side(query.sides[0].organisations), registry) if query.sides else ""


def present_options(
    found: Sequence[Match], query: SidesQuery, places: Places
) -> tuple[Option, ...]:
    """Return organisations found, each leading to the comparison with it."""
    return tuple(_present_option(match, query, places) for match in found)


def _present_option(match: Match, query: SidesQuery, places: Places) -> Option:
    one = match.organisation
    address = query.to_address(places.compare)
    return Option(
        id=one.id,
        name=one.name,
        note="" if match.matched_name == one.name else match.matched_name,
        where=format_seat(one.city, one.country),
        address=f"{address}{'&' if '?' in address else '?'}add={one.id}",
    )


def _present_chip(
    place: int, side: Side, query: SidesQuery, places: Places, registry: Registry
) -> SideChip:
    sides, number = query.sides, place + 1
    plain = query.with_changes(joined=0)
    swapped = (*sides[: place - 1], side, sides[place - 1], *sides[number:]) if place else sides
    kept = (*sides[:place], *sides[number:])
    joined = query.joined == number
    join = query.with_changes(joined=0 if joined else number)
    return SideChip(
        number=number,
        value=side.to_text(),
        name=name_side(side, registry),
        address=query.get_query(side).to_address(places.home),
        earlier_address=plain.to_address(places.compare, sides=swapped) if place else "",
        remove_address=plain.to_address(places.compare, sides=kept),
        join_address="" if side.within.parts else join.to_address(places.compare),
        joined=joined,
    )


def _present_indicators(chosen: str, *, has_citations: bool) -> tuple[Choice, ...]:
    language = get_reader_language()
    return tuple(
        Choice(one.code, translate(one.label, language), one.code == chosen)
        for one in COMPARABLES
        # An address may ask for what is not offered; the list must then say what is shown.
        if has_citations or not one.cites or one.code == chosen
    )
