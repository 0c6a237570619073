"""The answer to "who here works with…" as a table for CSV, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from cordee.kernel.cells import Cell
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.people import Person, Side
from cordee.observatory.figures.who import UnitAtWork, Who


DIGITS = 4
"""Decimals of fractional counts: a work of five thousand authors still shows."""

SIDES = {Side.HOME: N_("here"), Side.PARTNER: N_("there"), Side.OTHER: N_("unknown")}
"""What to call the side a person signs from."""

HEADERS = (
    N_("Side"),
    N_("Name"),
    N_("ORCID"),
    N_("Organisation"),
    N_("ROR id"),
    N_("Country"),
    N_("Research unit"),
    N_("Works"),
    N_("Works, fractional"),
    N_("First year"),
    N_("Last year"),
    N_("First author"),
    N_("Last author"),
    N_("Corresponding author"),
)


def make_people_table(people: Iterable[Person], language: str = "en") -> Table:
    """Return people as a table, in their order."""
    headers = tuple(translate(header, language) for header in HEADERS)
    return Table("people", headers, tuple(_list_row(one, language) for one in people))


def to_document(found: Who) -> dict[str, object]:
    """Return the answer as plain values for JSON: the same names as the dataclasses have."""
    return {
        "organisations": list(found.question.organisations),
        "subject": found.subject.to_text(),
        "works": found.works,
        "first_year": found.first_year,
        "last_year": found.last_year,
        "here": {"count": found.here_count, "people": [_describe(one) for one in found.here]},
        "units": {"count": found.unit_count, "units": [_describe_unit(u) for u in found.units]},
        "there": {"count": found.there_count, "people": [_describe(one) for one in found.there]},
        "snapshot": found.snapshot,
    }


def to_json(found: Who) -> str:
    """Return `to_document` as text."""
    return json.dumps(to_document(found), ensure_ascii=False, indent=2)


def _describe(one: Person) -> dict[str, object]:
    return asdict(one) | {"selection": one.selection}


def _describe_unit(one: UnitAtWork) -> dict[str, object]:
    return asdict(one) | {"selection": f"unit:{one.unit}"}


def _list_row(one: Person, language: str) -> tuple[Cell, ...]:
    return (
        translate(SIDES[one.side], language),
        one.name,
        one.orcid,
        one.organisation_name,
        one.organisation,
        name_country(one.country, language) if one.country else None,
        one.unit,
        one.works,
        round(one.weight, DIGITS),
        one.first_year,
        one.last_year,
        one.first,
        one.last,
        one.corresponding,
    )
