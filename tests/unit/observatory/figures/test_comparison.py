from __future__ import annotations

import csv
import io
import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.observatory.figures.lakes import A, B, G, SmallRegistry, U, Work, make_lake
from tests.unit.observatory.figures.test_observatory import works

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.answer import SHARES, Figures
from cordee.observatory.figures.comparables import COMPARABLES
from cordee.observatory.figures.comparison import Comparison
from cordee.observatory.figures.comparison_files import (
    TABLES,
    make_comparison_table,
    name_side,
    to_dict,
    to_json,
)
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.exports import to_csv
from cordee.observatory.figures.means import count_top, make_means
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.sides import ComparisonQuestion


def hold(*names: str) -> dict[str, frozenset[str]]:
    return {name: frozenset({"first"} if not place else ()) for place, name in enumerate(names)}


WORKS = [
    Work(1, 2019, hold(A, G), hold("FR", "GB")),
    Work(2, 2019, hold(A), hold("FR")),
    Work(3, 2020, hold(A, U), hold("FR", "US")),
    Work(4, 2021, hold(B, G), hold("FR", "GB")),
    Work(5, 2021, hold(A, B), hold("FR")),
    Work(6, 2021, hold(B, G, U), hold("FR", "GB", "US")),
]


def compare(*sides: str, **asked: str) -> Comparison:
    observatory = Observatory(make_lake(WORKS), SmallRegistry())
    return observatory.get_comparison(ComparisonQuestion.from_text(sides, **asked))


def test_years_are_aligned_from_the_first_to_the_last_of_any_side() -> None:
    found = compare(A, B)

    assert found.years == (2019, 2020, 2021)
    assert [(m.amount, m.of) for m in found.sides[0].years] == [(1, 2), (1, 1), (0, 1)]
    assert [(m.amount, m.of) for m in found.sides[1].years] == [(0, 0), (0, 0), (2, 3)]
    assert found.sides[1].years[0].share is None
    assert found.sides[1].total.share == pytest.approx(2 / 3)
    assert found.sides[1].total.small


def test_partners_in_common_and_of_one_side_alone() -> None:
    found = compare(A, B)

    assert [one.id for one in found.countries.list_common()] == ["GB", "US"]
    assert found.countries.partners[0].works == (1, 2)
    assert found.countries.only == (0, 0)
    assert found.countries.pairs[0].jaccard == 1
    # A and B publish together, but what is compared is no partner.
    assert {one.id for one in found.organisations.partners} == {G, U}


def test_countries_of_one_home_are_sides_too() -> None:
    found = compare(f"{A},country:GB", f"{A},country:US", A, indicator="part_of_home")

    assert [side.total.share for side in found.sides] == [0.25, 0.25, 1]
    assert name_side(found.sides[0], "fr") == f"Organisation {A}, Royaume-Uni"


def test_output_by_fractional_counting_is_the_homes_own_part() -> None:
    found = compare(A, f"{A}+{B}", indicator="works", counting="fractional")

    assert found.sides[0].total.amount == 2.5
    assert found.sides[0].years[0].share == pytest.approx(1.5 / 2.5)
    assert found.sides[0].years[0].low is None
    assert found.sides[1].total.amount == pytest.approx(0.5 + 1 + 0.5 + 0.5 + 1 + 1 / 3)


def test_cautions_of_all_sides_are_said_once() -> None:
    codes = [(caution.code, at) for caution, at in compare(A, B).list_warnings()]
    assert ("few_works", (0,)) in codes  # with its own number of works
    assert len(codes) == len({str(one) for one in codes})


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(works(), st.sampled_from(Counting))
def test_a_side_says_what_its_own_figures_say(made: list[Work], counting: Counting) -> None:
    observatory = Observatory(make_lake(made), SmallRegistry())
    question = ComparisonQuestion.from_text([A, f"{G},country:FR"], counting=counting.value)
    found = observatory.get_comparison(question)
    places = {one.code: place for place, one in enumerate(COMPARABLES)}
    for side in found.sides:
        figures = observatory.get_figures(question.get_question(side.side))
        totals = {code: side.totals[place] for code, place in places.items()}
        agree(figures, totals)
        known = {year.year: year for year in figures.by_year}
        for year, measure in zip(found.years, side.years, strict=True):
            expected = known[year].international_works if year in known else 0
            assert measure.amount == expected


def agree(figures: Figures, totals: dict) -> None:
    for name in set(SHARES) & totals.keys():
        share = getattr(figures, name)
        measure = totals[name]
        assert (measure.amount, measure.of, measure.share) == (share.works, share.of, share.value)
        assert (measure.low, measure.high) == (share.low, share.high)
    for role in figures.leadership.works:
        assert totals[f"{role.role}_author"].share == role.home_share
    if figures.question.counting is Counting.FULL:
        assert totals["works"].amount == figures.works
    else:
        assert 0 <= totals["works"].amount <= figures.works
    assert totals["coverage"].share == figures.coverage.value
    assert totals["partner_countries"].amount == figures.country_count


def test_the_document_and_the_tables_say_the_same() -> None:
    found = compare(A, B)
    document = json.loads(to_json(found))

    assert document == json.loads(json.dumps(to_dict(found)))
    assert [year["amount"] for year in document["sides"][0]["by_year"]] == [1, 1, 0]
    rows = list(csv.DictReader(io.StringIO(to_csv(make_comparison_table("by_year", found)))))
    assert [row["Counted"] for row in rows] == ["1", "1", "0", "2", "0", "0", "2", "2"]
    assert len(make_comparison_table("indicators", found).rows) == 2 * len(COMPARABLES)
    assert make_comparison_table("partner_organisations", found).rows[0][:2] == (
        G,
        f"Organisation {G}",
    )
    for name in TABLES:
        table = make_comparison_table(name, found, "fr")
        assert {len(row) for row in table.rows} == {len(table.headers)}
    with pytest.raises(NotFoundError, match="no table"):
        make_comparison_table("fame", found)


def test_means_are_over_works_of_a_year_and_of_all() -> None:
    rows = [
        {"year": 2019, "works": 1, "km": 300.0, "square": 90_000.0},
        {"year": 2020, "works": 2, "km": 300.0, "square": 50_000.0},
    ]
    cited = {"works": 4, "citations": 8, "compared": 2, "score": 3.0, "square": 5.0, "top": 0.5}
    means = make_means(rows, [cited])
    assert (means["km"].value, means["km"].works) == (200.0, 3)
    # s = 100, so the margin is 1.96 × 100 / √3.
    assert means["km"].low == pytest.approx(200 - 113.161, abs=0.001)
    assert (means["citations"].value, means["citation_score"].value) == (2.0, 1.5)
    assert count_top([cited, cited]) == (1.0, 4)
    assert make_means(rows[:1], [])["km"].low is None
    assert make_means([], [])["citation_score"].value is None


def test_a_mean_is_compared_by_year_and_does_not_grow() -> None:
    document = to_dict(compare(A, B, indicator="mean_distance"))
    assert document["indicator"]["is_mean"]
    [first, *_] = document["sides"]
    assert first["growth"] is None
    assert first["total"]["share"] is None
    assert first["total"]["amount"] == first["total"]["of"]
    assert (first["total"]["mean"] is None) == (first["total"]["of"] == 0)


@pytest.mark.parametrize("indicator", ["works", "eu", "mean_distance", "top_cited"])
def test_the_document_keeps_its_published_schema(indicator: str) -> None:
    text = files("cordee.observatory.figures").joinpath("comparison.schema.json").read_text("utf-8")
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    told = to_dict(compare(A, B, indicator=indicator))
    jsonschema.Draft202012Validator(schema).validate(told)
    assert set(schema["required"]) == set(told)
