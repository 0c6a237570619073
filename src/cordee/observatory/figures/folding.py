"""The tables of countries as they are when territories count with the State that claims them."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from cordee.observatory.figures.question import FOLDS


def make_folded_tables(
    cursor: duckdb.DuckDBPyConnection, folded: tuple[str, ...], names: Mapping[str, str]
) -> None:
    """Make what the tables `names` stand for: those of countries with each of `folded` in its State.

    A work with a territory and its State has one row, their weights added up, so that the sum over a
    covered work stays 1. Only the works of a territory are copied: the others are read where they
    are, so that many combinations of territories take no memory.
    """
    cases = " ".join(f"WHEN '{code}' THEN '{FOLDS[code]}'" for code in folded)
    counted = f"CASE country {cases} ELSE country END"
    territories = ", ".join(f"'{code}'" for code in folded)
    countries = _name_anew(cursor, "work_countries")
    organisations = _name_anew(cursor, "work_organisations")
    changed = names["work_countries"].replace("work_countries", "changed_countries")
    cursor.execute(
        f"CREATE TABLE {changed} AS "  # noqa: S608 -- our own names and codes
        f"SELECT work, any_value(year) AS year, {counted} AS country, sum(weight) AS weight, "
        "bool_or(first) AS first, bool_or(last) AS last, bool_or(corresponding) AS corresponding "
        f"FROM {countries} SEMI JOIN (SELECT DISTINCT work FROM {countries} "
        f"WHERE country IN ({territories})) USING (work) GROUP BY work, {counted}"
    )
    cursor.execute(
        f"CREATE VIEW {names['work_countries']} AS "  # noqa: S608 -- our own names
        f"FROM {countries} ANTI JOIN (SELECT DISTINCT work FROM {changed}) USING (work) "
        f"UNION ALL BY NAME FROM {changed}"
    )
    cursor.execute(
        f"CREATE VIEW {names['work_organisations']} AS "  # noqa: S608 -- our own names and codes
        f"SELECT * REPLACE ({counted} AS country) FROM {organisations}"
    )
    cursor.execute(
        f"CREATE TABLE {names['country_years']} AS "  # noqa: S608 -- our own names
        f"SELECT country, year, count(*) AS works FROM {names['work_countries']} "
        "WHERE country IS NOT NULL AND year IS NOT NULL GROUP BY ALL"
    )


def _name_anew(cursor: duckdb.DuckDBPyConnection, name: str) -> str:
    """Give the table `name` a second name, and return it.

    A reader's temporary view has the first one, so what it stands on must not be found by it. A large
    table is a view on files, written again; one kept in memory is small, and copied once.
    """
    views = cursor.execute(
        "SELECT sql FROM duckdb_views() WHERE view_name = ? AND NOT temporary", [name]
    ).fetchall()
    if views:
        body = views[0][0].partition(" AS ")[2]
        cursor.execute(f"CREATE OR REPLACE VIEW whole_{name} AS {body}")
    else:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS whole_{name} AS FROM {name}")
    return f"whole_{name}"
