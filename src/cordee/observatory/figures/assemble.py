"""From rows of indicators to the values of an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cordee.observatory.figures.answer import (
    CountryCount,
    CountryFigures,
    LeadCountryFigures,
    Leadership,
    OrganisationFigures,
    RoleFigures,
    ThemeFigures,
    YearFigures,
    YearWorks,
)
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.statistics import (
    SMALL_NUMBER,
    get_growth,
    get_interval,
    get_ranks,
    get_share,
)
from cordee.observatory.figures.warehouse import Row
from cordee.observatory.indicators.selections import ROLES, SIDES


WEIGHT_DIGITS = 9
"""Sums of fractions come in whatever order an engine adds them; rounding them to 9 digits, far under
one thousandth of a work, makes two runs equal and true ties ties."""

NO_COUNTS = dict.fromkeys(
    (
        "works",
        "covered",
        "unknown",
        "international",
        "domestic",
        "national",
        "single_organisation",
        "zone",
        "eu",
        "eu27",
        "other_international",
        "bilateral",
        "trilateral",
        "multilateral",
        "themed",
        "pubmed",
    ),
    0,
)


@dataclass(frozen=True)
class Period:
    """The years of the works found, without gaps, and which of them the lake holds in full."""

    years: tuple[int, ...]
    full_years: tuple[int, ...]


def make_period(rows: Iterable[Row], latest: date | None) -> Period:
    """Return the period of the rows of `counts_by_year`; `latest` is the lake's latest day."""
    found = [row["year"] for row in rows]
    years = tuple(range(min(found), max(found) + 1)) if found else ()
    return Period(years, tuple(year for year in years if not is_partial(year, latest)))


def is_partial(year: int, latest: date | None) -> bool:
    """Say whether the lake stops before December of `year`."""
    return latest is not None and latest < date(year, 12, 1)


def sum_counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return the counts of a period: a work has one year, so years add up."""
    totals = dict(NO_COUNTS)
    for row in rows:
        for name in NO_COUNTS:
            totals[name] += row[name]
    return totals


def make_years(rows: Iterable[Row], period: Period) -> tuple[YearFigures, ...]:
    """Return each year of the period, those without works at 0."""
    by_year = {row["year"]: row for row in rows}
    return tuple(
        _make_year(year, by_year.get(year, NO_COUNTS), partial=year not in period.full_years)
        for year in period.years
    )


def _make_year(year: int, row: Mapping[str, int], *, partial: bool) -> YearFigures:
    covered = row["covered"]
    return YearFigures(
        year=year,
        works=row["works"],
        covered_works=covered,
        unknown_works=row["unknown"],
        coverage=get_share(covered, row["works"]),
        international_works=row["international"],
        international_share=get_share(row["international"], covered),
        domestic_works=row["domestic"],
        national_works=row["national"],
        single_organisation_works=row["single_organisation"],
        zone_works=row["zone"],
        zone_share=get_share(row["zone"], covered),
        eu_works=row["eu"],
        eu_share=get_share(row["eu"], covered),
        eu27_works=row["eu27"],
        eu27_share=get_share(row["eu27"], covered),
        other_international_works=row["other_international"],
        partial=partial,
    )


def make_country_count(totals: Mapping[str, int]) -> CountryCount:
    """Return the covered works by number of countries."""
    return CountryCount(
        totals["domestic"], totals["bilateral"], totals["trilateral"], totals["multilateral"]
    )


@dataclass(frozen=True)
class _Partner:
    """One partner's years added up, and its ranks."""

    rows: tuple[Row, ...]
    works: int
    weight: float
    rank_full: int
    rank_fractional: int

    def sum_of(self, name: str) -> int:
        return sum(row[name] for row in self.rows)


def _add_up(rows: Iterable[Row], key: str) -> dict[str, _Partner]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    works = {code: sum(row["works"] for row in group) for code, group in groups.items()}
    weights = {
        # Added in the order of years, so that the sum does not depend on the engine's order.
        code: round(
            sum(row["weight"] for row in sorted(group, key=lambda row: int(row["year"]))),
            WEIGHT_DIGITS,
        )
        for code, group in groups.items()
    }
    full, fractional = get_ranks(works), get_ranks(weights)
    return {
        code: _Partner(tuple(group), works[code], weights[code], full[code], fractional[code])
        for code, group in groups.items()
    }


def _in_order(
    partners: Mapping[str, _Partner], counting: Counting
) -> list[tuple[str, int, _Partner]]:
    """Return (code, rank, partner) by the counting asked, then by the other, then by code."""

    def place(code: str) -> tuple[int, int, str]:
        one = partners[code]
        if counting is Counting.FULL:
            return one.rank_full, one.rank_fractional, code
        return one.rank_fractional, one.rank_full, code

    return [(code, place(code)[0], partners[code]) for code in sorted(partners, key=place)]


def _make_trend(rows: Iterable[Row], period: Period) -> tuple[YearWorks, ...]:
    works = {row["year"]: row["works"] for row in rows}
    return tuple(YearWorks(year, works.get(year, 0)) for year in period.years)


def make_countries(
    rows: Iterable[Row],
    covered: int,
    period: Period,
    counting: Counting,
    declared: Mapping[str, int] | None,
) -> tuple[CountryFigures, ...]:
    """Return the partner countries in rank order; `declared` is None when the lake holds none."""
    found = []
    for code, rank, one in _in_order(_add_up(rows, "country"), counting):
        trend = _make_trend(one.rows, period)
        growth, method = get_growth(dict(trend), period.full_years)
        low, high = get_interval(one.works, covered)
        known, home, lead = (one.sum_of(f"lead_{side}") for side in ("known", "home", "partner"))
        found.append(
            CountryFigures(
                code=code,
                rank=rank,
                rank_full=one.rank_full,
                rank_fractional=one.rank_fractional,
                works=one.works,
                share=get_share(one.works, covered),
                share_low=low,
                share_high=high,
                works_fractional=one.weight,
                share_fractional=get_share(one.weight, covered),
                trend=trend,
                growth=growth,
                growth_method=method,
                lead_known=known,
                lead_home=home,
                lead_home_share=get_share(home, known),
                lead_partner=lead,
                lead_partner_share=get_share(lead, known),
                small=one.works < SMALL_NUMBER,
                declared=None if declared is None else declared.get(code, 0),
            )
        )
    return tuple(found)


def make_organisations(
    rows: Iterable[Row],
    works: int,
    period: Period,
    counting: Counting,
    home_countries: frozenset[str],
    describe: Callable[[str], tuple[str, str | None, str | None]],
) -> tuple[OrganisationFigures, ...]:
    """Return the partner organisations in rank order.

    `works` are all the home's works: a link, and so a partner, can be known where no country is.
    `describe` gives an organisation's name, city and relation to the home.
    """
    found = []
    for code, rank, one in _in_order(_add_up(rows, "organisation"), counting):
        country = next((row["country"] for row in one.rows if row["country"]), None)
        name, city, relation = describe(code)
        trend = _make_trend(one.rows, period)
        growth, method = get_growth(dict(trend), period.full_years)
        found.append(
            OrganisationFigures(
                id=code,
                name=name,
                country=country,
                city=city,
                foreign=None if country is None else country not in home_countries,
                relation=relation,
                rank=rank,
                rank_full=one.rank_full,
                rank_fractional=one.rank_fractional,
                works=one.works,
                share=get_share(one.works, works),
                works_fractional=one.weight,
                share_fractional=get_share(one.weight, works),
                trend=trend,
                growth=growth,
                growth_method=method,
                small=one.works < SMALL_NUMBER,
            )
        )
    return tuple(found)


def make_themes(rows: Iterable[Row], themed: Mapping[str, int]) -> tuple[ThemeFigures, ...]:
    """Return the themes in rank order; `themed` are the works with a theme of each vocabulary."""
    ordered = sorted(rows, key=lambda row: (-row["works"], row["vocabulary"], row["theme"]))
    ranks = get_ranks({f"{row['vocabulary']}/{row['theme']}": row["works"] for row in ordered})
    return tuple(
        ThemeFigures(
            vocabulary=row["vocabulary"],
            code=row["theme"],
            rank=ranks[f"{row['vocabulary']}/{row['theme']}"],
            works=row["works"],
            share=get_share(row["works"], themed[row["vocabulary"]]),
            heading_works=row["heading"],
            keyword_works=row["keyword"],
            covered_works=row["covered"],
            international_works=row["international"],
            international_share=get_share(row["international"], row["covered"]),
            small=row["works"] < SMALL_NUMBER,
        )
        for row in ordered
    )


def make_leadership(rows: Iterable[Row]) -> Leadership:
    """Return who holds the leading positions, on all works and on international ones."""
    counts: defaultdict[tuple[str, str, bool], int] = defaultdict(int)
    for row in rows:
        counts[row["role"], row["side"], False] += row["works"]
        if row["international"]:
            counts[row["role"], row["side"], True] += row["works"]
    return Leadership(
        works=tuple(_make_role(role, counts, only_international=False) for role in ROLES),
        international=tuple(_make_role(role, counts, only_international=True) for role in ROLES),
    )


def _make_role(
    role: str, counts: Mapping[tuple[str, str, bool], int], *, only_international: bool
) -> RoleFigures:
    home, national, abroad = (counts.get((role, side, only_international), 0) for side in SIDES)
    known = home + national + abroad
    return RoleFigures(
        role=role,
        known=known,
        home=home,
        home_share=get_share(home, known),
        national=national,
        national_share=get_share(national, known),
        abroad=abroad,
        abroad_share=get_share(abroad, known),
    )


def make_lead_countries(rows: Iterable[Row]) -> tuple[LeadCountryFigures, ...]:
    """Return the countries from which works are led, most works first."""
    return tuple(
        LeadCountryFigures(
            code=row["country"],
            works=row["works"],
            single_country_works=row["single"],
            multiple_country_works=row["multiple"],
            multiple_country_share=get_share(row["multiple"], row["works"]),
        )
        for row in sorted(rows, key=lambda row: (-row["works"], row["country"]))
    )
