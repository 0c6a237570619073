from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.themes import themed_works, themes


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        works="work|year\n1|2020\n2|2020\n3|2020",
        work_organisations="work|organisation\n1|A\n2|A\n3|A",
        work_countries="work|country\n1|FR\n1|GB\n2|FR",
        work_themes="""
            work | vocabulary | theme | basis
            1    | mesh       | C04   | heading
            1    | mesh       | C04   | keyword
            1    | mesh       | C08   | heading
            2    | mesh       | C04   | keyword
            2    | openalex   | F27   | heading
            7    | mesh       | C04   | heading
        """,
    )


def test_a_work_has_a_theme_once_whoever_named_it(seen: World):
    columns = ("vocabulary", "theme", "works", "heading", "keyword", "covered", "international")
    assert seen.rows(themes, *columns) == {
        ("mesh", "C04", 2, 1, 2, 2, 1),
        ("mesh", "C08", 1, 1, 0, 1, 1),
        ("openalex", "F27", 1, 1, 0, 1, 0),
    }


def test_the_denominator_is_the_works_with_a_theme_of_the_vocabulary(seen: World):
    assert seen.rows(themed_works, "vocabulary", "works") == {("mesh", 2), ("openalex", 1)}


def test_lists_behind_themes(seen: World):
    assert seen.ask("themed") == {1, 2}
    assert seen.ask(theme="mesh/C04") == {1, 2}
    assert seen.ask(heading="mesh/C04") == {1}
    assert seen.ask(keyword="mesh/C04") == {1, 2}
    assert seen.ask(theme="openalex/C04") == set()
