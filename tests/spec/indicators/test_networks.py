from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.networks import (
    country_nodes,
    country_pairs,
    organisation_nodes,
    organisation_pairs,
)


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        works="work|year\n1|2020\n2|2020\n3|2020\n9|2020",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | B            | GB      | 0.5
            2    | A            | FR      | 0.5
            2    | B            | GB      | 0.25
            2    | C            | US      | 0.25
            3    | A            | FR      | 1
            9    | B            | GB      | 0.5
            9    | C            | US      | 0.5
        """,
        work_countries="""
            work | country | weight
            1    | FR      | 0.5
            1    | GB      | 0.5
            2    | FR      | 0.5
            2    | GB      | 0.25
            2    | US      | 0.25
            3    | FR      | 1
            9    | GB      | 0.5
            9    | US      | 0.5
        """,
    )


def ask(world: World, *values: str) -> None:
    rows = "\n".join(f"{part}|{value}" for part, value in enumerate(values))
    world.engine.put("asked", read_table("asked", f"part|value\n{rows}"))


def test_nodes_are_all_on_the_works_of_the_home(seen: World):
    columns = ("node", "country", "home", "works", "weight")
    assert seen.rows(country_nodes, *columns) == {
        ("FR", "FR", 1, 3, 2.0),
        ("GB", "GB", 0, 2, 0.75),
        ("US", "US", 0, 1, 0.25),
    }
    assert seen.rows(organisation_nodes, *columns) == {
        ("A", "FR", 1, 3, 2.0),
        ("B", "GB", 0, 2, 0.75),
        ("C", "US", 0, 1, 0.25),
    }


def test_pairs_share_works_of_the_home_and_no_others(seen: World):
    columns = ("source", "target", "works")
    ask(seen, "FR", "GB", "US")
    assert seen.rows(country_pairs, *columns) == {
        ("FR", "GB", 2),
        ("FR", "US", 1),
        ("GB", "US", 1),
    }
    ask(seen, "A", "B", "C")
    assert seen.rows(organisation_pairs, *columns) == {("A", "B", 2), ("A", "C", 1), ("B", "C", 1)}


def test_only_those_asked_for_are_paired(seen: World):
    ask(seen, "C", "B")
    assert seen.rows(organisation_pairs, "source", "target", "works") == {("B", "C", 1)}
