from __future__ import annotations

import pyarrow as pa
import pytest
from tests.unit.observatory.figures.lakes import A, B, SmallRegistry, make_lake
from tests.unit.observatory.figures.test_comparison import WORKS

from cordee.kernel.errors import NotFoundError
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.arrow import (
    COMPARISON_SCHEMAS,
    list_table_names,
    make_arrow_table,
)
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.flows import FlowChoice
from cordee.observatory.figures.network_parts import NetworkChoice
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.sides import ComparisonQuestion
from cordee.observatory.figures.tabulation import SCHEMAS, tabulate


@pytest.fixture(scope="module")
def observatory() -> Observatory:
    return Observatory(make_lake(WORKS), SmallRegistry())


@pytest.fixture(scope="module")
def figures(observatory: Observatory) -> Figures:
    return observatory.get_figures(Question((A,)))


@pytest.mark.parametrize("name", list_table_names())
def test_columns_have_the_same_types_with_and_without_rows(
    observatory: Observatory, figures: Figures, name: str
) -> None:
    empty = observatory.get_figures(Question.from_text([A], "1900")).to_table(name)
    full = figures.to_table(name)
    assert full.schema.equals(empty.schema)
    assert pa.null() not in full.schema.types


def test_a_table_says_what_the_document_says(figures: Figures) -> None:
    table = figures.to_table("partner_countries", "fr")
    document = figures.to_dict("fr")["partner_countries"]

    assert table["name"].to_pylist() == [one["name"] for one in document]
    assert table["ties_partner_works"].to_pylist() == [
        one["ties"]["partner_works"] for one in document
    ]
    assert table["trend"][0].as_py() == document[0]["trend"]
    assert table.schema.field("share").type == pa.float64()
    [summary] = figures.to_table("summary").to_pylist()
    assert summary["works"] == figures.works
    assert summary["international_interval"][0] == pytest.approx(figures.international.low, 1e-5)


def test_a_table_that_is_not_there_is_refused(figures: Figures) -> None:
    with pytest.raises(NotFoundError, match="summary, leadership"):
        figures.to_table("fame")
    with pytest.raises(NotFoundError):
        make_arrow_table(figures.to_dict(), "period")


def test_a_comparison_has_tables_too(observatory: Observatory) -> None:
    found = observatory.get_comparison(ComparisonQuestion.from_text([A, B]))
    for name, schema in COMPARISON_SCHEMAS.items():
        assert tabulate(found, name).schema == schema
    years = tabulate(found, "by_year").to_pylist()
    assert [(one["side"], one["year"]) for one in years][:4] == [
        (A, 2019), (A, 2020), (A, 2021), (A, None),
    ]  # fmt: skip
    assert tabulate(found, "partner_countries").num_rows == 4
    with pytest.raises(NotFoundError):
        tabulate(found, "fame")


def test_networks_chords_and_flows_have_tables_too(observatory: Observatory) -> None:
    question = Question((A,))
    for found in (
        observatory.get_network(question, NetworkChoice()),
        observatory.get_chord(question),
        observatory.get_flows(question, FlowChoice()),
    ):
        for name, schema in SCHEMAS[type(found)].items():
            assert tabulate(found, name).schema == schema
        with pytest.raises(NotFoundError, match=", ".join(SCHEMAS[type(found)])):
            tabulate(found, "fame")
    network = observatory.get_network(question, NetworkChoice())
    assert tabulate(network, "nodes", "fr")["id"].to_pylist() == [one.id for one in network.nodes]
    assert tabulate(network, "links").num_rows == len(network.links)
    arcs = tabulate(observatory.get_chord(question), "arcs", "fr").to_pylist()
    assert sum(one["works_shared"] for one in arcs) == 2 * sum(
        tabulate(observatory.get_chord(question), "links")["works"].to_pylist()
    )
