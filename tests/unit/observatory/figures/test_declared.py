from __future__ import annotations

from tests.unit.observatory.figures.lakes import A, G, SmallRegistry, U, Work, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.declared import Status
from cordee.observatory.figures.question import Question


NO = frozenset()
PLACES = [
    {"organisation": G, "name": "University of Oxford", "country": "GB"},
    {"organisation": U, "name": "Harvard University", "country": "US"},
]


def declare(key: int, **row: object) -> dict[str, object]:
    usual = {"organisation": A, "team": "T", "first_year": 2018, "last_year": 2018}
    return {"declared": key, **usual, **row}


def ask(*rows: dict[str, object]):
    works = [
        Work(1, 2020, {A: NO, G: NO}, {"FR": NO, "GB": NO}),
        Work(2, 2020, {A: NO, U: NO}, {"FR": NO, "US": NO}),
        Work(3, 2016, {A: NO}, {"FR": NO}),
    ]
    lake = make_lake(works, declared=list(rows), organisations=PLACES)
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
