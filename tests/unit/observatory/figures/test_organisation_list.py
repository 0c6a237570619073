from __future__ import annotations

import json
import pickle
from copy import deepcopy
from types import MappingProxyType

import pyarrow as pa
import pytest

from cordee.observatory.figures.assemble import Period
from cordee.observatory.figures.organisation_list import PartnerOrganisations
from cordee.observatory.figures.organisations import (
    make_organisations,
    make_own_bodies,
    read_organisations,
)
from cordee.observatory.figures.question import Counting
from cordee.observatory.figures.ties import Universe


PERIOD = Period((2019, 2020, 2021), (2019, 2020))
# Organisation, year, country, works, weight, works as an own body.
ROWS = [
    ("g", 2019, "GB", 3, 1.0, 0),
    ("b", 2021, "FR", 2, 0.7, 1),
    ("g", 2021, "GB", 1, 0.5, 0),
    ("x", 2020, None, 4, 0.1 + 0.2, 0),
    ("h", 2020, "GB", 2, 0.7, 0),
    ("o", 2020, "FR", 0, 0.0, 5),
]
TOTALS = {"b": 20, "g": 10, "o": 6, "x": 4}


def read(rows):
    names = ("organisation", "year", "country", "works", "weight", "own")
    kinds = (pa.string(), pa.int16(), pa.string(), pa.decimal128(38), pa.float64(), pa.int64())
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    table = pa.table(
        [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)], names
    )
    totals = pa.table(
        {
            "organisation": pa.array(reversed(TOTALS), pa.string()),
            "works": pa.array(reversed(TOTALS.values()), pa.int64()),
        }
    )
    return read_organisations(table, totals, PERIOD)


def make(rows=ROWS, counting=Counting.FULL) -> PartnerOrganisations:
    # Like what an answer describes by: it holds what no copy can.
    registry = MappingProxyType({code: code.upper() for code in "bghox"})

    def describe(code):
        return registry[code], None, None

    universe = Universe(home=10, corpus=100, partners={}, full_years=2)
    return make_organisations(read(rows), 10, counting, frozenset({"FR"}), describe, universe)


def test_they_come_by_the_counting_asked_then_by_the_other_then_by_id():
    # b and h have as many works and weigh as much.
    assert make().list_ids() == ("g", "x", "b", "h")
    assert [one.rank for one in make()] == [1, 1, 3, 3]
    assert make(counting=Counting.FRACTIONAL).list_ids() == ("g", "b", "h", "x")
    assert [one.rank for one in make(counting=Counting.FRACTIONAL)] == [1, 2, 2, 4]


def test_one_has_all_that_is_known_of_it():
    partner = make().find("g")
    assert partner.name == "G"
    assert partner.yearly == ((2019, 2020, 2021), (3, 0, 1))
    assert (partner.works, partner.works_fractional, partner.share) == (4, 1.5, 0.4)
    assert (partner.foreign, partner.rank_abroad) == (True, (1, 1))
    assert (partner.ties.partner_works, partner.ties.partner_share) == (10, 0.4)
    assert (partner.ties.works_before, partner.ties.works_after) == (3, 0)
    # Plain numbers, which every writer takes.
    assert json.dumps(partner)


def test_a_sum_of_parts_is_rounded_far_below_a_work():
    assert make().find("x").works_fractional == 0.3


def test_who_has_no_country_is_neither_abroad_nor_at_home():
    partner = make().find("x")
    assert (partner.foreign, partner.rank_abroad) == (None, None)


def test_who_has_no_total_in_the_corpus_has_the_works_together():
    assert make().find("h").ties.partner_works == 2


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (lambda rows: rows.list_abroad(), ("g", "h")),
        (lambda rows: rows.list_in("FR"), ("b",)),
        (lambda rows: rows.list_abroad().list_in("GB")[1:], ("h",)),
        (lambda rows: rows[:2], ("g", "x")),
        (lambda rows: rows.list_in("JP"), ()),
    ],
)
def test_some_of_them_stay_in_their_order(kept, expected):
    assert kept(make()).list_ids() == expected
    assert [one.id for one in kept(make())] == [*expected]


def test_it_is_found_among_those_kept_alone():
    assert make().list_abroad().find("b") is None


def test_amounts_are_those_of_the_partners():
    for one, partner in zip(make().list_amounts(), make(), strict=True):
        assert one == tuple(getattr(partner, name) for name in one._fields)


def test_how_many_have_works_in_each_year():
    assert make().count_by_year() == {2019: 1, 2020: 2, 2021: 2}
    assert make([]).count_by_year() == {}


def test_they_are_read_as_a_tuple_of_them():
    assert make() == make()
    assert hash(make()) == hash(make())
    assert make() != make(counting=Counting.FRACTIONAL)
    # What equals has one hash, and these have another than a tuple.
    assert make() != tuple(make())
    assert make()[-1] == make().find("h")
    with pytest.raises(IndexError):
        make()[4]


@pytest.mark.parametrize("copy", [deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_has_the_same_partners_and_goes_without_the_registry(copy):
    abroad = make().list_abroad()
    found = copy(abroad)
    assert found == abroad
    assert found.find("g") == abroad.find("g")
    assert [*found.list_amounts()] == [*abroad.list_amounts()]


def test_own_bodies_are_told_with_their_works_as_partners():
    found = make_own_bodies(read(ROWS), lambda code: (code, None, None))
    assert [(one.id, one.country, one.works, one.partner_works) for one in found] == [
        ("o", "FR", 5, 0),
        ("b", "FR", 1, 2),
    ]
