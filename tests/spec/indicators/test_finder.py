from __future__ import annotations

import math

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.finder import (
    CANDIDATES,
    MOST_ORGANISATIONS,
    PARTNERS,
    THEMES,
    candidate_themes,
    closeness,
    common_partners,
    common_ties,
    corpus_themes,
    organisation_outputs,
    partner_pairs,
    shared_years,
    theme_outputs,
    theme_rows,
)


@pytest.fixture
def seen(world: World) -> World:
    """A is the home; P and Q are its partners; X and Y are not. C04 is on half of the works."""
    return world.see(
        years=(2018, 2021),
        works="work|year\n1|2020\n2|2021\n3|2020\n4|2021\n5|2021\n6|2010\n7|2020\n8|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 1
            1    | P            | GB      | 1
            2    | A            | FR      | 1
            2    | Q            | GB      | 1
            3    | X            | US      | 1
            3    | P            | GB      | 1
            4    | X            | US      | 1
            5    | Y            | US      | 1
            5    | P            | GB      | 1
            5    | Q            | GB      | 1
            6    | A            | FR      | 1
            6    | Y            | US      | 1
            7    | X            | US      | 1
            8    | Y            | US      | 1
        """,
        work_themes="""
            work | vocabulary | theme | basis
            1    | mesh       | C04   | heading
            1    | mesh       | C04   | keyword
            2    | mesh       | C10   | heading
            3    | mesh       | C04   | heading
            4    | mesh       | C10   | heading
            5    | mesh       | C23   | heading
            7    | mesh       | C04   | heading
            8    | mesh       | C04   | heading
            8    | mesh       | C23   | heading
            6    | mesh       | C04   | heading
        """,
    )


def ask(world: World, **groups: str) -> None:
    parts = {"themes": THEMES, "candidates": CANDIDATES, "partners": PARTNERS}
    rows = [f"{parts[name]}|{one}" for name, many in groups.items() for one in many.split()]
    world.engine.put("asked", read_table("asked", "part|value\n" + "\n".join(rows)))
    world.engine.build("theme_rows", theme_rows)
    world.engine.build("partner_pairs", partner_pairs)


def test_themes_of_the_corpus_in_these_years(seen: World):
    ask(seen, themes="mesh/C04")
    assert seen.rows(corpus_themes, "key", "works", "all") == {
        ("mesh/C04", 4, 7),
        ("mesh/C10", 2, 7),
        ("mesh/C23", 2, 7),
    }


def test_output_counts_a_work_of_several_themes_once(seen: World):
    ask(seen, themes="mesh/C04 mesh/C23")
    assert seen.rows(theme_outputs, "organisation", "year", "works") == {
        ("A", 2020, 1),
        ("P", 2020, 2),
        ("P", 2021, 1),
        ("Q", 2021, 1),
        ("X", 2020, 2),
        ("Y", 2021, 2),
    }


def test_closeness_is_the_cosine_of_profiles_weighted_by_rarity(seen: World):
    ask(seen, candidates="X Y")
    c04, c10 = math.log(7 / 4), math.log(7 / 2)
    home = c04**2 + c10**2
    assert seen.rows(candidate_themes, "organisation", "key", "works") == {
        ("X", "mesh/C04", 2),
        ("X", "mesh/C10", 1),
        ("Y", "mesh/C23", 2),
        ("Y", "mesh/C04", 1),
    }
    assert seen.rows(closeness, "organisation", "product", "own", "home") == {
        ("X", round(2 * c04**2 + c10**2, 9), round(4 * c04**2 + c10**2, 9), round(home, 9)),
        ("Y", round(c04**2, 9), round(4 * c10**2 + c04**2, 9), round(home, 9)),
    }


def test_common_partners_weigh_less_the_more_they_work_with(seen: World):
    ask(seen, candidates="X Y", partners="P Q")
    p, q = 1 / math.log(4), 1 / math.log(3)  # P works with A, X, Y and Q; Q with A, Y and P
    assert seen.rows(common_ties, "organisation", "partners", "weight") == {
        ("X", 1, round(p, 9)),
        ("Y", 2, round(p + q, 9)),
    }
    assert seen.rows(common_partners, "organisation", "partner", "works", "degree") == {
        ("X", "P", 1, 4),
        ("Y", "P", 1, 4),
        ("Y", "Q", 1, 3),
    }


def test_a_crowd_makes_no_common_partners(world: World):
    crowd = "\n".join(f"1|O{number}|US|1" for number in range(50))
    seen = world.see(
        works="work|year\n1|2020",
        work_organisations=f"work|organisation|country|weight\n1|P|GB|1\n{crowd}",
    )
    ask(seen, candidates="O1 O2", partners="P")
    assert seen.rows(common_ties, "organisation") == set()


def test_who_ever_worked_with_the_home(seen: World):
    assert seen.rows(shared_years, "organisation", "together", "last_together") == {
        ("A", 3, 2021),
        ("P", 1, 2020),
        ("Q", 1, 2021),
        ("Y", 1, 2010),
    }


def test_size(seen: World):
    ask(seen, candidates="X Y")
    assert seen.rows(organisation_outputs, "organisation", "works") == {("X", 3), ("Y", 2)}


def test_works_on_any_of_several_themes(seen: World):
    assert seen.ask(themes="mesh/C04+mesh/C10") == {1, 2}
    assert seen.ask(themes="mesh/C23") == set()


def test_works_of_many_organisations_are_left_out_of_partners_in_common(world: World):
    crowd = "\n".join(f"2 | O{number} | US | 1" for number in range(MOST_ORGANISATIONS - 1))
    world.see(
        works="work|year\n1|2020\n2|2020",
        work_organisations=f"""
            work | organisation | country | weight
            1    | A            | FR      | 1
            1    | P            | GB      | 1
            2    | A            | FR      | 1
            2    | P            | GB      | 1
            {crowd}
        """,
    )
    assert world.ask("few_organisations") == {1}
    assert world.ask("usual") == {1, 2}
    ask(world, candidates="A", partners="P")
    assert world.rows(common_partners, "organisation", "partner", "works") == {("A", "P", 1)}
