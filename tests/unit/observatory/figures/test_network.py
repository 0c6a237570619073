from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.answer import YearWorks
from cordee.observatory.figures.network import keep_nodes, make_links, make_network
from cordee.observatory.figures.network_files import to_graphml, to_json, to_vosviewer
from cordee.observatory.figures.network_parts import (
    Moment,
    Network,
    NetworkChoice,
    NodeKind,
    read_kind,
)
from cordee.observatory.figures.network_words import describe_network
from cordee.observatory.figures.network_years import Times
from cordee.observatory.figures.question import Question


HOME = "02vjkv261"
# Two triangles with one work between them, one pair apart, one node alone.
PAIRS = {"AB": 4, "AC": 4, "BC": 4, "DE": 3, "DF": 3, "EF": 3, "CD": 1, "GH": 2}
WORKS = {"A": 9, "B": 8, "C": 9, "D": 7, "E": 6, "F": 6, "G": 2, "H": 2, "I": 1}


TIMES = Times(home={2020: 20})


def make(
    pairs: dict[str, int] | None = None,
    works: dict[str, int] | None = None,
    seed: int = 0,
    times: Times = TIMES,
    **choice: Any,
) -> Network:
    asked = NetworkChoice(NodeKind.ORGANISATIONS, **choice)
    rows = [
        {
            "node": node,
            "country": "FR",
            "home": int(node == "A"),
            "works": n,
            "weight": n / 4,
            "apart": 0,
        }
        for node, n in (WORKS if works is None else works).items()
    ]
    links = [
        {"source": pair[0], "target": pair[1], "works": n}
        for pair, n in (PAIRS if pairs is None else pairs).items()
    ]
    random.Random(seed).shuffle(rows)
    random.Random(seed).shuffle(links)
    kept = keep_nodes(rows, asked)
    names = {row["node"]: f"Name <{row['node']}> & co" for row in kept.rows}
    inside = [row for row in links if row["source"] in names and row["target"] in names]
    all_links = make_links(inside, kept.places)
    return make_network(Question((HOME,)), asked, kept, all_links, times, names, "000001")


def test_association_strength_is_that_of_van_eck_and_waltman():
    found = make({"AB": 2, "AC": 1, "BC": 1}, {"A": 3, "B": 3, "C": 2})

    # k: A 3, B 3, C 2; 2m = 8.
    assert [(one.source, one.target, one.works) for one in found.links] == [
        ("A", "B", 2),
        ("A", "C", 1),
        ("B", "C", 1),
    ]
    assert [one.strength for one in found.links] == pytest.approx([16 / 9, 8 / 6, 8 / 6])


def test_hiding_thin_links_changes_no_strength():
    every, thick = make(), make(least_shared=3)

    kept = {(one.source, one.target): one.strength for one in thick.links}
    assert kept == {(one.source, one.target): one.strength for one in every.links if one.works >= 3}
    assert thick.links_left == 2


def test_communities_parts_and_what_stands_alone():
    found = make()

    assert [set(one.nodes) for one in found.communities] == [set("ABC"), set("DEF"), set("GH")]
    assert (found.alone, found.pieces) == (1, 2)
    assert {node.id: node.community for node in found.nodes}["I"] is None
    assert found.modularity > 0.3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(seed: int):
    assert make(seed=seed) == make()


def test_what_was_left_out_is_counted():
    found = make(most=4, least=2)

    assert [node.id for node in found.nodes] == ["A", "C", "B", "D"]
    assert (found.candidates, found.left_below, found.left_beyond) == (9, 1, 4)
    said = [one.to_text() for one in describe_network(found)]
    assert "Left out, on fewer than 2 works: 1." in said
    assert "Left out, beyond the 4 on most works: 4." in said


def test_places_lie_in_the_square_and_apart():
    found = make()
    points = [(node.x, node.y) for node in found.nodes]

    assert all(-1 <= value <= 1 for point in points for value in point)
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.01 for a, b in combinations(points, 2))


@pytest.mark.parametrize(
    ("works", "pairs", "said"),
    [
        ({}, {}, "No organisation is linked"),
        ({"A": 3}, {}, "A single node has nobody"),
        ({"A": 3, "B": 2}, {}, "No two of these nodes share a work"),
        (None, None, "The network is in 2 parts"),
    ],
)
def test_small_and_broken_networks_get_a_sentence(works: Any, pairs: Any, said: str):
    found = make(pairs, works)

    assert said in " ".join(one.to_text() for one in describe_network(found))
    assert len(json.loads(to_json(found))["nodes"]) == len(found.nodes)


def test_graphml_is_well_formed_whatever_a_name_holds():
    found = make()
    named = replace(found.nodes[0], name="Cells\x02")
    graph = nx.read_graphml(
        io.BytesIO(to_graphml(replace(found, nodes=(named, *found.nodes[1:]))).encode())
    )
    assert graph.nodes["A"]["label"] == "Cells"


def test_graphml_is_read_back_by_another_library():
    found = make()
    graph = nx.read_graphml(io.BytesIO(to_graphml(found).encode()))

    assert not graph.is_directed()
    assert graph.nodes["A"] == {
        "label": "Name <A> & co",
        "kind": "organisations",
        "country": "FR",
        "home": True,
        "works": 9,
        "weight": 2.25,
        "community": 1,
        "x": found.nodes[0].x,
        "y": found.nodes[0].y,
    }
    assert {frozenset(ends): works for *ends, works in graph.edges(data="works")} == {
        frozenset(pair): works for pair, works in PAIRS.items()
    }


def test_vosviewer_json_has_the_attributes_its_makers_describe():
    found = json.loads(to_vosviewer(make()))

    assert set(found) == {"network"}
    items, links = found["network"]["items"], found["network"]["links"]
    ids = {item["id"] for item in items}
    known = {"id", "label", "description", "url", "x", "y", "cluster", "weights", "scores"}
    for item in items:
        assert set(item) <= known
        assert isinstance(item["x"], float)
        assert 1 <= item.get("cluster", 1) <= 1000
        assert all(value >= 0 for value in item["weights"].values())
    assert all(set(link) == {"source_id", "target_id", "strength"} for link in links)
    assert all({link["source_id"], link["target_id"]} <= ids for link in links)
    assert sum(link["strength"] for link in links) == sum(PAIRS.values())


@pytest.mark.parametrize("wrong", [{"most": 0}, {"most": 1001}, {"least": 0}, {"least_shared": 0}])
def test_a_choice_out_of_bounds_is_refused(wrong: dict[str, int]):
    with pytest.raises(UsageError):
        NetworkChoice(**wrong)


def test_years_tell_what_there_was_of_the_network():
    times = Times(
        home={2019: 3, 2021: 5},
        nodes={"A": (YearWorks(2019, 3), YearWorks(2021, 5)), "B": (YearWorks(2021, 5),)},
        links={frozenset("AB"): (YearWorks(2021, 4),)},
        counts=[(2021, 4, 3), (2021, 2, 1), (2019, 1, 1)],
    )
    found = make(times=times, least_shared=2)

    told = json.loads(to_json(found))
    assert told["works"] == 8
    assert told["years"] == [
        {"year": 2019, "works": 3, "nodes": 1, "links": 0},
        {"year": 2020, "works": 0, "nodes": 0, "links": 0},
        {"year": 2021, "works": 5, "nodes": 2, "links": 4},
    ]
    assert told["nodes"][0]["years"] == {"2019": 3, "2021": 5}
    links = {frozenset((one["source"], one["target"])): one["years"] for one in told["links"]}
    assert links[frozenset("AB")] == {"2021": 4}
    assert links[frozenset("DE")] is None


@pytest.mark.parametrize(
    ("moment", "works"),
    [(Moment(), 7), (Moment(2021), 4), (Moment(2021, 2), 6), (Moment(2019), 1), (Moment(1999), 0)],
)
def test_a_moment_counts_the_years_of_its_window(moment: Moment, works: int):
    assert moment.count((YearWorks(2019, 1), YearWorks(2020, 2), YearWorks(2021, 4))) == works


@pytest.mark.parametrize("window", [0, 101])
def test_a_window_out_of_bounds_is_refused(window: int):
    with pytest.raises(UsageError):
        Moment(2020, window)


def test_an_unknown_kind_is_refused():
    assert read_kind("") is NodeKind.COUNTRIES
    with pytest.raises(UsageError):
        read_kind("authors")
