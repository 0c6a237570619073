from __future__ import annotations

import random
from typing import Any

import pytest

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.flows import (
    FlowChoice,
    FlowEnds,
    FlowMap,
    describe_flows,
    make_flow_map,
    read_ends,
)
from cordee.observatory.figures.network_tables import make_flow_table
from cordee.observatory.figures.question import Question


KNOWN = {"partnered": 9, "located": 8, "partnered_abroad": 7, "located_abroad": 6}


def make(seed: int = 0, **choice: Any) -> FlowMap:
    asked = FlowChoice(**choice)
    places = [
        {"country": country, "town": town, "home": home, "latitude": 1.000049, "longitude": 2.0}
        | {"works": works, "organisations": 1}
        for country, town, home, works in (
            ("FR", "Paris", 1, 9),
            ("FR", "Lyon", 1, 3),
            ("FR", "Paris", 0, 5),
            ("GB", "London", 0, 4),
        )
    ]
    if asked.ends is FlowEnds.COUNTRIES:
        rows = [
            {"country": "FR", "town": town, "other_country": other, "works": works}
            for town, other, works in (("Paris", "GB", 4), ("Lyon", "GB", 1), ("Paris", "US", 2))
        ]
    else:
        rows = [
            {"country": "FR", "town": town, "works": works, "abroad": int(other == "GB")}
            | {"other_country": other, "other_town": other_town}
            for town, other, other_town, works in (
                ("Paris", "FR", "Paris", 5),
                ("Paris", "GB", "London", 4),
                ("Lyon", "GB", "London", 1),
            )
        ]
    for each in (places, rows):
        random.Random(seed).shuffle(each)
    return make_flow_map(Question(("02vjkv261",)), asked, places, rows, KNOWN, "000001")


def test_flows_abroad_most_works_first():
    found = make()

    assert [(one.source, one.target, one.works) for one in found.flows] == [
        ("home/FR/Paris", "GB/London", 4),
        ("home/FR/Lyon", "GB/London", 1),
    ]
    assert [town.id for town in found.towns] == ["home/FR/Paris", "home/FR/Lyon", "GB/London"]
    assert (found.located, found.partnered) == (6, 7)
    assert found.towns[0].latitude == 1.0


def test_flows_everywhere_tell_a_town_of_the_home_from_partners_there():
    found = make(abroad=False, most=1)

    assert [town.id for town in found.towns] == ["home/FR/Paris", "FR/Paris"]
    assert (found.candidates, found.located) == (3, 8)


def test_flows_to_countries_have_no_degrees():
    found = make(ends=FlowEnds.COUNTRIES)

    assert [(town.id, town.works) for town in found.towns if not town.home] == [
        ("GB", 4),
        ("US", 2),
    ]
    assert make_flow_table(found, "fr").rows[0] == (
        *("Paris", "France", None, "Royaume-Uni", 4),
        *(1.0, 2.0, None, None),
    )
    assert "middle of its largest land" in describe_flows(found)[1].to_text()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(seed: int):
    assert make(seed) == make()


def test_nothing_to_draw_is_said():
    nobody = make_flow_map(Question(("02vjkv261",)), FlowChoice(), [], [], KNOWN, None)
    assert "No town of a partner" in describe_flows(nobody)[0].to_text()


@pytest.mark.parametrize("most", [0, 501])
def test_a_number_out_of_bounds_is_refused(most: int):
    with pytest.raises(UsageError):
        FlowChoice(most=most)


def test_unknown_ends_are_refused():
    assert read_ends("") is FlowEnds.TOWNS
    with pytest.raises(UsageError):
        read_ends("moon")
