"""Instruments as data: what is read, what is told to be wrong with them, and dates counted exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spec.programmes.made import SMALL, ZONES, define, write_rule

from cordee.programmes.definition.reading import read_definition, write_definition
from cordee.programmes.judging.checks import find_faults
from cordee.programmes.judging.facts import count_years


def test_every_fault_is_told_at_its_place() -> None:
    definition, faults = read_definition(
        {
            **SMALL,
            "aim": "conquer",
            "colour": "red",
            "label": {"fr": "", "en": "x"},
            "funding": {"ceilings": [{"max": "-1"}], "currency": "euro"},
            "rules": [{"id": "Not A Code"}],
        }
    )
    assert definition is None
    assert {fault.where for fault in faults} >= {
        "aim",
        "colour",
        "label.fr",
        "funding.ceilings.1.max",
        "funding.currency",
        "rules.1.id",
        "rules.1.expression",
    }
    assert all(fault.sentence.to_text() for fault in faults)


WRONG = [
    ("two zones of one code", {"zones": [ZONES[0], ZONES[0]]}, "zones"),
    ("a ceiling for no zone", {"funding": {"ceilings": [{"zone": "moon", "max": "1"}]}}, "funding.ceilings.1"),
    ("a cycle with no zone", {"rotation": {"anchor_year": 2026, "cycle": [["moon"]]}}, "rotation.cycle.1"),
    ("no such zone of reference", {"zones": [{**ZONES[0], "reference": "MOON"}]}, "zones.1"),
    ("no such continent", {"zones": [{**ZONES[1], "continents": ["XX"]}]}, "zones.1"),
    ("a zone that holds nobody", {"zones": [{"code": "a", "label": ZONES[0]["label"]}]}, "zones.1"),
    ("less than the least", {"months": {"min": 12, "max": 6}}, "months"),
    ("a fixed day without its date", {"reference_day": "fixed"}, "reference_day"),
    ("a report by two clocks", {"reports": [{"kind": "scientific", "every_months": 6, "after_months": 6}]}, "reports.1"),
    ("a choice of one", {"sections": [{"title": ZONES[0]["label"], "fields": [{"key": "a", "kind": "choice", "label": ZONES[0]["label"]}]}]}, "sections.a"),
    (
        "a sentence that says another thing than its expression",
        {"rules": [write_rule("call.year > 2000", sentence={"conditions": [{"fact": "call.year", "comparison": "above", "value": 1999}]})]},
        "rules.1.expression",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "where"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_does_not_hold_together(parts: dict[str, Any], where: str) -> None:
    assert [fault.where for fault in find_faults(define(**parts))] == [where]


def test_answers_to_the_form_are_facts() -> None:
    label = {"fr": "Combien ?", "en": "How many?"}
    definition = define(
        sections=[
            {"title": label, "fields": [{"key": "patients", "kind": "number", "label": label}]}
        ],
        rules=[write_rule("answers.patients <= 100.0")],
    )
    assert find_faults(definition) == ()


def test_a_definition_comes_back_as_it_was() -> None:
    definition = define(
        zones=ZONES,
        rotation={"anchor_year": 2026, "cycle": [["asia"], ["europe"]]},
        funding={"ceilings": [{"zone": "asia", "max": "75000.50"}]},
        rules=[write_rule("call.year > 2000")],
    )
    assert read_definition(write_definition(definition)) == (definition, ())


DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS)
def test_years_are_counted_in_order(first: date, second: date) -> None:
    since, until = sorted((first, second))
    years = count_years(since, until)
    assert 0 <= years <= (until - since).days / 365 + 1
    assert years < count_years(since, date.fromordinal(until.toordinal() + 1))


@pytest.mark.parametrize(
    ("since", "until", "is_under_five"),
    [
        ("2021-03-01", "2026-02-28", True),
        ("2021-03-01", "2026-03-01", False),
        ("2020-02-29", "2025-02-28", True),
        ("2020-02-29", "2025-03-01", False),
    ],
)
def test_strictly_under_five_years(since: str, until: str, is_under_five: bool) -> None:
    years = count_years(date.fromisoformat(since), date.fromisoformat(until))
    assert (years < 5) is is_under_five
