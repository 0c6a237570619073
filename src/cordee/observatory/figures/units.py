"""Research units as a reader sees them: a list for an organisation, and the dossier of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import duckdb

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.observatory.figures.answer import Share
from cordee.observatory.figures.listing import make_work_rows
from cordee.observatory.figures.statistics import make_share
from cordee.observatory.figures.warehouse import Row, query_rows
from cordee.observatory.figures.works import WorksPage
from cordee.observatory.units.codes import list_writings, read_code
from cordee.observatory.units.evidence import OWN_ROLES, Basis, Role


ROLES: dict[str, str] = {
    Role.SUPERVISOR: N_("supervising body"),
    Role.SELF: N_("the unit itself in the registry"),
    Role.HOST: N_("hospital around it"),
    Role.BESIDE: N_("named beside"),
}
"""What to call each role, for the terminal and the pages."""

BASES: dict[str, str] = {
    Basis.RNSR: N_("listed by RNSR"),
    Basis.NUMBER: N_("it gave the number"),
    Basis.REGISTRY: N_("parent in the registry"),
    Basis.TEXTS: N_("named in its texts"),
}
"""What to call that on which a role rests."""


@dataclass(frozen=True, slots=True)
class UnitOrganisation:
    """One organisation of a unit. `share` is of the unit's texts; `organisation` null outside ROR."""

    organisation: str | None
    name: str
    role: str  # one of `ROLES`
    basis: str  # one of `BASES`
    texts: int
    share: float


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with what is known of it. `works` are those the lake has now."""

    unit: str
    codes: tuple[str, ...]
    kind: str
    name: str | None
    acronym: str | None
    town: str | None
    texts: int
    works: int
    source: str  # "corpus" or "RNSR"
    structure: str | None
    organisations: tuple[UnitOrganisation, ...]

    @property
    def supervisors(self) -> tuple[UnitOrganisation, ...]:
        """The supervising bodies, the most often named first."""
        return tuple(one for one in self.organisations if one.role == Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class UnitDossier:
    """One unit with its works by year and how many of them are international."""

    unit: UnitRow
    by_year: tuple[tuple[int | None, int], ...]
    international: Share  # of the works with a known country


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The first units of a list, the most works first; `total` is how many there are."""

    rows: tuple[UnitRow, ...]
    total: int


_UNITS = """
SELECT units.* EXCLUDE (works), coalesce(counted.works, 0) AS works
FROM units
LEFT JOIN (SELECT unit, count(*) AS works FROM unit_works SEMI JOIN works USING (work) GROUP BY unit)
  AS counted USING (unit)
"""

_LIST = f"""
SELECT *, count(*) OVER () AS total FROM ({_UNITS})
WHERE len(?::VARCHAR[]) = 0 OR unit IN (
    SELECT unit FROM unit_organisations
    WHERE organisation IN (SELECT unnest(?::VARCHAR[])) AND role IN (SELECT unnest(?::VARCHAR[])))
ORDER BY works DESC, texts DESC, unit LIMIT ?
"""  # noqa: S608 -- our own text

_ONE = f"SELECT * FROM ({_UNITS}) WHERE list_contains(codes, ?)"  # noqa: S608 -- our own text

_YEARS = """
SELECT works.year, count(*) AS works FROM works SEMI JOIN
(SELECT work FROM unit_works WHERE unit = ?) USING (work)
GROUP BY works.year ORDER BY works.year NULLS LAST
"""

_INTERNATIONAL = """
SELECT count(*) AS covered, count(*) FILTER (countries > 1) AS international
FROM (SELECT work, count(DISTINCT country) AS countries FROM work_countries
      SEMI JOIN (SELECT work FROM unit_works WHERE unit = ?) USING (work) GROUP BY work)
"""

_PAGE = """
WITH chosen AS (
    SELECT work, title, year, venue, type, doi, pmid, authors
    FROM works SEMI JOIN (SELECT work FROM unit_works WHERE unit = ?) USING (work)
    ORDER BY year DESC NULLS LAST, lower(title) NULLS LAST, work LIMIT ? OFFSET ?
)
SELECT chosen.*, coalesce(places.countries, []) AS countries,
       coalesce(len(places.countries) > 1, false) AS international,
       coalesce(named.organisations, 0) AS organisations
FROM chosen
LEFT JOIN (SELECT work, list_sort(list(DISTINCT country)) AS countries
           FROM work_countries SEMI JOIN chosen USING (work) GROUP BY work) AS places USING (work)
LEFT JOIN (SELECT work, count(DISTINCT organisation) AS organisations
           FROM work_organisations SEMI JOIN chosen USING (work) GROUP BY work) AS named USING (work)
ORDER BY year DESC NULLS LAST, lower(title) NULLS LAST, work
"""


def list_units(
    cursor: duckdb.DuckDBPyConnection, organisations: Sequence[str] = (), limit: int = 20
) -> UnitsPage:
    """Return the units with the most works; only those of `organisations` (ROR ids) when given.

    A unit is an organisation's when that is a supervising body, the hospital around it, or its own
    record in the registry.
    """
    chosen = list(organisations)
    rows = query_rows(cursor, _LIST, [chosen, chosen, list(OWN_ROLES), limit])
    ties = _read_organisations(cursor, [row["unit"] for row in rows])
    total = rows[0]["total"] if rows else 0
    return UnitsPage(tuple(_make_row(row, ties) for row in rows), total)


def read_unit(cursor: duckdb.DuckDBPyConnection, text: str) -> UnitDossier:
    """Return the dossier of the unit with a code as a person types it; NotFoundError if none."""
    row = find_unit(cursor, text)
    years = query_rows(cursor, _YEARS, [row.unit])
    counted = query_rows(cursor, _INTERNATIONAL, [row.unit])[0]
    return UnitDossier(
        unit=row,
        by_year=tuple((year["year"], year["works"]) for year in years),
        international=make_share(counted["international"], counted["covered"]),
    )


def find_unit(cursor: duckdb.DuckDBPyConnection, text: str) -> UnitRow:
    """Return the unit that has a code, written in any way: "U1016", "UMR 8104", "inserm u 1016"."""
    code = read_code(text)
    rows: list[Row] = []
    for writing in list_writings(code):
        rows = rows or query_rows(cursor, _ONE, [writing])
    if not rows:
        raise NotFoundError(
            N_(
                "No unit known here has the code {code}. The list of units, on the page and in the "
                "command “cordee units”, has those that are."
            ),
            code=code[:40],
        )
    return _make_row(rows[0], _read_organisations(cursor, [rows[0]["unit"]]))


def list_unit_works(
    cursor: duckdb.DuckDBPyConnection, unit: str, page: int, size: int
) -> WorksPage:
    """Return one page of a unit's works, the latest year first; a page past the last is empty."""
    rows = query_rows(cursor, _PAGE, [unit, size, (page - 1) * size])
    counted = query_rows(
        cursor,
        "SELECT count(*) AS works FROM works SEMI JOIN "
        "(SELECT work FROM unit_works WHERE unit = ?) USING (work)",
        [unit],
    )
    found = make_work_rows(partial(query_rows, cursor), rows)
    return WorksPage(found, counted[0]["works"], page, size)


def _read_organisations(
    cursor: duckdb.DuckDBPyConnection, units: list[str]
) -> dict[str, list[UnitOrganisation]]:
    rows = query_rows(
        cursor,
        "SELECT * FROM unit_organisations SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS unit) "
        "USING (unit) ORDER BY unit, list_position(?::VARCHAR[], role), texts DESC, name, organisation",
        [units, list(Role)],
    )
    found = defaultdict(list)
    for row in rows:
        unit = row.pop("unit")
        found[unit].append(UnitOrganisation(**row))
    return found


def _make_row(row: Row, ties: dict[str, list[UnitOrganisation]]) -> UnitRow:
    names = ("unit", "kind", "name", "acronym", "town", "texts", "works", "source", "structure")
    return UnitRow(
        codes=tuple(row["codes"]),
        organisations=tuple(ties.get(row["unit"], ())),
        **{name: row[name] for name in names},
    )
