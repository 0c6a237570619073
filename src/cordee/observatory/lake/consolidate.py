"""From all batches to what is true now: versions, deletions, and one row a work.

Nothing here depends on the order in which independent files were ingested. Between files that speak
of the same record, the highest version counts, then the later batch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from cordee.kernel.identifiers import hash_key
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress
from cordee.observatory.lake.duplicates import find_clusters
from cordee.observatory.lake.projects import STEPS as PROJECT_STEPS
from cordee.observatory.lake.sql import select_nothing, to_sql_type
from cordee.observatory.lake.storage import ROW_GROUP
from cordee.observatory.lake.store import Transaction, quote
from cordee.observatory.schemas import BATCH_TABLES, LATER_COLUMNS, SNAPSHOT_TABLES
from cordee.observatory.sources.openalex import DELETED_WORK


SOURCES = ("pubmed", "europepmc", "openalex", "crossref", "hal", "scopus", "wos")
"""Preferred first: whose key a merged work keeps, and whose word stands where both say something."""


DELETED = hash_key(f"openalex:{DELETED_WORK}")
"""Key of the record into which OpenAlex merges what it deletes; nothing stands for that."""


def build_snapshot(transaction: Transaction, *, at: datetime, progress: Progress) -> None:
    """Put the tables works, authorships, affiliations, themes, grants, declared and of projects."""
    steps = (
        ("authorships", _AUTHORSHIPS),
        ("works", _WORKS),
        ("affiliations", _AFFILIATIONS),
        ("themes", _THEMES),
        ("grants", _GRANTS),
        ("declared", "SELECT * FROM batch_declared ORDER BY declared"),
        *PROJECT_STEPS,
    )
    progress.start(N_("Merging what is known of each work"), len(steps) + 2, "")
    connection = transaction.connect()
    try:
        for name, schema in BATCH_TABLES.items():
            _create_batch_view(connection, name, transaction.batch_paths(name), schema)
        connection.execute(_CURRENT)
        progress.advance(1)
        _create_members(connection)
        progress.advance(1)
        for name, query in steps:
            writer = make_writer(connection, query, SNAPSHOT_TABLES[name])
            transaction.put_snapshot_tables({name: writer}, at=at)
            progress.advance(1)
    finally:
        connection.close()
    progress.finish()


def make_writer(
    connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema
) -> Callable[[Path], None]:
    """Return what writes the result of `query`, with the columns of `schema`, to a Parquet file."""
    columns = ", ".join(f'CAST("{f.name}" AS {to_sql_type(f.type)}) AS "{f.name}"' for f in schema)

    def write(path: Path) -> None:
        connection.execute(
            f"COPY (SELECT {columns} FROM ({query})) TO {quote(str(path))} "  # noqa: S608 -- our own text
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )

    return write


def _create_batch_view(
    connection: duckdb.DuckDBPyConnection, name: str, paths: list[str], schema: pa.Schema
) -> None:
    """Create ``batch_<name>`` with the batch's and part's number and the row in its part."""
    if paths:
        files = ", ".join(quote(path) for path in paths)
        body = (
            "SELECT *, "  # noqa: S608 -- our own quoted paths
            "CAST(regexp_extract(filename, '.*batches/(\\d+)-', 1) AS INTEGER) AS batch, "
            "CAST(regexp_extract(filename, '-(\\d+)\\.parquet$', 1) AS INTEGER) AS part, "
            f"file_row_number AS line FROM read_parquet([{files}], filename = true, "
            f"file_row_number = true, union_by_name = {name in LATER_COLUMNS})"
        )
        if name in LATER_COLUMNS:
            body = f"{select_nothing(schema)} UNION ALL BY NAME {body}"
    else:
        columns = ", ".join(f'NULL::{to_sql_type(f.type)} AS "{f.name}"' for f in schema)
        body = (
            f"SELECT {columns}, NULL::VARCHAR AS filename, NULL::BIGINT AS file_row_number, "
            "NULL::INTEGER AS batch, NULL::INTEGER AS part, NULL::BIGINT AS line WHERE false"
        )
    connection.execute(f"CREATE OR REPLACE VIEW batch_{name} AS {body}")


def _create_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``member``: for each current record its work after merging, and its rank there."""
    clusters = find_clusters(connection)
    connection.register("found_clusters", clusters)
    order = " ".join(f"WHEN {quote(name)} THEN {rank}" for rank, name in enumerate(SOURCES))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE member AS
        WITH ranked AS (
            SELECT c.work AS record, c.source, c.source_id, c.batch, c.part, c.line,
                   coalesce(f.cluster, c.work) AS cluster,
                   CASE c.source {order} ELSE {len(SOURCES)} END AS preference
            FROM current_record c LEFT JOIN found_clusters f ON f.record = c.work
        )
        SELECT record, source, source_id, batch, part, line, cluster,
               first_value(record) OVER one AS work,
               row_number() OVER one AS rank,
               count(*) OVER (PARTITION BY cluster) AS size
        FROM ranked
        WINDOW one AS (PARTITION BY cluster ORDER BY preference, length(source_id), source_id)
        """  # noqa: S608 -- our own names
    )
    connection.unregister("found_clusters")


# A deletion removes what was known when it was ingested, and what came in the same file; a record
# that comes later is a new one. A merge speaks of what was known at its date: what was merged away
# gives way to what it was merged into, and stands for it as long as that is not there.
_CURRENT = f"""
    CREATE OR REPLACE TEMP TABLE current_record AS
    WITH RECURSIVE gone AS (
        SELECT source, source_id, max(batch) AS batch FROM batch_deletions GROUP BY ALL
    ),
    way AS (
        SELECT work, "into", date FROM batch_merges SEMI JOIN batch_works USING (work)
        UNION
        SELECT w.work, m."into", w.date FROM way w JOIN batch_merges m ON m.work = w."into"
    ),
    merged AS (
        SELECT work, arg_max("into", (date, "into")) AS "into",
               strftime(max(date), '%Y%m%d')::INTEGER AS version
        FROM way WHERE "into" NOT IN (SELECT work FROM batch_merges) GROUP BY work
    )
    SELECT w.work, w.source, w.source_id, w.batch, w.part, w.line
    FROM batch_works w
    LEFT JOIN gone g ON g.source = w.source AND g.source_id = w.source_id
    LEFT JOIN merged m ON m.work = w.work AND w.version <= m.version
    WHERE (g.batch IS NULL OR w.batch > g.batch) AND m."into" IS DISTINCT FROM {DELETED}
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(m."into", w.work)
        ORDER BY m."into" IS NOT NULL, w.version DESC, w.batch DESC, w.part DESC, w.line DESC
    ) = 1
"""  # noqa: S608 -- a number of ours

# Authors come from the record that ties most affiliations to them; one that prints some for the work
# as a whole is better than one that prints none. Where the other record has the
# same number of authors, the same position is the same person, and fills what is missing.
_AUTHORSHIPS = """
    WITH mine AS (
        SELECT m.work AS owner, m.rank, m.size, a.*
        FROM batch_authorships a
        JOIN member m ON m.record = a.work AND m.batch = a.batch AND m.part = a.part
    ),
    totals AS (
        SELECT owner, rank, sum(len(affiliations)) AS printed, max(position) AS people,
               bool_or(position = 0) AS untied
        FROM mine WHERE size > 1 GROUP BY ALL
    ),
    chosen AS (
        SELECT owner, rank, people FROM totals
        QUALIFY row_number() OVER (PARTITION BY owner ORDER BY printed = 0, untied, printed DESC, rank) = 1
    ),
    other AS (
        SELECT o.owner, o.position, bool_or(o.corresponding) AS corresponding,
               arg_min(o.orcid, o.rank) AS orcid,
               arg_min(o.stated_organisations, o.rank)
                   FILTER (len(o.stated_organisations) > 0) AS organisations,
               arg_min(o.stated_countries, o.rank)
                   FILTER (len(o.stated_countries) > 0) AS countries
        FROM mine o
        JOIN totals t ON t.owner = o.owner AND t.rank = o.rank
        JOIN chosen c ON c.owner = o.owner AND c.rank <> o.rank AND c.people = t.people
        WHERE o.position > 0
        GROUP BY ALL
    )
    SELECT a.owner AS work, a.position, a.name,
           coalesce(a.orcid, o.orcid) AS orcid,
           coalesce(a.corresponding, o.corresponding) AS corresponding,
           a.collective, a.affiliations,
           CASE WHEN len(a.stated_organisations) > 0 OR o.organisations IS NULL
                THEN a.stated_organisations ELSE o.organisations END AS stated_organisations,
           CASE WHEN len(a.stated_countries) > 0 OR o.countries IS NULL
                THEN a.stated_countries ELSE o.countries END AS stated_countries
    FROM mine a
    LEFT JOIN chosen c ON c.owner = a.owner
    LEFT JOIN other o ON o.owner = a.owner AND o.position = a.position
    WHERE a.size = 1 OR c.rank = a.rank
    ORDER BY a.owner, a.position
"""

_FIELDS = ", ".join(
    f'arg_min("{f.name}", rank) FILTER ("{f.name}" IS NOT NULL) AS "{f.name}"'
    for f in BATCH_TABLES["works"]
    if f.name not in ("work", "keywords", "citations", "retracted")
)

_WORKS = f"""
    WITH mine AS (
        SELECT m.work AS owner, m.rank, m.size, m.source || ':' || m.source_id AS origin,
               w.* EXCLUDE (work, batch, part, line, filename, file_row_number)
        FROM batch_works w
        JOIN member m ON m.record = w.work AND m.batch = w.batch AND m.part = w.part
                      AND m.line = w.line
    )
    SELECT owner AS work, * EXCLUDE (owner, rank, size, origin), [origin] AS sources
    FROM mine WHERE size = 1
    UNION ALL BY NAME
    SELECT owner AS work, {_FIELDS},
           coalesce(arg_min(keywords, rank) FILTER (len(keywords) > 0), []) AS keywords,
           max(citations) AS citations, bool_or(retracted) AS retracted,
           list(origin ORDER BY rank) AS sources
    FROM mine WHERE size > 1 GROUP BY owner
    ORDER BY work
"""  # noqa: S608 -- column names of our own schemas

_AFFILIATIONS = """
    WITH used AS (
        SELECT DISTINCT unnest(a.affiliations) AS affiliation
        FROM batch_authorships a
        JOIN member m ON m.record = a.work AND m.batch = a.batch AND m.part = a.part
        UNION
        SELECT affiliation FROM batch_project_organisations
        UNION
        SELECT affiliation FROM batch_declared
    )
    SELECT affiliation, min(text) AS text
    FROM batch_affiliations SEMI JOIN used USING (affiliation)
    GROUP BY affiliation ORDER BY affiliation
"""

_THEMES = """
    SELECT m.work AS work, t.vocabulary, t.code, arg_min(t.label, m.rank) AS label,
           bool_or(t.major) AS major
    FROM batch_themes t
    JOIN member m ON m.record = t.work AND m.batch = t.batch AND m.part = t.part
    GROUP BY m.work, t.vocabulary, t.code
    ORDER BY work, vocabulary, code
"""

_GRANTS = """
    SELECT DISTINCT m.work AS work, g."grant", g.funder, g.country
    FROM batch_grants g
    JOIN member m ON m.record = g.work AND m.batch = g.batch AND m.part = g.part
    ORDER BY work, "grant", funder, country
"""
