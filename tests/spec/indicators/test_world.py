from __future__ import annotations

from cordee.observatory.indicators.ties import NAMED_BUILD
from cordee.observatory.indicators.world import CUBE_BUILD, WORLD_BUILD


WORKS = """
work | year
1    | 2020
2    | 2020
3    | 2020
4    | 2021
5    | 2021
6    | -
"""

COUNTRIES = """
work | country
1    | FR
1    | GB
2    | GB
2    | FR
3    | FR
4    | US
4    | DE
4    | FR
6    | FR
6    | US
"""


def build(world):
    seen = world.see(works=WORKS, work_countries=COUNTRIES, work_organisations=ORGANISATIONS)
    for name, make in (CUBE_BUILD | WORLD_BUILD).items():
        seen.engine.build(name, make)
    return seen


ORGANISATIONS = """
work | organisation
1    | A
2    | A
6    | A
6    | B
"""


def test_each_dated_work_is_in_one_set(world):
    found = build(world).rows(CUBE_BUILD["country_sets"], "year", "countries", "size", "works")
    assert found == {
        (2020, "FR,GB", 2, 2),
        (2020, "FR", 1, 1),
        (2021, "DE,FR,US", 3, 1),
        (2021, "", 0, 1),
    }


def test_a_set_carries_every_pair(world):
    found = build(world).rows(WORLD_BUILD["country_links"], "year", "source", "target", "works")
    assert found == {
        (2020, "FR", "GB", 2),
        (2021, "DE", "FR", 1),
        (2021, "DE", "US", 1),
        (2021, "FR", "US", 1),
    }


def test_the_works_of_a_country_and_those_it_shares(world):
    found = build(world).rows(
        WORLD_BUILD["country_classes"], "year", "country", "works", "international"
    )
    assert found == {
        (2020, "FR", 3, 2),
        (2020, "GB", 2, 2),
        (2021, "DE", 1, 1),
        (2021, "FR", 1, 1),
        (2021, "US", 1, 1),
    }


def test_every_organisation_that_some_work_names(world):
    found = build(world).rows(NAMED_BUILD["named_organisations"], "organisation", "works")
    assert found == {("A", 3), ("B", 1)}
