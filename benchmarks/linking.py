"""Linking on labelled affiliation strings: quality and speed a set.

    python benchmarks/linking.py [--gold DIR] [--json FILE] [--sets a,b] [--as-named] [--lake LAKE]

Prints a Markdown table. Speed is distinct strings a second of processor time of one process, the
index loaded, each string seen for the first time. Closed organisations are followed to their one
successor in what is found, never in the labels; --as-named keeps them as they are named.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from statistics import median

from cordee.observatory.lake.store import open_lake
from cordee.observatory.linking.evaluate import Judged, Scores, get_countries, score
from cordee.observatory.linking.linker import Linker, open_linker, prepare_index
from cordee.reference.organisations import load_registry


ROOT = Path(__file__).parents[1]
GOLD = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared")) / "gold" / "affiliation"
MEASURED = (
    "crossref_2024",
    "springer_2023",
    "cwts_multi",
    "affilgood_french_hard",
    "affilgood_multilingual",
    "openalex_gold_2023",
)
# Exact and F1 that others reached on the same sets, in percent, as published or measured.
PEERS = {
    "crossref_2024": {"OpenAlex v3": (83.9, 89.9), "ROR single_search": (76.4, 83.3)},
    "springer_2023": {"OpenAlex v3": (84.6, 91.1), "ROR single_search": (75.5, 86.0)},
    "cwts_multi": {"OpenAlex v3": (65.9, None), "ROR single_search": (0.4, None)},
    "affilgood_french_hard": {"AffRo 3.0": (12.2, 47.0)},
    "affilgood_multilingual": {"AffRo 3.0": (46.3, 54.9)},
}


def read_rows(path: Path) -> list[tuple[str, frozenset[str]]]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["affiliation"], frozenset(row["ror_ids"])) for row in rows]


def measure(linker: Linker, rows: list[tuple[str, frozenset[str]]]) -> tuple[Scores, float]:
    texts = list(dict.fromkeys(text for text, _ in rows))
    begun = time.process_time()
    linked = {text: linker.link_one(text) for text in texts}
    seconds = time.process_time() - begun

    def country_of(id_: str) -> str | None:
        known = linker.organisations.get(id_)
        return known.country if known else None

    judged = [
        Judged(
            labels,
            frozenset(one.organisation for one in linked[text].organisations),
            linker.consider(text),
            get_countries(labels, country_of),
            frozenset(linked[text].countries),
        )
        for text, labels in rows
    ]
    return score(judged), len(texts) / seconds if seconds else 0.0


_OWN: dict[str, Linker] = {}


def start(index: Path) -> None:
    _OWN["linker"] = open_linker(index, {})
    gc.freeze()
    atexit.register(gc.unfreeze)


def link_all(texts: list[str]) -> int:
    link = _OWN["linker"].link_one
    for text in texts:
        link(text)
    return len(texts)


def measure_processes(lake: Path, index: Path, count: int = 40_000) -> None:
    """Print how fast one and two processes link distinct texts of a real lake, index loaded."""
    connection = open_lake(lake).connect()
    rows = connection.execute(
        "SELECT text FROM affiliations ORDER BY affiliation LIMIT ?", [count]
    ).fetchall()
    connection.close()
    texts = [text for (text,) in rows]
    parts = [texts[place : place + 1000] for place in range(0, len(texts), 1000)]
    print(f"\n{len(texts):,} distinct affiliations of a real PubMed file, index loaded:\n")
    print("| processes | strings/s | strings a CPU second |\n| ---: | ---: | ---: |")
    for processes in (1, 2):
        # New processes for each round: what one has seen, it may know.
        rounds = [measure_round(processes, index, texts, parts) for _ in range(3)]
        speed, cost = (median(values) for values in zip(*rounds, strict=True))
        print(f"| {processes} | {speed:,.0f} | {cost:,.0f} |", flush=True)


def measure_round(
    processes: int, index: Path, texts: list[str], parts: list[list[str]]
) -> tuple[float, float]:
    """Return strings a second and strings a CPU second of all `processes` together."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, start, (index,)) as pool:
        # Every process has its index before the clock starts.
        list(pool.map(link_all, [[texts[0]]] * 64))
        begun, spent = time.perf_counter(), get_children_seconds(pool)
        list(pool.map(link_all, parts))
        seconds = time.perf_counter() - begun
        return len(texts) / seconds, len(texts) / (get_children_seconds(pool) - spent)


def get_children_seconds(pool: ProcessPoolExecutor) -> float:
    """Return the CPU seconds the processes of `pool` have used so far (Linux)."""
    ticks = 0
    for process in pool._processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sets", default=",".join(MEASURED))
    parser.add_argument("--as-named", action="store_true")
    parser.add_argument("--lake", type=Path, help="a lake whose texts two processes link")
    options = parser.parse_args()
    if not options.gold.is_dir():
        raise SystemExit(f"The labelled sets are not in {options.gold}; give --gold DIR.")
    registry = load_registry()
    begun = time.perf_counter()
    linker = Linker.load(registry)
    begun = time.perf_counter()
    linker = Linker.load(registry)
    loading = time.perf_counter() - begun
    if options.as_named:
        linker = Linker(linker.index, linker.organisations, follow=False)
    print(
        f"Index loaded in {loading:.2f} s; linker {linker.version}, registry {registry.version}.\n"
    )
    print(
        "| set | texts | exact | P | R | F1 | candidates | country | strings/s | others (exact / F1) |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    results = {}
    for name in options.sets.split(","):
        scores, speed = measure(linker, read_rows(options.gold / f"{name}.jsonl"))
        results[name] = {**asdict(scores), "strings_per_second": speed}
        shares = (scores.exact, scores.precision, scores.recall, scores.f1)
        figures = [f"{100 * share:.1f}" for share in shares]
        figures += [f"{100 * scores.candidate_recall:.1f}", f"{100 * scores.country_accuracy:.1f}"]
        others = "; ".join(
            f"{peer} {exact} / {f1 or '–'}" for peer, (exact, f1) in PEERS.get(name, {}).items()
        )
        print(
            f"| {name} | {scores.texts} | {' | '.join(figures)} | {speed:,.0f} | {others} |",
            flush=True,
        )
    if options.lake:
        measure_processes(options.lake, prepare_index(registry))
    if options.json:
        document = {
            "linker": linker.version,
            "registry": registry.version,
            "follows_successors": not options.as_named,
            "index_seconds": round(loading, 3),
            "sets": results,
        }
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
