from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.citations import (
    FEWEST_COMPARED,
    citation_norms,
    citations_by_class,
    citations_by_country,
    citations_by_year,
)


# The corpus has 100 articles of 2020: 5 with 90 citations, 10 with 9, the others with none, so the mean is
# 5.4; the tenth is the five with 90 and half of the ten with 9. Of its reviews there are too few.
CORPUS = "\n".join(
    ["work | year | type | citations"]
    + [f"{n} | 2020 | article | {90 if n <= 5 else 9 if n <= 15 else 0}" for n in range(1, 101)]
    + ["101 | 2020 | review | 40", "102 | 2020 | article | -"]
)

WORK_ORGANISATIONS = """
    work | organisation | country
    1    | A            | FR
    6    | A            | FR
    100  | A            | FR
    101  | A            | FR
    102  | A            | FR
"""

WORK_COUNTRIES = """
    work | country | weight
    1    | FR      | 0.5
    1    | GB      | 0.5
    6    | FR      | 1
    100  | FR      | 1
    101  | FR      | 0.5
    101  | GB      | 0.5
    102  | FR      | 1
"""


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        works=CORPUS, work_organisations=WORK_ORGANISATIONS, work_countries=WORK_COUNTRIES
    )


def test_norms_are_the_mean_and_the_tenth_of_a_year_and_type(seen: World) -> None:
    rows = seen.rows(citation_norms, "type", "citations", "compared", "expected", "top")
    assert ("article", 90, 100, 5.4, 1.0) in rows
    assert ("article", 9, 100, 5.4, 0.5) in rows
    assert ("article", 0, 100, 5.4, 0.0) in rows


def test_works_are_scored_against_their_norm_where_it_rests_on_enough(seen: World) -> None:
    assert FEWEST_COMPARED == 50
    columns = ("countries", "works", "citations", "compared", "score", "top")
    rows = seen.rows(citations_by_class, *columns)
    # The review counts among citations and is not compared; the work without a count is in no row.
    assert rows == {
        (2, 2, 130, 1, round(90 / 5.4, 9), 1.0),
        (1, 2, 9, 2, round(9 / 5.4, 9), 0.5),
    }


def test_partners_have_the_citations_of_the_works_they_are_on(seen: World) -> None:
    assert seen.rows(citations_by_country, "country", "works", "citations") == {("GB", 2, 130)}


def test_citations_of_a_year_are_those_of_its_works(seen: World) -> None:
    by_year = seen.rows(citations_by_year, "works", "citations", "compared")
    assert sum(works for works, _, _ in by_year) == 4
    assert sum(citations for _, citations, _ in by_year) == 139
    assert sum(compared for _, _, compared in by_year) == 3
