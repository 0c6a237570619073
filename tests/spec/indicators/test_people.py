from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World, read_table

from cordee.observatory.indicators.people import (
    people,
    people_by_side,
    people_countries,
    people_names,
    people_organisations,
)
from cordee.observatory.indicators.who import people_of_country


ORCID = "0000-0002-1825-0097"


@pytest.fixture
def seen(world: World) -> World:
    """A is the home, in FR; affiliation 10 names A, 20 names G in GB, 30 a street in GB, 40 is FR."""
    return world.see(
        works="work|year\n1|2020\n2|2021\n3|2021\n9|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.5
            1    | G            | GB      | 0.5
            2    | A            | FR      | 1
            3    | A            | FR      | 1
            9    | G            | GB      | 1
        """,
        authorships=f"""
            work | position | name            | orcid   | corresponding | collective | affiliations | stated_organisations | stated_countries
            1    | 1        | Zoé Ønsk-Dupont | {ORCID} | -             | no         | 10           | -                    | -
            1    | 2        | J. Smith        | -       | -             | no         | 20           | -                    | -
            1    | 3        | The Big Group   | -       | -             | yes        | 10           | -                    | -
            2    | 1        | ZOE ONSK DUPONT | -       | no            | no         | 10,20        | -                    | -
            2    | 2        | J Smith         | -       | yes           | no         | 10           | -                    | -
            3    | 1        | Ann Else        | -       | -             | no         | 40           | -                    | -
            3    | 2        | Bob Street      | -       | -             | no         | 30           | -                    | -
            3    | 3        | Cy Stated       | -       | -             | no         | -            | A                    | RE
            3    | 4        | Z Onsk Dupont   | -       | -             | no         | 10           | -                    | -
            3    | 5        | ?               | -       | -             | no         | 10           | -                    | -
            9    | 1        | Zoé Ønsk-Dupont | -       | -             | no         | 20           | -                    | -
        """,
        links="affiliation|organisation\n10|A\n20|G",
        affiliation_countries="affiliation|country\n10|FR\n20|GB\n30|GB\n40|FR",
    )


def test_a_person_is_an_orcid_or_else_a_folded_name(seen: World):
    assert seen.rows(people, "person", "side", "works", "first_year", "last_year") == {
        (ORCID, "home", 2, 2020, 2021),  # her written-out name stands beside one ORCID alone
        ("z onsk dupont", "home", 1, 2021, 2021),  # initials are not taken as hers
        ("j smith", "partner", 1, 2020, 2020),
        ("j smith", "home", 1, 2021, 2021),  # perhaps a namesake: a row of its own
        ("ann else", "other", 1, 2021, 2021),
        ("bob street", "partner", 1, 2021, 2021),
        ("cy stated", "home", 1, 2021, 2021),
    }


def test_places_in_the_list_of_authors(seen: World):
    columns = ("person", "side", "weight", "first", "last", "corresponding", "said")
    rows = seen.rows(people, *columns)
    assert (ORCID, "home", 1.0, 2, 0, 0, 1) in rows  # half of two works; a group is no last author
    assert ("j smith", "partner", 0.5, 0, 1, 0, 0) in rows
    assert ("j smith", "home", 0.5, 0, 1, 1, 1) in rows
    assert ("cy stated", "home", 0.2, 0, 0, 0, 0) in rows


def test_sides(seen: World):
    assert seen.rows(people_by_side, "side", "people", "works") == {
        ("home", 4, 3),
        ("partner", 2, 2),
        ("other", 1, 1),
    }


def test_lists_behind_people(seen: World):
    assert seen.ask(person=ORCID) == {1, 2}
    assert seen.ask(person="j smith") == {1, 2}
    assert seen.ask(person="partner/j smith") == {1}
    assert seen.ask(person="home/bob street") == set()


def test_what_is_said_of_those_asked_for(seen: World):
    asked = f"part|value\n0|home/{ORCID}\n1|home/cy stated\n2|partner/bob street"
    seen.engine.put("asked", read_table("asked", asked))
    assert seen.rows(people_names, "person", "name", "works") == {
        (ORCID, "Zoé Ønsk-Dupont", 1),
        (ORCID, "ZOE ONSK DUPONT", 1),
        ("cy stated", "Cy Stated", 1),
        ("bob street", "Bob Street", 1),
    }
    assert seen.rows(people_organisations, "person", "organisation", "works", "home") == {
        (ORCID, "A", 2, 1),
        (ORCID, "G", 1, 0),
        ("cy stated", "A", 1, 1),
    }
    assert seen.rows(people_countries, "person", "country", "works", "home") == {
        (ORCID, "FR", 2, 1),
        (ORCID, "GB", 1, 0),
        ("cy stated", "FR", 1, 1),  # Réunion is part of France
        ("bob street", "GB", 1, 0),
    }


def test_people_of_own_bodies_are_of_no_partner(world: World):
    # K is kin of the home: who signs from there alone is neither at home nor a partner.
    seen = world.see(
        kin=("K",),
        works="work|year\n1|2020",
        work_organisations="work|organisation|country\n1|A|FR\n1|K|FR\n1|G|GB",
        authorships="""
            work | position | name  | affiliations
            1    | 1        | Ann   | 10
            1    | 2        | Kim   | 30
            1    | 3        | Guy   | 20,30
        """,
        links="affiliation|organisation\n10|A\n20|G\n30|K",
        affiliation_countries="affiliation|country\n10|FR\n20|GB\n30|FR",
    )
    assert seen.rows(people, "person", "side") == {
        ("ann", "home"),
        ("kim", "other"),
        ("guy", "partner"),
    }


def test_a_territory_counted_with_a_state_is_of_it_for_people_too(world: World):
    seen = world.see(
        home={"A": "CN"},
        folds={"HK": "CN"},
        works="work|year\n1|2020",
        work_organisations="work|organisation|country\n1|A|CN\n1|G|GB",
        authorships="""
            work | position | name  | affiliations | stated_countries
            1    | 1        | Ann   | 10           | -
            1    | 2        | Hua   | 40           | -
            1    | 3        | Lee   | -            | HK
        """,
        links="affiliation|organisation\n10|A",
        affiliation_countries="affiliation|country\n10|HK\n40|HK",
    )
    assert seen.rows(people, "person", "side") == {
        ("ann", "home"),
        ("hua", "other"),
        ("lee", "other"),
    }
    seen.engine.put("asked", read_table("asked", "part|value\n0|CN"))
    assert seen.rows(people_of_country, "person") == {("ann",), ("hua",), ("lee",)}


def test_a_name_with_two_orcids_is_no_one_of_them(world: World):
    seen = world.see(
        works="work|year\n1|2020",
        work_organisations="work|organisation|country\n1|A|FR",
        authorships="""
            work | position | name     | orcid               | collective | affiliations
            1    | 1        | Wei Wang | 0000-0002-1825-0097 | no         | 10
            8    | 1        | Wei Wang | 0000-0001-5109-3700 | no         | 20
            1    | 2        | Wei Wang | -                   | no         | 10
        """,
        links="affiliation|organisation\n10|A",
    )
    assert seen.rows(people, "person", "works") == {(ORCID, 1), ("wei wang", 1)}
