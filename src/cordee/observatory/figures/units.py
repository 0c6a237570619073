"""Research units as a reader sees them: a list for an organisation, and the dossier of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import duckdb

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.kernel.periods import Years
from cordee.observatory.figures.answer import Share
from cordee.observatory.figures.lake_facts import Row, query_rows
from cordee.observatory.figures.listing import make_work_rows
from cordee.observatory.figures.question import ALL_YEARS
from cordee.observatory.figures.statistics import make_share
from cordee.observatory.figures.works import WorksPage
from cordee.observatory.units.codes import list_writings, read_code
from cordee.observatory.units.evidence import OWN_ROLES, Basis, Role


ROLES: dict[str, str] = {
    Role.SUPERVISOR: N_("supervising body"),
    Role.SELF: N_("the unit itself in the registry"),
    Role.HOST: N_("hospital around it"),
    Role.ABOVE: N_("above it in the registry, in no affiliation"),
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
LEFT JOIN (SELECT unit, count(*) AS works FROM unit_works
           SEMI JOIN (SELECT work FROM works WHERE {period}) USING (work) GROUP BY unit)
  AS counted USING (unit)
"""

_LIST = f"""
SELECT *, count(*) OVER () AS total FROM ({_UNITS})
WHERE (works > 0 OR {{open}}) AND (len(?::VARCHAR[]) = 0 OR unit IN (
    SELECT unit FROM unit_organisations
    WHERE organisation IN (SELECT unnest(?::VARCHAR[])) AND role IN (SELECT unnest(?::VARCHAR[]))))
ORDER BY works DESC, texts DESC, unit LIMIT ?
"""  # noqa: S608 -- our own text

_ONE = f"SELECT * FROM ({_UNITS}) WHERE list_contains(codes, ?)"  # noqa: S608 -- our own text

_WORKS = """
SELECT * FROM works SEMI JOIN (SELECT work FROM unit_works WHERE unit = ?) USING (work)
WHERE {period}
"""

_YEARS = f"""
SELECT year, count(*) AS works FROM ({_WORKS}) GROUP BY year ORDER BY year NULLS LAST
"""  # noqa: S608 -- our own text

_INTERNATIONAL = f"""
SELECT count(*) AS covered, count(*) FILTER (countries > 1) AS international
FROM (SELECT work, count(DISTINCT country) AS countries FROM work_countries
      SEMI JOIN ({_WORKS}) USING (work) GROUP BY work)
"""  # noqa: S608 -- our own text

_PAGE = f"""
WITH chosen AS (
    SELECT work, title, year, date, venue, type, doi, pmid, authors FROM ({_WORKS})
    ORDER BY year DESC NULLS LAST, date DESC NULLS LAST, lower(title) NULLS LAST, work
    LIMIT ? OFFSET ?
)
SELECT chosen.*, coalesce(places.countries, []) AS countries,
       coalesce(len(places.countries) > 1, false) AS international,
       coalesce(named.organisations, 0) AS organisations
FROM chosen
LEFT JOIN (SELECT work, list_sort(list(DISTINCT country)) AS countries
           FROM work_countries SEMI JOIN chosen USING (work) GROUP BY work) AS places USING (work)
LEFT JOIN (SELECT work, count(DISTINCT organisation) AS organisations
           FROM work_organisations SEMI JOIN chosen USING (work) GROUP BY work) AS named USING (work)
ORDER BY year DESC NULLS LAST, date DESC NULLS LAST, lower(title) NULLS LAST, work
"""  # noqa: S608 -- our own text

_COUNT = f"SELECT count(*) AS works FROM ({_WORKS})"  # noqa: S608 -- our own text


def _narrow(sql: str, years: Years) -> str:
    """Return a query of works narrowed to a period; one without ends has works of no year as well."""
    ends = [
        f"year {sign} {int(year)}"
        for sign, year in ((">=", years.first), ("<=", years.last))
        if year is not None
    ]
    return sql.format(period=" AND ".join(ends) or "true", open="false" if ends else "true")


def list_units(
    cursor: duckdb.DuckDBPyConnection,
    organisations: Sequence[str] = (),
    limit: int = 20,
    years: Years = ALL_YEARS,
) -> UnitsPage:
    """Return the units with the most works in `years`; only those of `organisations` when given.

    Of a period, those without works in it are left out. A unit is an organisation's when that is a supervising body, the hospital around it, or its own
    record in the registry.
    """
    chosen = list(organisations)
    rows = query_rows(cursor, _narrow(_LIST, years), [chosen, chosen, list(OWN_ROLES), limit])
    ties = _read_organisations(cursor, [row["unit"] for row in rows])
    total = rows[0]["total"] if rows else 0
    return UnitsPage(tuple(_make_row(row, ties) for row in rows), total)


def read_unit(
    cursor: duckdb.DuckDBPyConnection, text: str, years: Years = ALL_YEARS
) -> UnitDossier:
    """Return the dossier of the unit with a code as a person types it; NotFoundError if none.

    Works are those of `years`; texts are all that the lake has.
    """
    row = find_unit(cursor, text, years)
    by_year = query_rows(cursor, _narrow(_YEARS, years), [row.unit])
    counted = query_rows(cursor, _narrow(_INTERNATIONAL, years), [row.unit])[0]
    return UnitDossier(
        unit=row,
        by_year=tuple((one["year"], one["works"]) for one in by_year),
        international=make_share(counted["international"], counted["covered"]),
    )


def find_unit(cursor: duckdb.DuckDBPyConnection, text: str, years: Years = ALL_YEARS) -> UnitRow:
    """Return the unit that has a code, written in any way: "U1016", "UMR 8104", "inserm u 1016"."""
    code = read_code(text)
    rows: list[Row] = []
    for writing in list_writings(code):
        rows = rows or query_rows(cursor, _narrow(_ONE, years), [writing])
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
    cursor: duckdb.DuckDBPyConnection, unit: str, page: int, size: int, years: Years = ALL_YEARS
) -> WorksPage:
    """Return one page of a unit's works of `years`, the latest first; a page past the last is empty."""
    rows = query_rows(cursor, _narrow(_PAGE, years), [unit, size, (page - 1) * size])
    counted = query_rows(cursor, _narrow(_COUNT, years), [unit])
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
