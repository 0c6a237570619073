"""What teams declare beside what works show, and the declared rows themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.kernel.periods import Years
from cordee.observatory.figures.declared import (
    TOLERANCE,
    Declaration,
    Declared,
    DeclaredPartner,
    Status,
)
from cordee.observatory.figures.declared_files import (
    BASES,
    STATUSES,
    name_partner,
    write_years,
)
from cordee.observatory.figures.declared_match import Basis
from cordee.observatory.figures.selection import Part, Selection
from cordee.reference.organisations import Registry
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_period,
    format_years,
    get_reader_language,
)


MOST_PARTNERS = 100
MOST_ROWS = 200
"""Rows a page shows; the CSV has all."""


TEAMS_NAMED = 12
"""Teams named behind a partner; the declared rows have all."""


@dataclass(frozen=True)
class Behind:
    """Who and what is behind a partner: declared teams, years of both sides, people of the home."""

    declared_years: str
    work_years: str
    teams: str
    people: tuple[PersonLink, ...]
    people_text: str
    people_address: str


@dataclass(frozen=True)
class PersonLink:
    name: str
    works: str
    address: str


@dataclass(frozen=True)
class DeclaredLine:
    name: str
    where: str
    status: str
    behind: Behind
    declared: str
    rows_address: str
    answered: str
    teams: str
    works: str
    works_address: str


@dataclass(frozen=True)
class RowLine:
    team: str
    partner: str
    country: str
    theme: str
    years: str
    works: str
    works_address: str
    basis: str
    organisation: str


@dataclass(frozen=True)
class DeclaredFile:
    text: str
    address: str


@dataclass(frozen=True)
class DeclaredPage:
    title: str
    subtitle: str
    summary: tuple[tuple[str, str], ...]
    countries: tuple[DeclaredLine, ...]
    partners: tuple[DeclaredLine, ...]
    partners_text: str
    rows: tuple[RowLine, ...]
    rows_title: str
    rows_text: str
    matched: tuple[tuple[str, str], ...]
    all_address: str
    files: tuple[DeclaredFile, ...]
    definitions: tuple[Definition, ...]
    empty: bool


def present_declared(
    found: Declared, query: Query, addresses: Addresses, country: str, registry: Registry
) -> DeclaredPage:
    """Return the page; with a `country`, its declared rows alone are listed."""
    base = query.to_base()
    rows = [one for one in found.declarations if not country or one.country == country]
    counted = {
        status: sum(1 for one in found.countries if one.status is status) for status in Status
    }
    total = ngettext("%(count)s declaration", "%(count)s declarations", len(rows)) % {
        "count": format_count(len(rows))
    }
    names = {"countries": _("Countries"), "partners": _("Partners"), "declarations": _("Rows")}
    return DeclaredPage(
        title=_("Declared and observed"),
        subtitle=format_period(query.years),
        summary=tuple(
            (translate(STATUSES[status], get_reader_language()), format_count(counted[status]))
            for status in Status
        ),
        countries=tuple(_present_line(one, base, addresses) for one in found.countries),
        partners=tuple(
            _present_line(one, base, addresses) for one in found.partners[:MOST_PARTNERS]
        ),
        partners_text=_("%(shown)s of %(total)s")
        % {
            "shown": format_count(min(MOST_PARTNERS, len(found.partners))),
            "total": format_count(len(found.partners)),
        },
        rows=tuple(_present_row(one, base, addresses, registry) for one in rows[:MOST_ROWS]),
        rows_title=format_country(country) if country else _("All declared rows"),
        rows_text=total
        if len(rows) <= MOST_ROWS
        else _("%(total)s; the first %(shown)s are here, the CSV has all")
        % {"total": total, "shown": format_count(MOST_ROWS)},
        matched=tuple(
            (translate(BASES[basis], get_reader_language()), format_count(count))
            for basis in Basis
            if (count := found.count_matched(basis)) or found.declarations
        ),
        all_address=base.to_address(addresses.declared) if country else "",
        files=tuple(
            DeclaredFile(text, base.to_address(addresses.declared_file.replace("NAME", name)))
            for name, text in names.items()
        ),
        definitions=tuple(map(present_definition, ("declared_observed", "declared_partner"))),
        empty=not found.declarations,
    )


def _select(organisation: str | None, country: str | None) -> Selection:
    """Return what selects the works with a partner: those on which it is no own body."""
    if organisation:
        return Selection.of("partner", organisation)
    return Selection.of("country", country) if country else Selection()


def _present_behind(one: DeclaredPartner, query: Query, addresses: Addresses) -> Behind:
    selection = _select(one.organisation, one.country)
    kind, value = ("organisation", one.organisation) if one.organisation else ("country", one.key)
    teams = list(one.team_names[:TEAMS_NAMED])
    if one.teams > TEAMS_NAMED:
        teams.append(_("%(count)s more") % {"count": format_count(one.teams - TEAMS_NAMED)})
    people = ngettext("%(count)s person here", "%(count)s people here", one.people_count)
    return Behind(
        declared_years=write_years(year.year for year in one.years if year.declared) or "",
        work_years=write_years(year.year for year in one.years if year.works) or "",
        teams=", ".join(teams),
        people=tuple(
            PersonLink(
                person.name,
                format_count(person.works),
                query.to_address(
                    addresses.works,
                    selection=Selection((*selection.parts, *_read(person.selection))),
                ),
            )
            for person in one.people
        ),
        people_text=people % {"count": format_count(one.people_count)} if one.people else "",
        people_address=query.to_address(addresses.who, kept=(("with", f"{kind}:{value}"),))
        if one.people
        else "",
    )


def _read(selection: str) -> tuple[Part, ...]:
    return Selection.from_text(selection).parts


def _present_line(one: DeclaredPartner, query: Query, addresses: Addresses) -> DeclaredLine:
    is_country = one.key == one.country
    return DeclaredLine(
        name=name_partner(one, get_reader_language()),
        where=format_country(one.country) if one.country and not is_country else "",
        status=translate(STATUSES[one.status], get_reader_language()),
        declared=format_count(one.declared),
        rows_address=f"{query.to_address(addresses.declared, country=one.country)}#rows"
        if one.declared and one.country
        else "",
        answered=format_count(one.answered),
        teams=format_count(one.teams),
        works=format_count(one.works),
        works_address=query.to_address(
            addresses.works, selection=_select(one.organisation, one.country)
        )
        if one.works
        else "",
        behind=_present_behind(one, query, addresses),
    )


def _present_row(
    one: Declaration, query: Query, addresses: Addresses, registry: Registry
) -> RowLine:
    known = registry.organisations.get(one.organisation) if one.organisation else None
    selection = _select(one.organisation, one.country)
    return RowLine(
        team=one.team or "",
        partner=one.partner or "",
        country=format_country(one.country) if one.country else "",
        theme=one.theme or "",
        years=format_years(one.first_year, one.last_year),
        works=format_count(one.works),
        works_address=query.to_address(
            addresses.works, selection=selection, years=_widen(one, query.years)
        )
        if one.works
        else "",
        basis=translate(BASES[one.basis], get_reader_language()),
        organisation=known.name if known else one.organisation or "",
    )


def _widen(one: Declaration, period: Years) -> Years:
    """Return the years a work may answer the declaration in, within the period."""
    firsts = [
        year for year in (one.first_year and one.first_year - TOLERANCE, period.first) if year
    ]
    lasts = [year for year in (one.last_year and one.last_year + TOLERANCE, period.last) if year]
    return Years(max(firsts, default=None), min(lasts, default=None))
