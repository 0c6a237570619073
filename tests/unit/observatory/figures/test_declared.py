from __future__ import annotations

from tests.unit.observatory.figures.lakes import A, B, G, SmallRegistry, U, Work, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.declared import Status
from cordee.observatory.figures.declared_match import Basis
from cordee.observatory.figures.question import Question


NO = frozenset()
PLACES = [
    {"organisation": G, "name": "University of Oxford", "country": "GB"},
    {"organisation": U, "name": "Harvard University", "country": "US"},
    {"organisation": "06ffffff6", "name": "Kyoto University", "country": "JP"},
]


def declare(key: int, **row: object) -> dict[str, object]:
    usual = {"organisation": A, "team": "T", "first_year": 2018, "last_year": 2018}
    return {"declared": key, **usual, **row}


def ask(*rows: dict[str, object], **tables: list[dict[str, object]]):
    works = [
        Work(1, 2020, {A: NO, G: NO}, {"FR": NO, "GB": NO}),
        Work(2, 2020, {A: NO, U: NO}, {"FR": NO, "US": NO}),
        Work(3, 2016, {A: NO}, {"FR": NO}),
    ]
    lake = make_lake(works, declared=list(rows), organisations=PLACES, **tables)
    return Observatory(lake, SmallRegistry()).get_declared(Question((A,)))


def test_three_sides_by_country():
    found = ask(declare(1, partner="Nagoya", country="JP"), declare(2, partner="X", country="GB"))
    assert {one.key: one.status for one in found.countries} == {
        "JP": Status.DECLARED,
        "GB": Status.BOTH,
        "US": Status.OBSERVED,
    }


def test_a_partner_is_recognised_by_its_name_in_its_country():
    found = ask(
        declare(1, partner="UNIVERSITY of Oxford [Oxford]", country="GB"),
        declare(2, partner="University of Oxford", country="US"),
        declare(3, partner="harvard university", country=None),
    )
    assert [one.organisation for one in found.declarations] == [G, None, U]
    assert found.recognised == 2
    assert found.without_country == 1
    both = {one.organisation: one.status for one in found.partners if one.organisation}
    assert both == {G: Status.BOTH, U: Status.BOTH}
    assert [one.status for one in found.partners if not one.organisation] == [Status.DECLARED]


def test_a_work_answers_within_two_years():
    found = ask(
        declare(1, partner="University of Oxford", country="GB", last_year=2018),
        declare(2, partner="University of Oxford", country="GB", first_year=2010, last_year=2017),
        declare(3, partner="Somewhere", country="GB", first_year=None, last_year=None),
    )
    assert sorted((one.last_year or 0, one.works) for one in found.declarations) == [
        (0, 1),
        (2017, 0),
        (2018, 1),
    ]
    [oxford] = [one for one in found.partners if one.organisation == G]
    assert (oxford.declared, oxford.answered, oxford.teams, oxford.works) == (2, 1, 1, 1)


def link(text: int, organisation: str, score: float = 0.9) -> dict[str, object]:
    return {"affiliation": text, "organisation": organisation, "score": score, "start": 0}


def test_the_linker_recognises_what_no_name_does_and_never_in_another_country():
    found = ask(
        declare(1, partner="Oxford Univ, Dept of Physics", country="GB", affiliation=11),
        declare(2, partner="Oxford Univ", country="US", affiliation=12),
        declare(3, partner="Kyodai", country="JP", affiliation=13),
        declare(4, partner="Oxford or Harvard", country=None, affiliation=14),
        declare(5, partner="University of Oxford", country="GB", affiliation=15),
        links=[
            link(11, G),
            link(12, G),
            link(13, "06ffffff6"),
            link(14, G, 0.6),
            link(14, U, 0.8),
            link(15, U),
        ],
    )
    by_text = {one.partner: one for one in found.declarations}
    assert [(one.organisation, one.basis) for _, one in sorted(by_text.items())] == [
        ("06ffffff6", Basis.LINKER),  # on no work of the lake
        (None, Basis.NONE),
        (G, Basis.LINKER),
        (U, Basis.LINKER),  # the surer of two
        (G, Basis.NAME),  # before the linker
    ]
    assert by_text["Kyodai"].score == 0.9
    assert by_text["University of Oxford"].score is None
    assert [found.count_matched(basis) for basis in Basis] == [1, 3, 1]
    names = {one.key: (one.name, one.country, one.status) for one in found.partners}
    assert names["06ffffff6"] == ("Kyoto University", "JP", Status.DECLARED)


def test_years_and_teams_behind_a_partner():
    found = ask(
        declare(1, partner="University of Oxford", country="GB", first_year=2015, last_year=2016),
        declare(
            2,
            partner="University of Oxford",
            country="GB",
            team="S",
            first_year=2020,
            last_year=None,
        ),
        declare(3, partner="Far", country="JP", first_year=None, last_year=None),
    )
    [oxford] = [one for one in found.partners if one.organisation == G]
    assert oxford.team_names == ("S", "T")
    # The lake's years are 2016 to 2020.
    assert [(one.year, one.declared, one.works) for one in oxford.years] == [
        (2016, 1, 0),
        (2020, 1, 1),
    ]
    [far] = [one for one in found.partners if one.name == "Far"]
    assert far.years == ()


def test_people_of_the_home_behind_a_partner():
    rows = [
        (1, 1, "Ann Lee", 21),
        (1, 2, "Bob Ray", 22),
        (2, 1, "Ann Lee", 21),
        (2, 2, "Cy Orr", 23),
    ]
    found = ask(
        authorships=[
            {
                "work": work,
                "position": place,
                "name": name,
                "affiliations": [text],
                "collective": False,
            }
            for work, place, name, text in rows
        ],
        links=[link(21, A), link(22, A), link(23, U)],
    )
    [harvard] = [one for one in found.partners if one.organisation == U]
    assert [(one.name, one.works) for one in harvard.people] == [("Ann Lee", 1)]
    assert harvard.people_count == 1
    people = {one.key: [person.name for person in one.people] for one in found.countries}
    assert people == {"GB": ["Ann Lee", "Bob Ray"], "US": ["Ann Lee"]}
    assert harvard.people[0].selection == "person:home/ann lee"


def test_an_own_body_that_is_no_partner_is_on_no_side():
    works = [Work(1, 2020, {A: NO, B: NO}, {"FR": NO})]
    found = Observatory(make_lake(works), SmallRegistry()).get_declared(Question((A,)))
    assert found.partners == ()
