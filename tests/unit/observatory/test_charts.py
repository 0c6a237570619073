from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.observatory.figures.lakes import A, B, SmallRegistry, make_lake
from tests.unit.observatory.figures.test_comparison import WORKS

from cordee.observatory import charts
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.flows import FlowChoice
from cordee.observatory.figures.network_parts import NetworkChoice
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.sides import ComparisonQuestion


@pytest.fixture(scope="module")
def observatory() -> Observatory:
    return Observatory(make_lake(WORKS), SmallRegistry())


@pytest.fixture(scope="module")
def figures(observatory: Observatory) -> Figures:
    return observatory.get_figures(Question((A,)))


def list_values(picture: Any) -> list[dict[str, Any]]:
    """Return the rows a chart is drawn from, wherever Altair keeps them."""
    spec = json.loads(picture.to_json())
    found = spec["data"] if "data" in spec else spec["layer"][0]["data"]
    return spec["datasets"][found["name"]] if "name" in found else found["values"]


def test_the_parts_of_a_trend_add_up_to_the_works(figures: Figures) -> None:
    values = list_values(charts.trend(figures))
    assert sum(row["value"] for row in values) == figures.works
    assert {row["category"][:4] for row in values} == {"2019", "2020", "2021"}


def test_a_trend_names_the_zone_asked_for(observatory: Observatory, figures: Figures) -> None:
    asked = observatory.get_figures(Question((A,), zone="EUROPE"))
    names = {
        language: {row["series"] for row in list_values(charts.trend(asked, language))}
        for language in ("en", "fr")
    }
    assert "With a country of the zone: Europe" in names["en"]
    assert not {"With the EU", "Avec l’UE"} & (names["en"] | names["fr"])
    assert "With the EU" in {row["series"] for row in list_values(charts.trend(figures))}


def test_the_mix_adds_up_to_the_covered_works(figures: Figures) -> None:
    values = list_values(charts.mix(figures))
    assert sum(row["value"] for row in values) == figures.covered_works


def test_a_share_of_few_works_has_no_point(figures: Figures) -> None:
    assert all(row["value"] is None for row in list_values(charts.shares(figures)))


def test_partners_are_counted_as_asked(observatory: Observatory, figures: Figures) -> None:
    full = list_values(charts.partner_countries(figures, most=1))
    assert [row["value"] for row in full] == [figures.partner_countries[0].works]
    asked = Question.from_text([A], counting="fractional")
    fractional = list_values(charts.partner_organisations(observatory.get_figures(asked)))
    assert fractional[0]["value"] == 0.5


def test_sides_are_lines_of_one_chart(observatory: Observatory) -> None:
    asked = ComparisonQuestion.from_text([A, B], "works")
    values = list_values(charts.comparison(observatory.get_comparison(asked)))
    assert {row["series"] for row in values} == {f"Organisation {A}", f"Organisation {B}"}
    assert sum(row["value"] for row in values) == 4 + 3


@pytest.mark.parametrize(
    "draw",
    [
        charts.trend,
        charts.shares,
        charts.mix,
        charts.partner_countries,
        charts.partner_organisations,
        charts.themes,
        charts.world_map,
    ],
)
@pytest.mark.parametrize("org", [A, "05eeeee55"])
def test_each_is_drawn_in_french_even_of_nothing(
    observatory: Observatory, draw: Callable[..., Any], org: str
) -> None:
    picture = draw(observatory.get_figures(Question((org,))), language="fr")
    assert charts.to_svg(picture, "fr").startswith("<svg")


def test_a_map_is_whole(figures: Figures) -> None:
    spec = charts.world_map(figures).to_dict()
    assert "countries-of-the-world" in spec["datasets"]
    assert charts.to_png(charts.world_map(figures, "fr"), "fr").startswith(b"\x89PNG")


@pytest.mark.parametrize("org", [A, "05eeeee55"])
def test_networks_chords_and_flows_are_drawings_even_of_nothing(
    observatory: Observatory, org: str
) -> None:
    question = Question((org,))
    for drawing in (
        charts.network(observatory.get_network(question, NetworkChoice()), "fr"),
        charts.chord(observatory.get_chord(question), "fr"),
        charts.flows(observatory.get_flows(question, FlowChoice()), "fr"),
    ):
        assert charts.to_svg(drawing).startswith("<svg")
        assert charts.to_png(drawing, scale=0.5).startswith(b"\x89PNG")
