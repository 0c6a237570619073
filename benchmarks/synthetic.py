"""A synthetic lake of any size, to measure what real corpora of that size are not here for.

    python -m benchmarks.synthetic big-lake --works 10000000

N works of 2001 to 2020 with one to nine authors each (five on average), 30,000 organisations of the
shipped registry in some 200 countries, whose sizes fall with their rank: the first
one is on some two works of a hundred. Six authors of ten are at the leading author's
organisation, nine of ten in her country; three works of a hundred name no known place. All values
come from a hash of the seed and the work's number, so a lake is the same whenever it is made by the
same version of DuckDB. The five institutions of the demonstration come first.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.observatory.lake.storage import ROW_GROUP
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry, load_registry


HOMES = ("02vjkv261", "04t0gwh46", "0321g0743", "01cmnjq37", "00pg5jh14")
ORGANISATIONS = 30_000
THEMES = ("C04", "C14", "C10", "F03", "C20", "C08", "C06", "C12", "G05", "E02", "D12", "N06")
CHUNK = 500_000  # works made at a time: the largest table of a chunk takes about 300 MB
MADE_AT = datetime(2026, 1, 5, tzinfo=UTC)

# A number between 0 and 1 that depends on the seed, the work and what is drawn.
DRAW = "CREATE MACRO draw(i, what) AS hash(i, what, {seed}) / 18446744073709551616.0"

WORKS = """
CREATE OR REPLACE TEMP TABLE chunk_works AS
SELECT i, CAST(-9223372036854775807 + i * {step}::HUGEINT + hash(i, {seed}) % 100000 AS BIGINT) AS work,
       CAST(2001 + floor(20 * sqrt(draw(i, 1))) AS SMALLINT) AS year,
       CAST(1 + floor(9 * draw(i, 2)) AS INTEGER) AS authors,
       CAST(floor({organisations} * draw(i, 3) ** 2.4) AS INTEGER) AS lead,
       draw(i, 4) > 0.03 AS placed, draw(i, 5) < 0.5 AS said
FROM range({first}, {last}) AS made(i)
"""

AUTHORS = """
CREATE OR REPLACE TEMP TABLE chunk_authors AS
WITH persons AS (
    SELECT w.*, unnest(range(1, authors + 1)) AS position FROM chunk_works w
),
moved AS (
    SELECT p.*, CASE
        WHEN position = 1 OR draw(i, 100 + position) < 0.6 THEN lead
        WHEN draw(i, 100 + position) < 0.94 THEN near.idx
        ELSE CAST(floor({organisations} * draw(i, 200 + position) ** 2.4) AS INTEGER) END AS idx
    FROM persons p
    JOIN made_organisations home ON home.idx = p.lead
    JOIN compatriots near
      ON near.place = home.first + CAST(floor(home.size * draw(i, 300 + position) ** 2.4) AS INTEGER)
)
SELECT work, year, position, authors, placed, said, o.organisation, o.country, o.affiliation
FROM moved JOIN made_organisations o USING (idx)
"""

ROLES = """
       bool_or(position = 1) AS first, bool_or(position = authors) AS last,
       CASE WHEN any_value(said) THEN bool_or(position = 1) END AS corresponding
"""

TABLES = {
    "works": """
        SELECT work, 'openalex' AS source, 'W' || i AS source_id, 1 AS version,
               '10.5555/made.' || i AS doi, NULL AS pmid, NULL AS pmcid,
               'Made work ' || i || ' on ' || hash(i) % 1000 AS title, year,
               make_date(year, CAST(1 + hash(i, 6) % 12 AS INTEGER), 1) AS date, 'article' AS type,
               ['Article'] AS publication_types, 'Journal ' || hash(i, 7) % 5000 AS venue,
               NULL AS issn, NULL AS volume, NULL AS issue, NULL AS pages, 'en' AS language,
               NULL AS abstract, []::VARCHAR[] AS keywords, authors,
               CAST(floor(40 * draw(i, 8) ** 4) AS INTEGER) AS citations, false AS retracted,
               ['openalex:W' || i] AS sources
        FROM chunk_works ORDER BY work
    """,
    "authorships": """
        SELECT work, CAST(position AS INTEGER) AS position, 'Author ' || hash(work, position) % 1000000
               AS name, NULL AS orcid,
               CASE WHEN said THEN position = 1 END AS corresponding, false AS collective,
               CASE WHEN placed THEN [affiliation] ELSE []::BIGINT[] END AS affiliations,
               []::VARCHAR[] AS stated_organisations, []::VARCHAR[] AS stated_countries
        FROM chunk_authors ORDER BY work, position
    """,
    "work_countries": f"""
        SELECT work, any_value(year) AS year, country, count(*) / any_value(authors) AS weight, {ROLES}
        FROM chunk_authors WHERE placed GROUP BY work, country ORDER BY work, country
    """,
    "work_organisations": f"""
        SELECT work, any_value(year) AS year, organisation, any_value(country) AS country,
               count(*) / any_value(authors) AS weight, {ROLES}
        FROM chunk_authors WHERE placed GROUP BY work, organisation ORDER BY work, organisation
    """,
    "work_themes": f"""
        SELECT DISTINCT work, year, 'mesh' AS vocabulary, 'heading' AS basis,
               ({list(THEMES)})[CAST(1 + floor({len(THEMES)} * draw(i, 400 + n) ** 2) AS INTEGER)] AS theme
        FROM chunk_works, range(2) AS twice(n) ORDER BY work, theme
    """,
}


def choose_organisations(registry: Registry, seed: int) -> pa.Table:
    """Return the organisations of the lake, largest first, with their facts."""
    table = registry.table
    connection = duckdb.connect()
    connection.register("registry", table)
    chosen = connection.execute(
        "SELECT id, country FROM registry WHERE country IS NOT NULL AND status = 'active' "
        "ORDER BY list_position(?::VARCHAR[], id) NULLS LAST, hash(id, ?) LIMIT ?",
        [list(HOMES), seed, ORGANISATIONS],
    ).fetchall()
    connection.close()
    return pa.table(
        {
            "idx": pa.array(range(len(chosen)), pa.int32()),
            "organisation": [id_ for id_, _ in chosen],
            "country": [get_state(country) for _, country in chosen],
            "affiliation": pa.array(range(1, len(chosen) + 1), pa.int64()),
        }
    )


def prepare(connection: duckdb.DuckDBPyConnection, organisations: pa.Table, seed: int) -> None:
    connection.execute(DRAW.format(seed=seed))
    connection.register("given", organisations)
    connection.execute(
        "CREATE TABLE compatriots AS SELECT idx, country, "
        "CAST(row_number() OVER (ORDER BY country, idx) - 1 AS INTEGER) AS place FROM given"
    )
    connection.execute(
        "CREATE TABLE made_organisations AS SELECT given.*, CAST(first AS INTEGER) AS first, size "
        "FROM given JOIN (SELECT country, min(place) AS first, count(*) AS size FROM compatriots "
        "GROUP BY country) USING (country)"
    )


def make_facts(organisations: pa.Table, registry: Registry) -> dict[str, pa.Table]:
    """Return the tables that do not grow with the works: who there is, and how texts name them."""
    known = [registry.get(one) for one in organisations["organisation"].to_pylist()]
    keys = organisations["affiliation"].to_pylist()
    rows: dict[str, list[dict[str, object]]] = {
        "organisations": [
            {"organisation": one.id, "name": one.name, "acronym": one.acronym, "city": one.city}
            | {"country": one.country, "latitude": one.latitude, "longitude": one.longitude}
            | {"types": list(one.types), "parents": list(one.parents)}
            for one in known
        ],
        "affiliations": [
            {"affiliation": key, "text": f"{one.name}, {one.city}"}
            for key, one in zip(keys, known, strict=True)
        ],
        "links": [
            {"affiliation": key, "organisation": one.id, "score": 1.0, "reason": "name"}
            | {"start": 0, "end": len(one.name)}
            for key, one in zip(keys, known, strict=True)
        ],
        "affiliation_countries": [
            {"affiliation": key, "country": one.country, "basis": "organisation"}
            for key, one in zip(keys, known, strict=True)
        ],
    }
    return {
        name: pa.Table.from_pylist(found, schema=SNAPSHOT_TABLES[name])
        for name, found in rows.items()
    }


def write_tables(folder: Path, works: int, seed: int, organisations: pa.Table) -> None:
    """Write the tables that grow with the works, a chunk at a time, each to one Parquet file."""
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                pq.ParquetWriter(
                    folder / f"{name}.parquet", SNAPSHOT_TABLES[name], compression="zstd"
                )
            )
            for name in TABLES
        }
        connection = stack.enter_context(duckdb.connect())
        prepare(connection, organisations, seed)
        # Keys are spread over all 64-bit numbers, as hashes are.
        values = {"seed": seed, "organisations": len(organisations), "step": (2**64 - 2) // works}
        for first in range(0, works, CHUNK):
            connection.execute(WORKS.format(first=first, last=min(works, first + CHUNK), **values))
            connection.execute(AUTHORS.format(**values))
            for name, query in TABLES.items():
                reader = connection.sql(query).to_arrow_reader(ROW_GROUP)
                for batch in reader:
                    ordered = pa.Table.from_batches([batch]).select(SNAPSHOT_TABLES[name].names)
                    writers[name].write_table(ordered.cast(SNAPSHOT_TABLES[name]), ROW_GROUP)


def make_lake(path: Path, works: int, seed: int = 42) -> Lake:
    """Make a synthetic lake of `works` works in the new folder `path` and return it."""
    registry = load_registry()
    organisations = choose_organisations(registry, seed)
    lake = create_lake(path, at=MADE_AT)
    with tempfile.TemporaryDirectory(prefix="made-", dir=path.parent) as folder:
        write_tables(Path(folder), works, seed, organisations)

        def move(name: str) -> object:
            return lambda target: shutil.move(Path(folder) / f"{name}.parquet", target)

        with lake.write() as transaction:
            transaction.put_snapshot_tables(
                {**make_facts(organisations, registry), **{name: move(name) for name in TABLES}},
                at=MADE_AT,
                linker="made",
                registry=registry.version,
            )
    return lake


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a synthetic lake.")
    parser.add_argument("lake", type=Path)
    parser.add_argument("--works", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    if asked.lake.exists():
        sys.exit(f"{asked.lake} is there already; give a new folder.")
    began = time.perf_counter()
    lake = make_lake(asked.lake, asked.works, asked.seed)
    for stored in lake.manifest.snapshot.files if lake.manifest.snapshot else ():
        print(f"{stored.table:24} {stored.rows:>12,} rows {stored.size / 1e6:>8,.1f} MB")
    print(f"Made in {time.perf_counter() - began:.0f} s.")


if __name__ == "__main__":
    main()
