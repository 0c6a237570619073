"""The key figures and the main partners of a home, for whoever does not need the whole answer.

A whole answer has every partner with its trend and ties, tens of thousands for a large home; these two
are the beginning of it, in milliseconds for a home that is prepared.
"""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.figures.answer import HomeOrganisation, Share, YearFigures
from cordee.observatory.figures.assemble import WEIGHT_DIGITS, make_period, make_years, sum_counts
from cordee.observatory.figures.lake_facts import find_place
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.statistics import make_share
from cordee.observatory.figures.warehouse import Warehouse
from cordee.observatory.indicators.counts import counts_by_class
from cordee.observatory.indicators.partners import partner_organisations
from cordee.reference.organisations import Registry


MOST_PARTNERS = 500
"""The most that a page lays out without a wait."""


@dataclass(frozen=True)
class KeyFigures:
    """What a home's works are; each figure as in the whole answer (`Figures`)."""

    question: Question
    organisations: tuple[HomeOrganisation, ...]
    works: int
    covered_works: int
    coverage: Share
    international: Share
    eu: Share
    by_year: tuple[YearFigures, ...]


@dataclass(frozen=True, slots=True)
class MainPartner:
    """One partner organisation: works together by full and by fractional counting."""

    id: str
    name: str
    country: str | None
    works: int
    works_fractional: float


def answer_key_figures(question: Question, warehouse: Warehouse, registry: Registry) -> KeyFigures:
    """Return the key figures of `question`.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    with warehouse.open_home(question, registry) as view:
        rows = view.get_rows(counts_by_class)
    totals, period = sum_counts(rows), make_period(rows, warehouse.facts.latest_date)
    covered = totals["covered"]
    homes = [registry.get(one) for one in question.organisations]
    return KeyFigures(
        question=question,
        organisations=tuple(HomeOrganisation(one.id, one.name, one.country) for one in homes),
        works=totals["works"],
        covered_works=covered,
        coverage=make_share(covered, totals["works"]),
        international=make_share(totals["international"], covered),
        eu=make_share(totals["eu"], covered),
        by_year=make_years(rows, period),
    )


def list_main_partners(
    question: Question, warehouse: Warehouse, registry: Registry, most: int = MOST_PARTNERS
) -> tuple[MainPartner, ...]:
    """Return the `most` partner organisations with the most works together, by full counting."""
    with warehouse.open_home(question, registry) as view:
        rows = view.query(
            "SELECT organisation, max(country) AS country, CAST(sum(works) AS BIGINT) AS works, "  # noqa: S608 -- our own text
            f"sum(weight) AS weight FROM ({view.get_query(partner_organisations)}) "
            "GROUP BY organisation HAVING sum(works) > 0 ORDER BY works DESC, organisation LIMIT ?",
            [most],
        )
    return tuple(
        MainPartner(
            id=row["organisation"],
            name=find_place(row["organisation"], warehouse.places, registry).name,
            country=row["country"],
            works=row["works"],
            works_fractional=round(row["weight"], WEIGHT_DIGITS),
        )
        for row in rows
    )
