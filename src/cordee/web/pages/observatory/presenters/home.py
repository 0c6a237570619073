"""The home page: a question answered, or the welcome before one is asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.answer import Figures, Provenance
from cordee.observatory.figures.question import Counting
from cordee.web.pages.observatory.presenters.charts import (
    Evolution,
    WorldMap,
    present_evolution,
    present_map,
)
from cordee.web.pages.observatory.presenters.citations import CitationsPanel, present_citations
from cordee.web.pages.observatory.presenters.country import CountryPanel, present_country_panel
from cordee.web.pages.observatory.presenters.mix import (
    KindsBar,
    LeadershipPanel,
    MixRow,
    ThemesPanel,
    present_kinds,
    present_leadership,
    present_mix,
    present_themes,
)
from cordee.web.pages.observatory.presenters.own_bodies import OwnBodies, present_own_bodies
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    PartnerTable,
    Switch,
    make_csv_address,
    present_countries,
    present_organisations,
    present_switch,
)
from cordee.web.pages.observatory.presenters.tiles import Tile, present_tiles
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    format_period,
    format_years,
    get_reader_language,
    join_names,
)


@dataclass(frozen=True)
class FiguresPage:
    title: str
    subtitle: str
    announcement: str
    empty: bool
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    map: WorldMap
    country: CountryPanel | None
    evolution: Evolution
    kinds: KindsBar
    mix: tuple[MixRow, ...]
    countries: PartnerTable
    organisations: PartnerTable
    switch: Switch
    own: OwnBodies
    themes: ThemesPanel
    leadership: LeadershipPanel
    citations: CitationsPanel | None
    source: str
    figures_csv_address: str
    countries_caption: str
    country_word: str
    organisations_caption: str
    organisation_word: str


def present_figures(figures: Figures, query: Query, addresses: Addresses) -> FiguresPage:
    title = join_names([one.name for one in figures.organisations])
    language = get_reader_language()
    return FiguresPage(
        title=title,
        subtitle=_present_subtitle(figures),
        announcement=_("%(name)s: %(count)s works.")
        % {"name": title, "count": format_count(figures.works)},
        empty=not figures.works,
        notes=tuple(one.sentence.to_text(language) for one in figures.warnings),
        tiles=present_tiles(figures, query, addresses),
        map=present_map(figures, query, addresses),
        country=present_country_panel(figures, query, addresses),
        evolution=present_evolution(figures, query, addresses),
        kinds=present_kinds(figures, query, addresses),
        mix=present_mix(figures, query, addresses),
        countries=present_countries(figures, query, addresses),
        organisations=present_organisations(figures, query, addresses),
        switch=present_switch(query, addresses),
        own=present_own_bodies(figures, query, addresses),
        themes=present_themes(figures, query, addresses),
        leadership=present_leadership(figures, query, addresses),
        citations=present_citations(figures, query, addresses),
        source=present_source(figures),
        figures_csv_address=make_csv_address(query, addresses, "figures"),
        countries_caption=_("Partner countries, ranked"),
        country_word=_("Country"),
        organisations_caption=_("Partner organisations, ranked"),
        organisation_word=_("Organisation"),
    )


def present_source(figures: Figures) -> str:
    """Return where the figures come from in one line, for the page and for exported charts."""
    return describe_source(figures.provenance)


def describe_source(provenance: Provenance) -> str:
    """Return what figures come from in one line."""
    parts = [
        _("Source: %(sources)s") % {"sources": ", ".join(name_sources(provenance.sources))},
        _("ROR registry %(version)s") % {"version": provenance.registry},
    ]
    if provenance.latest_date:
        parts.append(
            _("publications until %(date)s") % {"date": format_date(provenance.latest_date)}
        )
    return " · ".join([*parts, "Cordée"])


def name_sources(codes: tuple[str, ...]) -> list[str]:
    names = {
        "pubmed": "PubMed",
        "europepmc": "Europe PMC",
        "scopus": "Scopus",
        "wos": "Web of Science",
        "openalex": "OpenAlex",
        "crossref": "Crossref",
        "hal": "HAL",
        "table": _("declared collaborations"),
    }
    return [names.get(code, code) for code in codes]


def _present_subtitle(figures: Figures) -> str:
    question = figures.question
    period = format_period(question.years)
    if question.years.first is None and question.years.last is None and figures.works:
        years = format_years(figures.first_year, figures.last_year)
        period = _("all years (%(years)s)") % {"years": years}
    counting = (
        _("fractional counting") if question.counting == Counting.FRACTIONAL else _("full counting")
    )
    parts = [period[:1].upper() + period[1:], counting]
    if question.with_parts and figures.member_count > len(figures.organisations):
        added = figures.member_count - len(figures.organisations)
        parts.append(_("with %(count)s parts") % {"count": format_count(added)})
    if question.own_as_partners:
        parts.append(_("own bodies counted as partners"))
    if question.folded:
        folded = ", ".join(format_country(code) for code in question.folded)
        parts.append(_("%(territories)s counted with another State") % {"territories": folded})
    return " · ".join(parts)
