from __future__ import annotations

import json
from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from tests.unit.observatory.building.made_lakes import draw_works
from tests.unit.observatory.figures.lakes import SmallRegistry, Work, make_lake

from cordee.kernel.periods import Years
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.world import (
    make_cell_table,
    make_country_table,
    make_year_table,
)


def observe(works: list[Work]) -> Observatory:
    return Observatory(make_lake(works), SmallRegistry())


@pytest.mark.parametrize("years", [Years(), Years(2019, 2020), Years(1990, 1999)])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_world_is_what_plain_reckoning_finds(seed: int, years: Years):
    drawn = draw_works(seed)
    works = [work for work in drawn if work.year and work.year in years]
    world = observe(drawn).get_world(years)
    assert world.works == len(works)
    assert world.covered_works == sum(bool(work.countries) for work in works)
    assert world.international.works == sum(len(work.countries) > 1 for work in works)
    alone = Counter(code for work in works for code in work.countries)
    shared = Counter(
        (work.year, *pair) for work in works for pair in combinations(sorted(work.countries), 2)
    )
    assert {one.code: one.works for one in world.countries} == alone
    links = Counter()
    for (_, *pair), count in shared.items():
        links[tuple(pair)] += count
    assert {(one.source, one.target): one.works for one in world.links} == links
    cells = observe(drawn).get_world_cells(years).to_pylist()
    assert {(c["year"], c["source"], c["target"]): c["works"] for c in cells} == shared


def test_every_work_is_in_one_class():
    world = observe(draw_works(1)).get_world()
    for one in world.by_year:
        shared = one.bilateral_works + one.trilateral_works + one.multilateral_works
        assert one.unknown_works + one.domestic_works + shared == one.works
        assert one.international.works == shared


def test_the_matrix_mirrors_itself_and_has_own_works_on_its_diagonal():
    world = observe(draw_works(1)).get_world()
    codes, rows = world.get_matrix(4)
    assert len(codes) == len(rows) == 4
    assert [row[n] for n, row in enumerate(rows)] == [one.works for one in world.countries[:4]]
    assert rows == tuple(zip(*rows, strict=True))


def test_an_empty_lake_and_its_tables():
    world = observe([]).get_world()
    assert (world.works, world.countries, world.links, world.by_year) == (0, (), (), ())
    assert world.international.value is None
    assert world.get_matrix(5) == ((), ())
    assert make_year_table(world).rows == make_country_table(world, "fr").rows == ()


def test_answers_as_json_and_tables():
    observatory = observe(draw_works(1))
    world = observatory.get_world()
    document = json.loads(json.dumps(world.to_dict("fr")))
    assert document["countries"][0]["name"]
    assert [row[0] for row in make_year_table(world).rows] == [one.year for one in world.by_year]
    table = make_cell_table(observatory.get_world_cells(), "en")
    assert table.headers == ("year", "country", "with", "works")
    assert sum(row[3] for row in table.rows) == sum(one.works for one in world.links)


def test_a_year_the_sources_stop_in_is_partial():
    lake = make_lake([Work(1, 2021, {}, {"FR": frozenset()})])
    lake.tables["works"][0]["date"] = date(2021, 6, 1)
    assert Observatory(lake, SmallRegistry()).get_world().partial_years == (2021,)
    assert observe([Work(1, 2021)]).get_world().partial_years == ()


def test_every_year_after_the_latest_day_is_partial():
    lake = make_lake([Work(one, 2019 + one, {}, {"FR": frozenset()}) for one in (1, 2, 3)])
    for row in lake.tables["works"]:
        row["date"] = date(2021, 6, 1)
    assert Observatory(lake, SmallRegistry()).get_world().partial_years == (2021, 2022)
