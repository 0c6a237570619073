"""Tables of a snapshot kept in memory, so that small questions need not open files."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb


WARM_ROWS = 2_000_000
"""A table of fewer rows is copied into memory when a snapshot is opened. Reading Parquet costs a
question 10 to 30 ms a table for opening and decompressing; two million rows of the widest table kept
take about 300 MB, which the smallest machine we name has. Larger tables stay views on Parquet, where
that fixed cost is small beside the scan."""

WARM = "warm"
"""The database of the tables in memory."""

WARM_TABLES = {
    "works": "work, source, doi, pmid, title, year, date, type, venue, language, authors, citations, retracted, sources",
    "authorships": "*",
    "affiliations": "*",
    "affiliation_countries": "*",
    "links": "*",
    "organisations": "*",
    "themes": "*",
    "work_countries": "*",
    "work_organisations": "*",
    "work_themes": "*",
    "declared": "*",
    "unit_affiliations": "*",
    "unit_organisations": "*",
    "unit_works": "*",
}
"""What questions and lists of works read, and of works only the columns they read."""


def warm_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Copy the small tables that questions read into memory, in the place of their views.

    They lie compressed, as in files, in a database of their own: some 40 MB of 64 less for 21,000 works.
    """
    connection.execute(f"ATTACH ':memory:' AS {WARM} (COMPRESS)")
    for name, columns in WARM_TABLES.items():
        found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 -- our own table names
        if found is None or found[0] > WARM_ROWS:
            continue
        connection.execute(f"CREATE TABLE {WARM}.{name} AS SELECT {columns} FROM {name}")  # noqa: S608 -- our own table names
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS FROM {WARM}.{name}")
    # What a table holds is compressed when it is written down, which for one in memory is here.
    connection.execute(f"CHECKPOINT {WARM}")


def put_town_names(connection: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
    """Put the towns that have namesakes, by organisation, in the table `town_names`."""
    connection.execute(
        "CREATE TABLE town_names AS SELECT "
        "unnest(?::VARCHAR[]) AS organisation, unnest(?::VARCHAR[]) AS town",
        [list(names), list(names.values())],
    )
