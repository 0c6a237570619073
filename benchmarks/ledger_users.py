"""Fifty people at their work, as locust plays them; `benchmarks.ledger` starts it.

    python -m benchmarks.ledger_users PORT LOGINS PLACES SECONDS

LOGINS holds each account with the cookie of its session, PLACES the pages there are. Each person asks for a
page, reads it for two to six seconds (four on average, which is brisk), and asks for the next. Pages are
drawn by the weights below; those a role does not open are asked by nobody who lacks it. Pictures, styles and
scripts are left out: a browser keeps them for a year. Times are of the whole answer; those of the first seconds
are left out, in which fifty people open their first page within four.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote_plus

from locust import FastHttpUser, between, events, task
from locust.env import Environment

from benchmarks.ledger_questions import NARROWED, PORTFOLIOS, QUESTIONS


WRITERS = frozenset({"administrator", "officer", "editor"})
AUDITORS = frozenset({"administrator", "auditor"})

ARRIVING = 10
"""Seconds until fifty people have arrived and work at their own pace."""

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("port", type=int)
arguments.add_argument("logins", type=Path)
arguments.add_argument("places", type=Path)
arguments.add_argument("seconds", type=float)


class Person(FastHttpUser):
    """Somebody signed in."""

    wait_time = between(2, 6)
    logins: ClassVar[list[dict[str, str]]] = []
    places: ClassVar[dict[str, list[str]]] = {}

    def on_start(self) -> None:
        self.login = Person.logins.pop()
        self.role = self.login["role"]
        self.chance = random.Random(self.login["email"])
        self.headers = {
            "Cookie": self.login["cookie"],
            "Accept-Encoding": "gzip",
            "Accept-Language": self.login["language"],
            "User-Agent": "cordee-benchmark",
        }

    def see(self, name: str, address: str) -> None:
        with self.client.get(
            address,
            name=name,
            headers=self.headers,
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")

    def send(self, name: str, address: str, values: dict[str, str]) -> None:
        with self.client.post(
            address,
            {**values, "csrfmiddlewaretoken": self.login["token"]},
            name=name,
            headers=self.headers,
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code == 302:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}")

    def draw(self, kind: str) -> str:
        return self.chance.choice(Person.places[kind])

    @task(24)
    def search(self) -> None:
        self.see("search", f"/directory?q={quote_plus(self.chance.choice(QUESTIONS))}")

    @task(6)
    def search_narrowed(self) -> None:
        words = quote_plus(self.chance.choice(QUESTIONS[:NARROWED]))
        self.see("search, narrowed", f"/directory?q={words}&kind=hospital&country=FR")

    @task(3)
    def everything(self) -> None:
        self.see("directory, no word", f"/directory?page={self.chance.randint(1, 5)}")

    @task(16)
    def organisation(self) -> None:
        self.see("organisation", f"/directory/organisations/{self.draw('organisation')}")

    @task(12)
    def person(self) -> None:
        kind = self.chance.choice(("person", "own_person"))
        self.see("person", f"/directory/people/{self.draw(kind)}")

    @task(5)
    def resource(self) -> None:
        self.see("facility or machine", f"/directory/resources/{self.draw('resource')}")

    @task(3)
    def theme(self) -> None:
        self.see("theme", f"/directory/themes/{self.draw('theme')}")

    @task(3)
    def offer(self) -> None:
        self.see("offer", f"/directory/offers/{self.draw('offer')}")

    @task(8)
    def portfolio(self) -> None:
        self.see("portfolio", "/agreements")

    @task(4)
    def portfolio_narrowed(self) -> None:
        narrowed = self.chance.choice(PORTFOLIOS)
        self.see("portfolio, narrowed", f"/agreements?{narrowed}")

    @task(12)
    def agreement(self) -> None:
        self.see("agreement", f"/agreements/{self.draw('agreement')}")

    @task(2)
    def to_confirm(self) -> None:
        self.see("entries to confirm", "/directory/to-confirm")

    @task(2)
    def requests(self) -> None:
        self.see("requests", "/directory/requests")

    @task(3)
    def audit(self) -> None:
        if self.role not in AUDITORS:
            self.portfolio()
        elif self.chance.random() < 0.5:
            self.see("audit", "/audit")
        else:
            record = self.draw("own_agreement")
            self.see("audit of a record", f"/audit?kind=agreement&record={record}")

    @task(3)
    def confirm(self) -> None:
        if self.role not in WRITERS:
            self.person()
            return
        person = self.draw("own_person")
        self.send("writing: a person confirmed", f"/directory/people/{person}/confirm", {})

    @task(1)
    def form(self) -> None:
        if self.role not in {"administrator", "officer"}:
            self.agreement()
            return
        one = self.draw("own_agreement")
        self.see("form of an agreement", f"/agreements/{one}/change")


def play(port: int, seconds: float) -> dict[str, Any]:
    """Let everybody work for so many seconds, and return the times of each page in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)

    begun = time.monotonic()

    @events.request.add_listener
    def note(name: str, response_time: float, exception: object, **_rest: object) -> None:
        if time.monotonic() - begun > ARRIVING:
            times[name].append(response_time)
        if exception:
            failed[f"{name}: {exception}"] += 1

    environment = Environment(
        user_classes=[Person], events=events, host=f"http://127.0.0.1:{port}", reset_stats=False
    )
    runner = environment.create_local_runner()
    people = len(Person.logins)
    runner.start(people, spawn_rate=people / 4)
    runner.greenlet.join(timeout=seconds)
    runner.quit()
    return {"times": times, "failed": failed}


def main() -> None:
    given = arguments.parse_args()
    Person.logins = json.loads(given.logins.read_text())
    Person.places = json.loads(given.places.read_text())
    json.dump(play(given.port, given.seconds), sys.stdout)


if __name__ == "__main__":
    main()
