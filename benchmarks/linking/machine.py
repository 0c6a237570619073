"""What linking asks of a machine: seconds to load, strings a second, memory a process (Linux).

Every figure comes from fresh processes: what one has seen or loaded, it may keep.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import pyarrow as pa

from cordee.observatory.lake.store import open_lake
from cordee.observatory.linking.linker import Linker, open_linker
from cordee.reference.organisations import load_registry


# Enough texts for seconds of work at the speed aimed at, few enough for one minute in all.
_TEXTS = 40_000
# As many as the stage of the lake sends at once: see cordee.observatory.linking.stage.
_BATCH = 4_000
_ROUNDS = 3
_FIRST = "Institut Curie, Paris, France"


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of one process: its peak, and at the end its own alone and its share of all."""

    peak: float
    own: float
    proportional: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Distinct texts a second of the clock and of processor time, with the largest process."""

    processes: int
    strings_per_second: float
    strings_per_cpu_second: float
    memory: Memory


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds in a process that has imported everything: registry, index, first text linked."""

    registry: float
    index: float
    first: float

    @property
    def ready(self) -> float:
        """Seconds from the registry at hand to the first text linked."""
        return self.index + self.first


def measure_load() -> Load:
    """Return the median of some loads, each in a process of its own, the index compiled before."""
    rounds = []
    for _ in range(_ROUNDS):
        with _make_pool(1) as pool:
            rounds.append(pool.submit(_load).result())
    return Load(*(median(values) for values in zip(*rounds, strict=True)))


def _load() -> tuple[float, float, float]:
    times = [time.perf_counter()]
    registry = load_registry()
    times.append(time.perf_counter())
    linker = Linker.load(registry)
    times.append(time.perf_counter())
    linker.link([_FIRST])
    times.append(time.perf_counter())
    registry_seconds, index_seconds, first = (after - before for before, after in pairwise(times))
    return registry_seconds, index_seconds, first


def read_texts(lake: Path) -> list[str]:
    """Return distinct affiliations of a lake."""
    connection = open_lake(lake).connect()
    rows = connection.execute(
        "SELECT text FROM affiliations ORDER BY affiliation LIMIT ?", [_TEXTS]
    ).fetchall()
    connection.close()
    return [text for (text,) in rows]


def measure_speed(index: Path, texts: list[str], processes: int) -> Speed:
    """Return the median of some rounds over `texts`: texts in, tables out, index loaded."""
    rounds = [_measure_round(index, texts, processes) for _ in range(_ROUNDS)]
    return Speed(
        processes,
        median(wall for wall, _, _ in rounds),
        median(cpu for _, cpu, _ in rounds),
        max((memory for _, _, memory in rounds), key=lambda one: one.peak),
    )


def _make_pool(processes: int, start: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), start)


_OWN: dict[str, Linker] = {}


def _start(index: Path) -> None:
    _OWN["linker"] = open_linker(index, {})
    # As the stage's own processes do: the index lives as long as they.
    gc.freeze()
    atexit.register(gc.unfreeze)


def _link(texts: list[str]) -> pa.Table:
    return _OWN["linker"].link(texts)


def _measure_round(index: Path, texts: list[str], processes: int) -> tuple[float, float, Memory]:
    parts = [texts[place : place + _BATCH] for place in range(0, len(texts), _BATCH)]
    with _make_pool(processes, partial(_start, index)) as pool:
        # Every process has its index, and has linked once, before the clock starts.
        list(pool.map(_link, [[_FIRST]] * 32 * processes))
        begun, spent = time.perf_counter(), _get_cpu_seconds(pool)
        tables = list(pool.map(_link, parts))
        seconds = time.perf_counter() - begun
        cpu_seconds = _get_cpu_seconds(pool) - spent
        memory = max((_read_memory(one) for one in pool._processes), key=lambda one: one.peak)
    if pa.concat_tables(tables).num_rows < len(texts):
        raise SystemExit("Some texts came back without a row; the speed means nothing.")
    return len(texts) / seconds, len(texts) / cpu_seconds, memory


def _get_cpu_seconds(pool: ProcessPoolExecutor) -> float:
    ticks = 0
    for process in pool._processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _read_memory(process: int) -> Memory:
    status = _read_kilobytes(Path(f"/proc/{process}/status"))
    maps = _read_kilobytes(Path(f"/proc/{process}/smaps_rollup"))
    own = maps["Private_Clean"] + maps["Private_Dirty"]
    return Memory(status["VmHWM"] / 1e3, own / 1e3, maps["Pss"] / 1e3)


def _read_kilobytes(path: Path) -> dict[str, int]:
    lines = (line.split() for line in path.read_text().splitlines())
    return {
        words[0].rstrip(":"): int(words[1])
        for words in lines
        if len(words) == 3 and words[2] == "kB"
    }
