"""Preparing tables by Spark: the same expressions, run on a cluster that sees the lake's folder.

Only small tables come back to this process: those of the corpus have a row a partner a year, those of
a home its own works. Needs the extra ``cordee[spark]`` and Java 17 or later.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import ibis
import pyarrow as pa
import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from cordee.kernel.errors import LakeError, UsageError
from cordee.kernel.messages import N_
from cordee.observatory.building.engine import Home, Source
from cordee.observatory.building.plan import (
    CORPUS_TABLES,
    HOME_BUILD,
    SITES_BUILD,
    Indicator,
    get_order,
    get_schema,
)
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.lake.storage import Content
from cordee.observatory.schemas import SNAPSHOT_TABLES


MASTER = re.compile(r"spark://(?P<hosts>[\w.-]+:\d{1,5}(,[\w.-]+:\d{1,5})*)|local(\[(\d+|\*)\])?")

PATIENCE = 3.0
"""Seconds a master may take to answer a knock. A master on the same network answers in milliseconds,
and Spark itself would try for a minute before it says that nobody is there."""

PARTITIONS = "8"
"""Pieces a shuffle is cut into. Spark's 200 are for terabytes: with tables of millions of rows, starting
the tasks would take longer than running them."""

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": PARTITIONS,
    "spark.sql.ansi.enabled": "false",  # as Ibis expects: a cast that fails is null
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # The tables of a home come back whole; the usual limit of a gigabyte is for notebooks.
    "spark.driver.maxResultSize": "4g",
}


class SparkEngine:
    """A Spark session over the Parquet files of a snapshot."""

    def __init__(self, source: Source, master: str, settings: dict[str, str] | None = None) -> None:
        check_master(master)
        # Ibis registers what it needs to write Spark's SQL when the backend is first named.
        _ = ibis.pyspark
        self._master = master
        with saying_what_stopped(master):
            builder = SparkSession.builder.master(master).appName("cordee")
            for key, value in (SETTINGS | (settings or {})).items():
                builder = builder.config(key, value)
            self._session = builder.getOrCreate()
            self._session.sparkContext.setLogLevel("ERROR")
            for name, schema in SNAPSHOT_TABLES.items():
                self._put(name, self._read(source.tables.get(name, ()), schema))

    @property
    def name(self) -> str:
        """Spark and its version."""
        return f"Spark {pyspark.__version__}"

    def get_years(self) -> tuple[int, int]:
        """Return the first and the last year of the works; (1, 0) when no work has one."""
        with saying_what_stopped(self._master):
            [row] = self._session.sql("SELECT min(year), max(year) FROM works").collect()
        return (1, 0) if row[0] is None else (row[0], row[1])

    def build_corpus(self) -> Iterator[tuple[str, Content]]:
        """Yield every corpus table; those of the world read the cube, which the cluster keeps."""
        for name, make in CORPUS_TABLES.items():
            yield name, self._build(name, make)

    def build_homes(self, homes: Sequence[Home]) -> Iterator[tuple[str, str, Content]]:
        """Yield the tables of each home."""
        # The corpus's own may have been built by another process.
        with saying_what_stopped(self._master):
            for name, make in SITES_BUILD.items():
                self._put(name, self._session.sql(compile_indicator(make, "pyspark")))
        for home in homes:
            for name, table in home.make_question().items():
                self.put(name, table)
            for name, make in HOME_BUILD.items():
                yield home.organisation, name, self._build(name, make)

    def close(self) -> None:
        """Give the cluster back."""
        self._session.stop()

    def put(self, name: str, table: pa.Table) -> None:
        """Make `table` the table `name` of the session."""
        with saying_what_stopped(self._master):
            self._put(name, self._make(table))

    def run(self, query: str) -> pa.Table:
        """Return the rows of a query."""
        with saying_what_stopped(self._master):
            return self._session.sql(query).toArrow()

    def _build(self, name: str, make: Indicator) -> pa.Table:
        """Build one table, keep it for those that read it, and return its rows in their order."""
        with saying_what_stopped(self._master):
            self._put(name, self._session.sql(compile_indicator(make, "pyspark")).cache())
        rows = self.run(f"SELECT * FROM {name}")  # noqa: S608 -- our own name
        if order := get_order(name):
            # Here, where they are all: the cluster would pass every row around once more.
            rows = rows.sort_by([_read_direction(key) for key in order.split(", ")])
        schema = get_schema(make)
        return rows.select(schema.names).cast(_allow_nulls(schema))

    def _put(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)

    def _make(self, table: pa.Table) -> DataFrame:
        return self._session.createDataFrame(table)

    def _read(self, paths: Sequence[str], schema: pa.Schema) -> DataFrame:
        empty = self._make(schema.empty_table())
        if not paths:
            return empty
        # With the columns given, Spark needs no job of its own to find them in the files.
        reader = self._session.read.schema(empty.schema)
        return reader.parquet(*[f"file://{path}" for path in paths])


def check_master(master: str) -> None:
    """Raise `UsageError` when `master` is no address of Spark, `LakeError` when nobody is there."""
    found = MASTER.fullmatch(master)
    if found is None:
        raise UsageError(
            N_(
                "“{engine}” is not an engine. Write duckdb, spark://HOST:PORT, or local[2] for "
                "Spark on this machine alone."
            ),
            engine=master[:80],
        )
    hosts = (found["hosts"] or "").split(",") if found["hosts"] else []
    if hosts and not any(_answers(host) for host in hosts):
        raise LakeError(
            N_(
                "No Spark master answers at {master}. The lake is as it was and its figures are "
                "still served. Start the master, check the address, or leave --engine out to "
                "prepare the lake by DuckDB on this machine."
            ),
            master=master,
        )


def _answers(host: str) -> bool:
    name, _, port = host.rpartition(":")
    try:
        with socket.create_connection((name, int(port)), timeout=PATIENCE):
            return True
    except (OSError, OverflowError):
        return False


def _read_direction(key: str) -> tuple[str, str]:
    """Return a column and how it is sorted, from SQL: "works DESC"."""
    column, _, down = key.partition(" ")
    return column, "descending" if down else "ascending"


def _allow_nulls(schema: pa.Schema) -> pa.Schema:
    return pa.schema([(field.name, field.type) for field in schema])


@contextmanager
def saying_what_stopped(master: str) -> Iterator[None]:
    """Turn what stops Spark into a sentence; the transaction around it forgets what was begun."""
    try:
        yield
    except (PySparkException, Py4JError, ConnectionError, RuntimeError) as fault:
        raise LakeError(
            N_(
                "{engine} stopped while it was preparing tables ({reason}). The lake is as it was "
                "and its figures are still served; start again."
            ),
            engine=master,
            reason=(str(fault).splitlines() or [type(fault).__name__])[0][:200],
        ) from fault
