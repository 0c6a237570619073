"""The parts of an answer: plain frozen values, one kind a table of the page.

Shares are between 0 and 1, and None when their denominator is 0. Their denominator is the covered
works (at least one known country) unless the field says another. `low` and `high` bound a share at
95 % (Wilson, 1927, "Probable inference, the law of succession, and statistical inference",
doi:10.1080/01621459.1927.10502953).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cordee.kernel.messages import Sentence


class YearWorks(NamedTuple):
    """Works of one year, by full counting."""

    year: int
    works: int


class Trend(NamedTuple):
    """Works a year, by full counting, in two columns: `years` is shared by all partners."""

    years: tuple[int, ...]
    works: tuple[int, ...]

    def to_years(self) -> tuple[YearWorks, ...]:
        """Return one value a year."""
        return tuple(map(YearWorks, self.years, self.works))


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it is made of: `value` = `works` / `of`, None when `of` is 0."""

    works: int
    of: int
    value: float | None
    low: float | None
    high: float | None
    small: bool  # `of` is under 30, where an interval is too wide to compare by


@dataclass(frozen=True, slots=True)
class HomeOrganisation:
    """An organisation the question names."""

    id: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year. `domestic` + `zone` + `other_international` + `unknown` = `works`."""

    year: int
    works: int
    covered_works: int
    unknown_works: int
    coverage: float | None  # over the year's works
    international_works: int
    international_share: float | None
    domestic_works: int
    national_works: int
    single_organisation_works: int
    zone_works: int
    zone_share: float | None
    eu_works: int
    eu_share: float | None
    eu27_works: int
    eu27_share: float | None
    other_international_works: int
    partial: bool  # the lake stops before December of this year


class Ties(NamedTuple):
    """Strength and change of the tie with one partner, by full counting (`figures.ties`).

    A tuple for the same reason as `OrganisationFigures`.
    """

    partner_works: int  # all works of the partner in this corpus in the same years
    partner_share: float | None  # works together over those
    affinity: float | None  # probabilistic affinity index; this and the next two None under 5 works
    salton: float | None
    jaccard: float | None
    works_before: int | None  # in the first half of the full years; None with fewer than two years
    works_after: int | None  # in the second half
    change: str | None  # "new", "lost", "sustained"; None when in neither half
    smoothed_growth: float | None  # a year, between means of three years; None under five years


@dataclass(frozen=True, slots=True)
class TiesBasis:
    """What ties are judged against, in the years of the question."""

    corpus_covered_works: int  # N for countries: works of the corpus with a known country
    corpus_linked_works: int  # N for organisations: works with a known organisation
    least_works: int  # together, for an affinity to be given
    first_half: (
        tuple[int, int] | None
    )  # its first and last year; None with fewer than two full years
    second_half: tuple[int, int] | None
    has_smoothed_growth: bool  # the period has full years enough


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """One partner country: a country on the home's works that is not a home country."""

    code: str
    rank: int  # by the counting asked; equals share a rank
    rank_full: int
    rank_fractional: int
    works: int
    share: float | None
    share_low: float | None
    share_high: float | None
    works_fractional: float
    share_fractional: float | None
    yearly: Trend
    growth: float | None  # a year when by "cagr", between halves when by "halves"
    growth_method: str | None
    lead_known: int  # works whose leading author's country is known
    lead_home: int  # led from a home country
    lead_home_share: float | None  # over lead_known
    lead_partner: int  # led from this country
    lead_partner_share: float | None  # over lead_known
    small: bool  # fewer than 30 works
    declared: int | None  # declared collaborations; None when the lake holds none at all
    ties: Ties

    @property
    def trend(self) -> tuple[YearWorks, ...]:
        """Works of each year of the period, years without any included."""
        return self.yearly.to_years()


class OrganisationFigures(NamedTuple):
    """One partner organisation: on the home's works and not of the home.

    A tuple, because an institution has thousands of them and a frozen dataclass takes four times as
    long to make.
    """

    id: str
    name: str
    country: str | None
    city: str | None
    foreign: bool | None  # its country is not a home country; None when it has no country
    relation: str | None  # "parent" or "part" of the home, when own bodies are asked as partners
    rank: int
    rank_full: int
    rank_fractional: int
    rank_abroad: tuple[int, int] | None  # full and fractional, among partners abroad alone
    works: int  # on which it is a partner
    own_works: int  # on which it is an own body: counted in none of the other figures
    share: float | None  # over all works: an organisation can be known where no country is
    works_fractional: float
    share_fractional: float | None
    yearly: Trend
    growth: float | None
    growth_method: str | None
    small: bool
    ties: Ties

    @property
    def trend(self) -> tuple[YearWorks, ...]:
        """Works of each year of the period, years without any included."""
        return self.yearly.to_years()


@dataclass(frozen=True, slots=True)
class OwnBody:
    """An organisation on the home's works that is no partner on some or all of them."""

    id: str
    name: str
    country: str | None
    city: str | None
    relation: str  # "parent" or "part" in the registry, else "cotutelle"
    works: int  # on which it is an own body
    partner_works: int  # on which it is a partner all the same


@dataclass(frozen=True, slots=True)
class Distance:
    """How far the home's partner organisations are."""

    located_works: int  # with a partner organisation whose place is known, and the home's too
    mean_km: float | None  # from the home to the farthest of them
    near: Share  # within 100 km, over located works
    far: Share  # 5,000 km or more


@dataclass(frozen=True, slots=True)
class CitedWorks:
    """Citations of one set of works, those without a count left out."""

    key: str  # "works", a class of works, or a partner country's code
    works: int  # with known citations
    citations: int
    mean: float | None  # citations a work
    compared_works: int  # of a year and type with enough works in the corpus to compare with
    score: float | None  # mean normalised citation score over these; 1 is the corpus's mean
    score_low: float | None
    score_high: float | None
    top_share: float | None  # among the tenth most cited of their year and type, over these


@dataclass(frozen=True, slots=True)
class Citations:
    """Citations by kind of cooperation and by partner country."""

    kinds: tuple[CitedWorks, ...]  # all works first; kinds without works are left out
    countries: tuple[CitedWorks, ...]


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """One theme: a branch of a vocabulary."""

    vocabulary: str
    code: str
    label: str | None  # as the source words it; None for MeSH, which `reference.themes` names
    rank: int
    works: int
    share: float | None  # over works with a theme of the same vocabulary
    heading_works: int  # by the indexers' headings
    keyword_works: int  # by the authors' keywords
    covered_works: int
    international_works: int
    international_share: float | None  # over the theme's covered works
    small: bool

    @property
    def selection(self) -> str:
        """The value of a `theme` selection, for example ``mesh/C04``."""
        return f"{self.vocabulary}/{self.code}"


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """Where the authors of one role are. `home` + `national` + `abroad` = `known`."""

    role: str  # "first", "last", "corresponding"
    known: int  # works where that author's country or organisation is known
    home: int  # in an organisation of the home
    home_share: float | None
    national: int  # in a home country, in another organisation
    national_share: float | None
    abroad: int  # in no home country
    abroad_share: float | None


@dataclass(frozen=True, slots=True)
class Leadership:
    """Which side holds the leading positions, on all works and on international ones."""

    works: tuple[RoleFigures, ...]
    international: tuple[RoleFigures, ...]


@dataclass(frozen=True, slots=True)
class LeadCountryFigures:
    """Works led from one country: single-country (SCP) and multiple-country (MCP)."""

    code: str
    works: int
    single_country_works: int
    multiple_country_works: int
    multiple_country_share: float | None  # over works


@dataclass(frozen=True, slots=True)
class CountryCount:
    """Covered works by number of countries; the four add up to the covered works."""

    domestic: int
    bilateral: int
    trilateral: int
    multilateral: int  # four countries or more


@dataclass(frozen=True, slots=True)
class DeclaredCountry:
    """Declared collaborations with one country."""

    code: str
    declared: int
    observed_works: int  # co-publications with it


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before using the figures: a stable code and a sentence."""

    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the figures come from."""

    snapshot: str | None
    registry: str
    linker: str | None
    sources: tuple[str, ...]  # "pubmed", "openalex", "hal"…
    latest_date: date | None  # the latest day of publication in the last month held in full
