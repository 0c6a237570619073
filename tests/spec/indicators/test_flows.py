from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.flows import (
    country_flows,
    located_works,
    town_flows,
    towns,
)


@pytest.fixture
def seen(world: World) -> World:
    world.see(
        home={"A": "FR", "B": "FR"},
        kin=("K",),
        works="work|year\n1|2020\n2|2020\n3|2020\n4|2020\n9|2020",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | G            | GB      | 0.5
            2    | A            | FR      | 0.2
            2    | B            | FR      | 0.2
            2    | G            | GB      | 0.2
            2    | H            | GB      | 0.2
            2    | F            | FR      | 0.2
            3    | B            | FR      | 0.5
            3    | N            | US      | 0.5
            4    | A            | FR      | 0.5
            4    | K            | FR      | 0.5
            9    | G            | GB      | 0.5
            9    | N            | US      | 0.5
        """,
        work_countries="""
            work | country | weight
            1    | FR      | 0.5
            1    | GB      | 0.5
            2    | FR      | 0.5
            2    | GB      | 0.5
            3    | FR      | 0.5
            3    | US      | 0.5
            4    | FR      | 0.5
            4    | DE      | 0.5
        """,
    )
    # N has no place on the map; G and H are in one town. K is of the home's own, no partner.
    places = """
        organisation | city   | country | latitude | longitude
        A            | Paris  | FR      | 48       | 2
        B            | Lyon   | FR      | 45       | 4
        F            | Paris  | FR      | 50       | 4
        G            | London | GB      | 51       | 0
        K            | Lille  | FR      | 51       | 3
        H            | London | GB      | 54       | 2
        N            | -      | US      | -        | -
    """
    world.engine.put("organisations", read_table("organisations", places))
    return world


def test_towns_are_of_the_home_or_of_others(seen: World):
    columns = ("country", "town", "home", "abroad", "latitude", "works", "organisations")
    assert seen.rows(towns, *columns) == {
        ("FR", "Paris", 1, 0, 48.0, 3, 1),
        ("FR", "Lyon", 1, 0, 45.0, 2, 1),
        ("FR", "Paris", 0, 0, 50.0, 1, 1),
        # A mean over organisations on works: G twice, H once.
        ("GB", "London", 0, 1, 52.0, 2, 2),
    }


def test_a_flow_counts_each_work_once(seen: World):
    columns = ("town", "other_town", "abroad", "works")
    assert seen.rows(town_flows, *columns) == {
        ("Paris", "London", 1, 2),
        ("Lyon", "London", 1, 1),
        ("Paris", "Paris", 0, 1),
        ("Lyon", "Paris", 0, 1),
    }


def test_a_country_needs_no_town(seen: World):
    assert seen.rows(country_flows, "town", "other_country", "works") == {
        ("Paris", "GB", 2),
        ("Lyon", "GB", 1),
        ("Lyon", "US", 1),
        ("Paris", "DE", 1),
    }


def test_works_of_which_no_partner_has_a_town_are_counted(seen: World):
    columns = ("partnered", "located", "partnered_abroad", "located_abroad")
    assert seen.rows(located_works, *columns) == {(3, 2, 3, 2)}
