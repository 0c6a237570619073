"""Sides compared: one indicator by year and in total, all of them in total, and their partners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cordee.observatory.figures.answer import (
    Caution,
    Figures,
    HomeOrganisation,
    Provenance,
    Trend,
)
from cordee.observatory.figures.assemble import WEIGHT_DIGITS, make_leadership, sum_counts
from cordee.observatory.figures.comparables import (
    COMPARABLES,
    Comparable,
    Slice,
    get_comparable,
)
from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.means import count_top, make_means
from cordee.observatory.figures.overlaps import Overlap, overlap_countries, overlap_organisations
from cordee.observatory.figures.question import Counting, Question
from cordee.observatory.figures.sides import ComparisonQuestion, Side
from cordee.observatory.figures.statistics import SMALL_NUMBER, get_growth, get_interval, get_share
from cordee.observatory.figures.warehouse import Warehouse
from cordee.observatory.indicators.citations import citations_by_year
from cordee.observatory.indicators.counts import (
    counts_by_class,
    counts_by_place,
    distances_by_year,
)
from cordee.observatory.indicators.output import home_output
from cordee.reference.organisations import Registry


@dataclass(frozen=True, slots=True)
class Measure:
    """One cell: what is counted and, for a share, of how many works, with its 95 % interval.

    The output of a year has as its share the part of the whole period's that is of that year; it is
    no sample, so it has no interval. Of a mean, `amount` and `of` are the works it is over, and `low` and
    `high` bound the mean; there is none over no work.
    """

    amount: int | float  # works or partners; with a fraction for output by fractional counting
    of: int | float | None
    share: float | None
    low: float | None
    high: float | None
    small: bool  # a share or a mean over fewer than 30 works
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class SideFigures:
    """One side's answer; `years` has a measure for each year of the comparison."""

    side: Side
    organisations: tuple[HomeOrganisation, ...]
    member_count: int
    works: int
    total: Measure
    years: tuple[Measure, ...]
    growth: float | None  # of what is counted, over full years
    growth_method: str | None
    totals: tuple[Measure, ...]  # of each of `COMPARABLES`, in its order
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer to a comparison."""

    question: ComparisonQuestion
    indicator: Comparable
    years: tuple[int, ...]  # of any side's works, without gaps
    full_years: tuple[int, ...]
    sides: tuple[SideFigures, ...]
    countries: Overlap
    organisations: Overlap
    provenance: Provenance

    def list_shown(self) -> list[tuple[int, Comparable]]:
        """Return the indicators that say something here, each with its place among `totals`.

        Citations are left out where no source counts any, the part of the home where no side is
        narrowed: it is always the whole.
        """
        narrowed = any(one.side.within.parts for one in self.sides)
        return [
            (place, indicator)
            for place, indicator in enumerate(COMPARABLES)
            if (narrowed or indicator.code != "part_of_home")
            and (not indicator.cites or any(one.totals[place].of for one in self.sides))
        ]

    def list_warnings(self) -> list[tuple[Caution, tuple[int, ...]]]:
        """Return what to be careful of, each caution once, with the places of the sides it is of."""
        found: list[tuple[Caution, tuple[int, ...]]] = []
        for place, side in enumerate(self.sides):
            for caution in side.warnings:
                known = [each for each, _ in found]
                if caution in known:
                    at = known.index(caution)
                    found[at] = (caution, (*found[at][1], place))
                else:
                    found.append((caution, (place,)))
        return found


@dataclass(frozen=True)
class Output:
    """What the works of one question are, by year: rows of three indicators."""

    rows: list[Row]  # of counts_by_class
    places: list[Row]  # of counts_by_place
    weights: Mapping[int, float]
    distances: list[Row]  # of distances_by_year
    cited: list[Row]  # of citations_by_year


def read_output(question: Question, warehouse: Warehouse, registry: Registry) -> Output:
    """Return the works of `question` by year and class."""
    with warehouse.open_home(question, registry) as view:
        rows, places = view.get_rows(counts_by_class), view.get_rows(counts_by_place)
        weights = {row["year"]: row["weight"] for row in view.get_rows(home_output)}
        distances = view.get_rows(distances_by_year)
        cited = view.get_rows(citations_by_year) if warehouse.facts.has_citations else []
    return Output(rows, places, weights, distances, cited)


def list_home_members(question: ComparisonQuestion, registry: Registry) -> frozenset[str]:
    """Return the organisations of every side, parts included when asked."""
    return frozenset(
        member
        for side in question.sides
        for member, _ in list_members(question.get_question(side), registry)
    )


def make_comparison(
    question: ComparisonQuestion,
    answers: Sequence[Figures],
    outputs: Sequence[tuple[Output, Output]],
    members: frozenset[str],
) -> Comparison:
    """Return the comparison of sides, given in their order.

    `outputs` are of each side and of its whole home; `members` the organisations of all sides.
    """
    found = [year for figures in answers for year in figures.by_year]
    span = sorted({year.year for year in found})
    years = tuple(range(span[0], span[-1] + 1)) if span else ()
    partial = {year.year for year in found if year.partial}
    full = tuple(year for year in years if year not in partial)
    indicator = get_comparable(question.indicator)
    return Comparison(
        question=question,
        indicator=indicator,
        years=years,
        full_years=full,
        sides=tuple(
            _make_side(side, question.counting, indicator, figures, output, years, len(full))
            for side, figures, output in zip(question.sides, answers, outputs, strict=True)
        ),
        countries=overlap_countries(answers),
        organisations=overlap_organisations(answers, members),
        provenance=answers[0].provenance,
    )


def _make_side(
    side: Side,
    counting: Counting,
    indicator: Comparable,
    figures: Figures,
    outputs: tuple[Output, Output],
    years: Sequence[int],
    full: int,
) -> SideFigures:
    whole = _make_total(figures, *outputs)
    slices = _make_years(figures, *outputs, years)
    measures = tuple(_measure(indicator, one, whole, counting) for one in slices)
    # Only the last years can be partial, so the full ones are the first.
    # Of a mean it would be that of the works it is over, which is none of it.
    amounts = [] if indicator.mean else [one.amount for one in measures[:full]]
    growth, method = get_growth(amounts)
    return SideFigures(
        side=side,
        organisations=figures.organisations,
        member_count=figures.member_count,
        works=figures.works,
        total=_measure(indicator, whole, None, counting),
        years=measures,
        growth=growth,
        growth_method=method,
        totals=tuple(_measure(one, whole, None, counting) for one in COMPARABLES),
        warnings=figures.warnings,
    )


def _measure(indicator: Comparable, one: Slice, whole: Slice | None, counting: Counting) -> Measure:
    if indicator.code == "works":
        return _measure_output(one, whole, counting)
    amount, of = indicator.read(one)
    if indicator.mean:
        found = one.means[indicator.mean]
        small = found.works < SMALL_NUMBER
        return Measure(amount, of, None, found.low, found.high, small=small, mean=found.value)
    if of is None:
        return Measure(amount, None, None, None, None, small=False)
    low, high = get_interval(amount, of)
    return Measure(amount, of, get_share(amount, of), low, high, small=of < SMALL_NUMBER)


def _measure_output(one: Slice, whole: Slice | None, counting: Counting) -> Measure:
    fractional = counting is Counting.FRACTIONAL
    amount = one.weight if fractional else one.counts["works"]
    if whole is None:
        return Measure(amount, None, None, None, None, small=False)
    of = whole.weight if fractional else whole.counts["works"]
    return Measure(amount, of, amount / of if of else None, None, None, small=False)


def _make_total(figures: Figures, output: Output, home: Output) -> Slice:
    return Slice(
        counts=sum_counts(output.rows),
        leadership=figures.leadership,
        weight=round(sum(output.weights[year] for year in sorted(output.weights)), WEIGHT_DIGITS),
        partner_countries=figures.country_count,
        partner_organisations=figures.organisation_count,
        means=make_means(output.distances, output.cited),
        top=count_top(output.cited),
        home_covered=sum_counts(home.rows)["covered"],
    )


def _make_years(
    figures: Figures, output: Output, home: Output, years: Sequence[int]
) -> list[Slice]:
    rows, home_rows = _group(output.rows), _group(home.rows)
    distances, cited = _group(output.distances), _group(output.cited)
    places = _group(output.places)
    countries = _count_by_year([one.yearly for one in figures.partner_countries])
    organisations = figures.partner_organisations.count_by_year()
    return [
        Slice(
            counts=sum_counts(rows[year]),
            leadership=make_leadership(places[year]),
            weight=round(output.weights.get(year, 0.0), WEIGHT_DIGITS),
            partner_countries=countries.get(year, 0),
            partner_organisations=organisations.get(year, 0),
            means=make_means(distances[year], cited[year]),
            top=count_top(cited[year]),
            home_covered=sum_counts(home_rows[year])["covered"],
        )
        for year in years
    ]


def _group(rows: Sequence[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["year"]].append(row)
    return found


def _count_by_year(trends: Sequence[Trend]) -> dict[int, int]:
    """Return how many partners have works in each year; all share the years of one answer."""
    if not trends:
        return {}
    columns = zip(*(trend.works for trend in trends), strict=True)
    return dict(zip(trends[0].years, (sum(map(bool, one)) for one in columns), strict=True))
