from __future__ import annotations

from tests.spec.indicators.engines import World

from cordee.observatory.indicators.declared import declared_countries, declared_rows


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
