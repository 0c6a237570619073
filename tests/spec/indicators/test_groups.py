from __future__ import annotations

import math

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.finder import CANDIDATES, closeness, theme_rows
from cordee.observatory.indicators.groups import peer_totals, themed_peers, works_by_group


@pytest.fixture
def seen(world: World) -> World:
    # A and its part P are one group, B the other. 1: A and P. 2: A and B. 3: P and B. 4: B alone.
    return world.see(
        home={"A": "FR", "P": "FR", "B": "FR"},
        works="work|year\n1|2020\n2|2020\n3|2020\n4|2020\n5|2020\n6|1999",
        work_organisations="""
            work | organisation | country
            1    | A            | FR
            1    | P            | FR
            2    | A            | FR
            2    | B            | FR
            2    | G            | GB
            3    | P            | FR
            3    | B            | FR
            4    | B            | FR
            4    | G            | GB
            5    | C            | FR
            6    | C            | FR
        """,
        work_countries="work|country\n1|FR\n2|FR\n2|GB\n3|FR\n4|FR\n4|GB\n5|FR\n6|FR",
        organisations="""
            organisation | country | types
            A            | FR      | facility,funder
            B            | FR      | nonprofit
            C            | FR      | facility,nonprofit
            E            | FR      | education
            G            | GB      | facility
        """,
        years=(2000, 2025),
    )


def test_what_each_group_brings_alone_and_shared(seen: World):
    seen.engine.put("asked", read_table("asked", "part|value\n0|A\n0|P\n1|B"))
    columns = ("part", "works", "alone", "international", "alone_international")
    assert seen.rows(works_by_group, *columns) == {(0, 3, 1, 1, 0), (1, 3, 1, 2, 1)}


def test_alone_and_shared_make_the_whole_once(seen: World):
    seen.engine.put("asked", read_table("asked", "part|value\n0|A\n0|P\n1|B"))
    rows = seen.engine.run(works_by_group)
    whole = seen.ask("works")
    assert sum(row["alone"] for row in rows) + len({2, 3}) == len(whole)


def test_peers_share_a_country_and_a_type(seen: World):
    seen.engine.put("asked", read_table("asked", "part|value\n0|FR\n1|facility\n1|nonprofit"))
    # C has both types and counts once; its work of 1999 is of another year.
    assert seen.rows(peer_totals, "organisation", "works") == {("A", 2), ("B", 3), ("C", 1)}


def test_the_closeness_of_peers_is_to_the_home_as_one(world: World):
    # A and B together have C04 and C10 once each; C has both, D only C04, E neither.
    world.see(
        home={"A": "FR", "B": "FR"},
        years=(2000, 2025),
        works="work|year\n1|2020\n2|2020\n3|2020\n4|2020\n5|2020\n6|2020\n7|2020",
        work_organisations="""
            work | organisation | country
            1    | A            | FR
            2    | B            | FR
            3    | C            | FR
            4    | C            | FR
            5    | D            | FR
            6    | E            | FR
            7    | E            | FR
        """,
        work_themes="""
            work | vocabulary | theme | basis
            1    | mesh       | C04   | heading
            2    | mesh       | C10   | heading
            3    | mesh       | C04   | heading
            4    | mesh       | C10   | heading
            5    | mesh       | C04   | heading
            6    | mesh       | C23   | heading
        """,
    )
    asked = [f"{CANDIDATES}|{one}" for one in "ABCDE"]
    world.engine.put("asked", read_table("asked", "part|value\n" + "\n".join(asked)))
    world.engine.build("theme_rows", theme_rows)
    assert world.rows(themed_peers, "organisation", "works") == {
        ("A", 1), ("B", 1), ("C", 2), ("D", 1), ("E", 1),
    }  # fmt: skip
    cosines = {
        row["organisation"]: row["product"] / math.sqrt(row["own"] * row["home"])
        for row in world.engine.run(closeness)
    }
    c04, c10 = math.log(6 / 3), math.log(6 / 2)
    whole = math.hypot(c04, c10)
    assert cosines == pytest.approx(
        {"A": c04 / whole, "B": c10 / whole, "C": 1.0, "D": c04 / whole, "E": 0.0}
    )
