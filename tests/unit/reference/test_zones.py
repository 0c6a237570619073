from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import NotFoundError
from cordee.reference.countries import all_countries
from cordee.reference.zones import all_zones, get_zone, is_member, zone_years


@pytest.mark.parametrize(
    ("zone", "country", "year", "member"),
    [
        ("EU", "GB", 1972, False),
        ("EU", "GB", 1973, True),
        ("EU", "GB", 2019, True),
        ("EU", "GB", 2020, False),
        ("EU", "HR", 2012, False),
        ("EU", "HR", 2013, True),  # from 1 July
        ("EU", "PL", 2004, True),
        ("EU", "PL", 2003, False),
        ("EU", "NO", 2020, False),
        ("EU", "CH", 2020, False),
        ("EA", "HR", 2022, False),
        ("EA", "HR", 2023, True),
        ("EA", "BG", 2025, False),
        ("EA", "BG", 2026, True),
        ("EA", "SE", 2024, False),
        ("EEA", "NO", 1994, True),
        ("EEA", "LI", 1994, False),
        ("EEA", "LI", 1995, True),
        ("EEA", "BG", 2007, False),  # the enlargement applied from 1 August
        ("EEA", "CH", 2020, False),
        ("EUROPE", "GB", 2022, True),
        ("EUROPE", "CH", 1990, True),
        ("EUROPE", "RU", 2020, False),
        ("EUROPE", "US", 2020, False),
    ],
)
def test_membership(zone: str, country: str, year: int, member: bool) -> None:
    assert is_member(zone, country, year) is member


@pytest.mark.parametrize(
    ("zone", "year", "count"),
    [("EU", 1960, 6), ("EU", 1990, 12), ("EU", 2000, 15), ("EU", 2010, 27), ("EU", 2015, 28),
     ("EU", 2021, 27), ("EA", 1999, 11), ("EA", 2020, 19), ("EA", 2026, 21), ("EEA", 2021, 30)],
)  # fmt: skip
def test_how_many_members(zone: str, year: int, count: int) -> None:
    assert len(get_zone(zone).members_in(year)) == count


@given(st.integers(1950, 2100))
def test_zones_nest(year: int) -> None:
    members = {zone.code: zone.members_in(year) for zone in all_zones()}
    assert members["EA"] <= members["EU"] <= members["EUROPE"]
    assert members["EEA"] <= members["EUROPE"]


def test_memberships_are_intervals_of_known_countries() -> None:
    codes = {one.code for one in all_countries()}
    for zone in all_zones():
        assert {one.country for one in zone.memberships} <= codes
        assert all(one.until is None or one.since < one.until for one in zone.memberships)
        # Nobody has left and come back, so a country is there once.
        assert len({one.country for one in zone.memberships}) == len(zone.memberships)


def test_zone_years_says_what_is_member_says() -> None:
    table = zone_years(2012, 2021)
    rows = {tuple(row.values()) for row in table.to_pylist()}
    assert table.schema.names == ["zone", "country", "year"]
    assert str(table.schema.field("year").type) == "int16"
    for zone in all_zones():
        for country in all_countries():
            for year in (2012, 2013, 2019, 2020):
                assert ((zone.code, country.code, year) in rows) is is_member(
                    zone.code, country.code, year
                )


def test_no_years_no_rows() -> None:
    assert zone_years(2021, 2020).num_rows == 0


def test_definitions_in_both_languages() -> None:
    for zone in all_zones():
        assert zone.definition_en.endswith(".")
        assert zone.definition_fr.endswith(".")
    assert get_zone("eu").name_fr == "Union européenne"
    assert get_zone("EU").memberships[0].since == date(1958, 1, 1)


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(NotFoundError, match="EU, EA, EEA, EUROPE"):
        get_zone("NATO")
