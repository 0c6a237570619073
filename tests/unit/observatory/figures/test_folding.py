"""A folded territory is as if the lake had written its State from the first."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.unit.observatory.building.made_lakes import draw_works
from tests.unit.observatory.figures.lakes import A, MemoryLake, Row, SmallRegistry, make_lake

from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question


MADE = {"DE": "HK", "JP": "MO", "HR": "CN"}
"""The drawn countries, as two territories and their State."""


def make_lakes(seed: int) -> tuple[MemoryLake, MemoryLake]:
    """Return a lake with the territories, and one that never knew them."""
    apart, together = make_lake(draw_works(seed)), make_lake(draw_works(seed))
    for row in apart.tables["work_countries"]:
        row["country"] = MADE.get(row["country"], row["country"])
    merged: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in apart.tables["work_countries"]:
        state = "CN" if row["country"] in ("HK", "MO") else row["country"]
        merged[row["work"], state].append(row)
    together.tables["work_countries"] = [
        {
            **rows[0],
            "country": state,
            "weight": sum(row["weight"] for row in rows),
            "first": any(row["first"] for row in rows),
            "last": any(row["last"] for row in rows),
            "corresponding": None
            if rows[0]["corresponding"] is None
            else any(row["corresponding"] for row in rows),
        }
        for (_, state), rows in merged.items()
    ]
    return apart, together


@pytest.mark.parametrize("seed", range(4))
def test_a_folded_territory_counts_as_its_state(seed: int):
    apart, together = make_lakes(seed)
    folded = Observatory(apart, SmallRegistry()).get_figures(Question((A,), folded=("HK", "MO")))
    written = Observatory(together, SmallRegistry()).get_figures(Question((A,)))
    assert folded.partner_countries == written.partner_countries
    assert {one.code for one in folded.partner_countries}.isdisjoint({"HK", "MO"})
    for name in ("works", "covered_works", "international", "by_country_count", "lead_countries"):
        assert getattr(folded, name) == getattr(written, name), name


def test_folds_asked_after_one_another_do_not_mix():
    apart, _ = make_lakes(1)
    observatory = Observatory(apart, SmallRegistry())
    folds = [("HK",), ("HK", "MO"), ("MO",), ()]
    found = [observatory.get_figures(Question((A,), folded=one)) for one in folds]
    alone = [
        Observatory(apart, SmallRegistry()).get_figures(Question((A,), folded=one)) for one in folds
    ]
    assert [one.partner_countries for one in found] == [one.partner_countries for one in alone]
