"""Preparing a lake: what is missing is built, what still holds is kept, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from cordee.kernel.errors import LakeError
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.building.duckdb_engine import DuckdbEngine
from cordee.observatory.building.engine import Engine, Home, Source
from cordee.observatory.building.plan import (
    CORPUS_TABLES,
    HOME_BUILD,
    find_prepared,
    get_recipe,
)
from cordee.observatory.lake.manifest import Prepared, PreparedHome, StoredFile
from cordee.observatory.lake.storage import Content, describe_file, write_parquet
from cordee.observatory.lake.store import SPILL_NAME, Lake, Transaction, quote
from cordee.observatory.schemas import SNAPSHOT_TABLES
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry


MOST_HOMES = 10
"""Homes prepared unasked, those with the most works. Each takes a second or two to build and some
thirty bytes on disk for each author of its works; a reader may name any others."""


@dataclass(frozen=True)
class BuildReport:
    """What one build did. `homes` are all that are prepared now, `built` those built by it.

    `tables` is how many tables were written, `size` the bytes of everything that is prepared.
    `dropped` were prepared before and are not in the registry any more.
    """

    engine: str
    homes: tuple[str, ...]
    built: tuple[str, ...]
    tables: int
    size: int
    dropped: tuple[str, ...] = ()


def build_lake(
    lake: Lake,
    *,
    registry: Registry,
    organisations: Sequence[str] = (),
    most: int = MOST_HOMES,
    start: Callable[[Source], Engine] = DuckdbEngine,
    at: datetime,
    progress: Progress | None = None,
) -> BuildReport:
    """Prepare the corpus tables of `lake` and the tables of homes.

    The homes are `organisations` (ROR ids), those prepared before, and, when neither names any, the
    `most` with the most works. Tables that hold for the present snapshot are kept; the lake shows its
    former state until the end. `start` opens the engine.

    Raises `NotFoundError` for an organisation that is not in the registry, `LakeError` when the lake
    has nothing to prepare or the engine stops, `LakeBusyError` when another process writes.
    """
    asked = [registry.get(one).id for one in organisations]
    progress = progress or Silent()
    with lake.write() as transaction:
        snapshot = transaction.manifest.snapshot
        if snapshot is None:
            raise LakeError(
                N_("The lake {lake} holds no works yet. Bring some in with `cordee ingest`."),
                lake=str(lake.path),
            )
        kept, former = find_prepared(transaction.manifest), transaction.manifest.prepared
        before = [home.organisation for home in former[0].homes] if former else []
        known = [one for one in before if one in registry]
        dropped = tuple(one for one in before if one not in registry)
        wanted = tuple(dict.fromkeys([*known, *asked]))
        if kept and wanted and not [one for one in wanted if kept.get_home(one) is None]:
            return _report(kept, built=(), tables=0, dropped=dropped)
        tables = {name: transaction.table_paths(name) for name in SNAPSHOT_TABLES}
        engine = start(Source(tables, lake.path / SPILL_NAME))
        try:
            build = _Build(transaction, engine, registry, progress)
            prepared, built = build.run(kept, wanted, most, at)
        finally:
            engine.close()
        transaction.put_prepared(replace(prepared, snapshot=snapshot.id))
        transaction.commit()
    return _report(prepared, built, build.written, dropped)


def _report(
    prepared: Prepared, built: tuple[str, ...], tables: int, dropped: tuple[str, ...]
) -> BuildReport:
    return BuildReport(
        engine=prepared.engine,
        homes=tuple(home.organisation for home in prepared.homes),
        built=built,
        tables=tables,
        size=sum(stored.size for stored in prepared.list_files()),
        dropped=dropped,
    )


class _Build:
    """One build: where it writes, by what, and how much it has written."""

    def __init__(
        self, transaction: Transaction, engine: Engine, registry: Registry, progress: Progress
    ) -> None:
        self.written = 0
        self._folder = transaction.start_prepared()
        self._root = transaction.lake.path
        self._engine = engine
        self._registry = registry
        self._progress = progress

    def run(
        self, kept: Prepared | None, wanted: tuple[str, ...], most: int, at: datetime
    ) -> tuple[Prepared, tuple[str, ...]]:
        """Return all that is prepared then, and the homes that were built."""
        files = kept.files if kept else self._build_corpus()
        wanted = wanted or _rank_organisations(self._root, files, most)
        missing = [one for one in wanted if kept is None or kept.get_home(one) is None]
        homes = {home.organisation: home for home in (kept.homes if kept else ())}
        homes |= {home.organisation: home for home in self._build_homes(missing)}
        prepared = Prepared(
            id=self._folder.name,
            at=at.isoformat(),
            snapshot="",
            recipe=get_recipe(),
            engine=self._engine.name,
            files=files,
            homes=tuple(homes[one] for one in wanted),
        )
        return prepared, tuple(missing)

    def _build_corpus(self) -> tuple[StoredFile, ...]:
        self._progress.start(N_("Counting the whole corpus"), len(CORPUS_TABLES), "")
        files = tuple(
            self._write(name, name, content) for name, content in self._engine.build_corpus()
        )
        self._progress.finish()
        return files

    def _build_homes(self, organisations: Sequence[str]) -> Iterable[PreparedHome]:
        if not organisations:
            return []
        first, last = self._engine.get_years()
        homes = [
            Home(one, self._find_country(one), self._find_kin(one), first, last)
            for one in organisations
        ]
        count = len(homes) * len(HOME_BUILD)
        self._progress.start(N_("Preparing the tables of organisations"), count, "")
        files: dict[str, list[StoredFile]] = {one: [] for one in organisations}
        for organisation, name, content in self._engine.build_homes(homes):
            files[organisation].append(self._write(name, f"{name}-{organisation}", content))
        self._progress.finish()
        return [PreparedHome(one, tuple(found)) for one, found in files.items()]

    def _find_kin(self, organisation: str) -> tuple[str, ...]:
        above = self._registry.with_parents([organisation])
        return tuple(sorted((above | self._registry.with_parts([organisation])) - {organisation}))

    def _find_country(self, organisation: str) -> str | None:
        # As `figures.warehouse.list_members` has it: a territory counts as its State.
        country = self._registry.get(organisation).country
        return get_state(country) if country else None

    def _write(self, table: str, stem: str, content: Content) -> StoredFile:
        path = self._folder / f"{stem}.parquet"
        write_parquet(content, path)
        self.written += 1
        self._progress.advance(1)
        return describe_file(table, path, self._root)


def _rank_organisations(root: Path, files: Sequence[StoredFile], most: int) -> tuple[str, ...]:
    path = next(str(root / one.path) for one in files if one.table == "named_organisations")
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT organisation FROM read_parquet({quote(path)}) "  # noqa: S608 -- our own path
            "ORDER BY works DESC, organisation LIMIT ?",
            [most],
        ).fetchall()
    return tuple(organisation for (organisation,) in rows)
