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
from cordee.observatory.figures.declared_files import STATUSES, name_partner
from cordee.observatory.figures.selection import Selection
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


@dataclass(frozen=True)
class DeclaredLine:
    name: str
    where: str
    status: str
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
    all_address: str
    files: tuple[DeclaredFile, ...]
    rule: str
    empty: bool


def present_declared(
    found: Declared, query: Query, addresses: Addresses, country: str
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
        rows=tuple(_present_row(one, base, addresses) for one in rows[:MOST_ROWS]),
        rows_title=format_country(country) if country else _("All declared rows"),
        rows_text=total
        if len(rows) <= MOST_ROWS
        else _("%(total)s; the first %(shown)s are here, the CSV has all")
        % {"total": total, "shown": format_count(MOST_ROWS)},
        all_address=base.to_address(addresses.declared) if country else "",
        files=tuple(
            DeclaredFile(text, base.to_address(addresses.declared_file.replace("NAME", name)))
            for name, text in names.items()
        ),
        rule=_(
            "A declaration is the home's when its table names an organisation of the home, or none. It "
            "counts when its years touch the period. Its partner is recognised when the declared name, "
            "without case, accents and brackets, is that of one organisation on works of the lake in the "
            "same country; else it is held against the country. It has a work when the home has one "
            "with that organisation, or else that country, in the declared years, %(years)s years more "
            "or less."
        )
        % {"years": TOLERANCE},
        empty=not found.declarations,
    )


def _open(one: DeclaredPartner, query: Query, addresses: Addresses) -> str:
    if one.organisation:
        selection = Selection.of("organisation", one.organisation)
    else:
        selection = Selection.of("country", one.key)
    return query.to_address(addresses.works, selection=selection)


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
        works_address=_open(one, query, addresses) if one.works else "",
    )


def _present_row(one: Declaration, query: Query, addresses: Addresses) -> RowLine:
    selection = (
        Selection.of("organisation", one.organisation)
        if one.organisation
        else Selection.of("country", one.country or "FR")
    )
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
    )


def _widen(one: Declaration, period: Years) -> Years:
    """Return the years a work may answer the declaration in, within the period."""
    firsts = [
        year for year in (one.first_year and one.first_year - TOLERANCE, period.first) if year
    ]
    lasts = [year for year in (one.last_year and one.last_year + TOLERANCE, period.last) if year]
    return Years(max(firsts, default=None), min(lasts, default=None))
