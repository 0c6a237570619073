from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.counts import distances, distances_by_year
from cordee.observatory.indicators.partners import partner_organisations


WORKS = """
    work | year | authors
    1    | 2020 | 3
    2    | 2020 | 3
    3    | 2020 | 3
    4    | 2020 | 1
    5    | 2020 | 101
    6    | 2020 | 3
"""

# 1: one laboratory of the home and a university. 2: the university beside the home, apart. 3: both ways.
# 4: a text of a unit of the home that names the university alone. 5: one text glues the home and a
# foreign hospital. 6: the parent of the home, apart.
WORK_ORGANISATIONS = """
    work | organisation | country | weight
    1    | A            | FR      | 0.5
    1    | University   | FR      | 0.5
    2    | A            | FR      | 0.5
    2    | University   | FR      | 0.5
    3    | A            | FR      | 0.5
    3    | University   | FR      | 0.5
    4    | A            | FR      | 0.5
    4    | University   | FR      | 0.5
    5    | A            | FR      | 0.5
    5    | Hospital     | GB      | 0.5
    6    | A            | FR      | 0.5
    6    | Parent       | FR      | 0.5
"""

AUTHORSHIPS = """
    work | position | affiliations
    1    | 1        | 11
    1    | 2        | 11
    2    | 1        | 12
    2    | 2        | 13
    3    | 1        | 11,13
    4    | 1        | 14,12
    5    | 1        | 15
    6    | 1        | 12
    6    | 2        | 16
"""

# 11 names both, 12 the home, 13 the university, 14 the university behind the home's unit, 15 the home and
# the foreign hospital, 16 the parent.
LINKS = """
    affiliation | organisation
    11          | A
    11          | University
    12          | A
    13          | University
    14          | University
    15          | A
    15          | Hospital
    16          | Parent
"""

UNIT_AFFILIATIONS = """
    unit | affiliation
    U1   | 14
"""

UNIT_ORGANISATIONS = """
    unit | organisation | role
    U1   | A            | tutelle
    U1   | University   | tutelle
"""

PLACES = """
    organisation | latitude | longitude | types
    A            | 48.85    | 2.35      | facility
    University   | 48.84    | 2.36      | education
    Hospital     | 51.50    | -0.12     | company
    Parent       | 0        | 0         | government
"""


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        kin=("Parent",),
        works=WORKS,
        work_organisations=WORK_ORGANISATIONS,
        authorships=AUTHORSHIPS,
        links=LINKS,
        unit_affiliations=UNIT_AFFILIATIONS,
        unit_organisations=UNIT_ORGANISATIONS,
        organisations=PLACES,
        work_countries="""
            work | country | weight
            1    | FR      | 1
            2    | FR      | 1
            3    | FR      | 1
            4    | FR      | 1
            5    | FR      | 0.5
            5    | GB      | 0.5
            6    | FR      | 1
        """,
    )


def test_a_co_tutelle_is_no_partner_where_no_text_names_it_apart(seen: World) -> None:
    assert seen.ask(own="University") == {1, 4}
    assert seen.ask(partner="University") == {2, 3}


def test_texts_that_glue_two_countries_make_no_co_tutelle(seen: World) -> None:
    assert seen.ask(partner="Hospital") == {5}


def test_kin_of_the_registry_is_never_a_partner(seen: World) -> None:
    assert seen.ask(own="Parent") == {6}
    assert seen.ask(partner="Parent") == set()


def test_a_partner_has_the_works_and_weight_of_a_partner_alone(seen: World) -> None:
    rows = seen.rows(partner_organisations, "organisation", "works", "weight", "own")
    assert rows == {("University", 2, 1.0, 2), ("Hospital", 1, 0.5, 0), ("Parent", 0, 0.0, 1)}


def test_national_works_have_a_partner_and_the_rest_are_the_home_alone(seen: World) -> None:
    assert seen.ask("national") == {2, 3}
    assert seen.ask("single_organisation") == {1, 4, 6}
    assert seen.ask("single_author") == {4}
    assert seen.ask("intramural") == {1, 6}


def test_companies_count_when_they_are_partners(seen: World) -> None:
    assert seen.ask("industry") == {5}


def test_crowded_works_can_be_told_apart(seen: World) -> None:
    assert seen.ask("hyper") == {5}
    assert seen.ask("usual") == {1, 2, 3, 4, 6}


def test_distance_goes_to_the_farthest_partner_and_not_to_own_bodies(seen: World) -> None:
    assert seen.ask("near") == {2, 3}
    assert seen.ask("far") == set()
    assert seen.ask("located") == {2, 3, 5}
    # Paris to London is 343 km by the same formula; the university is 1.3 km away.
    [(km,)] = seen.rows(distances, "km")
    by_year = seen.rows(distances_by_year, "works", "km")
    assert sum(total for _, total in by_year) == pytest.approx(km * sum(n for n, _ in by_year))
    assert km == pytest.approx((343.0 + 2 * 1.33) / 3, abs=1)


def test_a_home_of_both_has_no_co_tutelle(world: World) -> None:
    seen = world.see(
        home={"A": "FR", "University": "FR"},
        works=WORKS,
        work_organisations=WORK_ORGANISATIONS,
        authorships=AUTHORSHIPS,
        links=LINKS,
    )
    assert seen.ask(own="University") == set()
    assert seen.ask(partner="University") == set()
