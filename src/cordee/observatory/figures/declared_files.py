"""Declared beside observed as tables, for CSV and Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.declared import Declaration, Declared, DeclaredPartner, Status
from cordee.observatory.figures.declared_match import Basis
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.exports import Table


STATUSES: dict[str, str] = {
    Status.BOTH: N_("declared and observed"),
    Status.DECLARED: N_("declared only"),
    Status.OBSERVED: N_("observed only"),
}
"""What to call the side on which a partner is known."""

BASES: dict[str, str] = {
    Basis.NAME: N_("by name"),
    Basis.LINKER: N_("by the linker"),
    Basis.NONE: N_("not recognised"),
}
"""What to call the way in which a declared partner is recognised."""

PARTNER_HEADERS = (
    N_("Partner"),
    N_("ROR id"),
    N_("Country"),
    N_("Known"),
    N_("Declared"),
    N_("Declared with a work"),
    N_("Teams"),
    N_("Works"),
    N_("Declared years"),
    N_("Years with works"),
    N_("Declaring teams"),
    N_("People here"),
    N_("First people here"),
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
    N_("Recognised"),
    N_("Link score"),
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
                write_years(year.year for year in one.years if year.declared),
                write_years(year.year for year in one.years if year.works),
                "; ".join(one.team_names) or None,
                one.people_count if one.people else None,
                "; ".join(f"{person.name} ({person.works})" for person in one.people) or None,
            )
            for one in rows
        ),
    )


def write_years(years: Iterable[int]) -> str | None:
    """Return years as a reader writes them, those in a row as one stretch; None when there are none.

    >>> write_years([2015, 2016, 2017, 2019])
    '2015–2017, 2019'
    """
    stretches: list[list[int]] = []
    for year in sorted(years):
        if stretches and year == stretches[-1][-1] + 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    texts = (str(s[0]) if len(s) == 1 else f"{s[0]}–{s[-1]}" for s in stretches)
    return ", ".join(texts) or None


def name_partner(one: DeclaredPartner, language: str) -> str:
    """Return a country's name in `language`, or the organisation's."""
    return name_country(one.key, language) if one.key == one.country else one.name


def to_json(found: Declared) -> str:
    """Return the answer as plain values: the same names as the dataclasses have."""
    document = {
        "organisations": list(found.question.organisations),
        "countries": [_describe(one) for one in found.countries],
        "partners": [_describe(one) for one in found.partners],
        "declarations": [asdict(one) for one in found.declarations],
        "without_country": found.without_country,
        "recognised": found.recognised,
        "recognised_by_name": found.count_matched(Basis.NAME),
        "recognised_by_linker": found.count_matched(Basis.LINKER),
        "snapshot": found.snapshot,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _describe(one: DeclaredPartner) -> dict[str, object]:
    return asdict(one) | {
        "status": one.status,
        "teams": one.teams,
        "people": [asdict(person) | {"selection": person.selection} for person in one.people],
    }


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
                translate(BASES[one.basis], language),
                one.score,
            )
            for one in rows
        ),
    )
