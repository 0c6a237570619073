"""How long figures take on a real lake: one question warm, and many at a steady rate.

    python benchmarks/figures.py LAKE [--rate 20] [--seconds 20]

Prints a Markdown table: milliseconds of wall and CPU a question (answers not kept, so each is
reckoned), for the five institutions of the demonstration; then the latencies of questions asked at a
steady rate by threads of one process, each question one of fifty, answers kept as a server keeps them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cordee.kernel.periods import Years
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Counting, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.lake.store import open_lake
from cordee.reference.organisations import load_registry


HOMES = ("02vjkv261", "04t0gwh46", "0321g0743", "01cmnjq37", "00pg5jh14")
ROUNDS = 20


def measure(call: object, rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the median wall and CPU milliseconds of `call`."""
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        call()
        walls.append(1000 * (time.perf_counter() - wall))
        processors.append(1000 * (time.process_time() - processor))
    return statistics.median(walls), statistics.median(processors)


def measure_homes(observatory: Observatory) -> None:
    print("| home | works | international | EU | figures, wall / CPU ms | list, wall / CPU ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for home in HOMES:
        question = Question((home,), Years(2019, 2021))

        def ask(question: Question = question) -> None:
            observatory.forget()
            observatory.get_figures(question)

        def look(question: Question = question) -> None:
            observatory.forget()
            observatory.get_works(question, Selection.of("country", "US"))

        figures = observatory.get_figures(question)
        asked, looked = measure(ask), measure(look)
        share = figures.international.value or 0
        union = figures.eu.value or 0
        print(
            f"| {figures.organisations[0].name} | {figures.works} | {share:.1%} | {union:.1%} "
            f"| {asked[0]:.0f} / {asked[1]:.0f} | {looked[0]:.0f} / {looked[1]:.0f} |"
        )


def measure_rate(observatory: Observatory, rate: int, seconds: int) -> None:
    questions = [
        Question((home,), Years(first, 2021), counting)
        for home in HOMES
        for first in range(2017, 2022)
        for counting in Counting
    ]
    observatory.forget()
    latencies: list[float] = []

    def ask(number: int, due: float) -> None:
        observatory.get_figures(questions[number % len(questions)])
        latencies.append(1000 * (time.perf_counter() - due))

    start = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        for number in range(rate * seconds):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(ask, number, due)
    ordered = sorted(latencies)
    place = [ordered[int(len(ordered) * part)] for part in (0.5, 0.95, 0.99)]
    print(
        f"\n{rate} questions a second for {seconds} s, {len(questions)} different: median "
        f"{place[0]:.1f} ms, 95 % under {place[1]:.0f} ms, 99 % under {place[2]:.0f} ms."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="How long figures take on a real lake.")
    parser.add_argument("lake", type=Path)
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    start = time.perf_counter()
    observatory = Observatory(open_lake(asked.lake), load_registry())
    observatory.prepare()
    print(f"Opened and compiled in {time.perf_counter() - start:.1f} s.\n")
    measure_homes(observatory)
    measure_rate(observatory, asked.rate, asked.seconds)


if __name__ == "__main__":
    main()
