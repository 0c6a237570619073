"""Reading what `cordee build` has prepared, where it holds; without it the same is counted anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import ibis.expr.types as ir

from cordee.observatory.building.plan import CELLS, VIEW_BUILD
from cordee.observatory.figures.question import ALL_WORKS, ALL_YEARS, Counting, Question
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.ties import CORPUS_BUILD, NAMED_BUILD
from cordee.observatory.indicators.view import BUILD
from cordee.observatory.indicators.world import CUBE_BUILD, WORLD_BUILD
from cordee.observatory.lake.manifest import Prepared, PreparedHome, StoredFile
from cordee.observatory.lake.store import quote


WITHOUT_YEAR = ("home_cotutelles", "home_themes", "home_authorships")
"""View tables whose rows have no year of their own; they keep those of the period's works."""


def open_corpus(
    connection: duckdb.DuckDBPyConnection, root: Path, prepared: Prepared | None
) -> None:
    """Create the corpus tables: read when they are prepared, else counted.

    Those of the world are left out when they are not prepared: `count_world` makes them when a reader
    first asks, since most never do.
    """
    if prepared is None:
        for name, make in (CORPUS_BUILD | NAMED_BUILD).items():
            connection.execute(f"CREATE TABLE {name} AS {compile_indicator(make)}")
        return
    for stored in prepared.files:
        # Into memory: they have a row a partner a year, and every question reads them.
        connection.execute(f"CREATE TABLE {stored.table} AS {_read(root, stored)}")


def count_world(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the world from the works themselves."""
    for name, make in (CUBE_BUILD | WORLD_BUILD).items():
        connection.execute(f"CREATE TABLE {name} AS {compile_indicator(make)}")


def find_home(prepared: Prepared | None, question: Question) -> PreparedHome | None:
    """Return the tables prepared for a question's home, or None when they do not answer it.

    They are of one organisation and judged in the usual way. What is not named here is asked of the
    whole corpus, so a new setting of questions can never be answered by tables made without it.
    """
    if prepared is None or len(question.organisations) != 1:
        return None
    usual = replace(question, years=ALL_YEARS, counting=Counting.FULL, within=ALL_WORKS)
    if usual != Question(question.organisations):
        return None
    return prepared.get_home(question.organisations[0])


def write_views(root: Path, home: PreparedHome, *, copied: bool) -> dict[str, str]:
    """Return the statement that creates each view table of a prepared home, by its name.

    Rows are of the years in the table `home_years`. They stay views on the files, each indicator
    reading the columns it needs, unless they are to be `copied` because they will be narrowed.
    """
    statements = {}
    for stored in home.files:
        if stored.table in VIEW_BUILD:
            kept = (
                "SEMI JOIN home_ids USING (work)"
                if stored.table in WITHOUT_YEAR
                else "SEMI JOIN home_years USING (year)"
            )
            # Records and authors are looked up for a few works, whichever way these are narrowed.
            kind = "TABLE" if copied and stored.table in BUILD else "VIEW"
            statements[stored.table] = (
                f"CREATE TEMP {kind} {stored.table} AS {_read(root, stored)} {kept}"
            )
    return statements


def get_cells(root: Path, home: PreparedHome) -> Mapping[Callable[[], ir.Table], str]:
    """Return the query that reads each indicator whose rows are kept for a home."""
    files = {stored.table: stored for stored in home.files}
    return {
        make: _read(root, files[name])
        + ("" if name == "cells_undated" else " SEMI JOIN home_years USING (year)")
        for name, make in CELLS.items()
    }


def _read(root: Path, stored: StoredFile) -> str:
    return f"FROM read_parquet({quote(str(root / stored.path))})"
