"""The tables of countries as they are when territories count with the State that claims them."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from cordee.observatory.figures.question import FOLDS


def make_folded_tables(
    cursor: duckdb.DuckDBPyConnection, folded: tuple[str, ...], names: Mapping[str, str]
) -> None:
    """Make the tables `names` stand for: those of countries with each of `folded` in its State.

    A work with a territory and its State has one row, their weights added up, so that the sum over a
    covered work stays 1.
    """
    cases = " ".join(f"WHEN '{code}' THEN '{FOLDS[code]}'" for code in folded)
    counted = f"CASE country {cases} ELSE country END"
    cursor.execute(
        f"CREATE TABLE {names['work_countries']} AS "  # noqa: S608 -- our own names and codes
        f"SELECT work, any_value(year) AS year, {counted} AS country, sum(weight) AS weight, "
        "bool_or(first) AS first, bool_or(last) AS last, bool_or(corresponding) AS corresponding "
        f"FROM work_countries GROUP BY work, {counted}"
    )
    cursor.execute(
        f"CREATE TABLE {names['work_organisations']} AS "  # noqa: S608 -- our own names and codes
        f"SELECT * REPLACE ({counted} AS country) FROM work_organisations"
    )
    cursor.execute(
        f"CREATE TABLE {names['country_years']} AS "  # noqa: S608 -- our own names
        f"SELECT country, w.year, count(*) AS works FROM {names['work_countries']} "
        "JOIN works w USING (work) WHERE country IS NOT NULL AND w.year IS NOT NULL GROUP BY ALL"
    )
