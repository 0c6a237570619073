"""Engines on which the meaning of indicators is tested, and tables written as text.

A table is written as it would be on paper, columns parted by bars; `-` is unknown, columns left out
are unknown in every row::

    work | year | country | weight
    1 | 2020 | FR | 0.5
    1 | 2020 | GB | 0.5

The parts of a list are parted by commas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from cordee.observatory.indicators.compiling import compile_indicator, compile_selection
from cordee.observatory.indicators.people import PEOPLE_BUILD, home_authorships, orcid_names
from cordee.observatory.indicators.tables import HOME_KIN, HOME_MEMBERS, HOME_YEARS, SCHEMAS
from cordee.observatory.indicators.ties import CORPUS_BUILD, NAMED_BUILD
from cordee.observatory.indicators.view import BUILD
from cordee.observatory.indicators.zones import make_zone_years


Row = dict[str, Any]

GIVEN = (
    "works",
    "work_countries",
    "work_organisations",
    "work_themes",
    "declared",
    "organisations",
    "town_names",
    "units",
    "authorships",
    "links",
    "affiliation_countries",
    "unit_affiliations",
    "unit_organisations",
    "unit_works",
)
"""The tables of a lake that a test may give; those it does not give are empty."""


def read_text(text: str) -> list[Row]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    names, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(names, row, strict=True)) for row in rows]


def read_table(name: str, text: str) -> pa.Table:
    schema = SCHEMAS[name]
    rows = [
        {column: _read_cell(schema.field(column).type, cell) for column, cell in row.items()}
        for row in (read_text(text) if text else [])
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def complete_mart(mart: pa.Table, works: pa.Table) -> pa.Table:
    """Return a mart with what a lake's always has: the work's own year, weights that sum to one."""
    years = dict(zip(works["work"].to_pylist(), works["year"].to_pylist(), strict=True))
    rows = mart.to_pylist()
    counts = Counter(row["work"] for row in rows)
    for row in rows:
        row["year"] = years.get(row["work"])
        if row["weight"] is None:
            row["weight"] = 1 / counts[row["work"]]
    return pa.Table.from_pylist(rows, schema=mart.schema)


def _read_cell(kind: pa.DataType, cell: str) -> object:
    if cell == "-":
        return None
    if pa.types.is_list(kind):
        return [_read_cell(kind.value_type, one.strip()) for one in cell.split(",")]
    if pa.types.is_boolean(kind):
        return cell == "yes"
    if pa.types.is_floating(kind):
        return float(cell)
    return int(cell) if pa.types.is_integer(kind) else cell


class DuckdbEngine:
    """DuckDB, as the observatory uses it."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def put(self, name: str, table: pa.Table) -> None:
        self._connection.register("given", table)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM given")
        self._connection.unregister("given")

    def build(self, name: str, make: Callable[[], ir.Table]) -> None:
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {compile_indicator(make)}")

    def run(self, make: Callable[[], ir.Table]) -> list[Row]:
        return self._fetch(compile_indicator(make))

    def select(self, *kinds: str) -> set[int]:
        return {row["work"] for row in self._fetch(compile_selection(kinds))}

    def _fetch(self, sql: str) -> list[Row]:
        found = self._connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def close(self) -> None:
        self._connection.close()


class World:
    """A small lake written as text, seen from the home "A" in FR unless said otherwise."""

    def __init__(self, engine: DuckdbEngine) -> None:
        self.engine = engine

    def see(
        self,
        *,
        home: dict[str, str | None] | None = None,
        years: tuple[int, int] = (2000, 2025),
        zone: str = "EU",
        kin: tuple[str, ...] = (),
        folds: dict[str, str] | None = None,
        **tables: str,
    ) -> World:
        members = [{"organisation": o, "country": c} for o, c in (home or {"A": "FR"}).items()]
        self.engine.put("home_members", pa.Table.from_pylist(members, schema=HOME_MEMBERS))
        relatives = [{"organisation": one} for one in kin]
        self.engine.put("home_kin", pa.Table.from_pylist(relatives, schema=HOME_KIN))
        folded = [{"territory": t, "folded_into": s} for t, s in (folds or {}).items()]
        self.engine.put("home_folds", pa.Table.from_pylist(folded, schema=SCHEMAS["home_folds"]))
        period = [{"year": year} for year in range(years[0], years[1] + 1)]
        self.engine.put("home_years", pa.Table.from_pylist(period, schema=HOME_YEARS))
        self.engine.put("zone_years", make_zone_years(zone, *years))
        given = {name: read_table(name, tables.get(name, "")) for name in GIVEN}
        for name in ("work_countries", "work_organisations"):
            given[name] = complete_mart(given[name], given["works"])
        for name, table in given.items():
            self.engine.put(name, table)
        self.engine.build("orcid_names", orcid_names)
        people = {"home_authorships": home_authorships, **PEOPLE_BUILD}
        for name, make in (CORPUS_BUILD | NAMED_BUILD | BUILD | people).items():
            self.engine.build(name, make)
        return self

    def ask(self, *kinds: str, **values: str) -> set[int]:
        """Return the works selected; values of kinds that take one are given by name."""
        asked = [*[(kind, None) for kind in kinds], *values.items()]
        rows = [{"part": n, "value": value} for n, (_, value) in enumerate(asked) if value]
        self.engine.put("asked", pa.Table.from_pylist(rows, schema=SCHEMAS["asked"]))
        return self.engine.select(*[kind for kind, _ in asked])

    def rows(self, make: Callable[[], ir.Table], *names: str) -> set[tuple[object, ...]]:
        """Return an indicator's rows as tuples of the columns `names`."""
        return {tuple(_tidy(row[name]) for name in names) for row in self.engine.run(make)}


def _tidy(value: object) -> object:
    return round(value, 9) if isinstance(value, float) else value
