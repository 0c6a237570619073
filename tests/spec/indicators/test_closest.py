from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.closest import (
    candidate_people,
    names_there,
    people_here,
    people_there,
    units_here,
    units_there,
)
from cordee.observatory.indicators.finder import theme_rows


@pytest.fixture
def seen(world: World) -> World:
    """A is the home; X is the candidate. Affiliation 10 names A, 20 names X, 30 names P."""
    return world.see(
        years=(2018, 2021),
        works="work|year\n1|2020\n2|2021\n3|2020\n4|2021\n5|2010",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 1
            2    | A            | FR      | 1
            3    | X            | US      | 0.5
            3    | P            | GB      | 0.5
            4    | X            | US      | 1
            5    | X            | US      | 1
        """,
        work_themes="""
            work | vocabulary | theme | basis
            1    | mesh       | C04   | heading
            1    | mesh       | C10   | heading
            2    | mesh       | C10   | heading
            3    | mesh       | C04   | heading
            4    | mesh       | C04   | keyword
            5    | mesh       | C04   | heading
        """,
        authorships="""
            work | position | name     | orcid | collective | affiliations
            1    | 1        | Ann Lee  | -     | no         | 10
            2    | 1        | Ann Lee  | -     | no         | 10
            2    | 2        | Bob Ray  | -     | no         | 10
            3    | 1        | Zoé Dubois | -   | no         | 20
            3    | 2        | Pat Else | -     | no         | 30
            4    | 1        | Zoe Dubois | -   | no         | 20
            5    | 1        | Old Hand | -     | no         | 20
        """,
        links="affiliation|organisation\n10|A\n20|X\n30|P",
        units="unit|name|acronym\nU1|-|ONE\nU2|Two|-",
        unit_organisations="unit|organisation|role\nU1|A|tutelle\nU2|X|tutelle\nU2|A|beside",
        unit_works="unit|work\nU1|1\nU1|2\nU2|3\nU2|1",
    )


def ask(seen: World, *pairs: str) -> None:
    seen.engine.put("asked", read_table("asked", "part|value\n" + "\n".join(pairs)))
    seen.engine.build("theme_rows", theme_rows)


def test_people_and_units_there(seen: World):
    ask(seen, "0|mesh/C04", "1|X")
    seen.engine.build("candidate_people", candidate_people)
    assert seen.rows(people_there, "organisation", "person", "works", "last_year") == {
        ("X", "zoe dubois", 2, 2021)
    }
    columns = ("organisation", "unit", "name", "works", "last_year")
    assert seen.rows(units_there, *columns) == {("X", "U2", "Two", 1, 2020)}
    ask(seen, "0|X/zoe dubois")
    assert seen.rows(names_there, "organisation", "person", "name", "works") == {
        ("X", "zoe dubois", "Zoé Dubois", 1),
        ("X", "zoe dubois", "Zoe Dubois", 1),
    }


def test_people_and_units_here_by_set_of_themes(seen: World):
    ask(seen, "0|mesh/C04", "1|mesh/C04", "1|mesh/C10")
    assert seen.rows(people_here, "part", "person", "works", "last_year") == {
        (0, "ann lee", 1, 2020),
        (1, "ann lee", 2, 2021),
        (1, "bob ray", 1, 2021),
    }
    assert seen.rows(units_here, "part", "unit", "name", "works", "last_year") == {
        (0, "U1", "ONE", 1, 2020),
        (1, "U1", "ONE", 2, 2021),
    }
