from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World


@pytest.fixture
def seen(world: World) -> World:
    # 1: first author at home. 2: in France, elsewhere. 3: abroad. 4: at home and abroad. 5: unknown.
    return world.see(
        works="work|year\n1|2020\n2|2020\n3|2020\n4|2020\n5|2020",
        work_organisations="""
            work | organisation | country | first | last | corresponding
            1    | A            | FR      | yes   | no   | -
            2    | A            | FR      | no    | yes  | -
            2    | B            | FR      | yes   | no   | -
            3    | A            | FR      | no    | yes  | no
            3    | G            | GB      | yes   | no   | yes
            4    | A            | FR      | yes   | yes  | -
            4    | G            | GB      | yes   | no   | -
            5    | A            | FR      | no    | no   | -
        """,
        work_countries="""
            work | country | first | last | corresponding
            1    | FR      | yes   | no   | -
            2    | FR      | yes   | yes  | -
            3    | FR      | no    | yes  | no
            3    | GB      | yes   | no   | yes
            4    | FR      | yes   | yes  | -
            4    | GB      | yes   | no   | -
            5    | FR      | no    | no   | -
        """,
    )


@pytest.mark.parametrize(
    ("role", "side", "works"),
    [
        ("first", "home", {1, 4}),
        ("first", "national", {2}),
        ("first", "abroad", {3}),
        ("last", "home", {2, 3, 4}),
        ("last", "national", set()),
        ("corresponding", "abroad", {3}),
        ("corresponding", "home", set()),
    ],
)
def test_a_role_is_held_on_one_side(seen: World, role: str, side: str, works: set[int]):
    assert seen.ask(**{role: side}) == works
