"""Research units: the ranked table of a home's, and the page of one with its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.question import ALL_YEARS
from cordee.observatory.figures.units import (
    BASES,
    ROLES,
    UnitDossier,
    UnitOrganisation,
    UnitRow,
    UnitsPage,
)
from cordee.observatory.figures.works import WorksPage
from cordee.web.pages.observatory.presenters.partners import Addresses, make_home_address
from cordee.web.pages.observatory.presenters.shapes import draw_bar
from cordee.web.pages.observatory.presenters.works import WorkLine, present_line
from cordee.web.query import FEW, Query
from cordee.web.wording import (
    format_count,
    format_interval,
    format_period,
    format_share,
    get_reader_language,
    join_colon,
)


HOMES = {"FR"}
"""The country a unit's works are written from, for their tags: units are French by definition."""

SHOWN = FEW
"""Units in the table of a home: as many as partners beside it."""

MOST_LISTED = 1000
"""Units on the page of all: Inserm and the CNRS have some hundreds to a thousand each."""

MOST_NAMED = 3
"""Supervising bodies named in a row of the table; the unit's page has them all."""

MOST_YEARS = 5
"""Latest years whose works are told beside the total."""

_CODE = re.compile(r"^([A-Z]+)(\d+)$")


def write_code(code: str) -> str:
    """Return a code as it is printed: "UMR 8104"."""
    return _CODE.sub("\\1 \\2", code)


@dataclass(frozen=True)
class UnitLine:
    rank: str
    code: str
    address: str
    name: str
    town: str
    supervisors: str
    works: str
    works_address: str
    bar: str


@dataclass(frozen=True)
class UnitTable:
    """The units of a home; `all_address` leads to the whole list, empty when all are shown."""

    caption: str
    total_text: str
    lines: tuple[UnitLine, ...]
    all_address: str
    all_text: str


@dataclass(frozen=True)
class UnitList:
    """The page of all units of a home, or of the lake, which has no `home_address`."""

    title: str
    home_address: str
    period: str  # empty when of all years
    table: UnitTable


@dataclass(frozen=True)
class UnitFact:
    label: str
    value: str
    detail: str


@dataclass(frozen=True)
class OrganisationLine:
    name: str
    address: str
    role: str
    evidence: str
    texts: str
    share: str
    bar: str


@dataclass(frozen=True)
class UnitPage:
    """One unit: what it is, by what evidence, and one page of its works."""

    title: str
    heading: str
    announcement: str
    home: str
    home_address: str
    units_address: str
    period: str  # of the works; empty when of all years
    facts: tuple[UnitFact, ...]
    note: str
    organisations: tuple[OrganisationLine, ...]
    works_text: str
    lines: tuple[WorkLine, ...]
    page_text: str
    previous_address: str
    next_address: str


def present_units(found: UnitsPage, query: Query, addresses: Addresses) -> UnitTable:
    """Return the table of units, ranked by works."""
    most = max((row.works for row in found.rows), default=0)
    base = query.to_base()
    hidden = found.total > len(found.rows)
    return UnitTable(
        caption=_("Research units by number of works"),
        total_text=ngettext("%(count)s unit", "%(count)s units", found.total)
        % {"count": format_count(found.total)},
        lines=tuple(
            _present_line(rank, row, most, base, addresses)
            for rank, row in enumerate(found.rows, start=1)
        ),
        all_address=base.to_address(addresses.units) if hidden else "",
        all_text=_("Show all units") if hidden else "",
    )


def present_unit_list(
    found: UnitsPage, query: Query, addresses: Addresses, home_name: str
) -> UnitList:
    """Return the page of all units; `home_name` is empty for those of the whole lake."""
    return UnitList(
        title=home_name or _("All units of the lake"),
        home_address=query.to_base().to_address(addresses.home) if home_name else "",
        period=_say_period(query),
        table=present_units(found, query, addresses),
    )


def _present_line(
    rank: int, row: UnitRow, most: int, query: Query, addresses: Addresses
) -> UnitLine:
    address = query.to_address(addresses.unit.replace("CODE", row.unit))
    return UnitLine(
        rank=format_count(rank),
        code=" · ".join(map(write_code, row.codes)),
        address=address,
        name=row.name or row.acronym or "",
        town=row.town or "",
        supervisors=_name_supervisors(row),
        works=format_count(row.works),
        works_address=f"{address}#works",
        bar=draw_bar(row.works, most),
    )


def _name_supervisors(row: UnitRow) -> str:
    names = [one.name for one in row.supervisors]
    hidden = len(names) - MOST_NAMED
    if hidden > 0:
        names = [*names[:MOST_NAMED], _("and %(count)s more") % {"count": format_count(hidden)}]
    return ", ".join(names)


def present_unit(
    found: UnitDossier,
    works: WorksPage,
    query: Query,
    addresses: Addresses,
    home_name: str,
) -> UnitPage:
    """Return the page of a unit; `home_name` is empty when it was not reached from a home."""
    row = found.unit
    base = query.to_base()
    from_here = query.with_changes(unit=row.unit)
    here = addresses.unit.replace("CODE", row.unit)
    label = " · ".join(map(write_code, row.codes))
    heading = row.name or label
    return UnitPage(
        title=f"{label}, {row.name}" if row.name else label,
        heading=heading,
        announcement=join_colon(heading, _say_works(row.works)),
        home=home_name,
        home_address=base.to_address(addresses.home) if home_name else "",
        units_address=base.to_address(addresses.units),
        period=_say_period(query),
        facts=_present_facts(found),
        note=_present_note(row),
        organisations=tuple(
            _present_organisation(one, query, addresses) for one in row.organisations
        ),
        works_text=_say_works(works.total),
        lines=tuple(present_line(one, from_here, HOMES, addresses) for one in works.rows),
        page_text=_("Page %(page)s of %(pages)s")
        % {"page": format_count(works.page), "pages": format_count(works.pages)},
        previous_address=_turn_to(works.page - 1, works.pages, query, here),
        next_address=_turn_to(works.page + 1, works.pages, query, here),
    )


def _say_works(count: int) -> str:
    return ngettext("%(count)s work", "%(count)s works", count) % {"count": format_count(count)}


def _turn_to(page: int, pages: int, query: Query, here: str) -> str:
    return f"{query.to_address(here, page=page)}#works" if 1 <= page <= pages else ""


def _present_facts(found: UnitDossier) -> tuple[UnitFact, ...]:
    row, share = found.unit, found.international
    dated = [one for one in found.by_year if one[0] is not None][-MOST_YEARS:]
    facts = [
        UnitFact(_("Codes"), ", ".join(map(write_code, row.codes)), row.acronym or ""),
        UnitFact(_("Town"), row.town or _("unknown"), ""),
        UnitFact(
            _("Works"),
            format_count(row.works),
            " · ".join(join_colon(year, format_count(works)) for year, works in dated),
        ),
        UnitFact(
            _("International"),
            format_share(share.value) if share.value is not None else _("unknown"),
            _("%(works)s of %(of)s works with a known country, %(interval)s")
            % {
                "works": format_count(share.works),
                "of": format_count(share.of),
                "interval": format_interval(share.low, share.high),
            }
            if share.value is not None
            else "",
        ),
    ]
    if row.structure:
        facts.append(UnitFact(_("RNSR number"), row.structure, ""))
    return tuple(facts)


def _present_note(row: UnitRow) -> str:
    texts = ngettext(
        "Read in %(count)s printed affiliation.",
        "Read in %(count)s different printed affiliations.",
        row.texts,
    ) % {"count": format_count(row.texts)}
    origin = (
        _("Name, town and supervising bodies are those of RNSR.")
        if row.source == "RNSR"
        else _("Name, town and supervising bodies are what these texts and the registry agree on.")
    )
    return f"{texts} {origin}"


def _say_period(query: Query) -> str:
    if query.years == ALL_YEARS:
        return ""
    return _("Works of %(years)s alone") % {"years": format_period(query.years)}


def _present_organisation(
    one: UnitOrganisation, query: Query, addresses: Addresses
) -> OrganisationLine:
    return OrganisationLine(
        name=one.name,
        address=make_home_address(query, addresses, one.organisation) if one.organisation else "",
        role=translate(ROLES[one.role], get_reader_language()),
        evidence=translate(BASES[one.basis], get_reader_language()),
        texts=format_count(one.texts),
        share=format_share(one.share, 0),
        bar=draw_bar(one.share, 1.0),
    )
