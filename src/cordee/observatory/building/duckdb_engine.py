"""Preparing tables by DuckDB, in this process and in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from cordee.kernel.errors import LakeError
from cordee.kernel.messages import N_
from cordee.observatory.building.engine import Home, Source
from cordee.observatory.building.plan import (
    ADDING_BUILD,
    COUNTED,
    HOME_BUILD,
    READING_BUILD,
    SITES_BUILD,
    Indicator,
    get_order,
    get_schema,
)
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.lake.consolidate import make_writer
from cordee.observatory.lake.storage import Content
from cordee.observatory.lake.store import create_view, quote
from cordee.observatory.schemas import SNAPSHOT_TABLES


PART = 2_000_000
"""Works counted at a time. Tables are sorted by work, so a part is read from its own row groups; the
lists and hash tables of two million works take about 600 MB, whatever the size of the lake."""

MEMORY = "1400MB"
"""What DuckDB may keep before it spills to disk; with what it does not count, under two gigabytes."""

BY_WORK = ("works", "authorships", "work_countries", "work_organisations", "work_themes")
"""The tables with rows a work that the expressions read whole."""

KEPT = {
    "works": "* EXCLUDE (abstract, keywords, publication_types)",
}
"""What is kept of the widest tables for homes: the columns that no view reads would fill the memory."""


class DuckdbEngine:
    """DuckDB over the Parquet files of a snapshot."""

    def __init__(self, source: Source) -> None:
        self._connection = duckdb.connect()
        self._run("SET autoinstall_known_extensions = false")
        self._run(f"SET temp_directory = {quote(str(source.spill))}")
        self._run(f"SET memory_limit = '{MEMORY}'")
        # Files are written sorted, so the order in between is free, which saves memory.
        self._run("SET preserve_insertion_order = false")
        for name, schema in SNAPSHOT_TABLES.items():
            kept = f"all_{name}" if name in BY_WORK else name
            create_view(self._connection, kept, source.tables.get(name, ()), schema)

    @property
    def name(self) -> str:
        """DuckDB and its version."""
        return f"DuckDB {duckdb.__version__}"

    def get_years(self) -> tuple[int, int]:
        """Return the first and the last year of the works; (1, 0) when no work has one."""
        [(first, last)] = self._fetch("SELECT min(year), max(year) FROM all_works")
        return (1, 0) if first is None else (first, last)

    def build_corpus(self) -> Iterator[tuple[str, Content]]:
        """Yield every corpus table, counted part by part."""
        parts = self._list_parts()
        for number, (low, high) in enumerate(parts):
            for name in BY_WORK:
                self._run(
                    f"CREATE OR REPLACE TEMP VIEW {name} AS FROM all_{name} "
                    f"WHERE work BETWEEN {low} AND {high}"
                )
            for name, make in ADDING_BUILD.items():
                self._add_up(name, compile_indicator(make), first=number == 0)
        for name, make in ADDING_BUILD.items():
            yield name, self._make_writer(name, make)
        for name, make in READING_BUILD.items():
            self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {compile_indicator(make)}")
            yield name, self._make_writer(name, make)

    def build_homes(self, homes: Sequence[Home]) -> Iterator[tuple[str, str, Content]]:
        """Yield the tables of each home; the works of all of them are first set apart, in one pass."""
        self._set_apart(homes)
        for home in homes:
            for name, table in home.make_question().items():
                self._connection.register("given", table)
                self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
                self._connection.unregister("given")
            for name, make in HOME_BUILD.items():
                self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {compile_indicator(make)}")
                yield home.organisation, name, self._make_writer(name, make)

    def close(self) -> None:
        """Close the connection; what was spilled goes with it."""
        self._connection.close()

    def _list_parts(self) -> list[tuple[int, int]]:
        [(low, high, works)] = self._fetch("SELECT min(work), max(work), count(*) FROM all_works")
        if not works:
            return [(0, 0)]
        # Keys are hashes: equal spans of them hold equal numbers of works.
        count = -(-works // PART)
        step = -(-(high - low + 1) // count)
        return [(low + n * step, min(high, low + (n + 1) * step - 1)) for n in range(count)]

    def _add_up(self, name: str, query: str, *, first: bool) -> None:
        """Add the rows of one part to the table `name`."""
        if first:
            self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
            return
        columns = [row[0] for row in self._fetch(f"DESCRIBE {name}")]
        summed = ", ".join(
            f"CAST(sum({column}) AS BIGINT) AS {column}" if column in COUNTED else column
            for column in columns
        )
        # Summed after each part, so that the table never holds more than its rows and a part's.
        self._run(f"INSERT INTO {name} BY NAME ({query})")
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {summed} FROM {name} GROUP BY ALL"  # noqa: S608 -- our own names
        )

    def _set_apart(self, homes: Sequence[Home]) -> None:
        wanted = ", ".join(quote(home.organisation) for home in homes)
        self._run(
            "CREATE OR REPLACE TEMP TABLE apart AS SELECT DISTINCT work FROM all_work_organisations "  # noqa: S608 -- ids of the registry
            f"WHERE organisation IN ({wanted})"
        )
        for name in BY_WORK:
            columns = KEPT.get(name, "*")
            self._run(f"DROP VIEW IF EXISTS {name}")
            self._run(
                f"CREATE OR REPLACE TEMP TABLE {name} AS "  # noqa: S608 -- our own names
                f"SELECT {columns} FROM all_{name} SEMI JOIN apart USING (work)"
            )
        # Of the works set apart alone: the corpus's own may have been built by another process.
        for name, make in SITES_BUILD.items():
            self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {compile_indicator(make)}")

    def _make_writer(self, name: str, make: Indicator) -> Callable[[Path], None]:
        order = get_order(name)
        query = f"FROM {name} ORDER BY {order}" if order else f"FROM {name}"
        return make_writer(self._connection, query, get_schema(make))

    def _run(self, sql: str) -> None:
        with saying_what_stopped(self.name):
            self._connection.execute(sql)

    def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        with saying_what_stopped(self.name):
            return self._connection.execute(sql).fetchall()


@contextmanager
def saying_what_stopped(engine: str) -> Iterator[None]:
    """Turn what stops DuckDB into a sentence; the transaction around it forgets what was begun."""
    try:
        yield
    except duckdb.Error as fault:
        raise LakeError(
            N_(
                "{engine} stopped while it was preparing tables ({reason}). The lake is as it was "
                "and its figures are still served; start again."
            ),
            engine=engine,
            reason=str(fault).splitlines()[0],
        ) from fault
