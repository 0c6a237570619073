"""Ten million works: how long a lake takes to prepare, and how fast it then answers.

    python -m benchmarks.scale [--works 10000000] [--lake DIR] [--no-page]

Makes the synthetic lake (`benchmarks.synthetic`) in a folder of its own, removed at the end, unless
``--lake`` names one. Prepares it by `cordee build` in a process of its own, whose time and peak memory are
taken; asks in this process, answers not kept; then asks the pages of one server at a steady rate.
Prints a Markdown table of targets and results; a target that is missed says so.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks.page import measure as measure_page
from benchmarks.page import start_server
from benchmarks.synthetic import HOMES, make_lake
from cordee.kernel.periods import Years
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.lake.store import Lake, open_lake
from cordee.reference.organisations import load_registry


ROUNDS = 7
PAGE_SECONDS = 30
LONGEST_DOCUMENT = 120
"""Seconds after which a document that is not ready is a fault, not a slow one."""


@dataclass(frozen=True)
class Line:
    """One line of the table: what, wall and CPU as measured, what was promised."""

    what: str
    wall: str
    processor: str
    target: str = "–"
    met: bool | None = None

    def write(self) -> str:
        verdict = "" if self.met is None else " met" if self.met else " **missed**"
        return f"| {self.what} | {self.wall} | {self.processor} | {self.target}{verdict} |"


def build(lake: Lake) -> list[Line]:
    words = [sys.executable, "-m", "cordee.cli.__main__", "--quiet", "build"]
    words += [word for home in HOMES for word in ("--org", home)]
    began = time.perf_counter()
    process = subprocess.Popen([*words, "--lake", str(lake.path)])
    _, status, used = os.wait4(process.pid, 0)
    wall, memory = time.perf_counter() - began, used.ru_maxrss / 1e6
    if status:
        sys.exit("the build failed")
    size = sum(stored.size for stored in lake.manifest.prepared[0].list_files()) / 1e6
    return [
        Line(
            f"`cordee build`, corpus and {len(HOMES)} homes, {size:.0f} MB, s",
            f"{wall:.0f}",
            f"{used.ru_utime + used.ru_stime:.0f}",
            "60",
            wall <= 60,
        ),
        Line("its peak memory, GB", f"{memory:.2f}", "–", "2", memory <= 2),
    ]


def ask(
    what: str, call: Callable[[], object], target: int | None = None, rounds: int = ROUNDS
) -> Line:
    """Return the median milliseconds of a call."""
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        walls.append(1000 * (time.perf_counter() - wall))
        processors.append(1000 * (time.process_time() - processor))
    wall = statistics.median(walls)
    return Line(
        f"{what}, ms",
        f"{wall:.0f}",
        f"{statistics.median(processors):.0f}",
        "–" if target is None else str(target),
        None if target is None else wall <= target,
    )


def measure(lake: Lake) -> list[Line]:
    registry = load_registry()
    observatory = Observatory(lake, registry)
    opened = ask("a server opens the lake and compiles", observatory.prepare, rounds=1)
    home, span = Question((HOMES[0],)), Question((HOMES[0],), Years(2018, 2020))
    works = observatory.get_key_figures(home).works
    stranger = next(one for one in observatory.list_organisations()[20:] if one not in HOMES)

    def anew(call: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            observatory.forget()
            return call()

        return run

    return [
        opened,
        ask(
            f"key figures of a prepared home of {works:,} works",
            anew(lambda: observatory.get_key_figures(home)),
            100,
        ),
        ask("its 500 main partners", anew(lambda: observatory.list_main_partners(home)), 60),
        ask("world: years, countries, all pairs", anew(observatory.get_world), 200),
        ask("world matrix country × country × year", anew(observatory.get_world_cells), 200),
        ask(
            "its works with the United States, a page of the list",
            anew(lambda: observatory.get_works(span, Selection.of("country", "US"))),
        ),
        ask(
            "its whole answer, three years, every partner with trend and ties",
            anew(lambda: observatory.get_figures(span)),
            rounds=3,
        ),
        ask(
            "its whole answer, twenty years",
            anew(lambda: observatory.get_figures(home)),
            rounds=1,
        ),
        ask(
            "key figures of a home that is not prepared",
            anew(lambda: observatory.get_key_figures(Question((stranger,)))),
            rounds=1,
        ),
    ]


def ask_pages(lake: Path) -> list[Line]:
    process, port = start_server(lake)
    try:
        found = measure_page(port, PAGE_SECONDS)
    finally:
        process.terminate()
        process.wait(timeout=60)
    p95 = float(str(found["p95_ms"]))
    failed = int(str(found["failed"]))
    rate = f"{found['rate_per_second']} requests a second, {failed} failed"
    return [
        Line(f"pages, 95 % under, {rate}, ms", f"{p95:.0f}", "–", "500", p95 <= 500 and not failed),
        Line("pages, the slowest not asked before, ms", f"{found['cold_max_ms']}", "–"),
    ]


def ask_document(lake: Path) -> list[Line]:
    """Do as a reader does: open the British dossier of a server just started, ask for its PDF, wait."""
    process, port = start_server(lake)
    opener = build_opener(HTTPCookieProcessor())
    address = f"http://127.0.0.1:{port}/dossiers/country/GB"
    try:
        began = time.perf_counter()
        page = opener.open(f"{address}?org={HOMES[0]}", timeout=120).read().decode()
        opened = time.perf_counter() - began
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        asked = {"csrfmiddlewaretoken": token[1], "org": HOMES[0], "document": "pdf"}
        began = time.perf_counter()
        told = opener.open(f"{address}/documents", urlencode(asked).encode(), timeout=120)
        while "/file" not in (text := told.read().decode()):
            if time.perf_counter() - began > LONGEST_DOCUMENT:
                sys.exit("the document was not made: " + re.sub(r"<[^>]+>|\s+", " ", text)[-500:])
            time.sleep(0.1)
            told = opener.open(told.geturl(), timeout=120)
        made = time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=60)
    return [
        Line(
            "the British dossier's page, of a server just started, ms", f"{1000 * opened:.0f}", "–"
        ),
        Line("its PDF, from the button to the download, s", f"{made:.1f}", "–", "10", made <= 10),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="How a lake of millions of works answers.")
    parser.add_argument("--works", type=int, default=10_000_000)
    parser.add_argument("--lake", type=Path)
    parser.add_argument("--no-page", action="store_true")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cordee-scale-"))
    try:
        began = time.perf_counter()
        lake = open_lake(asked.lake) if asked.lake else make_lake(folder / "lake", asked.works)
        if not asked.lake:
            print(f"Lake made in {time.perf_counter() - began:.0f} s.", file=sys.stderr)
        stored = (
            {f.table: f for f in lake.manifest.snapshot.files} if lake.manifest.snapshot else {}
        )
        print(f"{stored['works'].rows:,} works, {stored['authorships'].rows:,} authorships.\n")
        print("| what | wall | CPU | target |\n| --- | ---: | ---: | ---: |")
        lines = build(lake) + measure(lake)
        lines += [] if asked.no_page else [*ask_pages(lake.path), *ask_document(lake.path)]
        for line in lines:
            print(line.write())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
