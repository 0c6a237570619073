"""What is true of a whole lake whatever is asked: its counts, its years, its organisations' places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias

import duckdb

from cordee.reference.organisations import Registry


Row: TypeAlias = dict[str, Any]

FAIR_MONTH = 0.1
"""A month with under a tenth of the busiest month's works is not held in full: journals date some
issues months ahead, so a file of June has a few works of December."""


class Place(NamedTuple):
    """An organisation's name and where it is."""

    name: str
    city: str | None
    country: str | None


@dataclass(frozen=True)
class LakeFacts:
    """What is true of the whole lake, read once a snapshot."""

    works: int
    first_year: int | None
    last_year: int | None
    latest_date: date | None  # in the last month held in full
    sources: tuple[str, ...]
    has_declared: bool
    has_citations: bool
    undated: int
    theme_labels: Mapping[tuple[str, str], str]  # by vocabulary and code, as sources word them


def query_rows(
    cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> list[Row]:
    """Return the rows of a query by column name."""
    cursor.execute(sql, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_places(connection: duckdb.DuckDBPyConnection) -> dict[str, Place]:
    """Return the places of the organisations on works of the lake, by ROR id."""
    # Of each organisation on some work, read once: looking a few hundred up among all that the
    # registry holds would cost each question as much as a count.
    rows = query_rows(
        connection,
        "SELECT organisation, name, city, country FROM organisations "
        "WHERE name IS NOT NULL AND organisation IN (SELECT organisation FROM named_organisations)",
    )
    return {row["organisation"]: Place(row["name"], row["city"], row["country"]) for row in rows}


def find_place(organisation: str, places: Mapping[str, Place], registry: Registry) -> Place:
    """Return the place of an organisation: as the lake has it, else as the registry has it now.

    A lake linked with another registry may name what its own table does not hold, and what neither
    has is named by its id.
    """
    known = places.get(organisation)
    if known:
        return known
    found = registry.organisations.get(organisation)
    return (
        Place(found.name, found.city, found.country) if found else Place(organisation, None, None)
    )


def read_facts(connection: duckdb.DuckDBPyConnection) -> LakeFacts:
    """Return the facts of the lake whose tables `connection` has, those of the corpus included."""
    row = query_rows(
        connection,
        "SELECT coalesce(sum(works), 0)::BIGINT AS works, min(year) AS first_year, "
        "max(year) AS last_year, "
        "coalesce(sum(works) FILTER (year IS NULL), 0)::BIGINT AS undated, max(cited) AS cited, "
        "list_sort(list(DISTINCT source)) AS sources FROM work_days",
    )[0]
    declared = query_rows(connection, "SELECT count(*) AS declared FROM declared")[0]["declared"]
    # MeSH's labels are the reference's, in both languages; other vocabularies have their source's.
    labels = query_rows(
        connection,
        "SELECT vocabulary, code, max(label) AS label FROM themes SEMI JOIN "
        "(SELECT DISTINCT vocabulary, theme AS code FROM work_themes WHERE vocabulary <> 'mesh') "
        "USING (vocabulary, code) WHERE label IS NOT NULL GROUP BY ALL",
    )
    return LakeFacts(
        works=row["works"],
        first_year=row["first_year"],
        last_year=row["last_year"],
        latest_date=_find_latest_date(connection),
        sources=tuple(row["sources"] or ()),
        has_declared=declared > 0,
        has_citations=bool(row["cited"]),
        undated=row["undated"],
        theme_labels={(row["vocabulary"], row["code"]): row["label"] for row in labels},
    )


def _find_latest_date(connection: duckdb.DuckDBPyConnection) -> date | None:
    months = query_rows(
        connection,
        "SELECT max(date) AS latest, sum(works) AS works FROM work_days WHERE date IS NOT NULL "
        "GROUP BY date_trunc('month', date)",
    )
    busiest = max((month["works"] for month in months), default=0)
    fair = (month["latest"] for month in months if month["works"] >= FAIR_MONTH * busiest)
    return max(fair, default=None)
