"""The page under load: 20 requests a second on one server process, over the demonstration's lake.

Claim: the 95th percentile of a whole page stays under 300 ms. Requests start on a fixed clock
whether or not earlier ones have ended (an open loop), so a slow server cannot hide its queue.

    python benchmarks/page.py --lake demo/lake --seconds 30
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path


RATE = 20
LIMIT_MS = 300
HOMES = ("02vjkv261", "04t0gwh46", "0321g0743", "01cmnjq37", "00pg5jh14")


def list_addresses() -> list[str]:
    """Return the addresses asked in turn: homes, countings, periods, lists, a fragment, a search."""
    addresses = ["/"]
    for home in HOMES:
        addresses += [
            f"/?org={home}",
            f"/?org={home}&counting=fractional&lang=fr",
            f"/?org={home}&from=2021&parts=1",
            f"/works?org={home}&select=international",
            f"/countries/US?org={home}",
            f"/organisations?q={home[:5]}",
        ]
    return addresses


def start_server(lake: Path) -> tuple[subprocess.Popen[bytes], int]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    words += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    words += ["--log-level", "warning", "cordee.web.wsgi:application"]
    environment = {**os.environ, "CORDEE_LAKE": str(lake), "CORDEE_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(words, env=environment)
    for _ in range(300):
        try:
            if ask(port, "/health")[0] == 200:
                return process, port
        except OSError:
            time.sleep(0.1)
    process.terminate()
    sys.exit("the server did not answer")


def ask(port: int, address: str) -> tuple[int, float, int]:
    """Return status, milliseconds and bytes of one answer."""
    began = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        size = len(answer.read())
    return answer.status, 1000 * (time.perf_counter() - began), size


def measure(port: int, seconds: int) -> dict[str, object]:
    addresses = list_addresses()
    cold = [ask(port, address) for address in addresses]
    with ThreadPoolExecutor(64) as pool:
        waiting = []
        began = time.perf_counter()
        for number in range(seconds * RATE):
            time.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            waiting.append(pool.submit(ask, port, addresses[number % len(addresses)]))
        answers = [one.result() for one in waiting]
    warm = sorted(taken for _status, taken, _size in answers)
    cuts = statistics.quantiles(warm, n=100)
    return {
        "requests": len(answers),
        "rate_per_second": RATE,
        "failed": sum(status != 200 for status, _taken, _size in [*cold, *answers]),
        "cold_max_ms": round(max(taken for _status, taken, _size in cold), 1),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
        "max_ms": round(warm[-1], 1),
        "limit_p95_ms": LIMIT_MS,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("demo/lake"))
    parser.add_argument("--seconds", type=int, default=30)
    wanted = parser.parse_args()
    process, port = start_server(wanted.lake)
    try:
        found = measure(port, wanted.seconds)
    finally:
        process.terminate()
        process.wait(timeout=20)
    print(json.dumps(found, indent=2))
    return 0 if found["failed"] == 0 and float(str(found["p95_ms"])) < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
