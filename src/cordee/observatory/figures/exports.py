"""The tables of an answer as rows, for CSV and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cordee.kernel.cells import Cell, guard
from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.answer import (
    CitedWorks,
    Figures,
    OrganisationFigures,
    OwnBody,
    Ties,
)
from cordee.observatory.figures.document import name_country, name_theme
from cordee.observatory.figures.key_tables import (
    FIGURE_HEADERS,
    LEADERSHIP_HEADERS,
    list_key_figures,
    list_leadership,
)
from cordee.observatory.figures.table_words import (
    CHANGES,
    CITED,
    GROWTHS,
    RELATIONS,
    WORK_TYPES,
    name_word,
)
from cordee.observatory.figures.works import WorkRow
from cordee.reference.french_towns import name_town


@dataclass(frozen=True)
class Table:
    """A table ready to write: its headers, translated, and its rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make_table(name: str, figures: Figures, language: str = "en") -> Table:
    """Return a table of `figures`: one of `TABLES`.

    Raises `NotFoundError` when there is no such table.
    """
    if name not in TABLES:
        raise NotFoundError(
            N_("There is no table “{name}”. The tables are: {names}."),
            name=name,
            names=", ".join(TABLES),
        )
    headers, make_rows = TABLES[name]
    return Table(name, _translate(headers, language), tuple(make_rows(figures, language)))


def make_works_table(works: Iterable[WorkRow], language: str = "en") -> Table:
    """Return a list of works as a table."""
    return Table(
        "works",
        _translate(WORK_HEADERS, language),
        tuple(
            (
                one.year,
                one.title,
                one.venue,
                name_word(one.type, WORK_TYPES, language),
                one.doi,
                one.pmid,
                "; ".join(one.first_authors),
                one.authors,
                "; ".join(one.countries),
                one.organisations,
            )
            for one in works
        ),
    )


def to_csv(table: Table) -> str:
    """Return the table as CSV (RFC 4180) that no spreadsheet takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    # Headers are guarded too: those of a comparison hold names.
    writer.writerows([guard(cell) for cell in row] for row in (table.headers, *table.rows))
    return text.getvalue()


def write_table(table: Table, form: str) -> str:
    """Return the table in `form`: ``csv``, or ``md`` for Markdown."""
    return to_csv(table) if form == "csv" else to_markdown(table)


def to_markdown(table: Table) -> str:
    """Return the table in Markdown."""
    lines = [table.headers, tuple("---" for _ in table.headers), *table.rows]
    return "".join(f"| {' | '.join(_escape(cell) for cell in line)} |\n" for line in lines)


def _escape(cell: Cell) -> str:
    if cell is None:
        return ""
    text = f"{cell:.4g}" if isinstance(cell, float) else str(cell)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _translate(headers: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(translate(header, language) for header in headers)


_SHARE, _FRACTIONAL, _FRACTIONAL_SHARE = (
    N_("Share"),
    N_("Works, fractional"),
    N_("Share, fractional"),
)
_LOW, _HIGH = N_("Share, low (95 %)"), N_("Share, high (95 %)")

TIE_HEADERS = (
    N_("Works of the partner in this corpus"),
    N_("Share of the partner's works"),
    N_("Affinity (PAI)"),
    N_("Salton's cosine"),
    N_("Jaccard's index"),
    N_("Works in the first half"),
    N_("Works in the second half"),
    N_("Change"),
    N_("Growth of the three-year mean"),
)

COUNTRY_HEADERS = (
    N_("Code"),
    N_("Country"),
    N_("Rank"),
    N_("Rank, full"),
    N_("Rank, fractional"),
    N_("Works"),
    _SHARE,
    _LOW,
    _HIGH,
    _FRACTIONAL,
    _FRACTIONAL_SHARE,
    N_("Growth"),
    N_("Growth method"),
    N_("Led from the home country, share"),
    N_("Led by the partner, share"),
    N_("Declared collaborations"),
    *TIE_HEADERS,
)

NAME_HEADERS = (
    N_("ROR id"),
    N_("Organisation"),
    N_("Country"),
    N_("City"),
    N_("Relation to the home"),
)

ORGANISATION_HEADERS = (
    *NAME_HEADERS,
    N_("Rank"),
    N_("Rank, full"),
    N_("Rank, fractional"),
    N_("Works"),
    _SHARE,
    _FRACTIONAL,
    _FRACTIONAL_SHARE,
    N_("Growth"),
    N_("Growth method"),
    *TIE_HEADERS,
    N_("Works as an own body, not counted"),
)

OWN_HEADERS = (
    *NAME_HEADERS,
    N_("Works as an own body"),
    N_("Works as a partner"),
)

CITATION_HEADERS = (
    N_("Kind or country"),
    N_("Name"),
    N_("Works with known citations"),
    N_("Citations"),
    N_("Citations a work"),
    N_("Works compared"),
    N_("Score"),
    N_("Score, low (95 %)"),
    N_("Score, high (95 %)"),
    N_("Share among the tenth most cited"),
)

YEAR_HEADERS = (
    N_("Year"),
    N_("Works"),
    N_("Covered works"),
    N_("Unknown works"),
    N_("International works"),
    N_("International share"),
    N_("Domestic works"),
    N_("National co-publications"),
    N_("Works with the zone"),
    N_("Share with the zone"),
    N_("Works with the EU"),
    N_("Share with the EU"),
    N_("Other international works"),
    N_("Year not complete"),
)

THEME_HEADERS = (
    N_("Vocabulary"),
    N_("Code"),
    N_("Theme"),
    N_("Rank"),
    N_("Works"),
    _SHARE,
    N_("Works by heading"),
    N_("Works by keyword"),
    N_("International works"),
    N_("International share"),
)

WORK_HEADERS = (
    N_("Year"),
    N_("Title"),
    N_("Journal"),
    N_("Type"),
    N_("DOI"),
    N_("PMID"),
    N_("First authors"),
    N_("Authors"),
    N_("Countries"),
    N_("Organisations"),
)


def _list_ties(ties: Ties, language: str) -> tuple[Cell, ...]:
    return tuple(ties._replace(change=name_word(ties.change, CHANGES, language)))


def _list_countries(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    return (
        (
            one.code,
            name_country(one.code, language),
            one.rank,
            one.rank_full,
            one.rank_fractional,
            one.works,
            one.share,
            one.share_low,
            one.share_high,
            one.works_fractional,
            one.share_fractional,
            one.growth,
            name_word(one.growth_method, GROWTHS, language),
            one.lead_home_share,
            one.lead_partner_share,
            one.declared,
            *_list_ties(one.ties, language),
        )
        for one in figures.partner_countries
    )


def _list_names(one: OrganisationFigures | OwnBody, language: str) -> tuple[Cell, ...]:
    return (
        one.id,
        one.name,
        name_country(one.country, language) if one.country else None,
        name_town(one.city, one.country, language) if one.city else None,
        name_word(one.relation, RELATIONS, language),
    )


def _list_organisations(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    return (
        (
            *_list_names(one, language),
            one.rank,
            one.rank_full,
            one.rank_fractional,
            one.works,
            one.share,
            one.works_fractional,
            one.share_fractional,
            one.growth,
            name_word(one.growth_method, GROWTHS, language),
            *_list_ties(one.ties, language),
            one.own_works,
        )
        for one in figures.partner_organisations
    )


def _list_own_bodies(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    return (
        (
            *_list_names(one, language),
            one.works,
            one.partner_works,
        )
        for one in figures.own_bodies
    )


def _list_citations(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    found = figures.citations
    if found is None:
        return
    for one in found.kinds:
        yield (one.key, translate(CITED[one.key], language), *_list_cited(one))
    for one in found.countries:
        yield (one.key, name_country(one.key, language), *_list_cited(one))


def _list_cited(one: CitedWorks) -> tuple[Cell, ...]:
    return (
        one.works,
        one.citations,
        one.mean,
        one.compared_works,
        one.score,
        one.score_low,
        one.score_high,
        one.top_share,
    )


def _list_years(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    yes, no = translate(N_("yes"), language), translate(N_("no"), language)
    return (
        (
            one.year,
            one.works,
            one.covered_works,
            one.unknown_works,
            one.international_works,
            one.international_share,
            one.domestic_works,
            one.national_works,
            one.zone_works,
            one.zone_share,
            one.eu_works,
            one.eu_share,
            one.other_international_works,
            yes if one.partial else no,
        )
        for one in figures.by_year
    )


def _list_themes(figures: Figures, language: str) -> Iterable[tuple[Cell, ...]]:
    return (
        (
            one.vocabulary,
            one.code,
            name_theme(one, language),
            one.rank,
            one.works,
            one.share,
            one.heading_works,
            one.keyword_works,
            one.international_works,
            one.international_share,
        )
        for one in figures.themes
    )


RowMaker: TypeAlias = Callable[[Figures, str], Iterable[tuple[Cell, ...]]]

TABLES: dict[str, tuple[tuple[str, ...], RowMaker]] = {
    "figures": (FIGURE_HEADERS, list_key_figures),
    "leadership": (LEADERSHIP_HEADERS, list_leadership),
    "partner_countries": (COUNTRY_HEADERS, _list_countries),
    "partner_organisations": (ORGANISATION_HEADERS, _list_organisations),
    "own_bodies": (OWN_HEADERS, _list_own_bodies),
    "citations": (CITATION_HEADERS, _list_citations),
    "by_year": (YEAR_HEADERS, _list_years),
    "themes": (THEME_HEADERS, _list_themes),
}
"""Every table of an answer with its headers and how its rows are made."""
