from __future__ import annotations

import pytest

from cordee.kernel.errors import UsageError
from cordee.observatory.figures.chord import check_arcs, describe_chord, make_chord
from cordee.observatory.figures.network import keep_nodes, make_links, make_network
from cordee.observatory.figures.network_parts import Network, NetworkChoice
from cordee.observatory.figures.network_tables import make_chord_table
from cordee.observatory.figures.network_years import Times
from cordee.observatory.figures.question import Question


WORKS = {"FR": 20, "GB": 9, "US": 8, "DE": 7, "JP": 3, "MT": 1}
PAIRS = {("GB", "US"): 5, ("DE", "GB"): 4, ("DE", "US"): 2, ("GB", "JP"): 1}


def make_countries() -> Network:
    rows = [
        {"node": code, "country": code, "home": int(code == "FR"), "works": works, "weight": 1.0}
        for code, works in WORKS.items()
    ]
    choice = NetworkChoice()
    kept = keep_nodes(rows, choice)
    pairs = [{"source": a, "target": b, "works": works} for (a, b), works in PAIRS.items()]
    pairs += [
        {"source": "FR", "target": code, "works": WORKS[code]} for code in WORKS if code != "FR"
    ]
    links = make_links(pairs, kept.places)
    names = {code: code for code in WORKS}
    return make_network(Question(("02vjkv261",)), choice, kept, links, Times(), names, None)


def test_the_home_is_left_out_and_shares_add_up():
    found = make_chord(make_countries())

    assert [(arc.code, arc.shared, arc.partners) for arc in found.arcs] == [
        ("GB", 10, 3),
        ("US", 7, 2),
        ("DE", 6, 2),
        ("JP", 1, 1),
    ]
    assert sum(arc.shared for arc in found.arcs) == 2 * sum(link.works for link in found.links)
    assert (found.alone, found.candidates) == (("MT",), 5)
    assert {frozenset((one.source, one.target)) for one in found.links} == set(
        map(frozenset, PAIRS)
    )


def test_fewer_countries_and_thicker_pairs():
    found = make_chord(make_countries(), most=3, least_shared=4)

    assert [(one.source, one.target, one.works) for one in found.links] == [
        ("GB", "US", 5),
        ("GB", "DE", 4),
    ]
    assert make_chord_table(found, "fr").rows[0][:5] == ("GB", "Royaume-Uni", "US", "États-Unis", 5)


def test_no_pair_is_said():
    assert (
        "No two partner countries"
        in describe_chord(make_chord(make_countries(), 40, 9))[0].to_text()
    )


@pytest.mark.parametrize("number", [0, 1, 41])
def test_a_number_out_of_bounds_is_refused(number: int):
    with pytest.raises(UsageError):
        check_arcs(number)


def test_the_bounds_are_taken():
    assert [check_arcs(number) for number in (2, 40)] == [2, 40]
