"""The one lake and the one registry the pages read, opened at the first request."""

from __future__ import annotations

import gc
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread

import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError, LakeError, NotFoundError
from cordee.observatory import linking
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.states import LakeState, read_state
from cordee.observatory.lake.former import open_former
from cordee.observatory.lake.store import Lake, open_lake
from cordee.observatory.linking.corrections import Corrections
from cordee.reference.organisations import Registry, load_registry


MOST_HOMES = 6
"""How many homes the welcome offers when those of the demonstration are not in the lake."""


@dataclass(frozen=True)
class Holdings:
    """What a lake holds, as the welcome tells it."""

    works: int
    first_year: int | None
    last_year: int | None
    sources: tuple[str, ...]
    ingested_at: datetime | None
    linker: str | None
    registry: str | None
    affiliations: int
    has_citations: bool  # some source counts the citations of some work
    homes: tuple[str, ...]  # the organisations with the most works
    organisations: frozenset[str]  # all those that works name


@dataclass(frozen=True)
class Ground:
    """What every page stands on."""

    lake: Lake
    registry: Registry
    observatory: Observatory


class _Opened:
    """Opens each thing once, whatever the number of threads that ask at the same moment."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._linker_lock = Lock()
        self._facts_lock = Lock()
        self._ground: Ground | None = None
        self._linker: linking.Linker | None = None
        self._facts: tuple[LakeState, Holdings] | None = None
        self._former: Observatory | None = None

    def get_ground(self) -> Ground:
        with self._lock:
            if self._ground is None:
                registry = load_registry()
                lake = _open(Path(settings.CORDEE_LAKE))
                self._ground = Ground(lake, registry, Observatory(lake, registry))
            return self._ground

    def get_linker(self) -> linking.Linker:
        registry = self.get_ground().registry
        with self._linker_lock:
            if self._linker is None:
                corrections = Corrections.load(None, registry)
                self._linker = linking.Linker.load(registry, corrections=corrections)
            return self._linker

    def get_facts(self) -> Holdings:
        ground = self.get_ground()
        state = read_state(ground.lake)
        with self._facts_lock:
            # A new state has new facts; the same one has the same, whoever asks.
            if self._facts is None or self._facts[0] != state:
                self._facts = (state, _read_facts(ground.lake, ground.observatory))
            return self._facts[1]

    def get_former(self) -> Observatory:
        """Return the figures of the lake before its last change; `NotFoundError` when not kept."""
        ground = self.get_ground()
        with self._lock:
            former = open_former(ground.lake)
            kept = self._former
            if kept is None or kept.lake.manifest != former.manifest:
                self._former = kept = Observatory(former, ground.registry)
            return kept

    def forget(self) -> None:
        with self._lock:
            self._ground = self._linker = self._facts = self._former = None


_opened = _Opened()
get_ground = _opened.get_ground
get_linker = _opened.get_linker
get_facts = _opened.get_facts
get_former = _opened.get_former
forget = _opened.forget


_waits_for_search = Event()
"""Set in a server that has shown nobody yet where to type the name of an organisation."""


def warm_up() -> None:
    """Open the lake now, as a server does that begins. A fault is told to the first reader instead."""
    with suppress(CordeeError):
        get_facts()
    _settle()
    _waits_for_search.set()


def expect_search() -> None:
    """Make the names ready beside a page that shows where to type one; it is a second's work.

    A server whose readers see the ledger alone never does it, and holds sixty megabytes less.
    """
    if _waits_for_search.is_set():
        _waits_for_search.clear()
        Thread(target=_prepare_search, name="names", daemon=True).start()


def _prepare_search() -> None:
    with suppress(CordeeError):
        get_ground().registry.prepare_search()
    _settle()


def _settle() -> None:
    # What opening needed for a moment goes back to the machine, some seventy megabytes.
    pa.default_memory_pool().release_unused()
    # What was made so far stays until the end: looking for rubbish among it, again and again, would keep every
    # page of the moment waiting a tenth of a second and more.
    gc.collect()
    gc.freeze()


def _open(path: Path) -> Lake:
    try:
        lake = open_lake(path)
    except NotFoundError as error:
        # For a reader of the page nothing is misspelt: the server has no lake to read.
        raise LakeError(error.sentence.text, **error.sentence.values) from error
    if lake.snapshot_id is None:
        raise LakeError(
            gettext_noop("The lake {lake} holds no works yet. Bring some in with `cordee ingest`."),
            lake=str(path),
        )
    return lake


def _read_facts(lake: Lake, observatory: Observatory) -> Holdings:
    manifest, ranked = lake.manifest, observatory.list_organisations()
    facts = observatory.facts
    with lake.connect() as connection:
        affiliations = connection.execute("SELECT count(*) FROM affiliations").fetchall()[0][0]
    latest = max((batch.at for batch in manifest.batches), default=None)
    return Holdings(
        works=facts.works,
        first_year=facts.first_year,
        last_year=facts.last_year,
        sources=tuple(sorted({batch.source for batch in manifest.batches})),
        ingested_at=datetime.fromisoformat(latest) if latest else None,
        linker=manifest.linker,
        registry=manifest.registry,
        affiliations=affiliations,
        has_citations=facts.has_citations,
        homes=ranked[:MOST_HOMES],
        organisations=frozenset(ranked),
    )
