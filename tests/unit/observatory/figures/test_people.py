from __future__ import annotations

from dataclasses import replace

import duckdb
import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import A, B, G, SmallRegistry, U, Work, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.people import People, Person, Side
from cordee.observatory.figures.question import Counting, Question
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.indicators.people import fold_name
from cordee.reference.folding import fold


NAMES = ["Ann Lee", "Zoé Œuf", "Bo", "A. Lee", "?", None]
ORCIDS = [None, None, "0000-0002-1825-0097", "0000-0001-5109-370x"]
LINKS = [
    {"affiliation": 1, "organisation": A},
    {"affiliation": 2, "organisation": G},
]
PLACES = [{"affiliation": 1, "country": "FR"}, {"affiliation": 3, "country": "GB"}]


def author(position: int = 1, **settings: object) -> dict[str, object]:
    usual = {"name": "Ann Lee", "collective": False, "affiliations": [1], "orcid": None}
    return {"position": position, **usual, **settings}


def ask(*lists: list[dict[str, object]]) -> Observatory:
    works = [
        Work(key, 2020, {A: frozenset(), G: frozenset()}, {"FR": frozenset(), "GB": frozenset()})
        for key in range(len(lists))
    ]
    authorships = [one | {"work": key} for key, authors in enumerate(lists) for one in authors]
    lake = make_lake(works, authorships=authorships, links=LINKS, affiliation_countries=PLACES)
    return Observatory(lake, SmallRegistry())


def by_side(found: People) -> dict[Side, tuple[Person, ...]]:
    return {Side.HOME: found.home, Side.PARTNER: found.partner, Side.OTHER: found.other}


AUTHORS = st.lists(
    st.builds(
        author,
        position=st.integers(0, 4),
        name=st.sampled_from(NAMES),
        orcid=st.sampled_from(ORCIDS),
        collective=st.booleans(),
        corresponding=st.sampled_from([None, True, False]),
        affiliations=st.lists(st.integers(1, 4), max_size=3, unique=True),
    ),
    max_size=5,
    unique_by=lambda one: one["position"],
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(AUTHORS, max_size=4))
def test_each_figure_of_a_person_opens_its_works(lists):
    observatory, question = ask(*lists), Question((A,))
    found = observatory.get_people(question)
    for side in Side:
        people = by_side(found)[side]
        assert found.totals[side].people == len(people)
        for person in people:
            selection = Selection.from_text(person.selection)
            assert observatory.get_works(question, selection).total == person.works
            narrowed = Question((A,), within=selection)
            [same] = [
                one
                for one in by_side(observatory.get_people(narrowed))[side]
                if one.key == person.key
            ]
            assert same == person
            assert 0 < person.weight <= person.works
            assert max(person.first, person.last, person.corresponding or 0) <= person.works


SETTINGS = [
    {},
    {"own_as_partners": True},
    {"folded": ("HK",)},
    {"with_parts": True},
    {"counting": Counting.FRACTIONAL},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("subject", ["country:CN", "country:FR", f"organisation:{G}"])
def test_who_is_of_the_works_its_subject_selects(settings, subject):
    works = [
        Work(1, 2020, {A: frozenset(), G: frozenset()}, dict.fromkeys(("FR", "CN"), frozenset())),
        Work(2, 2020, {A: frozenset(), B: frozenset()}, dict.fromkeys(("FR", "HK"), frozenset())),
        Work(3, 2021, {B: frozenset()}, {"FR": frozenset()}),
    ]
    observatory = Observatory(make_lake(works), SmallRegistry())
    question, selection = Question((A,), **settings), Selection.from_text(subject)
    found = observatory.get_who(question, selection.parts[0])
    assert found.works == observatory.get_works(question, selection).total
    assert found.question == replace(question, within=selection)


def test_people_of_an_own_body_are_there_when_it_is_asked_about():
    # B is a part of A, which asks without its parts: a body of its own, no partner.
    works = [Work(0, 2020, {A: frozenset(), B: frozenset()}, {"FR": frozenset()})]
    authors = [author(1), author(2, name="Bea Part", affiliations=[4])]
    links = [*LINKS, {"affiliation": 4, "organisation": B}]
    lake = make_lake(
        works,
        authorships=[one | {"work": 0} for one in authors],
        links=links,
        affiliation_countries=PLACES,
    )
    observatory = Observatory(lake, SmallRegistry())
    found = observatory.get_people(Question((A,)))
    assert [one.name for one in found.other] == ["Bea Part"]
    assert found.partner == ()
    [there] = observatory.get_who(Question((A,)), Part("organisation", B)).there
    assert there.name == "Bea Part"


def test_of_equal_works_the_greater_part_comes_first():
    crowd = [author(n, name=f"Author Number{n}") for n in range(2, 9)]
    observatory = ask([author(1, name="Zz Last")], [author(1, name="Aa First"), *crowd])
    found = observatory.get_people(Question((A,)), most=2)
    assert [one.name for one in found.home] == ["Zz Last", "Aa First"]
    assert found.totals[Side.HOME].people == 9


def test_a_person_is_shown_as_most_often_printed_and_where_she_is():
    observatory = ask(
        [author(name="ANN LEE", affiliations=[2, 1])],
        [author(name="Ann Lee", affiliations=[2, 1])],
        [author(name="Ann Lee", affiliations=[2])],
    )
    found = observatory.get_people(Question((A,)))
    [home], [partner] = found.home, found.partner
    assert (home.name, home.organisation, home.country) == ("ANN LEE", A, "FR")
    assert (partner.name, partner.organisation, partner.country) == ("Ann Lee", G, None)
    assert home.corresponding is None


def test_people_of_a_folded_territory_keep_their_organisation():
    lake = make_lake(
        [Work(0, 2020, dict.fromkeys((A, G, U), frozenset()), {"FR": frozenset()})],
        authorships=[
            one | {"work": 0} for one in (author(), author(2, name="Li", affiliations=[2]))
        ],
        links=LINKS,
        affiliation_countries=[*PLACES, {"affiliation": 2, "country": "HK"}],
        organisations=[{"organisation": G, "name": "G", "country": "HK"}],
    )
    observatory, there = Observatory(lake, SmallRegistry()), Part("country", "CN")
    assert observatory.get_surroundings(Question((A,)), there).there == ()
    [person] = observatory.get_surroundings(Question((A,), folded=("HK",)), there).there
    assert (person.name, person.country, person.organisation) == ("Li", "CN", G)


@pytest.mark.parametrize(
    ("there", "shown"),
    [
        (None, {("Ann Lee", U), ("Bo Gb", None), ("Cy Us", U)}),
        (Part("organisation", G), {("Ann Lee", G)}),
        (Part("country", "GB"), {("Ann Lee", G), ("Bo Gb", None)}),
        (Part("country", "US"), {("Ann Lee", U), ("Cy Us", U)}),
    ],
)
def test_the_other_side_of_a_dossier_is_of_the_place_asked_about(there, shown):
    places = [*PLACES, {"affiliation": 2, "country": "GB"}, {"affiliation": 5, "country": "US"}]
    lists = [
        [author(affiliations=[2, 5]), author(2, name="Bo Gb", affiliations=[3])],
        [author(affiliations=[5]), author(2, name="Cy Us", affiliations=[5])],
    ]
    works = [
        Work(key, 2020, {A: frozenset(), G: frozenset(), U: frozenset()}, {"FR": frozenset()})
        for key in range(2)
    ]
    rows = [one | {"work": key} for key, authors in enumerate(lists) for one in authors]
    links = [*LINKS, {"affiliation": 5, "organisation": U}]
    lake = make_lake(works, authorships=rows, links=links, affiliation_countries=places)
    found = Observatory(lake, SmallRegistry()).get_surroundings(Question((A,)), there)
    assert {(one.name, one.organisation) for one in found.there} == shown
    assert found.there_count == len(shown)


@pytest.mark.parametrize(
    "name",
    ["Ødegård-Łukasz O’Neil", "ĐURO ŠIMIĆ", "Nguyễn Văn Ả", "José-María Æsc", "王 伟", "Ünsal, B"],
)
def test_names_fold_as_everywhere_else(name: str):
    sql = ibis.to_sql(
        ibis.table({"name": "string"}, name="t").select(f=lambda t: fold_name(t["name"]))
    )
    found = duckdb.connect().execute(f"WITH t AS (SELECT ? AS name) {sql}", [name]).fetchone()
    assert found == (fold(name),)
