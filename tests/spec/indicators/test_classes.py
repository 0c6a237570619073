from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.classes import CLASSES, belongs_to
from cordee.observatory.indicators.counts import counts_by_class
from cordee.observatory.indicators.view import undated_works


WORKS = """
    work | year
    1    | 2019
    2    | 2019
    3    | 2019
    4    | 2020
    5    | 2020
    6    | 2020
    7    | 2020
    8    | 2020
    9    | -
"""

# 1: the home alone. 2: with another French organisation. 3: with the United Kingdom, still a member.
# 4: the same after it left. 5: five countries. 6: no country known. 7: not the home's. 8: three.
WORK_ORGANISATIONS = """
    work | organisation | country
    1    | A            | FR
    2    | A            | FR
    2    | B            | FR
    3    | A            | FR
    3    | G            | GB
    4    | A            | FR
    4    | G            | GB
    5    | A            | FR
    6    | A            | -
    7    | B            | FR
    8    | A            | FR
    9    | A            | FR
"""

WORK_COUNTRIES = """
    work | country | weight
    1    | FR      | 1
    2    | FR      | 1
    3    | FR      | 0.5
    3    | GB      | 0.5
    4    | FR      | 0.5
    4    | GB      | 0.5
    5    | FR      | 0.2
    5    | DE      | 0.2
    5    | US      | 0.2
    5    | CN      | 0.2
    5    | JP      | 0.2
    7    | FR      | 1
    8    | FR      | 0.4
    8    | US      | 0.3
    8    | CA      | 0.3
"""

EXPECTED = {
    "works": {1, 2, 3, 4, 5, 6, 8},
    "covered": {1, 2, 3, 4, 5, 8},
    "unknown": {6},
    "domestic": {1, 2},
    "single_organisation": {1},
    "national": {2},
    "international": {3, 4, 5, 8},
    "zone": {3, 5},
    "other_international": {4, 8},
    "eu": {3, 5},
    "eu27": {5},
    "bilateral": {3, 4},
    "trilateral": {8},
    "multilateral": {5},
    "themed": set(),
}


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        works=WORKS, work_organisations=WORK_ORGANISATIONS, work_countries=WORK_COUNTRIES
    )


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_class_selects_its_works(seen: World, kind: str):
    assert seen.ask(kind) == EXPECTED[kind]


def test_counts_add_up_to_the_same(seen: World):
    rows = seen.engine.run(counts_by_class)
    for kind in CLASSES.keys() & EXPECTED.keys():
        counted = sum(row["works"] for row in rows if belongs_to(row, kind))
        assert counted == len(EXPECTED[kind]), kind


def test_a_work_is_counted_in_its_year(seen: World):
    rows = seen.engine.run(counts_by_class)
    assert sum(row["works"] for row in rows if row["year"] == 2019) == 3


def test_a_work_without_year_is_told_apart(seen: World):
    assert seen.rows(undated_works, "works") == {(1,)}


def test_a_period_leaves_other_years_out(world: World):
    seen = world.see(
        works=WORKS,
        work_organisations=WORK_ORGANISATIONS,
        work_countries=WORK_COUNTRIES,
        years=(2019, 2019),
    )
    assert seen.ask("works") == {1, 2, 3}


def test_a_group_is_looked_at_as_one(world: World):
    seen = world.see(
        works=WORKS,
        work_organisations=WORK_ORGANISATIONS,
        work_countries=WORK_COUNTRIES,
        home={"A": "FR", "B": "FR"},
    )
    assert seen.ask("works") == {1, 2, 3, 4, 5, 6, 7, 8}
    assert seen.ask("national") == set()
    assert seen.ask("single_organisation") == {1, 2, 7}


def test_a_home_in_two_countries_is_no_partner_of_itself(world: World):
    seen = world.see(
        works=WORKS,
        work_organisations=WORK_ORGANISATIONS,
        work_countries=WORK_COUNTRIES,
        home={"A": "FR", "G": "GB"},
    )
    # Two countries make it international; neither is a partner, so it is not "with the zone".
    assert 3 in seen.ask("other_international")
