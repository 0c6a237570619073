"""The stage of the lake that links: unseen texts in, links and countries out, then the marts.

A text is linked once for each linker and registry: those that name nobody are remembered by a row
of `affiliation_countries` without a country. Results come in the order of the affiliations' keys,
so the tables are the same whatever the number of processes.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cordee.kernel.errors import LakeError
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.lake.ending import die_with_parent
from cordee.observatory.lake.marts import build_marts
from cordee.observatory.lake.store import Lake, Transaction, quote
from cordee.observatory.linking.answers import TEXT
from cordee.observatory.linking.corrections import REASON, Corrections
from cordee.observatory.linking.linker import BATCH, Linker, open_linker
from cordee.observatory.linking.prepare import get_stamp, prepare_index
from cordee.observatory.linking.starting import skip_linear_algebra
from cordee.observatory.schemas import AFFILIATION_COUNTRIES, LINKS, ORGANISATIONS
from cordee.observatory.units.build import build_units
from cordee.reference.organisations import Registry
from cordee.reference.records import list_acronyms


WORTH_A_PROCESS = 50_000
"""Texts for which one more process is started: it opens a linker of its own, which costs what
linking 30,000 texts does."""


@dataclass(frozen=True)
class LinkReport:
    """What one linking did.

    `linked` texts were read now, `skipped` had been before by this linker and registry;
    `organisations` is how many organisations all links of the lake name, `unknown` how many texts
    of the lake have no known country, `corrected` how many are linked by a correction.
    """

    linked: int
    skipped: int
    organisations: int
    unknown: int
    linker: str
    registry: str
    corrected: int = 0


def link_lake(
    lake: Lake,
    *,
    registry: Registry,
    processes: int = 1,
    at: datetime,
    progress: Progress | None = None,
    cache: Path | None = None,
    corrections: Corrections | None = None,
) -> LinkReport:
    """Link the affiliations of `lake` that are not linked yet and build the marts.

    Everything is linked anew when the linker, the registry or a correction has changed. The lake
    keeps its former state until the end.
    """
    progress = progress or Silent()
    index = prepare_index(registry, cache, progress)
    corrections = corrections or Corrections()
    stamp = get_stamp(registry, corrections)
    with lake.write() as transaction:
        known = lake.manifest.linker == stamp
        connection = transaction.connect()
        work = lake.path / "snapshots" / "linking"
        try:
            work.mkdir(parents=True, exist_ok=True)
            waiting, total = _count_waiting(connection, known=known)
            source = _Source(index, corrections)
            _link_waiting(connection, work, source, processes, waiting, progress, known=known)
            _put_links(transaction, connection, work, at, stamp, registry, known=known)
        finally:
            connection.close()
            shutil.rmtree(work, ignore_errors=True)
        build_marts(transaction, at=at, progress=progress)
        build_units(transaction, at=at, progress=progress)
        organisations, unknown, corrected = _count_found(transaction)
        transaction.commit()
    return LinkReport(
        waiting,
        total - waiting,
        organisations,
        unknown,
        stamp,
        registry.version,
        corrected,
    )


def _waiting_query(*, known: bool) -> str:
    seen = "ANTI JOIN affiliation_countries USING (affiliation)" if known else ""
    return f"FROM affiliations {seen}"


def _count_waiting(connection: duckdb.DuckDBPyConnection, *, known: bool) -> tuple[int, int]:
    counts = []
    for source in (_waiting_query(known=known), "FROM affiliations"):
        counts += connection.execute(f"SELECT count(*) {source}").fetchall()
    return counts[0][0], counts[1][0]


def _link_waiting(
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    source: _Source,
    processes: int,
    waiting: int,
    progress: Progress,
    *,
    known: bool,
) -> None:
    """Link what waits, in the order of keys, into two Parquet files in the folder `work`."""
    query = f"SELECT affiliation, text {_waiting_query(known=known)} ORDER BY affiliation"
    texts = connection.sql(query).to_arrow_reader(BATCH)
    progress.start(N_("Linking affiliations"), waiting, "affiliations")
    with (
        pq.ParquetWriter(work / "links.parquet", LINKS) as links,
        pq.ParquetWriter(work / "countries.parquet", AFFILIATION_COUNTRIES) as countries,
        _running(source, min(processes, max(1, waiting // WORTH_A_PROCESS))) as run,
    ):
        for found in run(texts):
            links.write_batch(found[0])
            countries.write_batch(found[1])
            progress.advance(found[2])
    progress.finish()


Found = tuple[pa.RecordBatch, pa.RecordBatch, int]

# The linker of a worker process, opened once by `_start`.
_OWN: dict[str, Linker] = {}


@dataclass(frozen=True)
class _Source:
    """What a process makes its linker of."""

    index: Path
    corrections: Corrections

    def open(self) -> Linker:
        return open_linker(self.index, {}, corrections=self.corrections)


def _start(source: _Source) -> None:
    die_with_parent()
    skip_linear_algebra()
    _OWN["linker"] = source.open()
    # The index lives as long as the process; a collector that walked it would cost a tenth. At the
    # end the collector gets everything back, or the engine would report what it could not free.
    gc.freeze()
    atexit.register(gc.unfreeze)


def _run(batch: pa.RecordBatch) -> Found:
    return link_batch(_OWN["linker"], batch)


def link_batch(linker: Linker, batch: pa.RecordBatch) -> Found:
    """Link the texts of one batch (columns affiliation, text); rows of both tables and a count."""
    keys = batch.column("affiliation")
    answers = linker.answer([text or "" for text in batch.column("text").to_pylist()])
    links = answers.name_links()
    links["affiliation"] = keys.take(pa.array(answers.links[:, TEXT]))
    texts, countries = answers.name_countries()
    countries["affiliation"] = keys.take(pa.array(texts))
    return _to_batch(links, LINKS), _to_batch(countries, AFFILIATION_COUNTRIES), len(keys)


def _to_batch(columns: Mapping[str, pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [columns[field.name].cast(field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


# Links batches and yields the results in their order.
_Run = Callable[[Iterable[pa.RecordBatch]], Iterator[Found]]


class _RunHere:
    def __init__(self, linker: Linker) -> None:
        self.linker = linker

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Found]:
        for batch in batches:
            yield link_batch(self.linker, batch)


class _RunThere:
    def __init__(self, pool: ProcessPoolExecutor, processes: int) -> None:
        self.pool = pool
        self.processes = processes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Found]:
        waiting: deque[Future[Found]] = deque()
        try:
            for batch in batches:
                waiting.append(self.pool.submit(_run, batch))
                # Two batches a process keep it busy; more would only fill the memory.
                if len(waiting) > 2 * self.processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as fault:
            raise LakeError(
                N_(
                    "A process that was linking was ended from outside, perhaps for want of "
                    "memory. The lake is as it was; start again, with fewer processes."
                )
            ) from fault


@contextmanager
def _running(source: _Source, processes: int) -> Iterator[_Run]:
    if processes <= 1:
        yield _RunHere(source.open())
        return
    # Forked processes would inherit the writer's lock and any threads' locks.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_start, initargs=(source,))
    try:
        yield _RunThere(pool, processes)
    finally:
        pool.shutdown(cancel_futures=True)


def _put_links(
    transaction: Transaction,
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    at: datetime,
    stamp: str,
    registry: Registry,
    *,
    known: bool,
) -> None:
    """Put links and countries: what stood and still has its text, and what was found now."""
    for table, file, schema, order in (
        ("links", "links", LINKS, 'affiliation, start, "end", organisation'),
        ("affiliation_countries", "countries", AFFILIATION_COUNTRIES, "affiliation, country"),
    ):
        columns = ", ".join(f'"{name}"' for name in schema.names)
        kept = (
            f"SELECT {columns} FROM {table} SEMI JOIN affiliations"  # noqa: S608 -- our own names
            " USING (affiliation) UNION ALL"
            if known
            else ""
        )
        path = quote(str(work / f"{file}.parquet"))
        fresh = f"SELECT {columns} FROM read_parquet({path})"  # noqa: S608 -- our own path
        query = f"{kept} {fresh} ORDER BY {order}"
        merged = connection.sql(query).to_arrow_reader(100_000)
        transaction.put_snapshot_tables(
            {table: merged}, at=at, linker=stamp, registry=registry.version
        )
    transaction.put_snapshot_tables({"organisations": _get_facts(registry)}, at=at)


def _get_facts(registry: Registry) -> pa.Table:
    table = registry.table
    columns = {"organisation": table["id"], "acronym": list_acronyms(table)}
    for name in ORGANISATIONS.names:
        if name not in columns:
            columns[name] = table[name]
    return pa.table([columns[name] for name in ORGANISATIONS.names], schema=ORGANISATIONS)


def _count_found(transaction: Transaction) -> tuple[int, int, int]:
    connection = transaction.connect()
    try:
        found = connection.execute(
            "SELECT (SELECT count(DISTINCT organisation) FROM links),"
            " (SELECT count(*) FROM affiliation_countries WHERE country IS NULL),"
            " (SELECT count(DISTINCT affiliation) FROM links WHERE reason = ?)",
            [REASON],
        ).fetchone()
    finally:
        connection.close()
    return (found[0], found[1], found[2]) if found else (0, 0, 0)
