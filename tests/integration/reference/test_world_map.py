from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from shapely.geometry import Point, shape

from cordee.reference.countries import all_countries
from cordee.reference.provenance import all_sources


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    path = next(one.path for one in all_sources() if one.name == "World map")
    assert path.stat().st_size < 450_000
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shapes(world: dict[str, Any]) -> dict[str, Any]:
    return {one["properties"]["code"]: one["geometry"] for one in world["features"]}


def test_no_line_crosses_the_map(shapes: dict[str, Any]) -> None:
    for code, geometry in shapes.items():
        for polygon in geometry["coordinates"]:
            for ring in polygon:
                longitudes = [x for x, _ in ring]
                assert max(longitudes) - min(longitudes) <= 180, code
                assert all(abs(a[0] - b[0]) < 60 for a, b in pairwise(ring)), code
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring), code
                assert ring[0] == ring[-1], code


def test_russia_lies_on_both_sides(shapes: dict[str, Any]) -> None:
    for code in ("RU", "FJ"):
        west = [part for part in shapes[code]["coordinates"] if part[0][0][0] < -160]
        east = [part for part in shapes[code]["coordinates"] if part[0][0][0] > 160]
        assert west, code
        assert east, code


def test_every_country_can_be_seen(world: dict[str, Any], shapes: dict[str, Any]) -> None:
    marked = {one["code"] for one in world["points"]}
    codes = {one.code for one in all_countries()}
    assert codes - set(shapes) - marked == {"AQ"}
    assert set(shapes) | marked <= codes
    assert len(shapes) == len(world["features"])


@pytest.mark.parametrize(
    "code",
    [
        "SG",
        "MT",
        "BH",
        "MU",
        "LU",
        "MC",
        "LI",
        "HK",
        "MO",
        "AD",
        "SM",
        "VA",
        "GP",
        "MQ",
        "RE",
        "YT",
        "GF",
        "BB",
        "MV",
        "SC",
        "KM",
        "WS",
        "TO",
    ],
)
def test_small_countries_have_a_marker(world: dict[str, Any], code: str) -> None:
    assert code in {one["code"] for one in world["points"]}


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (2.35, 48.85, "FR"),
        (-53.0, 4.0, "FR"),  # French Guiana
        (37.6, 55.75, "RU"),
        (-175.0, 66.5, "RU"),
        (177.5, -17.8, "FJ"),
        (28.2, -29.5, "LS"),
        (21.0, 42.6, "XK"),
        (33.5, 35.25, "CY"),
        (44.5, 9.5, "SO"),
        (-98.0, 39.0, "US"),
        (-150.0, 65.0, "US"),
        (116.4, 39.9, "CN"),
        (121.0, 23.8, "TW"),
    ],
)
def test_places_lie_in_their_country(
    shapes: dict[str, Any], longitude: float, latitude: float, code: str
) -> None:
    point = Point(longitude, latitude)
    found = [key for key, one in shapes.items() if shape(one).buffer(0).contains(point)]
    assert found == [code]
