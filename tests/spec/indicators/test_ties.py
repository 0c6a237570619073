"""Ties reckoned by hand: A, in FR, with GB and US in a corpus of twelve works.

Works of 2020: 1 to 5 are A's with G in GB; 6 is A's with U in the US; 7 is A's alone; 8 and 9 are G's
alone; 10 is of the US alone, by no known organisation; 11 has no known country. Work 12, G's with U,
is of 2021.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir
import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.figures.ties import get_affinity, get_jaccard, get_salton
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.counts import counts_by_class
from cordee.observatory.indicators.partners import partner_countries
from cordee.observatory.indicators.ties import (
    CORPUS_BUILD,
    corpus_totals,
    country_totals,
    organisation_totals,
)


WORKS = "work | year\n" + "\n".join(f"{n} | {2021 if n == 12 else 2020}" for n in range(1, 13))
ON = {
    **dict.fromkeys(range(1, 6), (("A", "FR"), ("G", "GB"))),
    6: (("A", "FR"), ("U", "US")),
    7: (("A", "FR"),),
    8: (("G", "GB"),),
    9: (("G", "GB"),),
    12: (("G", "GB"), ("U", "US")),
}


def write_organisations() -> str:
    rows = [
        f"{work} | {o} | {c} | {1 / len(found)}" for work, found in ON.items() for o, c in found
    ]
    return "\n".join(["work | organisation | country | weight", *rows])


def write_countries() -> str:
    rows = [f"{work} | {c} | {1 / len(found)}" for work, found in ON.items() for _, c in found]
    return "\n".join(["work | country | weight", *rows, "10 | US | 1", "11 | - | 0"])


@pytest.fixture
def seen(world: World) -> World:
    return see(world, (2020, 2020))


def see(world: World, years: tuple[int, int]) -> World:
    return world.see(
        years=years,
        works=WORKS,
        work_organisations=write_organisations(),
        work_countries=write_countries(),
    )


def test_a_partner_has_all_its_works_of_the_same_years(seen: World):
    assert seen.rows(country_totals, "country", "works") == {("FR", 7), ("GB", 7), ("US", 2)}
    assert seen.rows(organisation_totals, "organisation", "works") == {
        ("A", 7), ("G", 7), ("U", 1),
    }  # fmt: skip


def test_the_corpus_has_covered_works_and_works_with_an_organisation(seen: World):
    # Ten of 2020 have a country, that of the US alone included; nine of them an organisation.
    assert seen.rows(corpus_totals, "covered", "linked") == {(10, 9)}


def test_a_longer_period_counts_more(world: World):
    longer = see(world, (2020, 2021))
    assert longer.rows(country_totals, "country", "works") == {("FR", 7), ("GB", 8), ("US", 3)}
    assert longer.rows(corpus_totals, "covered", "linked") == {(11, 10)}


def test_a_period_without_works_has_nought(world: World):
    assert see(world, (1999, 1999)).rows(corpus_totals, "covered", "linked") == {(0, 0)}


def test_the_indices_by_hand(seen: World):
    home = sum(row["works"] for row in seen.engine.run(counts_by_class) if row["countries"])
    [together] = [n for code, n in seen.rows(partner_countries, "country", "works") if code == "GB"]
    [(corpus, _)] = seen.rows(corpus_totals, "covered", "linked")
    totals = dict(seen.rows(country_totals, "country", "works"))
    assert (together, home, totals["GB"], corpus) == (5, 7, 7, 10)
    assert get_affinity(together, home, totals["GB"], corpus) == pytest.approx(50 / 49)
    assert get_salton(together, home, totals["GB"]) == pytest.approx(5 / 7)
    assert get_jaccard(together, home, totals["GB"]) == pytest.approx(5 / 9)


@pytest.mark.parametrize("make", [*CORPUS_BUILD.values(), country_totals, organisation_totals])
def test_totals_can_be_written_in_the_words_of_spark(make: Callable[[], ir.Table]):
    # Databricks' SQL is Spark's, and Ibis writes it without Spark being installed.
    assert "SELECT\n  `" in compile_indicator(make, "databricks")
