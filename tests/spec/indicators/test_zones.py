from __future__ import annotations

import pytest
from tests.spec.indicators.engines import World

from cordee.observatory.indicators.zones import make_zone_years


@pytest.mark.parametrize(
    ("country", "year", "eu", "eu27"),
    [
        ("GB", 2019, 1, 0),
        ("GB", 2020, 0, 0),  # it left on 31 January 2020: not a member on 1 July
        ("HR", 2012, 0, 1),
        ("HR", 2013, 1, 1),  # it joined on 1 July 2013
        ("PL", 2003, 0, 1),
        ("PL", 2004, 1, 1),
        ("DE", 1990, 1, 1),
    ],
)
def test_membership_is_of_the_year(country: str, year: int, eu: int, eu27: int):
    rows = make_zone_years("EU", year, year).to_pylist()
    found = {row["country"]: (row["eu"], row["eu27"]) for row in rows}
    assert found.get(country, (0, 0)) == (eu, eu27)


def test_the_zone_asked_is_beside_the_union(world: World):
    seen = world.see(
        zone="EEA",
        works="work|year\n1|2021\n2|2021\n3|2021",
        work_organisations="work|organisation\n1|A\n2|A\n3|A",
        work_countries="work|country\n1|FR\n1|NO\n2|FR\n2|DE\n3|FR\n3|US",
    )
    assert seen.ask("zone") == {1, 2}
    assert seen.ask("eu") == {2}
    assert seen.ask("other_international") == {3}
