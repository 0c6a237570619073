"""The chooser above the figures: home, period, counting, parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.question import FOLDS, Counting
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.indicators.zones import USUAL_ZONE
from cordee.reference.organisations import Match, Organisation, Registry
from cordee.reference.zones import all_zones
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.works import describe_part
from cordee.web.query import Query
from cordee.web.wording import format_country, format_seat, format_zone, join_names


USUAL = Part("usual")


@dataclass(frozen=True)
class Chip:
    id: str
    name: str
    remove_address: str


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Option:
    """One organisation a search found."""

    id: str
    name: str
    note: str
    where: str
    address: str


@dataclass(frozen=True)
class Chooser:
    action: str
    search_address: str
    chips: tuple[Chip, ...]
    narrowed: tuple[Chip, ...]  # conditions to which every figure of the page is narrowed
    within: str
    first_years: tuple[Choice, ...]
    last_years: tuple[Choice, ...]
    countings: tuple[Choice, ...]  # none where counting changes nothing
    counting: str  # sent again with the form where it is not offered; empty when the usual one
    with_parts: bool
    own_as_partners: bool
    without_hyper: bool
    folds: tuple[Choice, ...]
    zones: tuple[Choice, ...]  # offered where the page tells works apart by one
    zone: str  # sent again with the form where none is offered; empty when the usual one
    has_settings: bool  # the further settings change something on the page shown
    offers_own: bool  # so does counting own bodies as partners
    is_tuned: bool  # a choice among the further settings is not the usual one
    country: str
    partners: str
    columns: str
    kept: tuple[tuple[str, str | int], ...]  # of the page shown: sent again with the form
    typed: str
    found: tuple[Option, ...]


def present_chooser(
    query: Query,
    addresses: Addresses,
    search_address: str,
    organisations: Sequence[Organisation],
    registry: Registry,
    years: tuple[int, int] | None,
    found: Sequence[Match],
) -> Chooser:
    # Leaving hyper-authored works out is a setting with a box of its own, not a condition to take back.
    narrowed = tuple(part for part in query.within.parts if part != USUAL)
    return Chooser(
        action=addresses.home,
        search_address=search_address,
        chips=tuple(
            Chip(one.id, one.name, _without(query, one.id).to_address(addresses.home))
            for one in organisations
        ),
        narrowed=tuple(
            Chip(
                part.to_text(),
                describe_part(part, registry, query.zone),
                _widen(query, part, addresses),
            )
            for part in narrowed
        ),
        within=Selection(narrowed).to_text() if narrowed else "",
        first_years=present_years(years, query.years.first, _("the first year")),
        last_years=present_years(years, query.years.last, _("the last year")),
        countings=(
            Choice(Counting.FULL.value, _("Full"), query.counting == Counting.FULL),
            Choice(
                Counting.FRACTIONAL.value,
                _("Fractional"),
                query.counting == Counting.FRACTIONAL,
            ),
        ),
        counting=query.counting.value if query.counting != Counting.FULL else "",
        with_parts=query.with_parts,
        own_as_partners=query.own_as_partners,
        without_hyper=USUAL in query.within.parts,
        folds=present_folds(query.folded),
        zones=(),
        zone=query.zone if query.zone != USUAL_ZONE else "",
        has_settings=True,
        offers_own=True,
        is_tuned=bool(
            query.own_as_partners
            or query.folded
            or query.zone != USUAL_ZONE
            or USUAL in query.within.parts
        ),
        country=query.country,
        partners=query.partners,
        columns=query.columns,
        kept=tuple((name, value) for name, value in (*query.network_pairs, *query.kept) if value),
        typed=query.typed,
        found=present_options(found, query, addresses),
    )


def present_folds(folded: Sequence[str]) -> tuple[Choice, ...]:
    """Return the territories that can be counted with a State, those of `folded` chosen."""
    return tuple(
        Choice(
            code,
            _("%(territory)s with %(state)s")
            % {"territory": format_country(code), "state": format_country(state)},
            code in folded,
        )
        for code, state in FOLDS.items()
    )


def present_zones(zone: str) -> tuple[Choice, ...]:
    """Return the zones by which works can be told apart, `zone` chosen."""
    return tuple(Choice(one.code, format_zone(one.code), one.code == zone) for one in all_zones())


def present_options(
    found: Sequence[Match], query: Query, addresses: Addresses
) -> tuple[Option, ...]:
    return tuple(_present_option(match, query, addresses) for match in found)


def present_title(organisations: Sequence[Organisation]) -> str:
    return join_names([one.name for one in organisations])


def _present_option(match: Match, query: Query, addresses: Addresses) -> Option:
    one = match.organisation
    where = [format_seat(one.city, one.country)]
    if one.status != "active":
        where.append(
            _("closed") if one.status in {"inactive", "withdrawn"} else _("status unknown")
        )
    chosen = tuple(dict.fromkeys((*query.organisations, one.id)))
    return Option(
        id=one.id,
        name=one.name,
        note="" if match.matched_name == one.name else match.matched_name,
        where=", ".join(part for part in where if part),
        address=query.with_changes(organisations=chosen).to_address(addresses.home),
    )


def _without(query: Query, organisation: str) -> Query:
    kept = tuple(one for one in query.organisations if one != organisation)
    return query.with_changes(organisations=kept)


def _widen(query: Query, part: Part, addresses: Addresses) -> str:
    kept = tuple(one for one in query.within.parts if one != part)
    return query.with_changes(within=Selection(kept)).to_address(addresses.home)


def present_years(
    years: tuple[int, int] | None, chosen: int | None, open_end: str
) -> tuple[Choice, ...]:
    """Return the years of one end of a period: open, then the known ones, latest first."""
    known = set(range(years[0], years[1] + 1)) if years else set()
    if chosen is not None:
        known.add(chosen)
    return (
        Choice("", open_end, chosen is None),
        *(Choice(str(year), str(year), year == chosen) for year in sorted(known, reverse=True)),
    )
