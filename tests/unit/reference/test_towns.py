from __future__ import annotations

import pyarrow as pa

from cordee.reference.records import SCHEMA
from cordee.reference.towns import name_namesakes


def _name(*rows: tuple[str, str, str, float, float, str | None]) -> dict[str, str]:
    names = ("id", "country", "city", "latitude", "longitude", "region")
    table = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rows],
        schema=pa.schema([SCHEMA.field(name) for name in names]),
    )
    return name_namesakes(table)


def test_towns_of_one_name_bear_their_regions() -> None:
    assert _name(
        ("a", "US", "Rochester", 44.0, -92.5, "Minnesota"),
        ("b", "US", "Rochester", 43.2, -77.6, "New York"),
        ("c", "US", "Rochester", 43.2, -77.6, None),  # as the others of its town
        ("d", "US", "Boston", 42.4, -71.1, "Massachusetts"),
        ("e", "GB", "Rochester", 51.4, 0.5, "England"),  # the only one of its country
    ) == {
        "a": "Rochester, Minnesota",
        "b": "Rochester, New York",
        "c": "Rochester, New York",
    }


def test_the_bodies_of_one_town_stay_together() -> None:
    # Nearer than two towns are, whatever regions their records give.
    assert not _name(
        ("a", "IT", "Rome", 41.9, 12.5, "Lazio"),
        ("b", "IT", "Rome", 41.7, 12.2, "Latium"),
    )


def test_territories_are_in_their_state() -> None:
    assert _name(
        ("a", "FR", "Saint-Denis", 48.9, 2.4, "Île-de-France"),
        ("b", "RE", "Saint-Denis", -20.9, 55.4, "Réunion"),
    ) == {"a": "Saint-Denis, Île-de-France", "b": "Saint-Denis, Réunion"}


def test_a_neighbour_tells_a_region_that_no_record_gives() -> None:
    assert _name(
        ("a", "CN", "Taizhou", 32.5, 119.9, "Jiangsu"),
        ("b", "CN", "Taizhou", 28.7, 121.4, None),
        ("c", "CN", "Hangzhou", 30.3, 120.2, "Zhejiang"),
    ) == {"a": "Taizhou, Jiangsu", "b": "Taizhou, Zhejiang"}


def test_degrees_part_two_towns_of_one_region() -> None:
    assert _name(
        ("a", "GB", "Harwell", 51.6, -1.3, "England"),
        ("b", "GB", "Harwell", 53.42, -0.97, "England"),
    ) == {"a": "Harwell, England (51.6, -1.3)", "b": "Harwell, England (53.4, -1.0)"}


def test_a_region_that_repeats_the_name_says_it_once() -> None:
    found = _name(
        ("a", "US", "Washington", 38.9, -77.0, "Washington, D.C."),
        ("b", "US", "Washington", 35.5, -77.1, "North Carolina"),
    )
    assert found == {"a": "Washington, D.C.", "b": "Washington, North Carolina"}
