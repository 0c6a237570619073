from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from cordee.kernel.periods import Years
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.sides import Side
from cordee.web.query import Query
from cordee.web.tabs import CARRIED, MOST_CARRIED, name_pages, present_tabs


def test_tabs_carry_the_home_its_period_and_its_settings():
    asked = QueryDict("org=02vjkv261&org=0321g0743&from=2020&own=1&page=4&select=country:GB")
    tabs = {tab.text: tab for tab in present_tabs(asked, "observatory:home")}
    assert parse_qs(urlsplit(tabs["Network"].address).query) == {
        "org": ["02vjkv261", "0321g0743"], "from": ["2020"], "own": ["1"],
    }  # fmt: skip
    assert [tab.text for tab in tabs.values() if tab.current] == ["Figures"]


def test_tabs_carry_all_that_a_question_says():
    asked = Query(
        organisations=("02vjkv261",),
        years=Years(2019, 2021),
        counting=Counting.FRACTIONAL,
        with_parts=True,
        within=Selection.from_text("country:GB"),
        zone="EEA",
        own_as_partners=True,
        folded=("HK",),
    )
    pairs = asked.to_base().to_pairs()
    assert {name for name, _ in pairs} == set(CARRIED)
    for tab in present_tabs(QueryDict(asked.to_address("")[1:]), "observatory:home"):
        if tab.text != "Compare":  # its sides hold the home with its conditions
            carried = parse_qs(urlsplit(tab.address).query)
            assert carried == {name: [value] for name, value in pairs}


def test_a_comparison_begins_with_the_home_and_its_conditions():
    asked = QueryDict("org=02vjkv261&org=0321g0743&within=country:GB")
    [tab] = [one for one in present_tabs(asked, "observatory:home") if one.text == "Compare"]
    assert urlsplit(tab.address).query == "side=02vjkv261+0321g0743,country:GB"


def test_a_plus_inside_a_condition_is_read_back_as_one():
    within = "themes:mesh/C04+mesh/C10"
    asked = QueryDict(mutable=True)
    asked.update({"org": "02vjkv261", "within": within})
    [tab] = [one for one in present_tabs(asked, "observatory:home") if one.text == "Compare"]
    [side] = QueryDict(urlsplit(tab.address).query).getlist("side")
    assert Side.from_text(side) == Side(("02vjkv261",), Selection.from_text(within))


@pytest.mark.parametrize("query", ["", "org=", "from=2020", f"{'org=02vjkv261&' * 61}"])
def test_no_tabs_without_a_home_or_with_nonsense(query: str):
    assert MOST_CARRIED == 60
    assert present_tabs(QueryDict(query), "observatory:home") == ()


def test_a_page_of_a_family_stands_under_its_tab():
    for place in ("dossiers:dossier", "observatory:unit", "observatory:country"):
        tabs = present_tabs(QueryDict("org=02vjkv261"), place)
        assert len(tabs) == len(name_pages())
        assert sum(tab.current for tab in tabs) == 1


def test_pages_that_are_not_about_a_home_have_none():
    assert present_tabs(QueryDict("org=02vjkv261"), "observatory:about") == ()
