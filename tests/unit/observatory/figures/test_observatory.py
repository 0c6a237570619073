from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import date
from importlib.resources import files
from types import MappingProxyType

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import (
    COUNTRY_OF,
    A,
    B,
    G,
    MemoryLake,
    N,
    Oracle,
    SmallRegistry,
    U,
    Work,
    make_lake,
)

from cordee.kernel.errors import NotFoundError
from cordee.kernel.periods import Years
from cordee.observatory.figures.answer import SHARES, Figures
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Counting, Question
from cordee.observatory.figures.selection import Selection


ROLE_SETS = st.frozensets(st.sampled_from(["first", "last", "corresponding"]))
YEARS = [2012, 2019, 2020, 2021]
THEMES = st.frozensets(
    st.tuples(
        st.sampled_from(["mesh", "openalex"]),
        st.sampled_from(["C04", "C08"]),
        st.sampled_from(["heading", "keyword"]),
    ),
    max_size=3,
)


@st.composite
def works(draw: st.DrawFn) -> list[Work]:
    return draw(
        st.lists(
            st.builds(
                Work,
                key=st.integers(-(2**63), 2**63 - 1),
                year=st.sampled_from([None, *YEARS]),
                organisations=st.dictionaries(st.sampled_from(list(COUNTRY_OF)), ROLE_SETS),
                countries=st.dictionaries(
                    st.sampled_from(["FR", "GB", "DE", "US", "JP", "HR"]), ROLE_SETS
                ),
                themes=THEMES,
                says_corresponding=st.booleans(),
                source=st.sampled_from(["pubmed", "openalex"]),
                authors=st.sampled_from([1, 2, 101]),
                texts=st.lists(
                    st.frozensets(st.sampled_from(list(COUNTRY_OF)), min_size=1), max_size=4
                ).map(tuple),
            ),
            max_size=12,
            unique_by=lambda work: work.key,
        )
    )


# Each example makes a database and asks it everything, about a second; making a failing example smaller
# would ask hundreds of times.
SLOW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

QUESTIONS = st.builds(
    Question,
    organisations=st.lists(st.sampled_from(list(COUNTRY_OF)), min_size=1, max_size=2).map(tuple),
    years=st.sampled_from([Years(), Years(2019, 2020), Years(2013, None)]),
    counting=st.sampled_from(list(Counting)),
    with_parts=st.booleans(),
    own_as_partners=st.booleans(),
)


def list_figures(figures: Figures) -> list[tuple[str, str, int]]:
    """Every figure that opens on its works: kind, value, figure."""
    found = [("works", "", figures.works), ("unknown", "", figures.unknown_works)]
    found += [(name, "", getattr(figures, name).works) for name in SHARES]
    found += [("covered", "", figures.covered_works), ("themed", "", figures.themed_works)]
    counts = figures.by_country_count
    found += [(n, "", getattr(counts, n)) for n in ("bilateral", "trilateral", "multilateral")]
    found += [("year", str(one.year), one.works) for one in figures.by_year]
    found += [("country", one.code, one.works) for one in figures.partner_countries]
    found += [("partner", one.id, one.works) for one in figures.partner_organisations]
    found += [("own", one.id, one.works) for one in figures.own_bodies]
    found += [("partner", one.id, one.partner_works) for one in figures.own_bodies]
    found += [("near", "", figures.distance.near.works), ("far", "", figures.distance.far.works)]
    found += [("located", "", figures.distance.located_works), ("hyper", "", figures.hyper_works)]
    found += [("industry", "", figures.industry.works)]
    found += [("lead", one.code, one.works) for one in figures.lead_countries]
    for one in figures.themes:
        found += [
            ("theme", one.selection, one.works),
            ("heading", one.selection, one.heading_works),
            ("keyword", one.selection, one.keyword_works),
        ]
    for role in figures.leadership.works:
        found += [(role.role, side, getattr(role, side)) for side in ("home", "national", "abroad")]
    return found


def get_home(question: Question) -> frozenset[str]:
    asked = frozenset(question.organisations)
    return asked | {B} if question.with_parts and A in asked else asked


@pytest.mark.slow
@settings(SLOW, max_examples=12)
@given(works(), QUESTIONS)
def test_every_figure_is_its_list_and_what_plain_reckoning_finds(
    drawn: list[Work], question: Question
):
    registry = SmallRegistry()
    oracle = Oracle(
        drawn,
        get_home(question),
        question.years,
        own_as_partners=question.own_as_partners,
    )
    observatory = Observatory(make_lake(drawn), registry)
    figures = observatory.get_figures(question)
    with observatory._open().open_home(question, registry) as view:
        for kind, value, count in list_figures(figures):
            expected = oracle.select(kind, value)
            selection = Selection.of(kind, value)
            assert count == len(expected), selection
            assert view.select_works(selection) == count, selection
            listed = {row["work"] for row in view.query("SELECT work FROM selected")}
            assert listed == expected, selection
    check_laws(figures)
    check_partners(figures, oracle)
    check_distance(figures, oracle)
    check_ties(figures, [work for work in drawn if work.year and work.year in question.years])


def check_laws(figures: Figures) -> None:
    assert figures.covered_works + figures.unknown_works == figures.works
    exclusive = (figures.domestic, figures.zone, figures.other_international)
    assert sum(share.works for share in exclusive) == figures.covered_works
    alone = figures.single_author.works + figures.intramural.works
    assert alone == figures.single_organisation.works
    assert figures.national.works + figures.single_organisation.works == figures.domestic.works
    assert figures.international.works >= max(figures.zone.works, figures.eu.works)
    assert sum(year.works for year in figures.by_year) == figures.works
    for share in (figures.coverage, figures.international, figures.zone):
        if share.value is not None:
            assert 0 <= share.low <= share.value <= share.high <= 1
    for partner in (*figures.partner_countries, *figures.partner_organisations):
        assert partner.works + 1e-9 >= partner.works_fractional
        assert sum(works for _, works in partner.trend) == partner.works


def check_partners(figures: Figures, oracle: Oracle) -> None:
    expected = {
        country
        for work in oracle.works
        for country in work.countries
        if country not in oracle.home_countries
    }
    assert {one.code for one in figures.partner_countries} == expected
    parts = sum(one.works_fractional for one in figures.partner_countries)
    home = sum(
        1 / len(work.countries)
        for work in oracle.works
        for country in work.countries
        if country in oracle.home_countries
    )
    assert parts + home == pytest.approx(figures.covered_works)
    ranks = [one.rank for one in figures.partner_countries]
    assert ranks == sorted(ranks)


def check_distance(figures: Figures, oracle: Oracle) -> None:
    spans = [km for work in oracle.works if (km := oracle.get_km(work)) is not None]
    expected = sum(spans) / len(spans) if spans else None
    # A kilometre, because the law of cosines is coarse between neighbours.
    assert figures.distance.mean_km == pytest.approx(expected, abs=1)


def check_ties(figures: Figures, corpus: list[Work]) -> None:
    basis = figures.ties_basis
    assert basis.corpus_covered_works == sum(bool(work.countries) for work in corpus)
    assert basis.corpus_linked_works == sum(bool(work.organisations) for work in corpus)
    for one in figures.partner_countries:
        assert one.ties.partner_works == sum(one.code in work.countries for work in corpus)
    for one in figures.partner_organisations:
        assert one.ties.partner_works == sum(one.id in work.organisations for work in corpus)
    for one in (*figures.partner_countries, *figures.partner_organisations):
        assert one.works <= one.ties.partner_works
        assert (one.ties.affinity is None) == (one.works < basis.least_works)
        for index in (one.ties.salton, one.ties.jaccard):
            assert index is None or 0 < index <= 1


@pytest.mark.slow
@settings(SLOW, max_examples=8)
@given(works(), QUESTIONS)
def test_one_work_more_never_lowers_a_count(drawn: list[Work], question: Question):
    registry = SmallRegistry()
    before = Observatory(make_lake(drawn[1:]), registry).get_figures(question)
    after = Observatory(make_lake(drawn), registry).get_figures(question)
    larger = {(kind, value): count for kind, value, count in list_figures(after)}
    for kind, value, count in list_figures(before):
        assert larger[kind, value] >= count


def make_some() -> list[Work]:
    first, last = frozenset({"first"}), frozenset({"last"})
    return [
        Work(1, 2019, {A: first, G: last}, {"FR": first, "GB": last}),
        Work(2, 2020, {A: first, B: last}, {"FR": first | last}),
        Work(3, 2021, {A: last, U: first, N: frozenset()}, {"FR": last, "US": first}),
        Work(4, None, {A: first}, {"FR": first}),
    ]


@pytest.fixture
def lake() -> MemoryLake:
    found = make_lake(make_some())
    found.tables["works"][2]["date"] = date(2021, 6, 1)
    return found


@pytest.fixture
def observatory(lake: MemoryLake) -> Observatory:
    return Observatory(lake, SmallRegistry())


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    text = files("cordee.observatory.figures").joinpath("schema.json").read_text("utf-8")
    return json.loads(text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_document_keeps_its_schema(observatory, schema, language):
    document = observatory.get_figures(Question((A,))).to_dict(language)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(document)), schema)


def test_an_empty_lake_keeps_the_schema_too(schema):
    lake = MemoryLake()
    figures = Observatory(lake, SmallRegistry()).get_figures(Question((A,)))
    jsonschema.validate(figures.to_dict(), schema)
    assert figures.international.value is None
    assert [one.code for one in figures.warnings] == ["no_works"]


def test_a_lake_that_was_not_linked_says_so():
    lake = MemoryLake()
    lake.linker = None
    figures = Observatory(lake, SmallRegistry()).get_figures(Question((A,)))
    assert [one.code for one in figures.warnings] == ["not_linked"]


def test_cautions(observatory):
    codes = [one.code for one in observatory.get_figures(Question((A,))).warnings]
    assert codes == ["few_works", "partial_last_year", "undated_works"]


def test_few_works_are_not_said_to_be_the_only_known_ones_when_they_are_all():
    works = [Work(n, 2020, {A: frozenset()}, {"FR": frozenset()}) for n in range(3)]
    unknown = Work(3, 2020, {A: frozenset()})
    for lake, said in ((works, "are counted here"), ([*works, unknown], "a known country")):
        figures = Observatory(make_lake(lake), SmallRegistry()).get_figures(Question((A,)))
        [few] = [one for one in figures.warnings if one.code == "few_works"]
        assert said in few.sentence.to_text("en")


def test_old_pubmed_works_are_cautioned():
    works = [Work(n, 2012, {A: frozenset()}, {"FR": frozenset()}) for n in range(3)]
    figures = Observatory(make_lake(works), SmallRegistry()).get_figures(Question((A,)))
    assert "pubmed_before_2014" in [one.code for one in figures.warnings]


def test_low_coverage_is_cautioned():
    works = [Work(n, 2020, {A: frozenset()}) for n in range(3)]
    figures = Observatory(make_lake(works), SmallRegistry()).get_figures(Question((A,)))
    assert "low_coverage" in [one.code for one in figures.warnings]
    assert (figures.unknown_works, figures.domestic.works) == (3, 0)


def test_partners_of_the_registry_are_described(observatory):
    figures = observatory.get_figures(Question((A,)))
    found = {one.id: (one.foreign, one.relation) for one in figures.partner_organisations}
    assert found == {G: (True, None), U: (True, None), N: (None, None)}
    assert [(one.id, one.relation) for one in figures.own_bodies] == [(B, "part")]


def test_own_bodies_can_be_asked_as_partners(observatory):
    figures = observatory.get_figures(Question((A,), own_as_partners=True))
    found = {one.id: one.relation for one in figures.partner_organisations}
    assert found == {B: "part", G: None, U: None, N: None}
    assert figures.own_bodies == ()


@pytest.mark.parametrize("copy", [deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_an_answer_can_be_copied(observatory, copy, monkeypatch):
    # As those of the registry itself, which no copy takes along.
    organisations = MappingProxyType(observatory.registry.organisations)
    monkeypatch.setattr(observatory.registry, "organisations", organisations)
    figures = observatory.get_figures(Question((A,)))
    assert copy(figures) == figures
    assert asdict(copy(figures)) == asdict(figures)


def test_a_parent_is_no_partner(observatory):
    figures = observatory.get_figures(Question((B,)))
    assert len(figures.partner_organisations) == 0
    assert [(one.id, one.relation) for one in figures.own_bodies] == [(A, "parent")]


def test_unknown_organisations_and_zones_are_refused(observatory):
    with pytest.raises(NotFoundError):
        observatory.get_figures(Question(("06fffff66",)))
    with pytest.raises(NotFoundError):
        observatory.get_figures(Question((A,), zone="MOON"))


def test_a_new_snapshot_is_seen(observatory, lake):
    assert observatory.get_figures(Question((A,))).works == 3
    lake.tables["works"][3]["year"] = 2020
    assert observatory.get_figures(Question((A,))).works == 3
    lake.number = 2
    assert observatory.get_figures(Question((A,))).works == 4


def test_an_answer_is_kept(observatory):
    assert observatory.get_figures(Question((A,))) is observatory.get_figures(Question((A,)))


def test_threads_get_their_own_answers(observatory, lake):
    questions = [
        Question((one,), Years(first, 2021)) for one in (A, B, G, U) for first in (2019, 2020)
    ]
    alone = [observatory.get_figures(question) for question in questions]
    again = Observatory(lake, SmallRegistry())
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(again.get_figures, questions))
    assert [one.works for one in together] == [one.works for one in alone]
    assert [one.partner_countries for one in together] == [one.partner_countries for one in alone]


def test_declared_collaborations_stand_beside_the_observed():
    rows = [
        {
            "declared": n,
            "organisation": A,
            "country": country,
            "first_year": 2020,
            "last_year": 2020,
        }
        for n, country in enumerate(["GB", "GB", "JP", None])
    ]
    figures = Observatory(make_lake(make_some(), declared=rows), SmallRegistry()).get_figures(
        Question((A,))
    )
    assert figures.declared_count == 4
    assert [(d.code, d.declared, d.observed_works) for d in figures.declared_countries] == [
        ("GB", 2, 1),
        ("JP", 1, 0),
    ]
    assert {one.code: one.declared for one in figures.partner_countries} == {"GB": 2, "US": 0}
    assert "JP" not in {one.code for one in figures.partner_countries}


def test_without_any_declaration_the_figure_is_unknown_rather_than_nought(observatory):
    figures = observatory.get_figures(Question((A,)))
    assert figures.declared_count is None
    assert {one.declared for one in figures.partner_countries} == {None}


def test_works_are_listed_latest_first_and_by_page(observatory):
    page = observatory.get_works(Question((A,)), Selection(), page=1, size=2)
    assert ([row.work for row in page.rows], page.total, page.pages) == ([3, 2], 3, 2)
    assert [row.work for row in observatory.get_works(Question((A,)), Selection(), 2, 2).rows] == [
        1
    ]
    assert observatory.get_works(Question((A,)), Selection(), 9, 2).rows == ()
    assert (page.rows[0].countries, page.rows[0].organisations) == (("FR", "US"), 3)


def test_the_evidence_of_a_work():
    text = "Inserm, Paris, France"
    lake = make_lake(
        make_some(),
        authorships=[
            {"work": 1, "position": 2, "name": "B Two", "affiliations": []},
            {"work": 1, "position": 1, "name": "A One", "affiliations": [7, 8]},
        ],
        affiliations=[{"affiliation": 7, "text": text}, {"affiliation": 8, "text": "Nowhere"}],
        links=[
            {
                "affiliation": 7, "organisation": A, "score": 0.75, "reason": "name",
                "start": 0, "end": 6,
            }
        ],
        affiliation_countries=[{"affiliation": 7, "country": "FR", "basis": "text"}],
        organisations=[{"organisation": A, "name": "Inserm", "country": "FR"}],
    )  # fmt: skip
    work = Observatory(lake, SmallRegistry()).get_work(1)
    assert [author.name for author in work.authors] == ["A One", "B Two"]
    [known, unknown] = work.affiliations
    [link] = known.links
    assert (link.name, link.score, text[link.start : link.end]) == ("Inserm", 0.75, "Inserm")
    assert (known.countries[0].code, unknown.links, unknown.text) == ("FR", (), "Nowhere")
    assert (work.countries, work.organisations) == (("FR", "GB"), (A, G))


def test_a_work_that_is_not_there(observatory):
    with pytest.raises(NotFoundError):
        observatory.get_work(99)


@pytest.mark.slow
@settings(SLOW, max_examples=5)
@given(works(), QUESTIONS, st.sampled_from(["country:GB", "theme:mesh/C04,international", "zone"]))
def test_a_narrowed_question_is_answered_from_the_selected_works_alone(
    drawn: list[Work], question: Question, within: str
):
    observatory = Observatory(make_lake(drawn), SmallRegistry())
    narrowed = replace(question, within=Selection.from_text(within))
    figures = observatory.get_figures(narrowed)
    assert figures.works == observatory.get_works(question, narrowed.within).total
    for kind, value, figure in list_figures(figures):
        both = Selection.from_text(f"{within},{kind}:{value}" if value else f"{within},{kind}")
        assert observatory.get_works(question, both).total == figure
    assert figures.to_dict()["within"] == narrowed.within.to_text()
