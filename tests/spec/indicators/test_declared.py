from __future__ import annotations

from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.declared import (
    declared_countries,
    declared_links,
    declared_rows,
    people_by_country,
    people_by_organisation,
)


DECLARED = """
    declared | organisation | country | first_year | last_year
    1        | A            | GB      | 2018       | 2020
    2        | A            | GB      | -          | -
    3        | -            | US      | 2020       | -
    4        | B            | US      | 2020       | 2020
    5        | A            | JP      | 2010       | 2012
    6        | A            | -       | 2019       | 2019
"""


def test_the_homes_declarations_that_touch_the_period(world: World):
    seen = world.see(years=(2019, 2021), declared=DECLARED)
    assert seen.rows(declared_countries, "country", "declared") == {
        ("GB", 2),
        ("US", 1),  # the table names no organisation: the reader's own
        (None, 1),
    }


def test_the_rows_themselves(world: World):
    table = """
        declared | organisation | team | partner | country | theme | first_year | last_year
        1        | A            | T1   | Oxford  | GB      | C04   | 2018       | 2020
        2        | B            | T2   | Oxford  | GB      | C04   | 2018       | 2020
        3        | A            | T1   | Kyoto   | JP      | -     | 2010       | 2012
    """
    seen = world.see(years=(2019, 2021), declared=table)
    columns = ("team", "partner", "country", "theme", "first_year", "last_year")
    assert seen.rows(declared_rows, *columns) == {("T1", "Oxford", "GB", "C04", 2018, 2020)}


def test_what_the_linker_reads_in_a_declared_partner(world: World):
    table = """
        declared | organisation | partner | country | affiliation
        1        | A            | Oxford  | GB      | 31
        2        | A            | Kyoto   | JP      | 32
        3        | A            | Nobody  | JP      | 33
        4        | B            | Oxford  | GB      | 31
        5        | A            | Old     | GB      | -
    """
    links = """
        affiliation | organisation | score | start
        31          | G            | 0.9   | 0
        31          | U            | 0.5   | 8
        32          | X            | 0.8   | 0
    """
    places = """
        organisation | name   | country
        G            | Oxford | GB
        U            | Yale   | US
    """
    seen = world.see(years=(2019, 2021), declared=table, links=links, organisations=places)
    columns = ("declared", "organisation", "name", "place", "start")
    assert seen.rows(declared_links, *columns) == {
        (1, "G", "Oxford", "GB", 0),
        (1, "U", "Yale", "US", 8),
        (2, "X", None, None, 0),
    }


def test_people_of_the_home_behind_the_partners_asked_for(world: World):
    seen = world.see(
        works="work|year\n1|2020\n2|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | G            | GB      | 0.5
            2    | A            | FR      | 0.5
            2    | G            | GB      | 0.5
        """,
        work_countries="""
            work | year | country | weight
            1    | 2020 | FR      | 0.5
            1    | 2020 | GB      | 0.5
            2    | 2021 | FR      | 0.4
            2    | 2021 | GB      | 0.3
            2    | 2021 | US      | 0.3
        """,
        authorships="""
            work | position | name    | collective | affiliations
            1    | 1        | Ann Lee | no         | 10
            1    | 2        | Jo Pat  | no         | 20
            2    | 1        | Ann Lee | no         | 10
            2    | 2        | Bob Ray | no         | 10
        """,
        links="affiliation|organisation\n10|A\n20|G",
    )
    columns = ("partner", "person", "works", "first_year", "last_year")
    seen.engine.put("asked", read_table("asked", "part|value\n0|GB\n0|FR"))
    assert seen.rows(people_by_country, *columns) == {
        ("GB", "ann lee", 2, 2020, 2021),
        ("GB", "bob ray", 1, 2021, 2021),
    }
    seen.engine.put("asked", read_table("asked", "part|value\n0|G\n0|A"))
    assert seen.rows(people_by_organisation, *columns) == {
        ("G", "ann lee", 2, 2020, 2021),
        ("G", "bob ray", 1, 2021, 2021),
    }
