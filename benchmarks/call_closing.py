"""A call that closes: 300 applicants save what they write, on SQLite and on PostgreSQL.

Claims: 19 of 20 saves are answered within 500 ms; none is lost; the server's clock alone says when the call is
closed, to the second.

    python -m benchmarks.call_closing
    python -m benchmarks.call_closing --engine sqlite --seconds 30 --every 5
    python -m benchmarks.call_closing --write

A ledger is filled with a call of the shipped first step and one draft an applicant, and served as `cordee serve`
does. Each applicant has a session as signing in makes it, and is played by a thread of this machine, which takes its
share of the same cores; every save opens a connection. Measured twice:

* *writing till the end*: everybody changes their text and saves it every so many seconds (a page saves what
  changed), until the call has closed: the last saves are sent after that, and must be refused;
* *all in one instant*: 300 saves leave at once, the worst there is: the last waits for 299 others.

Afterwards the drafts are read from the ledger: each must hold the text of the last save that was answered as
kept, changed before the call closed, and every save sent after the close must have been refused.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.ledger import ENGINES, ROOT, Server, get_95th, say
from benchmarks.ledger_house import open_sessions
from benchmarks.ledger_synthetic import AT, prepare
from benchmarks.results import write_section


APPLICANTS, LIMIT_MS, LAST_SECOND = 300, 500, 0.1
TITLE = "## A call that closes on 300 applicants"
VERSION = re.compile(rb'name="version"[^>]*value="(\d+)"')
TEXT = "We shall compare what both teams have measured, and say what each of them missed. " * 20
"""Some 1,600 letters: half of what the form takes."""


@dataclass
class Applicant:
    """Somebody who writes: what was answered, and what must therefore stand in the ledger."""

    id: str
    cookie: str
    token: str
    version: int = 1
    kept: str = ""
    times: list[float] = field(default_factory=list)
    sent_late: int = 0
    kept_late: int = 0
    failed: list[str] = field(default_factory=list)
    turn: int = 0

    def save(self, port: int, closes_at: float) -> None:
        """Save another title, and note how it went; a server closes connections that rest between two."""
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            self._save(connection, closes_at)

    def _save(self, connection: HTTPConnection, closes_at: float) -> None:
        self.turn += 1
        title = f"{self.id} {self.turn}"
        values = {"csrfmiddlewaretoken": self.token, "version": self.version, "title": title}
        values |= {"acronym": "BENCH", "months": 12, "answers.aims": TEXT, "asked.travel": "8000"}
        headers = {"Cookie": self.cookie, "HX-Request": "true", "Accept-Encoding": "identity"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        is_late = time.time() >= closes_at
        start = time.perf_counter()
        connection.request("POST", f"/applications/{self.id}/save", urlencode(values), headers)
        answer = connection.getresponse()
        body = answer.read()
        self.times.append(1_000 * (time.perf_counter() - start))
        found = VERSION.search(body)
        if answer.status == 200 and found:
            self.version, self.kept = int(found[1]), title
            self.kept_late += is_late
        elif not (answer.status == 409 and time.time() >= closes_at):
            self.failed.append(f"{answer.status}")
        self.sent_late += is_late


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    parser.add_argument("--applicants", type=int, default=APPLICANTS)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--every", type=float, default=20, help="seconds between two saves of one")
    parser.add_argument("--write", action="store_true", help="put what was found into RESULTS.md")
    parser.add_argument("--lake", type=Path, default=ROOT / "demo" / "lake")
    parser.add_argument("--step", choices=("fill", "sign", "close", "read"), help=argparse.SUPPRESS)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        prepare(given.state)
        steps = {"fill": fill, "sign": sign_in, "close": close_in, "read": read_drafts}
        json.dump(steps[given.step](given), sys.stdout)
        return 0
    if given.engine == "both":
        done = [run_engine(engine, given) for engine in ENGINES]
        if given.write:
            write_section(TITLE, "benchmarks.call_closing", [one.stdout for one in done])
        return max(one.returncode for one in done)
    if given.engine == "postgresql" and not os.environ.get("CORDEE_DATABASE"):
        return run_engine("postgresql", given).returncode
    with tempfile.TemporaryDirectory() as folder:
        return measure(given, Path(folder))


def run_engine(engine: str, given: argparse.Namespace) -> subprocess.CompletedProcess[str]:
    """Measure one engine in processes of its own, and print what they say."""
    command = [sys.executable, "-m", "benchmarks.call_closing", "--engine", engine]
    command += ["--seconds", str(given.seconds), "--every", str(given.every)]
    command += ["--lake", str(given.lake), "--applicants", str(given.applicants)]
    environment = {**os.environ, "CORDEE_LOG_LEVEL": "ERROR"}
    if engine == "postgresql":
        command = [sys.executable, str(ROOT / "tools" / "with_postgresql.py"), *command]
    else:
        environment.pop("CORDEE_DATABASE", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, flush=True)
    return done


def ask_step(given: argparse.Namespace, step: str, state: Path, seconds: float = 0) -> dict:
    command = [sys.executable, "-m", "benchmarks.call_closing", "--step", step]
    command += ["--state", str(state), "--seconds", str(seconds)]
    command += ["--applicants", str(given.applicants)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def measure(given: argparse.Namespace, state: Path) -> int:
    """Fill, serve, let everybody save, and print what was found; return whether anything was lost."""
    say("filling the ledger")
    ask_step(given, "fill", state)
    server = Server(state, given.lake)
    try:
        logins = ask_step(given, "sign", state)["logins"]
        people = [Applicant(one["application"], one["cookie"], one["token"]) for one in logins]
        # The first pages read what a process keeps afterwards.
        for one in people[:3]:
            play([one], server.port, time.time() + 3600, until=0, every=0)
        people[0].times.clear()
        say(f"{len(people)} saves in one instant")
        play(people, server.port, time.time() + 3600, until=0, every=0)
        burst = [time_ for one in people for time_ in one.times[-1:]]
        for one in people:
            one.times.clear()
        closes_at = ask_step(given, "close", state, given.seconds)["closes_at"]
        say(f"{len(people)} people write until the call closes")
        busy = server.get_cpu()
        play(people, server.port, closes_at, until=closes_at, every=given.every)
        busy = server.get_cpu() - busy
    finally:
        server.stop()
    return report(given, people, burst, busy, ask_step(given, "read", state))


def play(
    people: list[Applicant], port: int, closes_at: float, *, until: float, every: float
) -> None:
    """Let everybody save: once, all at one instant, or every so many seconds until then and once more."""
    start = threading.Barrier(len(people))

    def write(one: Applicant) -> None:
        chance = random.Random(one.id)
        start.wait()
        if not every:
            one.save(port, closes_at)
            return
        time.sleep(chance.random() * every)
        while time.time() < until - 1:
            one.save(port, closes_at)
            time.sleep(max(0.0, min(every * chance.uniform(0.8, 1.2), until - 1 - time.time())))
        # One in ten has something to save in the last second.
        if chance.random() < LAST_SECOND:
            one.save(port, closes_at)
        time.sleep(max(0.0, until + 1 + chance.random() * every - time.time()))
        one.save(port, closes_at)

    threads = [threading.Thread(target=write, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def report(
    given: argparse.Namespace,
    people: list[Applicant],
    burst: list[float],
    busy: float,
    told: dict,
) -> int:
    drafts, closes_at = told["drafts"], told["closes_at"]
    paced = [time_ for one in people for time_ in one.times]
    lost = [one.id for one in people if drafts[one.id]["title"] != one.kept]
    after = [one for one in drafts.values() if one["changed_at"] >= closes_at]
    late, kept_late = sum(one.sent_late for one in people), sum(one.kept_late for one in people)
    failed = [said for one in people for said in one.failed]
    load = os.getloadavg()[0]
    print(f"\n### {given.engine}\n")
    print("| what | saves | median ms | 95 % within ms | longest ms | target | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    named = {f"writing till the end, each every {given.every:.0f} s": paced}
    for name, some in {**named, "all in one instant": burst}.items():
        verdict = "met" if get_95th(some) <= LIMIT_MS else "**missed**"
        print(
            f"| {name} | {len(some)} | {statistics.median(some):.0f} | {get_95th(some):.0f} |"
            f" {max(some):.0f} | {LIMIT_MS} | {verdict} |"
        )
    print(
        f"\n{len(people)} applicants; lost: {len(lost)}; sent after the close: {late}, of which kept:"
        f" {kept_late}; written after the close: {len(after)}; other answers: {len(failed)}."
        f" The server used {1_000 * busy / len(paced):.0f} ms of processor a save, so that"
        f" {len(people)} in one instant ask for {busy / len(paced) * len(people):.1f} s of it;"
        f" load of the machine {load:.1f}."
    )
    return int(bool(lost or kept_late or after or failed))


def fill(given: argparse.Namespace) -> dict:
    """Enter the house, its call, the applicants with their drafts, and sign them in."""
    from cordee.directory.models import Organisation
    from cordee.ledger.models import Account, RoleHeld
    from cordee.ledger.rights import Actor, Grant
    from cordee.ledger.states import Role
    from cordee.programmes.models import Call, Instrument, InstrumentVersion
    from cordee.programmes.operations.applications import start_application
    from cordee.programmes.shipped import read_shipped

    now = datetime.now(UTC)
    house = Organisation.objects.create(
        kind="institution", name_en="The house of measurements", country="FR", changed_at=AT
    )
    definition = read_shipped()["first-step"]
    instrument = Instrument.objects.create(office=house.id, code=definition["code"], created_at=AT)
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        number=1,
        stage="published",
        definition=definition,
        changed_at=AT,
        published_at=AT,
    )
    call = Call.objects.create(
        office=house.id,
        instrument_version=version,
        definition=definition,
        title_fr="Tremplin",
        title_en="First Step",
        year=now.year,
        stage="published",
        stage_since=now,
        opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=1),
        created_at=AT,
        changed_at=AT,
    )
    since = now.date() - timedelta(days=30)
    for number in range(given.applicants):
        account = Account(
            email=f"a{number}@benchmark.example", name=f"Applicant {number}", joined_at=AT
        )
        account.set_unusable_password()
        account.save()
        RoleHeld.objects.create(
            account=account, role=Role.MEMBER, organisation=house.id, start=since
        )
        actor = Actor(account.id, account.name, (Grant(Role.MEMBER, house.id, since),))
        start_application(call.id, organisation=house.id, person=None, by=actor, at=now)
    return {}


def sign_in(_given: argparse.Namespace) -> dict:
    """Return a session of each applicant, with their draft."""
    from cordee.ledger.models import Account
    from cordee.programmes.models import Application

    emails = dict(Account.objects.values_list("id", "email"))
    drafts = Application.objects.values_list("account", "id")
    made = {emails[account]: str(identifier) for account, identifier in drafts}
    return {"logins": [{**one, "application": made[one["email"]]} for one in open_sessions()]}


def close_in(given: argparse.Namespace) -> dict:
    """Let the call close on a whole second, so many seconds from now."""
    from cordee.programmes.models import Call

    closes_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=given.seconds + 1)
    Call.objects.update(closes_at=closes_at)
    return {"closes_at": closes_at.timestamp()}


def read_drafts(_given: argparse.Namespace) -> dict:
    """Return what stands in the ledger of each draft."""
    from cordee.programmes.models import Application, Call

    rows = Application.objects.values_list("id", "title", "changed_at")
    call = Call.objects.get()
    assert call.closes_at is not None
    drafts: dict[str, dict[str, object]] = {}
    identifier: UUID
    for identifier, title, changed_at in rows:
        drafts[str(identifier)] = {"title": title, "changed_at": changed_at.timestamp()}
    return {"drafts": drafts, "closes_at": call.closes_at.timestamp()}


if __name__ == "__main__":
    sys.exit(main())
