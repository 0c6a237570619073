from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.networks import (
    MEMBERS,
    home_years,
    network_pairs,
    node_years,
    nodes,
    pair_counts,
    pair_years,
    pairs,
)


@pytest.fixture
def seen(world: World) -> World:
    world.see(
        works="work|year\n1|2020\n2|2021\n3|2021\n9|2020",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | B            | GB      | 0.5
            2    | A            | FR      | 0.5
            2    | B            | GB      | 0.25
            2    | C            | US      | 0.25
            3    | A            | FR      | 0.5
            3    | D            | FR      | 0.5
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
        work_themes="""
            work | vocabulary | theme | basis
            1    | mesh       | C04   | heading
            1    | mesh       | C10   | heading
            1    | mesh       | C10   | keyword
            1    | openalex   | F27   | heading
            2    | mesh       | C04   | keyword
            9    | mesh       | E05   | heading
        """,
    )
    # U2's year is of before a correction. U3 is on no work of the home.
    units = "unit|work|year\nU1|1|2020\nU2|1|1999\nU1|2|2021\nU3|9|2020"
    world.engine.put("unit_works", read_table("unit_works", units))
    roles = "unit|organisation|role\nU1|A|tutelle\nU2|A|beside\nU2|D|tutelle"
    world.engine.put("unit_organisations", read_table("unit_organisations", roles))
    return world


def ask(world: World, *values: str) -> None:
    rows = "\n".join(f"{part}|{value}" for part, value in enumerate(values))
    world.engine.put("asked", read_table("asked", f"part|value\n{rows}"))


def look(world: World, of: str, *values: str) -> None:
    world.engine.build("network_rows", MEMBERS[of])
    ask(world, *values)
    world.engine.build("network_pairs", network_pairs)


NODES = ("node", "country", "home", "works", "weight")
PAIRS = ("source", "target", "works")


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (
            "countries",
            {("FR", "FR", 1, 3, 2.0), ("GB", "GB", 0, 2, 0.75), ("US", "US", 0, 1, 0.25)},
        ),
        (
            "organisations",
            {
                ("A", "FR", 1, 3, 1.5),
                ("B", "GB", 0, 2, 0.75),
                ("C", "US", 0, 1, 0.25),
                ("D", "FR", 0, 1, 0.5),
            },
        ),
        ("units", {("U1", None, 1, 2, 1.5), ("U2", None, 0, 1, 0.5)}),
        (
            "unit-partners",
            {
                ("U1", None, 1, 2, 1.5),
                ("U2", None, 0, 1, 0.5),
                ("B", "GB", 0, 2, 0.75),
                ("C", "US", 0, 1, 0.25),
            },
        ),
        (
            "themes",
            {
                ("mesh/C04", None, 0, 2, 1.5),
                ("mesh/C10", None, 0, 1, 0.5),
                ("openalex/F27", None, 0, 1, 1.0),
            },
        ),
    ],
)
def test_nodes_are_all_on_the_works_of_the_home(
    seen: World, of: str, found: set[tuple[object, ...]]
):
    look(seen, of)
    assert seen.rows(nodes, *NODES) == found


@pytest.mark.parametrize(
    ("of", "asked", "found"),
    [
        ("countries", "FR GB US", {("FR", "GB", 2), ("FR", "US", 1), ("GB", "US", 1)}),
        ("organisations", "A B C", {("A", "B", 2), ("A", "C", 1), ("B", "C", 1)}),
        ("organisations", "C B", {("B", "C", 1)}),  # only those asked for are paired
        ("units", "U1 U2", {("U1", "U2", 1)}),
        # Partners are tied with units and not with each other.
        (
            "unit-partners",
            "U1 U2 B C",
            {("U1", "U2", 1), ("B", "U1", 2), ("B", "U2", 1), ("C", "U1", 1)},
        ),
        # A theme is tied with those of its vocabulary.
        ("themes", "mesh/C04 mesh/C10 openalex/F27", {("mesh/C04", "mesh/C10", 1)}),
    ],
)
def test_pairs_share_works_of_the_home_and_no_others(
    seen: World, of: str, asked: str, found: set[tuple[object, ...]]
):
    look(seen, of, *asked.split())
    assert seen.rows(pairs, *PAIRS) == found


def test_years_are_those_of_the_works(seen: World):
    look(seen, "countries", "FR", "GB", "US")

    assert seen.rows(home_years, "year", "works") == {(2020, 1), (2021, 2)}
    assert seen.rows(node_years, "node", "year", "works") == {
        ("FR", 2020, 1),
        ("FR", 2021, 2),
        ("GB", 2020, 1),
        ("GB", 2021, 1),
        ("US", 2021, 1),
    }
    # In 2021 one link of two works and two of one; in 2020 that of two.
    assert seen.rows(pair_counts, "year", "works", "pairs") == {
        (2020, 2, 1),
        (2021, 2, 1),
        (2021, 1, 2),
    }
    look(seen, "units", "U1", "U2")
    assert seen.rows(node_years, "node", "year", "works") == {
        ("U1", 2020, 1),
        ("U1", 2021, 1),
        ("U2", 2020, 1),
    }


def test_years_of_the_pairs_asked_for(seen: World):
    look(seen, "countries", "FR", "GB", "US")
    asked = "part|value\n0|GB\n0|FR\n1|US\n1|GB"
    seen.engine.put("asked", read_table("asked", asked))

    assert seen.rows(pair_years, "source", "target", "year", "works") == {
        ("FR", "GB", 2020, 1),
        ("FR", "GB", 2021, 1),
        ("GB", "US", 2021, 1),
    }
