from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.flows import town_flows
from cordee.observatory.indicators.places import home_units, partner_cities


@pytest.fixture
def seen(world: World) -> World:
    # 1: two organisations of London. 2: London, and a city of the same name elsewhere. 3: no city known.
    return world.see(
        works="work|year\n1|2019\n2|2021\n3|2021\n9|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.4
            1    | G            | GB      | 0.3
            1    | H            | GB      | 0.3
            2    | A            | FR      | 0.4
            2    | H            | GB      | 0.3
            2    | C            | CA      | 0.3
            3    | A            | FR      | 0.5
            3    | K            | GB      | 0.5
            9    | G            | GB      | 1
        """,
        organisations="""
            organisation | city        | country | latitude | longitude
            A            | Paris       | FR      | 48.9     | 2.3
            G            | London      | GB      | 51       | 0
            H            | London      | GB      | 52       | -1
            C            | London      | CA      | -        | -
            K            | -           | GB      | -        | -
        """,
        units="""
            unit | name      | acronym | town
            U1   | Eye House | EYE     | Paris
            U2   | -         | -       | -
            U3   | Not ours  | -       | Lyon
        """,
        unit_organisations="""
            unit | organisation | role
            U1   | A            | tutelle
            U2   | A            | host
            U3   | A            | beside
            U3   | B            | tutelle
        """,
        unit_works="unit|work|year\nU1|1|2019\nU1|2|2021\nU2|2|2021\nU3|2|2021\nU1|9|2021",
    )


def test_a_city_counts_each_work_once(seen: World):
    assert seen.rows(partner_cities, "country", "city", "works", "organisations") == {
        ("GB", "London", 2, 2),
        ("CA", "London", 1, 1),
    }


def test_a_city_lies_where_most_works_are(seen: World):
    columns = ("country", "latitude", "longitude", "first_year", "last_year")
    assert seen.rows(partner_cities, *columns) == {
        ("GB", 51.666666667, -0.666666667, 2019, 2021),
        ("CA", None, None, 2021, 2021),
    }


@pytest.mark.parametrize(
    ("city", "works"),
    [("GB/London", {1, 2}), ("CA/London", {2}), ("FR/Paris", set()), ("GB/Leeds", set())],
)
def test_a_city_opens_its_works(seen: World, city: str, works: set[int]):
    assert seen.ask(city=city) == works


@pytest.fixture
def namesakes(world: World) -> World:
    return world.see(
        works="work|year\n1|2020\n2|2020\n3|2020",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | M            | US      | 0.5
            2    | A            | FR      | 0.4
            2    | M            | US      | 0.3
            2    | N            | US      | 0.3
            3    | A            | FR      | 0.5
            3    | N            | US      | 0.5
        """,
        organisations="""
            organisation | city      | country | latitude | longitude
            A            | Paris     | FR      | 48.9     | 2.3
            M            | Rochester | US      | 44       | -92.5
            N            | Rochester | US      | 43.2     | -77.6
        """,
        town_names="organisation|town\nM|Rochester, Minnesota\nN|Rochester, New York",
    )


def test_two_cities_of_one_name_are_two(namesakes: World):
    columns = ("city", "works", "organisations", "latitude", "longitude")
    assert namesakes.rows(partner_cities, *columns) == {
        ("Rochester, Minnesota", 2, 1, 44.0, -92.5),
        ("Rochester, New York", 2, 1, 43.2, -77.6),
    }


@pytest.mark.parametrize(
    ("city", "works"),
    [
        ("US/Rochester, Minnesota", {1, 2}),
        ("US/Rochester, New York", {2, 3}),
        ("US/Rochester", {1, 2, 3}),  # a name alone means all who bear it
    ],
)
def test_cities_of_one_name_open_their_own_works(namesakes: World, city: str, works: set[int]):
    assert namesakes.ask(city=city) == works


def test_flows_lead_to_each_of_two_towns_of_one_name(namesakes: World):
    assert namesakes.rows(town_flows, "town", "other_town", "works") == {
        ("Paris", "Rochester, Minnesota", 2),
        ("Paris", "Rochester, New York", 2),
    }


def test_the_units_of_the_home_are_those_it_runs(seen: World):
    columns = ("unit", "name", "town", "works", "first_year", "last_year")
    assert seen.rows(home_units, *columns) == {
        ("U1", "Eye House", "Paris", 2, 2019, 2021),  # its work 9 is not the home's
        ("U2", None, None, 1, 2021, 2021),
    }
