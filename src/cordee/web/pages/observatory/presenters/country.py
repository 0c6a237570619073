"""The panel of one country: how much, since when, with whom, led from where."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import CountryFigures, Figures
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    get_recent_span,
    make_dossier_address,
    make_works_address,
    present_trend,
)
from cordee.web.pages.observatory.presenters.shapes import Sparkline
from cordee.web.pages.observatory.presenters.ties import TieFacts, present_tie
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_decimal,
    format_interval,
    format_share,
)


MOST_ORGANISATIONS = 6
"""What the panel holds at the height of the map beside it."""


@dataclass(frozen=True)
class PanelOrganisation:
    name: str
    works: str
    address: str


@dataclass(frozen=True)
class CountryPanel:
    code: str
    name: str
    announcement: str
    empty: bool
    works: str
    works_address: str
    who_address: str
    dossier_address: str
    rank: str
    share: str
    interval: str
    fractional: str
    lead_home: str
    lead_detail: str
    declared: str
    trend: Sparkline
    trend_years: str
    organisations: tuple[PanelOrganisation, ...]
    organisations_more: str
    tie: TieFacts | None


def present_country_panel(
    figures: Figures, query: Query, addresses: Addresses
) -> CountryPanel | None:
    """Return the panel of the country asked for, else of the first partner; None without any."""
    found = {row.code: row for row in figures.partner_countries}
    code = query.country or next(iter(found), "")
    if not code:
        return None
    return _present_panel(code, found.get(code), figures, query, addresses)


def _present_panel(
    code: str, row: CountryFigures | None, figures: Figures, query: Query, addresses: Addresses
) -> CountryPanel:
    name = format_country(code)
    works_address = make_works_address(query, addresses, "country", code)
    if row is None:
        return _present_nothing(code, name, works_address, query, addresses)
    span = get_recent_span(figures)
    partners = figures.partner_organisations.list_in(code)
    return CountryPanel(
        code=code,
        name=name,
        announcement=ngettext(
            "%(country)s: %(count)s work.", "%(country)s: %(count)s works.", row.works
        )
        % {"country": name, "count": format_count(row.works)},
        empty=False,
        works=format_count(row.works),
        works_address=works_address,
        who_address=query.to_base()
        .with_changes(kept=(("with", f"country:{code}"),))
        .to_address(addresses.who),
        dossier_address=make_dossier_address(query, addresses, "country", code),
        rank=_("rank %(full)s in full counting, %(fractional)s in fractional")
        % {"full": row.rank_full, "fractional": row.rank_fractional},
        share=format_share(row.share),
        interval=format_interval(row.share_low, row.share_high),
        fractional=format_decimal(row.works_fractional),
        lead_home=format_share(row.lead_home_share),
        lead_detail=_("of %(count)s works with a known leading author")
        % {"count": format_count(row.lead_known)},
        declared="" if row.declared is None else format_count(row.declared),
        trend=present_trend(row.trend, span),
        trend_years=f"{span[0]}–{span[-1]}" if len(span) > 1 else "",
        organisations=tuple(
            PanelOrganisation(
                one.name,
                format_count(one.works),
                make_works_address(query, addresses, "organisation", one.id),
            )
            for one in partners[:MOST_ORGANISATIONS]
        ),
        organisations_more=_present_rest(len(partners) - MOST_ORGANISATIONS),
        tie=present_tie(row.ties, figures.ties_basis),
    )


def _present_nothing(
    code: str, name: str, works_address: str, query: Query, addresses: Addresses
) -> CountryPanel:
    return CountryPanel(
        code=code,
        name=name,
        announcement=_("No work with %(country)s in this selection.") % {"country": name},
        empty=True,
        works="",
        works_address=works_address,
        who_address="",
        dossier_address=make_dossier_address(query, addresses, "country", code),
        rank="",
        share="",
        interval="",
        fractional="",
        lead_home="",
        lead_detail="",
        declared="",
        trend=Sparkline(""),
        trend_years="",
        organisations=(),
        organisations_more="",
        tie=None,
    )


def _present_rest(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s other", "and %(count)s others", count) % {
        "count": format_count(count)
    }
