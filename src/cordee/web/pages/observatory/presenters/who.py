"""Who here works with a country, an organisation or a city, or on a theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.subjects import Subject
from cordee.observatory.figures.who import UnitAtWork, Who
from cordee.reference.organisations import Registry
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.people import PersonLine, present_people
from cordee.web.pages.observatory.presenters.shapes import draw_bar
from cordee.web.pages.observatory.presenters.units import write_code
from cordee.web.query import Query
from cordee.web.wording import (
    format_city,
    format_count,
    format_country,
    format_theme,
    format_years,
)


SUGGESTED = 8
"""Of each kind, partners and themes offered before anything is typed: two lines of chips."""


@dataclass(frozen=True)
class SubjectLink:
    text: str
    kind: str
    where: str
    address: str


@dataclass(frozen=True)
class UnitWorkLine:
    rank: str
    code: str
    address: str
    name: str
    works: str
    works_address: str
    years: str
    first: str
    last: str
    bar: str


@dataclass(frozen=True)
class WhoSearch:
    """The field that asks with whom, what it found, and what may be asked before typing."""

    action: str
    hidden: tuple[tuple[str, str], ...]
    typed: str
    found: tuple[SubjectLink, ...]
    groups: tuple[tuple[str, tuple[SubjectLink, ...]], ...]


@dataclass(frozen=True)
class WhoAnswer:
    title: str
    subtitle: str
    announcement: str
    works: str
    works_address: str
    figures_address: str
    csv_address: str
    here: tuple[PersonLine, ...]
    here_text: str
    units: tuple[UnitWorkLine, ...]
    units_text: str
    there: tuple[PersonLine, ...]
    there_text: str
    there_title: str
    here_definition: Definition
    units_definition: Definition
    there_definition: Definition
    empty: bool


def name_kind(kind: str) -> str:
    return {
        "country": _("country"),
        "organisation": _("organisation"),
        "city": _("city"),
        "theme": _("theme"),
    }[kind]


def name_subject(part: Part, registry: Registry) -> str:
    """Return the name of a subject in the reader's language."""
    if part.kind == "country":
        return format_country(part.value)
    if part.kind == "city":
        return format_city(part.value)
    if part.kind == "organisation":
        known = registry.organisations.get(part.value)
        return known.name if known else part.value
    return format_theme(part.value.rpartition("/")[2])


def present_search(
    query: Query,
    addresses: Addresses,
    typed: str,
    found: Sequence[Subject],
    figures: Figures | None,
    registry: Registry,
) -> WhoSearch:
    """Return the field; `figures` of the home give what may be asked, None when not wanted."""
    groups = _suggest(figures, query, addresses, registry) if figures else ()
    return WhoSearch(
        action=addresses.who,
        hidden=tuple(query.to_base().to_pairs()),
        typed=typed,
        found=tuple(_link(one.part, one.name, one.where, query, addresses) for one in found),
        groups=groups,
    )


def _suggest(
    figures: Figures, query: Query, addresses: Addresses, registry: Registry
) -> tuple[tuple[str, tuple[SubjectLink, ...]], ...]:
    countries = [Part("country", one.code) for one in figures.partner_countries[:SUGGESTED]]
    foreign = figures.partner_organisations.list_abroad()[:SUGGESTED]
    organisations = [Part("organisation", one.id) for one in foreign]
    themes = [Part("theme", f"{one.vocabulary}/{one.code}") for one in figures.themes[:SUGGESTED]]
    groups = (
        (_("Partner countries"), countries),
        (_("Partner organisations"), organisations),
        (_("Themes"), themes),
    )
    return tuple(
        (title, tuple(_link(p, name_subject(p, registry), "", query, addresses) for p in parts))
        for title, parts in groups
        if parts
    )


def _link(part: Part, name: str, where: str, query: Query, addresses: Addresses) -> SubjectLink:
    address = query.to_base().to_address(addresses.who, kept=(("with", part.to_text()),))
    return SubjectLink(name, name_kind(part.kind), where, address)


def present_who(found: Who, query: Query, addresses: Addresses, registry: Registry) -> WhoAnswer:
    """Return the answer; `query` is the home's question, not narrowed to the subject."""
    name = name_subject(found.subject, registry)
    narrowed = query.to_base().with_changes(within=found.question.within)
    works = ngettext("%(count)s work", "%(count)s works", found.works) % {
        "count": format_count(found.works)
    }
    theme = found.subject.kind == "theme"
    title = _("Who works on %(subject)s?") if theme else _("Who works with %(subject)s?")
    kept = (("with", found.subject.to_text()),)
    here = _count(found.here_count, len(found.here))
    return WhoAnswer(
        title=title % {"subject": name},
        subtitle=format_years(found.first_year, found.last_year) if found.works else "",
        announcement=f"{title % {'subject': name}} {works}",
        works=works,
        works_address=narrowed.to_address(addresses.works),
        figures_address=narrowed.to_address(addresses.home),
        csv_address=query.to_base().to_address(
            addresses.who_file.replace("FORM", "csv"), kept=kept
        ),
        here=present_people(found.here, narrowed, addresses),
        here_text=here,
        units=_present_units(found.units, narrowed, addresses),
        units_text=ngettext("%(count)s unit", "%(count)s units", found.unit_count)
        % {"count": format_count(found.unit_count)},
        there=present_people(found.there, narrowed, addresses),
        there_text=_count(found.there_count, len(found.there)),
        there_title=_("People at partners")
        if theme
        else _("People there: %(place)s") % {"place": name},
        here_definition=present_definition("people_here"),
        units_definition=present_definition("units_here"),
        there_definition=present_definition("people_there"),
        empty=found.works == 0,
    )


def _count(total: int, shown: int) -> str:
    text = ngettext("%(count)s person", "%(count)s people", total) % {"count": format_count(total)}
    if shown >= total:
        return text
    return _("%(people)s; the first %(shown)s, by works, then by their part of them") % {
        "people": text,
        "shown": format_count(shown),
    }


def _present_units(
    units: Sequence[UnitAtWork], query: Query, addresses: Addresses
) -> tuple[UnitWorkLine, ...]:
    most = max((one.works for one in units), default=0)
    return tuple(
        UnitWorkLine(
            rank=format_count(rank),
            code=write_code(one.unit),
            address=query.to_base()
            .with_changes(within=Selection())
            .to_address(addresses.unit.replace("CODE", one.unit)),
            name=", ".join(text for text in (one.name, one.town) if text),
            works=format_count(one.works),
            works_address=query.to_address(
                addresses.works, selection=Selection.of("unit", one.unit)
            ),
            years=format_years(one.first_year, one.last_year),
            first=format_count(one.first),
            last=format_count(one.last),
            bar=draw_bar(one.works, most),
        )
        for rank, one in enumerate(units, start=1)
    )
