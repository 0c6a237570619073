"""The page of all dossiers of a home: which there are, and a search of a subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.dossiers.links import write_path
from cordee.observatory.dossiers.subject import MOST_ALLIED, Subject, SubjectKind
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.units import UnitsPage
from cordee.reference.countries import all_countries, name_of
from cordee.reference.folding import fold
from cordee.reference.organisations import Match, Registry
from cordee.reference.themes import all_labels, branch_of, find_descriptor
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_seat,
    format_theme,
    get_reader_language,
)


MOST_COUNTRIES = 16
MOST_ORGANISATIONS = 16
MOST_THEMES = 12
MOST_PAIRS = 6
MOST_FOUND = 8
"""Subjects of each kind that a search shows: more letters narrow it."""


@dataclass(frozen=True)
class SubjectLink:
    name: str
    detail: str
    works: str
    address: str


@dataclass(frozen=True)
class SubjectGroup:
    key: str
    title: str
    text: str
    links: tuple[SubjectLink, ...]


@dataclass(frozen=True)
class ChoicePage:
    title: str
    typed: str
    kept: tuple[tuple[str, str], ...]
    found: tuple[SubjectLink, ...]
    groups: tuple[SubjectGroup, ...]


def present_choice(
    figures: Figures,
    units: UnitsPage,
    query: Query,
    registry: Registry,
    named: frozenset[str],
    typed: str,
    home_name: str,
) -> ChoicePage:
    """Return the dossiers a home can be handed; `named` are the organisations on works of the lake."""
    base = query.to_base()
    groups = (
        _list_alliances(query, registry, home_name),
        _list_countries(figures, base),
        _list_organisations(figures, base),
        _list_themes(figures, base),
        _list_units(units, base),
        _list_pairs(figures, base),
    )
    return ChoicePage(
        title=home_name,
        typed=typed,
        kept=tuple((name, str(value)) for name, value in base.to_pairs()),
        found=tuple(_search(typed, base, registry, named)) if typed else (),
        groups=tuple(one for one in groups if one and one.links),
    )


def _link(kind: SubjectKind, keys: tuple[str, ...], base: Query) -> str:
    subject = Subject(kind, keys)
    query = base.with_changes(organisations=()) if subject.names_home else base
    return query.to_address(write_path(subject))


def _list_alliances(query: Query, registry: Registry, home_name: str) -> SubjectGroup | None:
    if not 2 <= len(query.organisations) <= MOST_ALLIED:
        return None
    address = _link(SubjectKind.ALLIANCE, query.organisations, query.to_base())
    links = [SubjectLink(home_name, _("looked at as one, each work once"), "", address)]
    return SubjectGroup(
        "alliance",
        _("Alliance"),
        _("What each brings, and the rank before and after."),
        tuple(links),
    )


def _list_countries(figures: Figures, base: Query) -> SubjectGroup:
    return SubjectGroup(
        "countries",
        _("Countries"),
        _("The first partner countries."),
        tuple(
            SubjectLink(
                format_country(one.code),
                "",
                format_count(one.works),
                _link(SubjectKind.COUNTRY, (one.code,), base),
            )
            for one in figures.partner_countries[:MOST_COUNTRIES]
        ),
    )


def _list_organisations(figures: Figures, base: Query) -> SubjectGroup:
    rows = figures.partner_organisations.list_abroad()[:MOST_ORGANISATIONS]
    return SubjectGroup(
        "organisations",
        _("Organisations abroad"),
        _("The first partner organisations abroad."),
        tuple(
            SubjectLink(
                one.name,
                format_country(one.country) if one.country else "",
                format_count(one.works),
                _link(SubjectKind.ORGANISATION, (one.id,), base),
            )
            for one in rows
        ),
    )


def _list_themes(figures: Figures, base: Query) -> SubjectGroup:
    return SubjectGroup(
        "themes",
        _("Themes"),
        _("The first themes of its works."),
        tuple(
            SubjectLink(
                format_theme(one.code, one.label),
                "",
                format_count(one.works),
                _link(SubjectKind.THEME, (one.selection,), base),
            )
            for one in figures.themes[:MOST_THEMES]
        ),
    )


def _list_units(units: UnitsPage, base: Query) -> SubjectGroup:
    return SubjectGroup(
        "units",
        _("Research units"),
        _("Units that it supervises, hosts, or is."),
        tuple(
            SubjectLink(
                one.name or one.acronym or one.unit,
                one.unit if one.name or one.acronym else "",
                format_count(one.works),
                _link(SubjectKind.UNIT, (one.unit,), base),
            )
            for one in units.rows
        ),
    )


def _list_pairs(figures: Figures, base: Query) -> SubjectGroup | None:
    if len(base.organisations) != 1:
        return None
    [home] = base.organisations
    rows = figures.partner_organisations.list_abroad()[:MOST_PAIRS]
    return SubjectGroup(
        "pairs",
        _("Pairs"),
        _("The home and one partner side by side, seen from both."),
        tuple(
            SubjectLink(
                one.name,
                format_country(one.country) if one.country else "",
                format_count(one.works),
                _link(SubjectKind.PAIR, (home, one.id), base),
            )
            for one in rows
        ),
    )


def _search(
    typed: str, base: Query, registry: Registry, named: frozenset[str]
) -> Iterable[SubjectLink]:
    """Yield the countries, themes and organisations whose name has what was typed."""
    words = fold(typed)
    language = get_reader_language()
    if not words:
        return
    countries = [one.code for one in all_countries() if words in fold(name_of(one.code, language))]
    for code in countries[:MOST_FOUND]:
        address = _link(SubjectKind.COUNTRY, (code,), base)
        yield SubjectLink(format_country(code), _("Country"), "", address)
    for code in _find_themes(typed)[:MOST_FOUND]:
        address = _link(SubjectKind.THEME, (f"mesh/{code}",), base)
        yield SubjectLink(format_theme(code), _("Theme"), "", address)
    kept = [m.organisation for m in registry.search(typed, 5 * MOST_FOUND) if _is_outside(m, base)]
    # Those on works of the lake come first: the others' dossiers have nothing to say yet.
    kept.sort(key=lambda one: one.id not in named)
    for one in kept[:MOST_FOUND]:
        where = format_seat(one.city, one.country)
        address = _link(SubjectKind.ORGANISATION, (one.id,), base)
        yield SubjectLink(one.name, where, "", address)


def _find_themes(typed: str) -> list[str]:
    """Return the branches whose name in either language has what was typed, or which it is a term of."""
    words, descriptor = fold(typed), find_descriptor(typed)
    named = [
        code
        for code, labels in all_labels().items()
        if len(code) > 1 and any(words in fold(label) for label in labels)
    ]
    of_term = branch_of(descriptor) if descriptor else ()
    return list(dict.fromkeys((*of_term, *named)))


def _is_outside(match: Match, base: Query) -> bool:
    return match.organisation.id not in base.organisations
