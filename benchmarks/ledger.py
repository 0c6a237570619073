"""The ledger of a large house under load: fifty people signed in, on SQLite and on PostgreSQL.

Claims: with 100,000 organisations, 50,000 people and 2,000 agreements, fifty people at work on two cores,
19 of 20 lists and records come within 300 ms and searches within 150 ms; the server holds at most 400 MB.

    python -m benchmarks.ledger
    python -m benchmarks.ledger --write
    python -m benchmarks.ledger --engine sqlite --seconds 30

`--write` puts the tables into RESULTS.md, in place of what stood there of them.

A ledger is filled anew for each engine ([ledger_synthetic.py](ledger_synthetic.py), half a minute to a minute;
`--state FOLDER` keeps one of SQLite for the next time), served as `cordee serve` does, and asked by locust
([ledger_users.py](ledger_users.py)) from this machine, which takes its share of the same two cores. Everybody
has a session as signing in makes it, without the second that a password's slow hash takes on purpose. They begin
once the server has opened its lake. Memory is
the proportional share (PSS) of all processes of the server, the largest of a look each second; PostgreSQL's
own is not in it. What each page costs the processor is measured apart, one page at a time
([ledger_pages.py](ledger_pages.py)).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.ledger_house import PLACES
from benchmarks.results import write_section


ROOT = Path(__file__).parent.parent
LIMIT_MS, LIMIT_SEARCH_MS, LIMIT_MB = 300, 150, 400
ENGINES = ("sqlite", "postgresql")
TITLE = "## The ledger of a large house under load"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    parser.add_argument("--seconds", type=float, default=75)
    parser.add_argument("--state", type=Path, help="a folder of SQLite filled before, or to fill")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--lake", type=Path, default=ROOT / "demo" / "lake")
    given = parser.parse_args()
    if given.engine == "both":
        done = [run_engine(engine, given) for engine in ENGINES]
        if given.write:
            write_section(TITLE, "benchmarks.ledger", [one.stdout for one in done])
        return max(one.returncode for one in done)
    if given.engine == "postgresql" and not os.environ.get("CORDEE_DATABASE"):
        return run_engine("postgresql", given).returncode
    with tempfile.TemporaryDirectory() as folder:
        state = given.state or Path(folder)
        if not (state / PLACES).exists():
            say("filling the ledger")
            fill(state)
        return measure(given.engine, state, given.lake, given.seconds)


def run_engine(engine: str, given: argparse.Namespace) -> subprocess.CompletedProcess[str]:
    """Measure one engine in processes of its own, and print what they say."""
    command = [sys.executable, "-m", "benchmarks.ledger", "--engine", engine]
    command += ["--seconds", str(given.seconds), "--lake", str(given.lake)]
    if engine == "postgresql":
        command = [sys.executable, str(ROOT / "tools" / "with_postgresql.py"), *command]
    elif given.state:
        command += ["--state", str(given.state)]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if engine == "sqlite":
        environment.pop("CORDEE_DATABASE", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, flush=True)
    return done


def fill(state: Path) -> None:
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.ledger_synthetic", "--state", str(state)]
    subprocess.run([*command, "--house"], cwd=ROOT, check=True, stdout=sys.stderr)


def measure(engine: str, state: Path, lake: Path, seconds: float) -> int:
    """Serve, sign in, ask, and print what was found; return whether anything went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(state, lake)
        try:
            logins = open_sessions(state)
            path = Path(folder) / "logins.json"
            path.write_text(json.dumps(logins))
            say(f"{len(logins)} people at work for {seconds:.0f} s")
            with server.watched() as memory:
                command = [sys.executable, "-m", "benchmarks.ledger_users", str(server.port)]
                command += [str(path), str(state / PLACES), str(seconds)]
                busy = server.get_cpu()
                done = subprocess.run(
                    command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=seconds + 60
                )
                busy = server.get_cpu() - busy
        finally:
            server.stop()
    say("what each page costs")
    command = [sys.executable, "-m", "benchmarks.ledger_pages", "--state", str(state)]
    costs = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    result = report(engine, json.loads(done.stdout), memory.most, busy / seconds, len(logins))
    report_costs(json.loads(costs.stdout))
    return result


def report_costs(costs: dict[str, dict[str, float]]) -> None:
    print("\n| page | processor, median ms | dearest ms | questions to the ledger |")
    print("| --- | ---: | ---: | ---: |")
    for name, one in sorted(costs.items()):
        print(f"| {name} | {one['median']:.0f} | {one['dearest']:.0f} | {one['questions']:.0f} |")


def report(engine: str, found: dict, memory: float, busy: float, people: int) -> int:
    times: dict[str, list[float]] = found["times"]
    count, failed = sum(map(len, times.values())), sum(found["failed"].values())
    print(f"\n### {engine}\n")
    print("| page | asked | median ms | 95 % within ms | longest ms | target | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    groups = {
        "all searches": [one for name, some in times.items() if is_search(name) for one in some],
        "all other pages": [
            one for name, some in times.items() if not is_search(name) for one in some
        ],
    }
    for name, some in [*sorted(times.items()), *groups.items()]:
        limit = LIMIT_SEARCH_MS if is_search(name) else LIMIT_MS
        late = get_95th(some)
        verdict = "met" if late <= limit else "**missed**"
        print(
            f"| {name} | {len(some)} | {statistics.median(some):.0f} | {late:.0f} |"
            f" {max(some):.0f} | {limit} | {verdict} |"
        )
    print(f"\n{people} people, {count} pages, {failed} errors.", end=" ")
    print(f"The server used {100 * busy:.0f} % of one core and at most {memory:.0f} MB", end=" ")
    print(f"(target {LIMIT_MB}: {'met' if memory <= LIMIT_MB else '**missed**'}).")
    for what, times_ in sorted(found["failed"].items()):
        print(f"- {times_} × {what}")
    return int(failed > 0)


def is_search(name: str) -> bool:
    return "search" in name or name.startswith("directory")


def get_95th(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


@dataclass
class Memory:
    """The most megabytes seen at once."""

    most: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)


class Server:
    """The pages, as `cordee serve` opens them."""

    def __init__(self, state: Path, lake: Path) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = [sys.executable, "-m", "cordee.cli.__main__", "serve", "--lake", str(lake)]
        command += ["--state", str(state), "--port", str(self.port)]
        environment = {**os.environ, "CORDEE_LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        self.memory = Memory()
        for _ in range(600):
            try:
                if is_there(self.port):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        sys.exit("the server did not answer")

    def list_processes(self) -> list[int]:
        """Return the server's process with all below it."""
        found, waiting = [], [self.process.pid]
        while waiting:
            one = waiting.pop()
            found.append(one)
            path = Path(f"/proc/{one}/task/{one}/children")
            waiting += map(int, path.read_text().split()) if path.exists() else []
        return found

    def get_memory(self) -> float:
        """Return the proportional share of memory in megabytes."""
        total = 0
        for one in self.list_processes():
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
        return total / 1024

    def get_cpu(self) -> float:
        """Return the processor seconds used so far."""
        ticks = 0
        for one in self.list_processes():
            words = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(words[11]) + int(words[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def watched(self) -> Watch:
        return Watch(self)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


class Watch:
    """Looks at the server's memory each second while it is entered."""

    def __init__(self, server: Server) -> None:
        self.server, self.memory = server, Memory()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self) -> None:
        while not self.memory.stop.wait(1.0):
            with suppress(OSError):  # A process that ended meanwhile holds nothing.
                self.memory.most = max(self.memory.most, self.server.get_memory())

    def __enter__(self) -> Memory:
        self.thread.start()
        return self.memory

    def __exit__(self, *_error: object) -> None:
        self.memory.stop.set()
        self.thread.join()


def open_sessions(state: Path) -> list[dict[str, str]]:
    """Sign everybody in, and return each with the cookies of the session."""
    command = [sys.executable, "-m", "benchmarks.ledger_house", "--state", str(state)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return list(json.loads(done.stdout))


def is_there(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.request("GET", "/health")
        return connection.getresponse().status == 200


def say(what: str) -> None:
    print(f"{what}…", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
