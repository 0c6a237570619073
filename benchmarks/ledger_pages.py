"""What one page costs the processor, asked one at a time in a process of its own.

    python -m benchmarks.ledger_pages --state FOLDER

Times of the processor do not depend on how many ask at once, and less on what else the machine does; so they
tell what a page costs where the times of `benchmarks.ledger` tell what a reader waits. The database's own are
in them for SQLite, which works within the process, and not for PostgreSQL. Counts that a process keeps are
kept, as in a server; `dearest` is mostly the page asked first, which had to count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from benchmarks.ledger_house import PLACES, open_sessions
from benchmarks.ledger_questions import NARROWED, PORTFOLIOS, QUESTIONS
from benchmarks.ledger_synthetic import prepare


TIMES = 25
"""Pages of a kind: their median moves by less than a twentieth from one run to the next."""


def list_pages(places: dict[str, list[str]], chance: random.Random) -> dict[str, Callable[[], str]]:
    """Return the kinds of pages, called as in `benchmarks.ledger`, each with what draws an address."""

    def draw(kind: str) -> str:
        return chance.choice(places[kind])

    def ask(questions: tuple[str, ...]) -> str:
        return f"/directory?q={quote_plus(chance.choice(questions))}"

    return {
        "search": lambda: ask(QUESTIONS),
        "search, narrowed": lambda: ask(QUESTIONS[:NARROWED]) + "&kind=hospital&country=FR",
        "directory, no word": lambda: f"/directory?page={chance.randint(1, 5)}",
        "organisation": lambda: f"/directory/organisations/{draw('organisation')}",
        "person": lambda: f"/directory/people/{draw(chance.choice(('person', 'own_person')))}",
        "facility or machine": lambda: f"/directory/resources/{draw('resource')}",
        "theme": lambda: f"/directory/themes/{draw('theme')}",
        "offer": lambda: f"/directory/offers/{draw('offer')}",
        "portfolio": lambda: "/agreements",
        "portfolio, narrowed": lambda: f"/agreements?{chance.choice(PORTFOLIOS)}",
        "agreement": lambda: f"/agreements/{draw('agreement')}",
        "entries to confirm": lambda: "/directory/to-confirm",
        "requests": lambda: "/directory/requests",
        "audit": lambda: "/audit",
        "audit of a record": lambda: f"/audit?kind=agreement&record={draw('own_agreement')}",
        "form of an agreement": lambda: f"/agreements/{draw('own_agreement')}/change",
    }


def measure(state: Path) -> dict[str, dict[str, float]]:
    """Return for each kind of page the median and the most milliseconds, and the median of its questions."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    places = json.loads((state / PLACES).read_text())
    # An administrator may open every page.
    people = [one for one in open_sessions() if one["role"] == "administrator"]
    chance, client = random.Random(3), Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip")
    found = {}
    sign_in(client, people[0])
    client.get("/agreements")  # What the process reads once, whoever asks first.
    for name, make in list_pages(places, chance).items():
        times, questions = [], []
        for _ in range(TIMES):
            sign_in(client, chance.choice(people))
            with CaptureQueriesContext(connection) as asked:
                start = time.process_time()
                answer = client.get(make())
                times.append(1_000 * (time.process_time() - start))
            assert answer.status_code == 200, (name, answer.status_code)
            questions.append(len(asked))
        found[name] = {
            "median": statistics.median(times),
            "dearest": max(times),
            "questions": statistics.median(questions),
        }
    return found


def sign_in(client: Any, person: dict[str, str]) -> None:
    client.cookies.clear()
    client.cookies.load(person["cookie"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    state = parser.parse_args().state
    os.environ["CORDEE_LOG_LEVEL"] = "ERROR"
    prepare(state)
    json.dump(measure(state), sys.stdout)


if __name__ == "__main__":
    main()
