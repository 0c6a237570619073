"""The marts figures read: who took part in each work, from where, on what.

Fractional weights (they sum to 1 over a covered work): the work's 1 is divided equally over its
authors with at least one known country, an author's share equally over their affiliations with a
known country, an affiliation's share equally over its countries. For organisations the same, with
known organisations. An author or group without any contributes nothing and takes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.lake.consolidate import make_writer
from cordee.observatory.lake.store import Transaction
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.countries import list_territories
from cordee.reference.themes import branch_of, find_descriptor


NOT_SUBJECTS = frozenset({"B01", "M01", "V01", "V02", "V03", "V04", "Z01"})
"""MeSH branches that say on whom, where or in what form, not about what: organisms (the check tags
Humans and Animals, mice, rats), persons by age or occupation, publication types, places."""


@dataclass(frozen=True)
class MartsReport:
    """`unknown_organisations`: ROR ids stated by sources that the registry does not know."""

    unknown_organisations: int


def build_marts(
    transaction: Transaction,
    organisations: pa.Table | None = None,
    *,
    at: datetime,
    progress: Progress | None = None,
) -> MartsReport:
    """Put work_countries, work_organisations and work_themes from what the transaction holds.

    `organisations` are the registry's facts, with the columns of `schemas.ORGANISATIONS`; at least
    those that are linked or that sources state. Those of the snapshot are used when it is not
    given. It is only read: who links puts the table. Territories with a country code of their own
    (RE, PR…) count as the State they belong to; the affiliation keeps its own code as evidence.
    """
    progress = progress or Silent()
    progress.start(N_("Counting who took part in each work"), 3, "")
    connection = transaction.connect()
    try:
        if organisations is not None:
            connection.register("given_organisations", organisations)
            connection.execute(
                "CREATE OR REPLACE TEMP VIEW registry AS SELECT * FROM given_organisations"
            )
        else:
            connection.execute(
                "CREATE OR REPLACE TEMP VIEW registry AS SELECT * FROM organisations"
            )
        connection.register("territories", _list_territories())
        connection.execute(_PEOPLE)
        connection.execute(_COUNTRIES)
        connection.execute(_ORGANISATIONS)
        for name, query in (
            ("work_countries", _WORK_COUNTRIES),
            ("work_organisations", _WORK_ORGANISATIONS),
        ):
            writer = make_writer(connection, query, SNAPSHOT_TABLES[name])
            transaction.put_snapshot_tables({name: writer}, at=at)
            progress.advance(1)
        _put_themes(transaction, connection, at)
        progress.advance(1)
        found = connection.execute(_COUNT_UNKNOWN).fetchone()
    finally:
        connection.close()
    progress.finish()
    return MartsReport(unknown_organisations=found[0] if found else 0)


def _put_themes(
    transaction: Transaction, connection: duckdb.DuckDBPyConnection, at: datetime
) -> None:
    codes = connection.execute(
        "SELECT DISTINCT code FROM themes WHERE vocabulary = 'mesh' AND code IS NOT NULL"
    ).fetchall()
    headings = [(code, branch) for (code,) in codes for branch in get_subjects(code)]
    words = connection.execute(
        f"SELECT DISTINCT unnest(keywords) FROM works WHERE work NOT IN ({_INDEXED})"  # noqa: S608 -- our own text
    ).fetchall()
    keywords = [
        (word, branch)
        for (word,) in words
        if (code := find_descriptor(word)) is not None
        for branch in get_subjects(code)
    ]
    connection.register("heading_branch", _make_pairs("code", headings))
    connection.register("keyword_branch", _make_pairs("keyword", keywords))
    writer = make_writer(connection, _WORK_THEMES, SNAPSHOT_TABLES["work_themes"])
    transaction.put_snapshot_tables({"work_themes": writer}, at=at)


def get_subjects(descriptor: str) -> tuple[str, ...]:
    """Return the second-level MeSH branches of a descriptor that are subjects.

    >>> get_subjects("D001943"), get_subjects("D006801")
    (('C04', 'C17'), ())
    """
    return tuple(branch for branch in branch_of(descriptor) if branch not in NOT_SUBJECTS)


def _list_territories() -> pa.Table:
    """Return each territory with its State: a work with Réunion is a French work, not a foreign one."""
    states = list_territories()
    return pa.table({"territory": list(states), "state": list(states.values())})


def _make_pairs(name: str, pairs: list[tuple[str, str]]) -> pa.Table:
    columns = {name: [pair[0] for pair in pairs], "branch": [pair[1] for pair in pairs]}
    return pa.table(columns, schema=pa.schema([(name, pa.string()), ("branch", pa.string())]))


# Only persons can be first or last: a group's name at the end of a list leads nothing. Position 0 is
# what a source ties to the work and to no author of it; below, it adds the countries and organisations
# that no author of the work has, since the others would else count twice.
_PEOPLE = """
    CREATE OR REPLACE TEMP TABLE person AS
    WITH ends AS (
        SELECT work, min(position) AS first, max(position) AS last
        FROM authorships WHERE NOT collective AND position > 0 GROUP BY work
    )
    SELECT a.work, a.position,
           coalesce(a.position = e.first AND NOT a.collective, false) AS first,
           coalesce(a.position = e.last AND NOT a.collective, false) AS last,
           a.corresponding, a.affiliations, a.stated_organisations, a.stated_countries
    FROM authorships a LEFT JOIN ends e USING (work)
"""

_COUNTRIES = """
    CREATE OR REPLACE TEMP TABLE author_country AS
    WITH printed AS (
        SELECT p.work, p.position, p.affiliation, c.country
        FROM (SELECT work, position, unnest(affiliations) AS affiliation FROM person) p
        JOIN (SELECT DISTINCT affiliation, country FROM affiliation_countries
              WHERE country IS NOT NULL) c USING (affiliation)
    ),
    silent AS (
        SELECT * FROM person ANTI JOIN printed USING (work, position)
    ),
    stated AS (
        SELECT work, position, unnest(stated_countries) AS country FROM silent
    ),
    implied AS (
        SELECT s.work, s.position, r.country
        FROM (SELECT work, position, unnest(stated_organisations) AS organisation FROM silent
              WHERE coalesce(len(stated_countries), 0) = 0) s
        JOIN registry r USING (organisation)
    )
    SELECT DISTINCT work, position, affiliation, coalesce(t.state, country) AS country
    FROM (
        SELECT * FROM printed
        UNION ALL SELECT work, position, 0, country FROM stated
        UNION ALL SELECT work, position, 0, country FROM implied
    ) LEFT JOIN territories t ON t.territory = country
    WHERE country IS NOT NULL
    QUALIFY position > 0 OR max(position) OVER (PARTITION BY work, country) = 0
"""

_ORGANISATIONS = """
    CREATE OR REPLACE TEMP TABLE author_organisation AS
    WITH printed AS (
        SELECT p.work, p.position, p.affiliation, l.organisation
        FROM (SELECT work, position, unnest(affiliations) AS affiliation FROM person) p
        JOIN (SELECT DISTINCT affiliation, organisation FROM links) l USING (affiliation)
    ),
    stated AS (
        SELECT s.work, s.position, s.organisation
        FROM (SELECT work, position, unnest(stated_organisations) AS organisation
              FROM person ANTI JOIN printed USING (work, position)) s
        SEMI JOIN registry r USING (organisation)
    )
    SELECT DISTINCT * FROM (
        SELECT * FROM printed UNION ALL SELECT work, position, 0, organisation FROM stated
    )
    QUALIFY position > 0 OR max(position) OVER (PARTITION BY work, organisation) = 0
"""


def _make_mart(table: str, column: str) -> str:
    """Return the query of weights and leadership over `table`'s `column`."""
    return f"""
        WITH shares AS (
            SELECT work, position, {column},
                   1.0::DOUBLE / authors / affiliations / count(*) OVER (
                       PARTITION BY work, position, affiliation) AS weight
            FROM (
                SELECT *, count(DISTINCT position) OVER (PARTITION BY work) AS authors,
                       count(DISTINCT affiliation) OVER (PARTITION BY work, position)
                           AS affiliations
                FROM {table}
            )
        ),
        said AS (
            SELECT DISTINCT work FROM shares JOIN person p USING (work, position)
            WHERE p.corresponding
        )
        SELECT s.work, {column}, sum(s.weight) AS weight,
               bool_or(p.first) AS first, bool_or(p.last) AS last,
               CASE WHEN s.work IN (FROM said) THEN coalesce(bool_or(p.corresponding), false) END
                   AS corresponding
        FROM shares s JOIN person p USING (work, position)
        GROUP BY s.work, {column}
    """  # noqa: S608 -- our own names


_WORK_COUNTRIES = f"""
    SELECT m.work, w.year, m.country, m.weight, m.first, m.last, m.corresponding
    FROM ({_make_mart("author_country", "country")}) m JOIN works w USING (work)
    ORDER BY m.work, m.country
"""  # noqa: S608 -- our own text

_WORK_ORGANISATIONS = f"""
    SELECT m.work, w.year, m.organisation, coalesce(t.state, r.country) AS country,
           m.weight, m.first, m.last, m.corresponding
    FROM ({_make_mart("author_organisation", "organisation")}) m
    JOIN works w USING (work)
    LEFT JOIN registry r USING (organisation)
    LEFT JOIN territories t ON t.territory = r.country
    ORDER BY m.work, m.organisation
"""  # noqa: S608 -- our own text

_INDEXED = "SELECT work FROM themes WHERE vocabulary = 'mesh'"

_WORK_THEMES = f"""
    SELECT t.work, w.year, t.vocabulary, t.theme, t.basis
    FROM (
        SELECT DISTINCT work, 'mesh' AS vocabulary, branch AS theme, 'heading' AS basis
        FROM themes JOIN heading_branch USING (code) WHERE vocabulary = 'mesh'
        UNION ALL
        SELECT DISTINCT work, 'mesh', branch, 'keyword'
        FROM (SELECT work, unnest(keywords) AS keyword FROM works
              WHERE work NOT IN ({_INDEXED})) JOIN keyword_branch USING (keyword)
        UNION ALL
        SELECT DISTINCT work, 'openalex', code, 'heading'
        FROM themes WHERE vocabulary = 'openalex' AND code LIKE 'F%'
    ) t JOIN works w USING (work)
    ORDER BY t.work, t.vocabulary, t.theme
"""  # noqa: S608 -- our own text

_COUNT_UNKNOWN = """
    SELECT count(DISTINCT organisation)
    FROM (SELECT unnest(stated_organisations) AS organisation FROM person)
    ANTI JOIN registry USING (organisation)
"""
