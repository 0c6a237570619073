"""Projects as tables and as JSON. Amounts are written whole, to the cent, never as floats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import orjson

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.projects import ProjectFigures, ProjectRow
from cordee.reference.countries import name_of


ROLES = {
    "coordinator": N_("coordinator"),
    "participant": N_("participant"),
    "partner": N_("partner"),
    "thirdParty": N_("third party"),
    "associatedPartner": N_("associated partner"),
    "internationalPartner": N_("international partner"),
}
"""What to call each role CORDIS gives; one that is not here is shown as it stands."""

_PROJECT_HEADERS = (
    N_("Number"),
    N_("Acronym"),
    N_("Title"),
    N_("Start"),
    N_("End"),
    N_("Programme"),
    N_("Scheme"),
    N_("Role of the home"),
    N_("Granted to the home (€)"),
    N_("Granted to the project (€)"),
    N_("Total cost (€)"),
    N_("Coordinator"),
    N_("Partners"),
    N_("Countries"),
)
_COUNTRY_HEADERS = (
    N_("Rank"),
    N_("Code"),
    N_("Country"),
    N_("Projects"),
    N_("Organisations"),
    N_("Coordinated from there"),
    N_("Granted there (€)"),
)
_ORGANISATION_HEADERS = (
    N_("Rank"),
    N_("ROR id"),
    N_("Organisation"),
    N_("Country"),
    N_("Projects"),
    N_("Coordinated by it"),
    N_("Granted to it (€)"),
)


def make_projects_table(rows: Iterable[ProjectRow], language: str = "en") -> Table:
    """Return a list of projects as a table."""
    return Table(
        "projects",
        _translate(_PROJECT_HEADERS, language),
        tuple(
            (
                one.number,
                one.acronym,
                one.title,
                _write_day(one.start_date),
                _write_day(one.end_date),
                one.programme,
                one.scheme,
                name_role(one.role, language),
                write_amount(one.contribution),
                write_amount(one.ec_contribution),
                write_amount(one.total_cost),
                one.coordinator,
                one.partners,
                "; ".join(one.countries),
            )
            for one in rows
        ),
    )


def make_countries_table(figures: ProjectFigures, language: str = "en") -> Table:
    """Return the partner countries of projects as a table."""
    return Table(
        "project_countries",
        _translate(_COUNTRY_HEADERS, language),
        tuple(
            (
                one.rank,
                one.code,
                name_country(one.code, language),
                one.projects,
                one.organisations,
                one.coordinated,
                write_amount(one.contribution),
            )
            for one in figures.countries
        ),
    )


def make_organisations_table(figures: ProjectFigures, language: str = "en") -> Table:
    """Return the partner organisations of projects as a table."""
    return Table(
        "project_organisations",
        _translate(_ORGANISATION_HEADERS, language),
        tuple(
            (
                one.rank,
                one.organisation,
                one.name,
                name_country(one.country, language),
                one.projects,
                one.coordinated,
                write_amount(one.contribution),
            )
            for one in figures.organisations
        ),
    )


def to_json(figures: ProjectFigures, rows: Iterable[ProjectRow]) -> str:
    """Return figures and list as JSON; amounts are texts with two decimals."""
    document = {"figures": asdict(figures), "projects": [asdict(one) for one in rows]}
    return orjson.dumps(document, default=_write_value, option=orjson.OPT_INDENT_2).decode()


def write_amount(amount: Decimal | None) -> str | None:
    """Return an amount with its two decimals, as every spreadsheet reads it.

    >>> write_amount(Decimal("1499998.70"))
    '1499998.70'
    """
    return None if amount is None else f"{amount:.2f}"


def name_role(role: str, language: str) -> str:
    """Return what to call a role of CORDIS."""
    return translate(ROLES[role], language) if role in ROLES else role


def name_country(code: str | None, language: str) -> str:
    """Return the country's name, "unknown" when CORDIS gives none that can be read."""
    return name_of(code, language) if code else translate(N_("unknown"), language)


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _write_value(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(value)


def _translate(headers: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(translate(header, language) for header in headers)
