from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import COUNTRY_OF, MemoryLake, SmallRegistry

from cordee.kernel.errors import NotFoundError
from cordee.kernel.periods import Years
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.project_files import (
    make_countries_table,
    make_organisations_table,
    make_projects_table,
    to_json,
)
from cordee.observatory.figures.projects import ProjectFigures
from cordee.observatory.figures.question import Question


A, B, G, U, N = COUNTRY_OF

# project, years, then participants: text number, organisation, country, role, euro
PROJECTS = {
    1: (2019, 2022, [(1, A, "FR", "coordinator", "10.10"), (3, G, "GB", "participant", "20.20")]),
    2: (2021, 2024, [(3, G, "GB", "coordinator", "1.01"), (1, A, "FR", "participant", "2.02")]),
    3: (2022, 2026, [(1, A, "FR", "coordinator", "100.00")]),  # alone
    4: (2015, 2018, [(1, A, "FR", "participant", None), (4, U, "US", "coordinator", None)]),
    5: (2020, 2021, [(3, G, "GB", "coordinator", "7.00"), (4, U, "US", "participant", "3.00")]),
    6: (
        2021,
        2023,
        [
            (1, A, "FR", "participant", "0.07"),
            (2, B, "FR", "thirdParty", "0.01"),
            (6, None, "GB", "coordinator", "0.02"),
            (3, G, "GB", "participant", "0.03"),
            (7, None, None, "participant", "0.05"),
        ],
    ),
}


def make_lake(projects: dict[int, Any], **tables: list[dict[str, Any]]) -> MemoryLake:
    links, rows = {}, []
    for project, (_, _, people) in projects.items():
        for position, (text, organisation, country, role, amount) in enumerate(people, 1):
            if organisation:
                links[text] = organisation
            rows.append(
                {
                    "project": project,
                    "position": position,
                    "participant": str(900 + text),
                    "name": f"PRINTED {text}",
                    "country": country,
                    "role": role,
                    "ec_contribution": Decimal(amount) if amount else None,
                    "affiliation": text,
                }
            )
    return MemoryLake(
        **tables,
        works=[{"work": 1, "year": 2020}],
        projects=[
            {
                "project": project,
                "number": f"10{project}",
                "acronym": f"P{project}",
                "start_date": date(first, 1, 1) if first else None,
                "end_date": date(last, 12, 31) if last else None,
            }
            for project, (first, last, _) in projects.items()
        ],
        project_organisations=rows,
        project_themes=[{"project": 1, "code": "/1", "label": "oncology"}],
        links=[
            {"affiliation": text, "organisation": one, "score": 0.9, "start": 0, "end": 5}
            for text, one in links.items()
        ],
        organisations=[
            {"organisation": one, "name": f"Name {one}", "country": country}
            for one, country in COUNTRY_OF.items()
        ],
    )


def ask(projects=PROJECTS, home=(A,), country="", **settings) -> ProjectFigures:
    observatory = Observatory(make_lake(projects), SmallRegistry())
    return observatory.get_projects(Question(home, **settings), country)


def test_projects_of_a_home_are_counted_once_with_its_role():
    found = ask()
    assert (found.projects, found.joint, found.coordinated, found.in_lake) == (5, 4, 2, 6)
    assert found.contribution == Decimal("112.19")
    assert found.total == Decimal("133.51")
    assert (found.participants, found.recognised) == (5, 3)


def test_partner_countries_have_each_project_once():
    rows = [
        (one.code, one.rank, one.projects, one.organisations, one.coordinated, one.contribution)
        for one in ask().countries
    ]
    assert rows == [
        ("GB", 1, 3, 2, 2, Decimal("21.26")),
        (None, None, 1, 1, 0, Decimal("0.05")),
        ("FR", None, 1, 1, 0, Decimal("0.01")),
        ("US", 2, 1, 1, 1, None),
    ]


def test_partner_organisations_are_named_by_the_registry_where_it_knows_them():
    rows = [(one.organisation, one.name, one.projects) for one in ask().organisations]
    assert rows[0] == (G, f"Organisation {G}", 3)
    assert (None, "PRINTED 6", 1) in rows


def test_parts_are_of_the_home_when_asked():
    found = ask(with_parts=True)
    assert found.contribution == Decimal("112.20")
    assert "FR" not in {one.code for one in found.countries}


def test_several_organisations_are_one_home():
    assert ask(home=(A, G)).projects == 6
    assert {one.code for one in ask(home=(A, G)).countries} == {"FR", "GB", "US", None}


YEARS = [
    (Years(2018, 2018), 1),  # runs until then
    (Years(2019, 2019), 1),
    (Years(2021, 2022), 4),
    (Years(2025, None), 1),
    (Years(None, 2018), 1),
    (Years(2027, None), 0),
]


@pytest.mark.parametrize(("years", "projects"), YEARS)
def test_a_project_counts_in_each_year_it_runs(years, projects):
    assert ask(years=years).projects == projects


def test_a_partner_country_narrows_the_projects():
    found = ask(country="US")
    assert (found.projects, [one.code for one in found.countries]) == (1, ["US"])
    assert ask(country="DE").projects == 0


def test_years_are_those_of_the_start():
    rows = [(one.year, one.projects, one.contribution) for one in ask().by_year]
    assert rows == [
        (2015, 1, None),
        (2019, 1, Decimal("10.10")),
        (2021, 2, Decimal("2.09")),
        (2022, 1, Decimal("100.00")),
    ]


def test_the_list_begins_with_the_latest_and_turns_pages():
    observatory = Observatory(make_lake(PROJECTS), SmallRegistry())
    first = observatory.list_projects(Question((A,)), size=2)
    assert ([one.acronym for one in first.rows], first.total, first.pages) == (["P3", "P2"], 5, 3)
    assert observatory.list_projects(Question((A,)), page=4, size=2).rows == ()
    last = observatory.list_projects(Question((A,)), size=10).rows
    roles = {one.acronym: (one.role, one.partners, one.countries) for one in last}
    assert roles["P1"] == ("coordinator", 1, ("GB",))
    assert roles["P6"] == ("participant", 4, ("FR", "GB"))
    assert last[3].subjects == ("oncology",)


def test_the_whole_list_is_read_in_parts_and_none_of_it_kept():
    observatory = Observatory(make_lake(PROJECTS), SmallRegistry())
    pages = list(observatory.iterate_projects(Question((A,)), "", 2))
    whole = observatory.list_projects(Question((A,)), size=10).rows
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert tuple(row for page in pages for row in page.rows) == whole
    assert len(observatory._answers._answers) == 1  # the one list that was asked whole
    [empty] = observatory.iterate_projects(Question((A,)), "JP", 2)
    assert (empty.rows, empty.total) == ((), 0)


def test_a_lake_without_projects_says_so():
    assert (ask({}).projects, ask({}).in_lake, ask({}).contribution) == (0, 0, None)


def test_an_unknown_home_is_not_found():
    with pytest.raises(NotFoundError):
        ask(home=("06fffff66",))


def test_tables_and_json_write_amounts_whole():
    observatory = Observatory(make_lake(PROJECTS), SmallRegistry())
    figures = observatory.get_projects(Question((A,)))
    rows = observatory.list_projects(Question((A,))).rows
    assert make_countries_table(figures).rows[0] == (1, "GB", "United Kingdom", 3, 2, 2, "21.26")
    assert make_organisations_table(figures, "fr").rows[0][3] == "Royaume-Uni"
    assert make_projects_table(rows, "fr").rows[0][8] == "100.00"
    document = orjson.loads(to_json(figures, rows))
    assert document["figures"]["contribution"] == "112.19"
    assert document["projects"][0]["start_date"] == "2022-01-01"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 7),
            st.sampled_from(["FR", "GB", "US"]),
            st.sampled_from(["coordinator", "participant"]),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_what_partners_get_and_what_the_home_gets_is_the_whole(people):
    projects = {
        1: (
            2020,
            2021,
            [
                (text, A if text < 3 else None, country, role, str(Decimal(cents) / 100))
                for text, country, role, cents in people
            ],
        )
    }
    found = ask(projects)
    if not found.projects:
        return
    theirs = sum((one.contribution for one in found.countries if one.contribution), Decimal(0))
    assert theirs + (found.contribution or 0) == found.total
    assert found.total == sum(Decimal(cents) for *_, cents in people) / 100
    assert found.total.as_tuple().exponent == -2
