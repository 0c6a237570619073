from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.other_side import (
    ASKED_BUILD,
    countries_with_country,
    organisations_with_country,
)


TABLES = {
    # 4 is of another year; on 3 neither home nor anyone of its country is.
    "works": "work|year\n1|2020\n2|2020\n3|2020\n4|1999",
    "work_organisations": """
        work | organisation | country
        1    | A            | FR
        1    | B            | FR
        1    | G            | GB
        2    | A            | FR
        2    | G            | GB
        2    | X            | -
        3    | D            | DE
        3    | G            | GB
        4    | A            | FR
        4    | G            | GB
    """,
    "work_countries": """
        work | country
        1    | FR
        1    | GB
        2    | FR
        2    | GB
        2    | US
        3    | DE
        3    | GB
        4    | FR
        4    | GB
    """,
}


@pytest.fixture
def seen(world: World) -> World:
    return ask(world.see(**TABLES), "GB")


def ask(world: World, country: str) -> World:
    world.engine.put("asked", read_table("asked", f"part|value\n0|{country}"))
    for name, make in ASKED_BUILD.items():
        world.engine.build(name, make)
    return world


def test_all_that_publish_with_the_country_and_the_home_among_them(seen: World):
    assert seen.rows(organisations_with_country, "organisation", "country", "works") == {
        ("", "", 2),  # the home
        ("B", "FR", 1),
        ("D", "DE", 1),
    }


def test_a_home_of_several_is_one_rival(world: World):
    seen = ask(world.see(home={"A": "FR", "B": "FR"}, **TABLES), "GB")
    assert seen.rows(organisations_with_country, "organisation", "works") == {("", 2), ("D", 1)}


def test_a_home_without_works_there_is_no_rival(world: World):
    seen = ask(world.see(home={"Z": "FR"}, **TABLES), "GB")
    assert seen.rows(organisations_with_country, "organisation", "works") == {
        ("A", 2),
        ("B", 1),
        ("D", 1),
    }


def test_the_countries_beside_it(seen: World):
    assert seen.rows(countries_with_country, "country", "works") == {
        ("FR", 2),
        ("US", 1),
        ("DE", 1),
    }
