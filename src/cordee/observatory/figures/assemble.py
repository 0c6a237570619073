"""From rows of indicators to the values of an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from cordee.observatory.figures.answer import (
    CountryCount,
    CountryFigures,
    Distance,
    LeadCountryFigures,
    Leadership,
    RoleFigures,
    ThemeFigures,
    Trend,
    YearFigures,
)
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.statistics import (
    SMALL_NUMBER,
    get_growth,
    get_interval,
    get_ranks,
    get_share,
    make_share,
)
from cordee.observatory.figures.ties import Universe, make_ties
from cordee.observatory.indicators.classes import CLASSES, belongs_to, list_classes
from cordee.observatory.indicators.tables import PLACES, ROLES


WEIGHT_DIGITS = 9
"""Sums of fractions come in whatever order an engine adds them; rounding them to 9 digits, far under
one thousandth of a work, makes two runs equal and true ties ties."""

DEGREE_DIGITS = 4
"""Of degrees: ten metres, and more than the order in which a mean is summed can change."""


@dataclass(frozen=True)
class Period:
    """The years of the works found, without gaps, and which of them the lake holds in full."""

    years: tuple[int, ...]
    full_years: tuple[int, ...]


def make_period(rows: Iterable[Row], latest: date | None) -> Period:
    """Return the period of the rows of `counts_by_class`; `latest` is the lake's latest day."""
    found = [row["year"] for row in rows]
    years = tuple(range(min(found), max(found) + 1)) if found else ()
    return Period(years, tuple(year for year in years if not is_partial(year, latest)))


def is_partial(year: int, latest: date | None) -> bool:
    """Say whether the lake stops before December of `year`."""
    return latest is not None and latest < date(year, 12, 1)


def sum_counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return the works of each class in these rows of `counts_by_class`; a work is in one row."""
    totals = dict.fromkeys(("works", *CLASSES), 0)
    for row in rows:
        totals["works"] += row["works"]
        for name in list_classes(row):
            totals[name] += row["works"]
    return totals


def make_years(rows: Iterable[Row], period: Period) -> tuple[YearFigures, ...]:
    """Return each year of the period, those without works at 0."""
    by_year: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_year[row["year"]].append(row)
    return tuple(
        _make_year(year, sum_counts(by_year[year]), partial=year not in period.full_years)
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


class _Partner:
    """One partner's years being added up."""

    __slots__ = ("first_row", "leads", "rank_fractional", "rank_full", "weight", "works", "years")

    def __init__(self, first_row: Row) -> None:
        self.first_row = first_row
        self.works = 0
        self.weight = 0.0
        self.years: dict[int, int] = {}
        self.leads = [0, 0, 0]  # known, home, partner
        self.rank_full = self.rank_fractional = 0


def _add_up(rows: Iterable[Row], key: str) -> dict[str, _Partner]:
    partners: dict[str, _Partner] = {}
    # In the order of years, so that a sum of fractions does not depend on the engine's order.
    for row in sorted(rows, key=itemgetter("year")):
        one = partners.get(row[key])
        if one is None:
            one = partners[row[key]] = _Partner(row)
        one.works += row["works"]
        one.weight += row["weight"]
        one.years[row["year"]] = row["works"]
        if "lead_known" in row:
            for place, name in enumerate(("lead_known", "lead_home", "lead_partner")):
                one.leads[place] += row[name]
    for one in partners.values():
        one.weight = round(one.weight, WEIGHT_DIGITS)
    full = get_ranks({code: one.works for code, one in partners.items()})
    fractional = get_ranks({code: one.weight for code, one in partners.items()})
    for code, one in partners.items():
        one.rank_full, one.rank_fractional = full[code], fractional[code]
    return partners


def _put_in_order(
    partners: Mapping[str, _Partner], counting: Counting
) -> list[tuple[int, str, _Partner]]:
    """Return (rank, code, partner) by the counting asked, then by the other, then by code."""
    if counting is Counting.FULL:
        keyed = [(one.rank_full, one.rank_fractional, code) for code, one in partners.items()]
    else:
        keyed = [(one.rank_fractional, one.rank_full, code) for code, one in partners.items()]
    return [(rank, code, partners[code]) for rank, _, code in sorted(keyed)]


def _make_trend(one: _Partner, period: Period) -> tuple[Trend, tuple[float | None, str | None]]:
    counts = tuple([one.years.get(year, 0) for year in period.years])
    # Only the last years can be partial, so the full ones are the first.
    return Trend(period.years, counts), get_growth(counts[: len(period.full_years)])


def make_countries(
    rows: Iterable[Row],
    covered: int,
    period: Period,
    counting: Counting,
    declared: Mapping[str, int] | None,
    universe: Universe,
) -> tuple[CountryFigures, ...]:
    """Return the partner countries in rank order; `declared` is None when the lake holds none."""
    found = []
    for rank, code, one in _put_in_order(_add_up(rows, "country"), counting):
        trend, (growth, method) = _make_trend(one, period)
        low, high = get_interval(one.works, covered)
        known, home, lead = one.leads
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
                yearly=trend,
                growth=growth,
                growth_method=method,
                lead_known=known,
                lead_home=home,
                lead_home_share=get_share(home, known),
                lead_partner=lead,
                lead_partner_share=get_share(lead, known),
                small=one.works < SMALL_NUMBER,
                declared=None if declared is None else declared.get(code, 0),
                ties=make_ties(code, one.works, trend.works, universe),
            )
        )
    return tuple(found)


def make_distance(row: Row, totals: Mapping[str, int]) -> Distance:
    """Return how far partners are from the row of `distances` and the totals of classes."""
    located = totals["located"]
    return Distance(
        located_works=located,
        mean_km=None if row["km"] is None else float(row["km"]),
        near=make_share(totals["near"], located),
        far=make_share(totals["far"], located),
    )


def make_themes(
    rows: Iterable[Row], themed: Mapping[str, int], labels: Mapping[tuple[str, str], str]
) -> tuple[ThemeFigures, ...]:
    """Return the themes in rank order.

    `themed` are the works with a theme of each vocabulary; `labels` are the sources' own words for
    themes, by vocabulary and code.
    """
    ordered = sorted(rows, key=lambda row: (-row["works"], row["vocabulary"], row["theme"]))
    ranks = get_ranks({f"{row['vocabulary']}/{row['theme']}": row["works"] for row in ordered})
    return tuple(
        ThemeFigures(
            vocabulary=row["vocabulary"],
            code=row["theme"],
            label=labels.get((row["vocabulary"], row["theme"])),
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
    """Return who holds the leading positions, on all works and on international ones.

    `rows` are those of `counts_by_place`.
    """
    counts: defaultdict[tuple[str, int, bool], int] = defaultdict(int)
    for row in rows:
        international = belongs_to(row, "international")
        for role in ROLES:
            place = row[f"{role}_place"]
            counts[role, place, False] += row["works"]
            counts[role, place, True] += row["works"] if international else 0
    return Leadership(
        works=tuple(_make_role(role, counts, only_international=False) for role in ROLES),
        international=tuple(_make_role(role, counts, only_international=True) for role in ROLES),
    )


def _make_role(
    role: str, counts: Mapping[tuple[str, int, bool], int], *, only_international: bool
) -> RoleFigures:
    home, national, abroad = (
        counts.get((role, PLACES[side], only_international), 0)
        for side in ("home", "national", "abroad")
    )
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
            single_country_works=row["works"] - row["multiple"],
            multiple_country_works=row["multiple"],
            multiple_country_share=get_share(row["multiple"], row["works"]),
        )
        for row in sorted(rows, key=lambda row: (-row["works"], row["country"]))
    )
