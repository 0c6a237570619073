from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.partners import (
    lead_countries,
    partner_countries,
    partner_organisations,
)


@pytest.fixture
def seen(world: World) -> World:
    return world.see(
        works="work|year\n1|2020\n2|2020\n3|2021\n4|2021",
        work_organisations="""
            work | organisation | country | weight
            1    | A            | FR      | 0.25
            1    | G            | GB      | 0.75
            2    | A            | FR      | 0.5
            2    | U            | US      | 0.25
            2    | B            | FR      | 0.25
            3    | A            | FR      | 0.9
            3    | G            | GB      | 0.1
            4    | A            | FR      | 1
        """,
        work_countries="""
            work | country | weight | first | last | corresponding
            1    | FR      | 0.25   | no    | yes  | -
            1    | GB      | 0.75   | yes   | no   | -
            2    | FR      | 0.75   | yes   | no   | no
            2    | US      | 0.25   | no    | yes  | yes
            3    | FR      | 0.9    | yes   | yes  | no
            3    | GB      | 0.1    | no    | no   | no
            4    | FR      | 1      | yes   | yes  | -
        """,
    )


def test_partner_countries_leave_the_home_country_out(seen: World):
    assert seen.rows(partner_countries, "country", "year", "works", "weight") == {
        ("GB", 2020, 1, 0.75),
        ("GB", 2021, 1, 0.1),
        ("US", 2020, 1, 0.25),
    }


def test_who_leads_is_the_corresponding_author_or_else_the_first(seen: World):
    assert seen.rows(
        partner_countries, "country", "year", "lead_known", "lead_home", "lead_partner"
    ) == {
        ("GB", 2020, 1, 0, 1),  # no source says who corresponds: the first author, in GB
        ("US", 2020, 1, 0, 1),  # the corresponding author is in the US
        ("GB", 2021, 1, 1, 0),  # a source says, but no country of hers is known: the first author
    }


def test_partner_organisations_are_those_outside_the_home(seen: World):
    assert seen.rows(
        partner_organisations, "organisation", "country", "year", "works", "weight"
    ) == {
        ("G", "GB", 2020, 1, 0.75),
        ("G", "GB", 2021, 1, 0.1),
        ("U", "US", 2020, 1, 0.25),
        ("B", "FR", 2020, 1, 0.25),
    }


def test_single_and_multiple_country_works_by_lead(seen: World):
    assert seen.rows(lead_countries, "country", "works", "multiple") == {
        ("FR", 2, 1),
        ("GB", 1, 1),
        ("US", 1, 1),
    }


def test_lists_behind_partners(seen: World):
    assert seen.ask(country="GB") == {1, 3}
    assert seen.ask(organisation="B") == {2}
    assert seen.ask(lead="FR") == {3, 4}
    assert seen.ask(country="GB", year="2021") == {3}
    assert seen.ask("international", lead="FR") == {3}


def test_fractions_over_all_countries_add_up_to_the_covered_works(seen: World):
    partners = sum(row["weight"] for row in seen.engine.run(partner_countries))
    assert partners + 0.25 + 0.75 + 0.9 + 1 == pytest.approx(4)
