"""Check a lake against its manifest and itself."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.lake.manifest import StoredFile
from cordee.observatory.lake.storage import hash_file
from cordee.observatory.lake.store import Lake
from cordee.observatory.schemas import BATCH_TABLES, LATER_COLUMNS, SNAPSHOT_TABLES


# Each query counts the rows that point to nothing, or that break what the schema promises.
CHECKS: tuple[tuple[str, str], ...] = (
    ("works", "SELECT count(*) - count(DISTINCT work) FROM works"),
    ("authorships", "SELECT count(*) FROM authorships ANTI JOIN works USING (work)"),
    (
        "authorships",
        """
        SELECT count(*) FROM (SELECT unnest(affiliations) AS affiliation FROM authorships)
        ANTI JOIN affiliations USING (affiliation)
        """,
    ),
    ("affiliations", "SELECT count(*) - count(DISTINCT affiliation) FROM affiliations"),
    ("themes", "SELECT count(*) FROM themes ANTI JOIN works USING (work)"),
    ("grants", "SELECT count(*) FROM grants ANTI JOIN works USING (work)"),
    ("links", "SELECT count(*) FROM links ANTI JOIN organisations USING (organisation)"),
    ("work_countries", "SELECT count(*) FROM work_countries ANTI JOIN works USING (work)"),
    ("work_organisations", "SELECT count(*) FROM work_organisations ANTI JOIN works USING (work)"),
    ("work_themes", "SELECT count(*) FROM work_themes ANTI JOIN works USING (work)"),
    ("projects", "SELECT count(*) - count(DISTINCT project) FROM projects"),
    (
        "project_organisations",
        "SELECT count(*) FROM project_organisations ANTI JOIN projects USING (project)",
    ),
    (
        "project_organisations",
        "SELECT count(*) FROM project_organisations ANTI JOIN affiliations USING (affiliation)",
    ),
    (
        "declared",
        """
        SELECT count(*) FROM declared ANTI JOIN affiliations USING (affiliation)
        WHERE affiliation IS NOT NULL
        """,
    ),
    ("project_themes", "SELECT count(*) FROM project_themes ANTI JOIN projects USING (project)"),
    ("units", "SELECT count(*) - count(DISTINCT unit) FROM units"),
    ("unit_organisations", "SELECT count(*) FROM unit_organisations ANTI JOIN units USING (unit)"),
    ("unit_affiliations", "SELECT count(*) FROM unit_affiliations ANTI JOIN units USING (unit)"),
    ("unit_works", "SELECT count(*) FROM unit_works ANTI JOIN units USING (unit)"),
    *(
        (
            table,
            f"""
            SELECT count(*) FROM (SELECT sum(weight) AS total FROM {table} GROUP BY work)
            WHERE abs(total - 1) > 1e-9
            """,  # noqa: S608 -- our own names
        )
        for table in ("work_countries", "work_organisations")
    ),
    *(
        (
            table,
            f"""
            SELECT count(*) FROM {table} t JOIN works w USING (work)
            WHERE t.year IS DISTINCT FROM w.year
            """,  # noqa: S608 -- our own names
        )
        for table in ("work_countries", "work_organisations", "work_themes")
    ),
)


def verify_lake(lake: Lake) -> list[Fault]:
    """Return what is wrong with `lake`: nothing, when every file is as the manifest says.

    Files are compared by size, checksum, number of rows and columns; then the snapshot's tables are
    checked against each other.
    """
    manifest = lake.manifest
    faults: list[Fault] = []
    for batch in manifest.batches:
        for stored in batch.files:
            faults += _check_file(lake.path, stored, BATCH_TABLES[stored.table])
    snapshot = manifest.snapshot
    for stored in snapshot.files if snapshot else ():
        faults += _check_file(lake.path, stored, SNAPSHOT_TABLES[stored.table])
    for prepared in manifest.prepared:
        for stored in prepared.list_files():
            faults += _check_file(lake.path, stored)
    if not faults:
        faults += _check_references(lake)
    return faults


def _check_file(root: Path, stored: StoredFile, schema: pa.Schema | None = None) -> list[Fault]:
    path = root / stored.path
    if not path.is_file():
        return [_make_fault(stored, N_("{file} is named by the manifest and is not there."))]
    if path.stat().st_size != stored.size or hash_file(path) != stored.sha256:
        text = N_("{file} is not as it was written: its size or checksum differs.")
        return [_make_fault(stored, text)]
    if pq.read_metadata(path).num_rows != stored.rows:
        return [
            _make_fault(stored, N_("{file} has another number of rows than the manifest says."))
        ]
    if schema is not None and not _has_columns(pq.read_schema(path).names, stored.table, schema):
        return [_make_fault(stored, N_("{file} has other columns than its table."))]
    return []


def _has_columns(names: list[str], table: str, schema: pa.Schema) -> bool:
    later = LATER_COLUMNS.get(table, ())
    return names in (schema.names, [name for name in schema.names if name not in later])


def _make_fault(stored: StoredFile, text: str) -> Fault:
    return Fault(stored.path, stored.table, Severity.FILE, Sentence(text, {"file": stored.path}))


def _check_references(lake: Lake) -> list[Fault]:
    faults = []
    connection: duckdb.DuckDBPyConnection = lake.connect()
    try:
        for table, query in CHECKS:
            found = connection.execute(query).fetchone()
            if found and found[0]:
                sentence = Sentence(
                    N_("The table {table} has {count} rows that agree with no other table."),
                    {"table": table, "count": found[0]},
                )
                faults.append(Fault(str(lake.path), table, Severity.RECORD, sentence))
    finally:
        connection.close()
    return faults
