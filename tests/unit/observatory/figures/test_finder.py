from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import (
    COUNTRY_OF,
    A,
    B,
    G,
    SmallRegistry,
    U,
    Work,
    make_lake,
)

from cordee.kernel.errors import CordeeError
from cordee.kernel.periods import Years
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.finder import (
    WEIGHTS,
    get_distance,
    get_score,
)
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.finder_parts import Finder
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.indicators.finder import MOST_ORGANISATIONS


NO = frozenset()
C04 = frozenset({("mesh", "C04", "heading")})
C10 = frozenset({("mesh", "C10", "heading")})
PLACES = [
    {"organisation": A, "name": "A", "country": "FR", "latitude": 48.8566, "longitude": 2.3522},
    {"organisation": G, "name": "G", "country": "GB", "latitude": 51.5074, "longitude": -0.1278,
     "types": ["education"], "city": "London"},
    {"organisation": U, "name": "U", "country": "US", "types": ["company"]},
    {"organisation": B, "name": "B", "country": "FR"},
]  # fmt: skip


def ask(
    works: list[tuple[int, tuple[str, ...], frozenset[tuple[str, str, str]]]],
    choice: FinderChoice,
    years: Years | None = None,
    **tables: list[dict[str, object]],
) -> Finder:
    made = [
        Work(key, year, dict.fromkeys(names, NO), {}, themes)
        for key, (year, names, themes) in enumerate(works)
    ]
    observatory = Observatory(make_lake(made, organisations=PLACES, **tables), SmallRegistry())
    return observatory.get_finder(Question((A,), years or Years()), choice)


WORKS = [
    (2020, (A,), C04),
    (2020, (A,), C10),
    *[(2020, (G,), C04)] * 3,
    *[(2021, (U,), C10)] * 4,
    (2021, (B,), C04),
]


def test_those_without_works_together_are_found_with_their_reasons():
    found = ask(WORKS, FinderChoice())
    assert [one.organisation for one in found.candidates] == [U, G]
    [_, london] = found.candidates
    assert (london.works, london.on_themes.works, london.city) == (3, 3, "London")
    assert london.distance == pytest.approx(344, abs=1)
    assert london.is_small
    assert [(shared.theme.key, shared.works) for shared in london.shared_themes] == [
        ("mesh/C04", 3)
    ]
    assert 0 < london.parts["closeness"] < 1


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (FinderChoice(country="gb"), [G]),
        (FinderChoice(kind="company"), [U]),
        (FinderChoice(theme="C04"), [G]),
        (FinderChoice(least=4), [U]),
        (FinderChoice(left=(U,)), [G]),
        (FinderChoice(zone="EU"), []),
        (FinderChoice(everywhere=True, least=1), [U, G]),  # B is a part of the home
        (FinderChoice(lapsed=True), []),
        (FinderChoice(country="FR", least=1), []),  # B is a part of the home
    ],
)
def test_a_choice_keeps_what_it_says(choice: FinderChoice, found: list[str]):
    assert [one.organisation for one in ask(WORKS, choice).candidates] == found


def test_the_own_country_asked_for_by_name_is_not_left_out():
    assert ask(WORKS, FinderChoice(country="FR")).choice.everywhere
    assert not ask(WORKS, FinderChoice(country="GB")).choice.everywhere


def test_the_people_and_units_closest_on_both_sides():
    signed = [
        (0, "Ann Lee", 10),
        (1, "Bob Ray", 10),  # on another theme than the one shared
        (2, "Di Fox", 20),
        (3, "Di Fox", 20),
        (3, "Al Guest", 99),
        (4, "Ed Hay", 20),
    ]
    found = ask(
        WORKS,
        FinderChoice(),
        authorships=[
            {
                "work": work,
                "position": place,
                "name": name,
                "affiliations": [text],
                "collective": False,
            }
            for place, (work, name, text) in enumerate(signed, start=1)
        ],
        links=[{"affiliation": 10, "organisation": A}, {"affiliation": 20, "organisation": G}],
        units=[{"unit": "U1", "name": "Unit one"}],
        unit_organisations=[{"unit": "U1", "organisation": A, "role": "tutelle"}],
        unit_works=[{"unit": "U1", "work": 0, "year": 2020}],
    )
    [london] = [one for one in found.candidates if one.organisation == G]
    closest = london.closest
    there = [(one.name, one.works, one.last_year) for one in closest.people_there]
    assert there == [("Di Fox", 2, 2020), ("Ed Hay", 1, 2020)]
    assert [one.name for one in closest.people_here] == ["Ann Lee"]
    assert (closest.people_there_count, closest.people_here_count) == (2, 1)
    assert [(one.unit, one.name, one.works) for one in closest.units_here] == [
        ("U1", "Unit one", 1)
    ]
    assert closest.units_there == ()


def test_a_partner_of_old_is_a_former_one_and_no_new_one():
    works = [*WORKS, (2010, (A, G), C04)]
    assert [one.organisation for one in ask(works, FinderChoice()).candidates] == [U]
    [former] = ask(works, FinderChoice(lapsed=True)).candidates
    assert (former.organisation, former.together, former.last_together) == (G, 1, 2010)


def test_a_partner_of_today_is_neither():
    works = [*WORKS, (2021, (A, G), C04)]
    assert [one.organisation for one in ask(works, FinderChoice()).candidates] == [U]
    assert ask(works, FinderChoice(lapsed=True)).candidates == ()


def test_a_home_without_themes_finds_no_one():
    found = ask([(2020, (A,), NO), (2020, (G,), C04)], FinderChoice(least=1))
    assert (found.themes, found.candidates, found.total) == ((), (), 0)


def test_the_number_of_a_partner_in_common_opens_as_many_works(monkeypatch):
    crowd = tuple(f"01crowd{number:02}" for number in range(MOST_ORGANISATIONS - 1))
    for one in crowd:
        monkeypatch.setitem(COUNTRY_OF, one, "US")
    works = [
        *WORKS,
        (2020, (A, B), C04),
        *[(2021, (B, G), C04)] * 2,
        (2021, (B, G, *crowd), C04),  # one organisation too many
    ]
    made = [
        Work(key, year, dict.fromkeys(names, NO), {}, themes)
        for key, (year, names, themes) in enumerate(works)
    ]
    places = [one if one["organisation"] != B else {**one, "country": "DE"} for one in PLACES]
    observatory = Observatory(make_lake(made, organisations=places), SmallRegistry())
    found = observatory.get_finder(Question((A,), own_as_partners=True), FinderChoice(most=9))
    [london] = [one for one in found.candidates if one.organisation == G]
    [common] = london.common
    assert (common.organisation, common.works) == (B, 2)
    asked = Question((G,), own_as_partners=True)
    assert observatory.get_works(asked, common.selection).total == 2
    assert observatory.get_works(asked, Selection.of("organisation", B)).total == 3


@pytest.fixture
def overseas(monkeypatch):
    """G in Guadeloupe and U in Hong Kong."""
    moved = {G: "GP", U: "HK"}
    places = [{**one, "country": moved.get(one["organisation"], one["country"])} for one in PLACES]
    monkeypatch.setattr("tests.unit.observatory.figures.test_finder.PLACES", places)


def list_found(choice: FinderChoice) -> list[str]:
    return [one.organisation for one in ask(WORKS, choice).candidates]


def test_a_territory_is_no_country_abroad_of_its_state(overseas):
    assert list_found(FinderChoice()) == [U]
    assert list_found(FinderChoice(everywhere=True)) == [U, G]


def test_a_territory_is_found_by_its_state_its_zone_and_itself(overseas):
    for choice in ({"country": "FR"}, {"country": "GP"}, {"zone": "EU"}):
        assert list_found(FinderChoice(everywhere=True, **choice)) == [G]


def test_an_own_body_is_no_partner_in_common():
    works = [*WORKS, *[(2020, (A, B), C04)] * 3, *[(2020, (B, G), C04)] * 2]
    [london] = [one for one in ask(works, FinderChoice()).candidates if one.organisation == G]
    assert (london.common_count, london.common) == (0, ())


def test_a_work_printed_ahead_makes_no_former_partner():
    works = [*WORKS, (2018, (A, G), C04)]
    dated = [date(2020, 12, 1)] * len(WORKS) + [date(2018, 5, 1)]
    lake = make_lake(
        [
            Work(key, year, dict.fromkeys(names, NO), {}, themes)
            for key, (year, names, themes) in enumerate([*works, (2030, (U,), C10)])
        ],
        organisations=PLACES,
    )
    for row, day in zip(lake.tables["works"], [*dated, date(2030, 1, 1)], strict=True):
        row["date"] = day
    for key in range(100, 130):  # so many in one month that the work ahead is alone in its own
        lake.tables["works"].append({**lake.tables["works"][0], "work": key})
    found = Observatory(lake, SmallRegistry()).get_finder(Question((A,)), FinderChoice(lapsed=True))
    assert [one.organisation for one in found.candidates] == []


PARTS = st.fixed_dictionaries({name: st.one_of(st.none(), st.floats(0, 1)) for name in WEIGHTS})


@given(PARTS)
def test_a_score_is_between_its_least_and_its_greatest_part(parts):
    known = [value for value in parts.values() if value is not None]
    score = get_score(parts)
    assert min(known, default=0) - 1e-9 <= score <= max(known, default=0) + 1e-9


PLACE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(PLACE, PLACE)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(first, second):
    distance = get_distance(first, second)
    assert distance == pytest.approx(get_distance(second, first))
    assert 0 <= distance <= 20_016


@pytest.mark.parametrize(
    "wishes",
    [
        {"country": "XX"},
        {"zone": "moon"},
        {"kind": "club"},
        {"theme": "../x"},
        {"least": 0},
        {"most": 201},
        {"left": ("inserm",)},
        {"left": tuple(f"0{number:06d}11" for number in range(201))},
    ],
)
def test_nonsense_gets_a_sentence(wishes):
    with pytest.raises(CordeeError) as caught:
        FinderChoice(**wishes)
    for language in ("en", "fr"):
        assert caught.value.sentence.to_text(language)
