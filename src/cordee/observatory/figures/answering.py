"""One question answered: the rows of each indicator become one `Figures`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordee.observatory.figures.answer import (
    SHARES,
    Citations,
    CountryFigures,
    DeclaredCountry,
    Distance,
    Figures,
    HomeOrganisation,
    LeadCountryFigures,
    Leadership,
    OwnBody,
    PartnerOrganisations,
    Provenance,
    Share,
    ThemeFigures,
    TiesBasis,
)
from cordee.observatory.figures.assemble import (
    Period,
    make_countries,
    make_country_count,
    make_distance,
    make_lead_countries,
    make_leadership,
    make_period,
    make_themes,
    make_years,
    sum_counts,
)
from cordee.observatory.figures.cautions import list_cautions
from cordee.observatory.figures.citations import read_citations
from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.lake_facts import Place, Row, find_place
from cordee.observatory.figures.organisations import (
    make_organisations,
    make_own_bodies,
    read_organisations,
)
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.statistics import get_share, make_share
from cordee.observatory.figures.ties import Universe, make_basis
from cordee.observatory.figures.warehouse import HomeView, Warehouse
from cordee.observatory.indicators.counts import counts_by_class, counts_by_place, distances
from cordee.observatory.indicators.declared import declared_countries
from cordee.observatory.indicators.partners import (
    lead_countries,
    partner_countries,
    partner_organisations,
)
from cordee.observatory.indicators.themes import themed_works, themes
from cordee.observatory.indicators.ties import (
    corpus_totals,
    country_totals,
    organisation_totals,
)
from cordee.observatory.indicators.view import BUILD, undated_works
from cordee.reference.organisations import Registry


INDICATORS = (
    *BUILD.values(),
    counts_by_class,
    counts_by_place,
    distances,
    partner_countries,
    partner_organisations,
    lead_countries,
    themes,
    themed_works,
    declared_countries,
    country_totals,
    organisation_totals,
    corpus_totals,
    undated_works,
)
"""Every expression an answer is made from."""


@dataclass(frozen=True)
class _Found:
    """What the home view of one question gave."""

    rows: list[Row]  # of counts_by_class
    totals: dict[str, int]
    period: Period
    undated: int
    declared: dict[str, int] | None
    countries: tuple[CountryFigures, ...]
    organisations: PartnerOrganisations
    own_bodies: tuple[OwnBody, ...]
    distance: Distance
    citations: Citations | None
    ties_basis: TiesBasis
    themes: tuple[ThemeFigures, ...]
    leadership: Leadership
    lead_countries: tuple[LeadCountryFigures, ...]


def answer_question(question: Question, warehouse: Warehouse, registry: Registry) -> Figures:
    """Return the figures of `question` on one snapshot.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    members = dict(list_members(question, registry))
    with warehouse.open_home(question, registry) as view:
        found = _read_view(view, question, warehouse, members, registry)
    facts, state, totals = warehouse.facts, warehouse.state, found.totals
    works, covered = totals["works"], totals["covered"]
    shares: dict[str, Share] = {name: make_share(totals[name], covered) for name in SHARES}
    declared = found.declared
    return Figures(
        question=question,
        organisations=tuple(_describe_home(one, registry) for one in question.organisations),
        member_count=len(members),
        home_countries=tuple(sorted({country for country in members.values() if country})),
        first_year=found.period.years[0] if found.period.years else None,
        last_year=found.period.years[-1] if found.period.years else None,
        works=works,
        undated_works=found.undated,
        covered_works=covered,
        unknown_works=totals["unknown"],
        coverage=make_share(covered, works),
        **shares,
        industry=make_share(totals["industry"], works),
        distance=found.distance,
        hyper_works=totals["hyper"],
        citations=found.citations,
        by_country_count=make_country_count(totals),
        country_count=len(found.countries),
        organisation_count=len(found.organisations),
        foreign_organisation_count=len(found.organisations.list_abroad()),
        partner_countries=found.countries,
        partner_organisations=found.organisations,
        own_bodies=found.own_bodies,
        ties_basis=found.ties_basis,
        themed_works=totals["themed"],
        theme_coverage=get_share(totals["themed"], works),
        themes=found.themes,
        by_year=make_years(found.rows, found.period),
        leadership=found.leadership,
        lead_countries=found.lead_countries,
        declared_count=None if declared is None else sum(declared.values()),
        declared_countries=_make_declared(declared or {}, found.countries),
        warnings=list_cautions(
            found.rows, totals, found.period, found.undated, facts, linked=bool(state.linker)
        ),
        provenance=Provenance(
            snapshot=state.snapshot,
            registry=state.registry or registry.version,
            linker=state.linker,
            sources=facts.sources,
            latest_date=facts.latest_date,
        ),
    )


def _read_view(
    view: HomeView,
    question: Question,
    warehouse: Warehouse,
    members: Mapping[str, str | None],
    registry: Registry,
) -> _Found:
    facts = warehouse.facts
    rows = view.get_rows(counts_by_class)
    totals, period = sum_counts(rows), make_period(rows, facts.latest_date)
    declared = _read_declared(view) if facts.has_declared else None
    [corpus] = view.get_rows(corpus_totals)
    full = len(period.full_years)
    others = read_organisations(
        view.get_table(partner_organisations), view.get_table(organisation_totals), period
    )
    describe = _Describer(warehouse.places, registry, question, frozenset(members))
    return _Found(
        rows=rows,
        totals=totals,
        period=period,
        undated=_count_undated(view, question) if facts.undated else 0,
        declared=declared,
        countries=make_countries(
            view.get_rows(partner_countries),
            totals["covered"],
            period,
            question.counting,
            declared,
            Universe(totals["covered"], corpus["covered"], _read_countries(view), full),
        ),
        organisations=make_organisations(
            others,
            totals["works"],
            question.counting,
            frozenset(country for country in members.values() if country),
            describe,
            Universe(totals["works"], corpus["linked"], {}, full),
        ),
        own_bodies=make_own_bodies(others, describe),
        distance=make_distance(view.get_rows(distances)[0], totals),
        citations=read_citations(view) if facts.has_citations else None,
        ties_basis=make_basis(corpus["covered"], corpus["linked"], period.full_years),
        themes=make_themes(
            view.get_rows(themes),
            {row["vocabulary"]: row["works"] for row in view.get_rows(themed_works)},
            facts.theme_labels,
        ),
        leadership=make_leadership(view.get_rows(counts_by_place)),
        lead_countries=make_lead_countries(view.get_rows(lead_countries)),
    )


def _count_undated(view: HomeView, question: Question) -> int:
    # A work without a year is in no selection, so a narrowed question leaves none of them out.
    return 0 if question.within.parts else int(view.get_rows(undated_works)[0]["works"])


def _describe_home(organisation: str, registry: Registry) -> HomeOrganisation:
    known = registry.get(organisation)
    return HomeOrganisation(known.id, known.name, known.country)


class _Describer:
    """Name, city and relation to the home of an organisation."""

    def __init__(
        self,
        places: Mapping[str, Place],
        registry: Registry,
        question: Question,
        members: frozenset[str],
    ) -> None:
        self._places = places
        self._registry = registry
        self._parts = registry.with_parts(question.organisations) - members
        self._parents = registry.with_parents(members) - members

    def __call__(self, organisation: str) -> tuple[str, str | None, str | None]:
        place = find_place(organisation, self._places, self._registry)
        if organisation in self._parents:
            return place.name, place.city, "parent"
        return place.name, place.city, "part" if organisation in self._parts else None


def _read_countries(view: HomeView) -> dict[str, int]:
    return {row["country"]: row["works"] for row in view.get_rows(country_totals)}


def _read_declared(view: HomeView) -> dict[str, int]:
    return {row["country"] or "": row["declared"] for row in view.get_rows(declared_countries)}


def _make_declared(
    declared: Mapping[str, int], countries: tuple[CountryFigures, ...]
) -> tuple[DeclaredCountry, ...]:
    observed = {one.code: one.works for one in countries}
    return tuple(
        DeclaredCountry(code, count, observed.get(code, 0))
        for code, count in sorted(declared.items(), key=lambda item: (-item[1], item[0]))
        if code
    )
