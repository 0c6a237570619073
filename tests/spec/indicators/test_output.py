from __future__ import annotations

from tests.spec.indicators.engines import World

from cordee.observatory.indicators.output import home_output


def test_a_home_holds_the_parts_of_its_own_organisations(world: World):
    seen = world.see(
        home={"A": "FR", "B": "FR"},
        works="work|year\n1|2020\n2|2020\n3|2021\n4|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.25
            1    | G            | GB      | 0.75
            2    | A            | FR      | 0.5
            2    | B            | FR      | 0.25
            2    | U            | US      | 0.25
            3    | B            | FR      | 1
            4    | G            | GB      | 1
        """,
    )

    assert seen.rows(home_output, "year", "weight") == {(2020, 1.0), (2021, 1.0)}
