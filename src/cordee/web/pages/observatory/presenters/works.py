"""The list of works behind a figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.works import WorkRow, WorksPage
from cordee.observatory.indicators.finder import MOST_ORGANISATIONS
from cordee.observatory.indicators.partners import HOME_LEADS
from cordee.observatory.indicators.zones import USUAL_ZONE
from cordee.reference.folding import fold
from cordee.reference.organisations import Registry
from cordee.reference.zones import is_member
from cordee.web.pages.observatory.presenters.partners import Addresses, make_csv_address
from cordee.web.query import Query
from cordee.web.wording import (
    format_city,
    format_count,
    format_country,
    format_period,
    format_theme,
    format_zone,
    join_colon,
    join_names,
)


DOI_ADDRESS = "https://doi.org/"
PUBMED_ADDRESS = "https://pubmed.ncbi.nlm.nih.gov/"
MOST_TAGS = 12
"""More countries than this push the next work off the screen; the work's page lists all."""


@dataclass(frozen=True)
class Tag:
    text: str
    kind: str
    address: str = ""  # what it leads to; empty in a list, whose lines lead to the work


@dataclass(frozen=True)
class Filter:
    text: str
    remove_address: str


@dataclass(frozen=True)
class WorkLine:
    title: str
    address: str
    authors: str
    venue: str
    year: str
    doi: str
    doi_address: str
    pmid: str
    pubmed_address: str
    countries: tuple[Tag, ...]
    more_countries: str


@dataclass(frozen=True)
class WorksList:
    title: str
    heading: str
    announcement: str
    filters: tuple[Filter, ...]
    lines: tuple[WorkLine, ...]
    range_text: str
    page_text: str
    previous_address: str
    next_address: str
    home_address: str
    csv_address: str


def present_works(
    page: WorksPage,
    figures: Figures,
    query: Query,
    addresses: Addresses,
    registry: Registry,
) -> WorksList:
    name = join_names([one.name for one in figures.organisations])
    total = ngettext("%(count)s work", "%(count)s works", page.total) % {
        "count": format_count(page.total)
    }
    start = (page.page - 1) * page.size + 1
    homes = set(figures.home_countries)
    return WorksList(
        title=name,
        heading=total,
        announcement=join_colon(name, total),
        filters=tuple(present_filters(query, addresses, registry)),
        lines=tuple(present_line(row, query, homes, addresses) for row in page.rows),
        range_text=_("%(first)s–%(last)s of %(total)s")
        % {
            "first": format_count(start),
            "last": format_count(start + len(page.rows) - 1),
            "total": format_count(page.total),
        }
        if page.rows
        else "",
        page_text=_("Page %(page)s of %(pages)s")
        % {"page": format_count(page.page), "pages": format_count(page.pages)},
        previous_address=_turn_to(page.page - 1, page.pages, query, addresses),
        next_address=_turn_to(page.page + 1, page.pages, query, addresses),
        home_address=query.to_base().to_address(addresses.home),
        csv_address=_make_works_csv(query, addresses),
    )


def present_filters(query: Query, addresses: Addresses, registry: Registry) -> list[Filter]:
    """Return one chip a condition, each with the address that drops it."""
    filters = [
        Filter(
            describe_part(part, registry, query.zone),
            query.with_changes(
                selection=Selection(tuple(one for one in query.selection.parts if one != part)),
                page=1,
            ).to_address(addresses.works),
        )
        for part in query.selection.parts
    ]
    if query.years.first is not None or query.years.last is not None:
        filters.append(
            Filter(
                format_period(query.years),
                query.with_changes(years=Query().years, page=1).to_address(addresses.works),
            )
        )
    return filters


ORGANISATION_WORDS = {
    "organisation": gettext_noop("with %(name)s"),
    "group": gettext_noop("with %(name)s or its parts"),
    "partner": gettext_noop("with %(name)s as a partner"),
    "own": gettext_noop("with %(name)s as an own body or co-tutelle"),
}


def describe_part(part: Part, registry: Registry, zone: str = USUAL_ZONE) -> str:
    """Return what one condition of a selection means, for a reader who judges by `zone`."""
    named = {
        "covered": _("with a known country"),
        "unknown": _("without a known country"),
        "international": _("international"),
        "domestic": _("domestic"),
        "national": _("several organisations of one country"),
        "single_organisation": _("one organisation"),
        "single_author": _("a single author"),
        "intramural": _("several authors of one organisation"),
        "industry": _("with a company"),
        "located": _("with partners whose place is known"),
        "near": _("partners within 100 km"),
        "far": _("partners 5,000 km away or more"),
        "hyper": _("hyper-authored"),
        "usual": _("not hyper-authored"),
        "few_organisations": _("of %(most)s organisations at most")
        % {"most": format_count(MOST_ORGANISATIONS)},
        "zone": _describe_zone(zone),
        "eu": _("with the European Union"),
        "eu27": _("with the EU of 27"),
        "other_international": _("international, outside the European Union")
        if zone == USUAL_ZONE
        else _("international, outside the zone: %(zone)s") % {"zone": format_zone(zone)},
        "bilateral": _("two countries"),
        "trilateral": _("three countries"),
        "multilateral": _("four countries or more"),
        "themed": _("with a theme"),
    }
    if part.kind in named:
        return named[part.kind]
    if part.kind in {"first", "last", "corresponding"}:
        return join_colon(_name_role(part.kind), _name_side(part.value))
    return _describe_value(part, registry)


def _describe_zone(zone: str) -> str:
    if zone == USUAL_ZONE:
        return _("with the European Union")
    return _("with a country of the zone: %(zone)s") % {"zone": format_zone(zone)}


def _describe_value(part: Part, registry: Registry) -> str:
    value = part.value
    if part.kind == "country":
        return _("with %(country)s") % {"country": format_country(value)}
    if part.kind == "lead" and value == HOME_LEADS:
        return _("led from the home's country")
    if part.kind == "lead":
        return _("led from %(country)s") % {"country": format_country(value)}
    if part.kind in ORGANISATION_WORDS:
        known = registry.organisations.get(value)
        return _(ORGANISATION_WORDS[part.kind]) % {"name": known.name if known else value}
    if part.kind == "city":
        return _("with %(name)s") % {"name": format_city(value)}
    if part.kind in {"theme", "heading", "keyword"}:
        code = value.rpartition("/")[2]
        return _("theme: %(theme)s") % {"theme": format_theme(code)}
    if part.kind == "themes":
        codes = [one.rpartition("/")[2] for one in value.split("+")]
        return _("on any of: %(themes)s") % {"themes": ", ".join(map(format_theme, codes))}
    if part.kind == "unit":
        return _("unit %(unit)s") % {"unit": value}
    if part.kind == "person":
        return _("by %(person)s") % {"person": value.rpartition("/")[2]}
    return value


def _name_role(role: str) -> str:
    return {
        "first": _("First author"),
        "last": _("Last author"),
        "corresponding": _("Corresponding author"),
    }[role]


def _name_side(side: str) -> str:
    return {
        "home": _("at home"),
        "national": _("elsewhere in the country"),
        "abroad": _("abroad"),
    }.get(side, side)


def tag_country(code: str, homes: set[str], year: int | None, zone: str) -> Tag:
    """Return a country as a tag of its kind: home, of the zone that year, or elsewhere."""
    if code in homes:
        return Tag(format_country(code), "home")
    inside = year is not None and is_member(zone, code, year)
    return Tag(format_country(code), "zone" if inside else "other")


def present_line(row: WorkRow, query: Query, homes: set[str], addresses: Addresses) -> WorkLine:
    """Return one line of a list of works; its link carries `query`, by which the work leads back."""
    # In the order of their names for who reads, the home's own first.
    codes = sorted(row.countries, key=lambda code: (code not in homes, fold(format_country(code))))
    tags = [tag_country(code, homes, row.year, query.zone) for code in codes]
    hidden = len(tags) - MOST_TAGS
    return WorkLine(
        title=row.title or _("(no title)"),
        address=query.to_address(addresses.work.replace("WORK", str(row.work))),
        authors=_present_authors(row),
        venue=row.venue or "",
        year="" if row.year is None else str(row.year),
        doi=row.doi or "",
        doi_address=f"{DOI_ADDRESS}{row.doi}" if row.doi else "",
        pmid=row.pmid or "",
        pubmed_address=f"{PUBMED_ADDRESS}{row.pmid}/" if row.pmid else "",
        countries=tuple(tags[:MOST_TAGS]),
        more_countries=_("and %(count)s more") % {"count": format_count(hidden)}
        if hidden > 0
        else "",
    )


def _present_authors(row: WorkRow) -> str:
    names, rest = ", ".join(row.first_authors), row.authors - len(row.first_authors)
    if rest <= 0:
        return names
    return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", rest) % {
        "names": names,
        "count": format_count(rest),
    }


def _turn_to(page: int, pages: int, query: Query, addresses: Addresses) -> str:
    return query.to_address(addresses.works, page=page) if 1 <= page <= pages else ""


def _make_works_csv(query: Query, addresses: Addresses) -> str:
    if not query.selection.parts:
        return make_csv_address(query, addresses, "works")
    address = query.with_changes(page=1).to_address(addresses.tables.replace("NAME", "works"))
    return f"{address}&format=csv"
