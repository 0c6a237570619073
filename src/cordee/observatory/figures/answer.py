"""What a question is answered with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from cordee.observatory.figures import document
from cordee.observatory.figures.arrow import make_arrow_table
from cordee.observatory.figures.organisation_list import PartnerOrganisations
from cordee.observatory.figures.parts import (
    Caution,
    Citations,
    CitedWorks,
    CountryCount,
    CountryFigures,
    DeclaredCountry,
    Distance,
    HomeOrganisation,
    LeadCountryFigures,
    Leadership,
    OrganisationFigures,
    OwnBody,
    Provenance,
    RoleFigures,
    Share,
    ThemeFigures,
    Ties,
    TiesBasis,
    Trend,
    YearFigures,
    YearWorks,
)
from cordee.observatory.figures.question import Question


__all__ = [
    "Caution",
    "Citations",
    "CitedWorks",
    "CountryCount",
    "CountryFigures",
    "DeclaredCountry",
    "Distance",
    "Figures",
    "HomeOrganisation",
    "LeadCountryFigures",
    "Leadership",
    "OrganisationFigures",
    "OwnBody",
    "PartnerOrganisations",
    "Provenance",
    "RoleFigures",
    "Share",
    "ThemeFigures",
    "Ties",
    "TiesBasis",
    "Trend",
    "YearFigures",
    "YearWorks",
]


SHARES = (
    "international",
    "domestic",
    "national",
    "single_organisation",
    "single_author",
    "intramural",
    "zone",
    "eu",
    "eu27",
    "other_international",
)
"""The figures that are shares of the covered works."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole answer to one question."""

    question: Question
    organisations: tuple[HomeOrganisation, ...]
    member_count: int  # organisations of the home, parts included when asked
    home_countries: tuple[str, ...]
    first_year: int | None  # of the works found
    last_year: int | None
    works: int
    undated_works: int  # of the home but without a year: in no figure
    covered_works: int
    unknown_works: int
    coverage: Share  # over works
    international: Share
    domestic: Share
    national: Share
    single_organisation: Share
    single_author: Share
    intramural: Share
    zone: Share
    eu: Share
    eu27: Share
    other_international: Share
    industry: Share  # over all works, as for organisations
    distance: Distance
    hyper_works: int  # hyper-authored
    citations: Citations | None  # None when no source counts any
    by_country_count: CountryCount
    country_count: int
    organisation_count: int
    foreign_organisation_count: int
    partner_countries: tuple[CountryFigures, ...]
    partner_organisations: PartnerOrganisations
    own_bodies: tuple[OwnBody, ...]
    ties_basis: TiesBasis
    themed_works: int
    theme_coverage: float | None  # themed works over works
    themes: tuple[ThemeFigures, ...]
    by_year: tuple[YearFigures, ...]
    leadership: Leadership
    lead_countries: tuple[LeadCountryFigures, ...]
    declared_count: int | None
    declared_countries: tuple[DeclaredCountry, ...]
    warnings: tuple[Caution, ...]
    provenance: Provenance

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the published JSON (`schema.json`), names and sentences in `language`."""
        shares = {}
        for name in SHARES:
            shares.update(document.write_share(name, getattr(self, name)))
        return {
            "format": document.FORMAT,
            "organisations": document.write_home(self.organisations),
            "with_parts": self.question.with_parts,
            "member_count": self.member_count,
            "home_countries": list(self.home_countries),
            "period": {"first": self.question.years.first, "last": self.question.years.last},
            "first_year": self.first_year,
            "last_year": self.last_year,
            "counting": self.question.counting.value,
            "zone": self.question.zone,
            "own_as_partners": self.question.own_as_partners,
            "folded": list(self.question.folded),
            "within": self.question.within.to_text(),
            "works": self.works,
            "undated_works": self.undated_works,
            "covered_works": self.covered_works,
            "unknown_works": self.unknown_works,
            "coverage": _round(self.coverage.value),
            **shares,
            **document.write_share("industry", self.industry),
            "distance": document.write_distance(self.distance),
            "hyper_works": self.hyper_works,
            "citations": document.write_citations(self.citations, language),
            "by_country_count": asdict(self.by_country_count),
            "country_count": self.country_count,
            "organisation_count": self.organisation_count,
            "foreign_organisation_count": self.foreign_organisation_count,
            "partner_countries": [
                document.write_country(one, language) for one in self.partner_countries
            ],
            "partner_organisations": [
                document.write_organisation(one) for one in self.partner_organisations
            ],
            "own_bodies": [asdict(one) for one in self.own_bodies],
            "ties_basis": document.write_ties_basis(self.ties_basis),
            "themed_works": self.themed_works,
            "theme_coverage": _round(self.theme_coverage),
            "themes": [document.write_theme(one, language) for one in self.themes],
            "by_year": [document.write_year(one) for one in self.by_year],
            "leadership": document.write_leadership(self.leadership),
            "lead_countries": [
                document.write_lead_country(one, language) for one in self.lead_countries
            ],
            "declared_count": self.declared_count,
            "declared_countries": [
                document.write_declared(one, language) for one in self.declared_countries
            ],
            "warnings": [document.write_caution(one, language) for one in self.warnings],
            **document.write_provenance(self.provenance),
        }

    def to_table(self, name: str, language: str = "en") -> pa.Table:
        """Return one table of the answer with typed columns, named as in the published JSON.

        `name` is ``partner_countries``, ``by_year``, ``summary`` or another of
        `figures.arrow.list_table_names`; raises `NotFoundError` for what is none.
        """
        return make_arrow_table(self.to_dict(language), name)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, document.DIGITS)
