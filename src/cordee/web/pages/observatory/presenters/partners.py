"""Partner countries and organisations as ranked tables, and the panel of one country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.answer import (
    CountryFigures,
    Figures,
    OrganisationFigures,
    YearWorks,
)
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.table_words import RELATIONS
from cordee.web.pages.observatory.presenters.shapes import (
    Sparkline,
    draw_bar,
    draw_sparkline,
)
from cordee.web.pages.observatory.presenters.ties import (
    Cell,
    TieColumns,
    View,
    present_cells,
    present_columns,
    present_views,
)
from cordee.web.query import ALL, FEW, MANY, Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_decimal,
    format_seat,
    format_share,
    get_reader_language,
    join_colon,
)


NEXT_SIZE = {FEW: MANY, MANY: ALL}


@dataclass(frozen=True)
class Addresses:
    """Where pages lie; given by the views, so that presenters know no address scheme."""

    home: str
    works: str
    work: str  # with WORK where the key goes
    country: str  # with CODE where the code goes
    units: str
    unit: str  # with CODE where the code goes
    tables: str  # with NAME where the table's name goes
    explain: str
    network: str
    network_file: str  # with FORM where the form of the file goes
    dossiers: str
    dossier: str  # with KIND and KEY where these go
    compare: str
    projects: str
    who: str
    who_file: str  # with FORM where the form of the file goes
    chord: str
    chord_file: str  # with FORM
    flows: str
    flows_file: str  # with FORM
    finder: str
    finder_file: str  # with FORM where the form of the file goes
    declared: str
    declared_file: str  # with NAME where the table's name goes


@dataclass(frozen=True)
class PartnerRow:
    code: str
    name: str
    detail: str
    rank: int
    rank_other: int
    works: str
    fractional: str
    share: str
    bar: str
    trend: Sparkline
    works_address: str
    address: str
    dossier_address: str
    panel_address: str
    current: bool
    ties: tuple[Cell, ...]


@dataclass(frozen=True)
class PartnerTable:
    rows: tuple[PartnerRow, ...]
    total: int
    total_text: str
    fractional: bool
    csv_address: str
    more_address: str
    more_text: str
    fewer_address: str
    full_order_address: str
    fractional_order_address: str
    views: tuple[View, ...]
    ties: TieColumns


@dataclass(frozen=True)
class Switch:
    foreign_address: str
    all_address: str
    all_shown: bool


def get_span(figures: Figures) -> tuple[int, ...]:
    """Return every year a trend shows, including those without works."""
    if figures.first_year is None or figures.last_year is None:
        return ()
    return tuple(range(figures.first_year, figures.last_year + 1))


def present_trend(trend: tuple[YearWorks, ...], span: tuple[int, ...]) -> Sparkline:
    known = dict(trend)
    values = [known.get(year, 0) for year in span]
    said = ", ".join(join_colon(year, format_count(known[year])) for year in span if year in known)
    return draw_sparkline(values, said)


def present_countries(figures: Figures, query: Query, addresses: Addresses) -> PartnerTable:
    span = get_recent_span(figures)
    fractional = figures.question.counting == Counting.FRACTIONAL
    most = max((get_amount(row, fractional) for row in figures.partner_countries), default=0)
    rows = tuple(
        _present_country(row, query, addresses, span, most, figures)
        for row in figures.partner_countries[: query.shown_countries]
    )
    total = len(figures.partner_countries)
    return PartnerTable(
        rows=rows,
        total=total,
        total_text=ngettext("%(count)s country", "%(count)s countries", total)
        % {"count": format_count(total)},
        fractional=fractional,
        csv_address=make_csv_address(query, addresses, "countries"),
        **_make_size_links(query, addresses, "shown_countries", total, "partner-countries"),
        **_make_order_links(query, addresses, "partner-countries"),
        views=present_views(query, addresses.home, "partner-countries"),
        ties=present_columns(figures, query, countries=True),
    )


def present_organisations(figures: Figures, query: Query, addresses: Addresses) -> PartnerTable:
    span = get_recent_span(figures)
    fractional = figures.question.counting == Counting.FRACTIONAL
    kept = figures.partner_organisations
    if query.partners != "all":
        kept = kept.list_abroad()
    # In rank order, so the first has the most; a large institution has thousands below those shown.
    shown = tuple(kept[: query.shown_organisations])
    most = get_amount(shown[0], fractional) if shown else 0
    rows = tuple(_present_organisation(row, query, addresses, span, most, figures) for row in shown)
    total = (
        figures.organisation_count
        if query.partners == "all"
        else figures.foreign_organisation_count
    )
    return PartnerTable(
        rows=rows,
        total=total,
        total_text=ngettext("%(count)s organisation", "%(count)s organisations", total)
        % {"count": format_count(total)},
        fractional=fractional,
        csv_address=make_csv_address(query, addresses, "organisations"),
        **_make_size_links(query, addresses, "shown_organisations", total, "partner-organisations"),
        **_make_order_links(query, addresses, "partner-organisations"),
        views=present_views(query, addresses.home, "partner-organisations"),
        ties=present_columns(figures, query, countries=False),
    )


def present_switch(query: Query, addresses: Addresses) -> Switch:
    place = "#partner-organisations"
    return Switch(
        foreign_address=query.to_address(addresses.home, partners="foreign") + place,
        all_address=query.to_address(addresses.home, partners="all") + place,
        all_shown=query.partners == "all",
    )


def name_relation(relation: str) -> str:
    """Return what an own body is to the home, for a reader."""
    return translate(RELATIONS[relation], get_reader_language())


def get_amount(row: CountryFigures | OrganisationFigures, fractional: bool) -> float:
    return row.works_fractional if fractional else row.works


def get_recent_span(figures: Figures) -> tuple[int, ...]:
    """Return the years of sparklines: at most fifteen, which is what their width can show."""
    return get_span(figures)[-15:]


def make_csv_address(query: Query, addresses: Addresses, name: str) -> str:
    address = query.to_base().to_address(addresses.tables.replace("NAME", name))
    return f"{address}&format=csv"


def make_works_address(query: Query, addresses: Addresses, kind: str, value: str | int = "") -> str:
    selected = quote_plus(Selection.of(kind, value).to_text())
    return f"{_get_base_address(query, addresses.works)}&select={selected}"


def make_dossier_address(query: Query, addresses: Addresses, kind: str, key: str) -> str:
    """Return the page of a dossier as the home of `query` sees it."""
    return _get_base_address(query, addresses.dossier).replace("KIND/KEY", f"{kind}/{key}", 1)


def make_home_address(query: Query, addresses: Addresses, organisation: str) -> str:
    """Return the figures of another organisation, as `Query.look_from` asks for them."""
    return query.look_from(organisation).to_address(addresses.home)


def make_country_address(query: Query, addresses: Addresses, code: str) -> str:
    """Return what the home of `query` does with a country, on the page of its figures."""
    return query.to_base().to_address(addresses.home, country=code) + "#country-panel"


@lru_cache(maxsize=1024)
def _get_base_address(query: Query, path: str) -> str:
    # A page links to a hundred lists that differ in their selection alone.
    return query.to_base().to_address(path)


def _present_country(
    row: CountryFigures,
    query: Query,
    addresses: Addresses,
    span: tuple[int, ...],
    most: float,
    figures: Figures,
) -> PartnerRow:
    fractional = figures.question.counting == Counting.FRACTIONAL
    chosen = query.with_changes(country=row.code)
    return PartnerRow(
        code=row.code,
        name=format_country(row.code),
        detail=_("%(share)s led from the home country")
        % {"share": format_share(row.lead_home_share, 0)}
        if row.lead_home_share is not None
        else "",
        rank=row.rank_fractional if fractional else row.rank_full,
        rank_other=row.rank_full if fractional else row.rank_fractional,
        works=format_count(row.works),
        fractional=format_decimal(row.works_fractional),
        share=format_share(row.share_fractional if fractional else row.share),
        bar=draw_bar(get_amount(row, fractional), most),
        trend=present_trend(row.trend, span),
        works_address=make_works_address(query, addresses, "country", row.code),
        address=chosen.to_address(addresses.home) + "#country-panel",
        dossier_address=make_dossier_address(query, addresses, "country", row.code),
        panel_address=query.to_address(addresses.country.replace("CODE", row.code)),
        current=query.country == row.code,
        ties=present_cells(row.ties, row.share, figures.ties_basis, query),
    )


def _present_organisation(
    row: OrganisationFigures,
    query: Query,
    addresses: Addresses,
    span: tuple[int, ...],
    most: float,
    figures: Figures,
) -> PartnerRow:
    fractional = figures.question.counting == Counting.FRACTIONAL
    seat = format_seat(row.city, row.country)
    where = [seat] if seat else []
    if row.relation:
        where.append(name_relation(row.relation))
    ranks = row.rank_full, row.rank_fractional
    if query.partners != "all" and row.rank_abroad:
        # A reader of partners abroad compares them with each other.
        ranks = row.rank_abroad
    return PartnerRow(
        code=row.id,
        name=row.name,
        detail=", ".join(where) or NOTHING,
        rank=ranks[1] if fractional else ranks[0],
        rank_other=ranks[0] if fractional else ranks[1],
        works=format_count(row.works),
        fractional=format_decimal(row.works_fractional),
        share=format_share(row.share_fractional if fractional else row.share),
        bar=draw_bar(get_amount(row, fractional), most),
        trend=present_trend(row.trend, span),
        works_address=make_works_address(query, addresses, "partner", row.id),
        address=make_home_address(query, addresses, row.id),
        dossier_address=make_dossier_address(query, addresses, "organisation", row.id),
        panel_address="",
        current=False,
        ties=present_cells(row.ties, row.share, figures.ties_basis, query),
    )


def _make_size_links(
    query: Query, addresses: Addresses, field: str, total: int, place: str
) -> dict[str, str]:
    shown = getattr(query, field)
    larger = NEXT_SIZE.get(shown)
    links = {"more_address": "", "more_text": "", "fewer_address": ""}
    if larger and total > shown:
        links["more_address"] = query.to_address(addresses.home, **{field: larger}) + f"#{place}"
        links["more_text"] = _("Show %(count)s") % {"count": format_count(min(larger, total))}
    if shown > FEW:
        links["fewer_address"] = query.to_address(addresses.home, **{field: FEW}) + f"#{place}"
    return links


def _make_order_links(query: Query, addresses: Addresses, place: str) -> dict[str, str]:
    return {
        "full_order_address": query.to_address(addresses.home, counting=Counting.FULL)
        + f"#{place}",
        "fractional_order_address": query.to_address(addresses.home, counting=Counting.FRACTIONAL)
        + f"#{place}",
    }
