from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.counts import counts_by_side
from cordee.observatory.indicators.tables import ROLES


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


def test_both_sides_are_counted_on_the_same_works(seen: World):
    seen.engine.put("asked", read_table("asked", "part|value\n0|G"))
    names = [f"{role}_{name}" for role in ROLES for name in ("known", "home", "other")]
    # First: 1 to 4 are known, of 4 both are. Last: 2, 3 and 4, all ours. Corresponding: 3, theirs.
    assert seen.rows(counts_by_side, *names) == {(4, 2, 2, 3, 3, 0, 1, 0, 1)}


def test_works_led_from_any_country_of_the_home(seen: World):
    # 3 has its corresponding author abroad, and of 5 nobody is known.
    assert seen.ask(lead="home") == {1, 2, 4}
    assert seen.ask(lead="home", country="GB") == {4}


def test_works_led_from_one_of_several_home_countries(world: World):
    seen = world.see(
        home={"A": "FR", "B": "GB"},
        works="work|year\n1|2020\n2|2020\n3|2020",
        work_organisations="work|organisation|country|first\n1|A|FR|yes\n2|B|GB|yes\n3|A|FR|no",
        work_countries="work|country|first\n1|FR|yes\n2|GB|yes\n3|FR|no\n3|US|yes",
    )
    assert seen.ask(lead="home") == {1, 2}
