"""Work on a ledger of one's own in a process of its own, which may be killed or find its disk full."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg


ROOT = Path(__file__).parents[3]
# The tests are no package, and another of that name may be installed.
BOOT = f"""
import runpy, sys, types
tests = types.ModuleType("tests")
tests.__path__ = [{str(ROOT / "tests")!r}]
sys.modules["tests"] = tests
import django
django.setup()
runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=False)
"""


def get_environment(state: Path, further: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {key: one for key, one in os.environ.items() if key != "CORDEE_DATABASE"}
    own = {"CORDEE_STATE": str(state), "DJANGO_SETTINGS_MODULE": "cordee.web.settings"}
    return {**kept, **own, "CORDEE_LOG_LEVEL": "ERROR", **(further or {})}


def run(module: str, state: Path, *words: str, **further: str) -> dict[str, Any]:
    """Run a module of the tests with words, over the ledger in `state`, and return what it told."""
    done = subprocess.run(
        [sys.executable, "-c", BOOT, f"tests.integration.ledger.{module}", *words],
        env=get_environment(state, further),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database: on the server that the tests run on, else in a file."""
    address = os.environ.get("CORDEE_DATABASE", "")
    if not address.startswith("postgres"):
        yield ""
        return
    name = f"apart_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
