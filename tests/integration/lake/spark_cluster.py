"""A Spark cluster of one master and two workers on this machine, as real processes."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark


HOME = Path(pyspark.__file__).parent
WORKERS = 2
WAIT = 120  # seconds; two virtual machines start on cores that other tests use too

# A cluster of a minute: what a compiler makes of code run twice costs more than it saves, in the
# virtual machines and in Spark's own plans, and so does planning a query anew while it runs.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": SHORT_LIVED,
    "spark.executor.extraJavaOptions": SHORT_LIVED,
    "spark.executor.memory": "512m",
    # A few hundred rows: each piece of a shuffle is a task to start. Two, so that both workers work.
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Yield the address of a master that has two workers."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        log = folder / "master.log"
        processes.append(start(log, folder, "master.Master", "--port", "0", "--webui-port", "0"))
        address = wait_for(log, r"Starting Spark master at (spark://\S+)", 1)
        for number in range(WORKERS):
            words = ("--cores", "1", "--memory", "1g", "--webui-port", "0")
            words += ("--work-dir", str(folder / f"worker-{number}"), address)
            processes.append(
                start(folder / f"worker-{number}.log", folder, "worker.Worker", *words)
            )
        wait_for(log, r"Registering worker (\S+)", WORKERS)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=30)


def start(log: Path, folder: Path, part: str, *words: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_JAVA_OPTS": SHORT_LIVED,
    }
    command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{part}"]
    with log.open("wb") as stream:
        return subprocess.Popen(
            [*command, "--host", "127.0.0.1", *words],
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )


def wait_for(log: Path, pattern: str, times: int) -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        found = re.findall(pattern, log.read_text(errors="replace"))
        if len(found) >= times:
            return str(found[0])
        time.sleep(0.2)
    raise AssertionError(f"the cluster did not start: {log.read_text(errors='replace')[-2000:]}")
