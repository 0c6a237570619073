"""Declared beside observed as tables, for CSV and Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.declared import Declaration, Declared, DeclaredPartner, Status
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.exports import Table


STATUSES: dict[str, str] = {
    Status.BOTH: N_("declared and observed"),
    Status.DECLARED: N_("declared only"),
    Status.OBSERVED: N_("observed only"),
}
"""What to call the side on which a partner is known."""

PARTNER_HEADERS = (
    N_("Partner"),
    N_("ROR id"),
    N_("Country"),
    N_("Known"),
    N_("Declared"),
    N_("Declared with a work"),
    N_("Teams"),
    N_("Works"),
)

ROW_HEADERS = (
    N_("Team"),
    N_("Partner"),
    N_("ROR id"),
    N_("Country"),
    N_("Theme"),
    N_("First year"),
    N_("Last year"),
    N_("Works in these years"),
)

TABLES = ("countries", "partners", "declarations")


def make_declared_table(name: str, found: Declared, language: str = "en") -> Table:
    """Return one of `TABLES`: countries, partners, or the declarations themselves."""
    if name == "declarations":
        return _make_rows(found.declarations, language)
    rows = found.countries if name == "countries" else found.partners
    return Table(
        name,
        tuple(translate(header, language) for header in PARTNER_HEADERS),
        tuple(
            (
                name_partner(one, language),
                one.organisation,
                name_country(one.country, language) if one.country else None,
                translate(STATUSES[one.status], language),
                one.declared,
                one.answered,
                one.teams,
                one.works,
            )
            for one in rows
        ),
    )


def name_partner(one: DeclaredPartner, language: str) -> str:
    """Return a country's name in `language`, or the organisation's."""
    return name_country(one.key, language) if one.key == one.country else one.name


def to_json(found: Declared) -> str:
    """Return the answer as plain values: the same names as the dataclasses have."""
    document = {
        "organisations": list(found.question.organisations),
        "countries": [asdict(one) | {"status": one.status} for one in found.countries],
        "partners": [asdict(one) | {"status": one.status} for one in found.partners],
        "declarations": [asdict(one) for one in found.declarations],
        "without_country": found.without_country,
        "recognised": found.recognised,
        "snapshot": found.snapshot,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _make_rows(rows: Sequence[Declaration], language: str) -> Table:
    return Table(
        "declarations",
        tuple(translate(header, language) for header in ROW_HEADERS),
        tuple(
            (
                one.team,
                one.partner,
                one.organisation,
                name_country(one.country, language) if one.country else None,
                one.theme,
                one.first_year,
                one.last_year,
                one.works,
            )
            for one in rows
        ),
    )
