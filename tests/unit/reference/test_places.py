from __future__ import annotations

import pytest

from cordee.reference.countries import all_countries
from cordee.reference.places import Places, load_places, us_states


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "country", "first"),
    [
        ("Paris", "FR", "Paris"),
        ("Münich", "DE", "Munich"),
        ("ミュンヘン", "DE", "Munich"),
        ("Pékin", "CN", "Beijing"),
        ("北京", "CN", "Beijing"),
        ("Villejuif", "FR", "Villejuif"),
        ("Genève", "CH", "Geneva"),
        ("SAINT ETIENNE", "FR", "Saint-Étienne"),
    ],
)
def test_largest_place_first(places: Places, name: str, country: str, first: str) -> None:
    best = places.find(name)[0]
    assert (best.country, best.name) == (country, first)


@pytest.mark.slow
def test_all_bearers_of_a_name_are_there(places: Places) -> None:
    found = places.find("Cambridge")
    assert {"GB", "US", "CA"} <= {one.country for one in found}
    assert [one.population for one in found] == sorted(
        (one.population for one in found), reverse=True
    )
    assert "MA" in {one.admin1 for one in found}
    assert places.find("Nowhere at all") == ()


def test_table_is_whole(places: Places) -> None:
    assert len(places) == 234_908
    codes = {one.code for one in all_countries()}
    assert set(places.table["country"].unique().to_pylist()) <= codes


def test_states() -> None:
    assert us_states()["MA"] == "Massachusetts"
    assert len(us_states()) == 51
