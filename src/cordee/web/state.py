"""What one installation keeps besides the lake: made ready before the server starts."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import shutil
from datetime import date
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cordee.kernel.errors import LedgerError
from cordee.kernel.files import write_secret
from cordee.ledger.heads import make_key, sign_head


logger = logging.getLogger(__name__)

SECRET = "secret.key"  # noqa: S105 -- a file's name
DOWNLOAD = ".download-"
"""How the folder of a backup begins while a page makes it; one left by a server that was killed is swept."""
FIRST_RUN_CODE = "first-run.code"
MOST_TRIES = 5
"""Wrong codes of the first run, from wherever they come, before it closes for a while: as with passwords."""
TRIES_LAST = 15 * 60
"""Seconds after which wrong codes are forgotten."""
DEMONSTRATION_PASSWORD = "demonstration.password"  # noqa: S105 -- a file's name


def make_ready(folder: Path, *, on: date) -> None:
    """Make the folder, the keys and the tables that are not there yet, and sign the audit's last line."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for unfinished in folder.glob(f"{DOWNLOAD}*"):
        shutil.rmtree(unfinished)
    if not (folder / SECRET).exists():
        write_secret(folder / SECRET, (secrets.token_urlsafe(50) + "\n").encode())
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    make_key(folder)
    try:
        sign_head(folder, on=on)
    except LedgerError as error:
        # The pages open all the same; a proof that cannot go on is no reason to stop everybody's work.
        logger.warning("the audit is not signed: %s", error)


def get_first_run_code(folder: Path) -> str:
    """Return the code that opens the first run, made when it is first asked for.

    Who can read the server's terminal or its folder may begin; who merely finds the address may not.
    """
    path = folder / FIRST_RUN_CODE
    if not path.exists():
        write_secret(path, f"{secrets.randbelow(10**8):08d}\n".encode())
    return path.read_text("utf-8").strip()


def is_first_run_code(folder: Path, typed: str) -> bool:
    """Return whether what somebody typed is the code; what is not is counted."""
    right = get_first_run_code(folder).encode()
    if hmac.compare_digest(typed.strip().encode(), right):
        return True
    cache.add(_name_tries(folder), 0, TRIES_LAST)
    cache.incr(_name_tries(folder))
    return False


def may_try_first_run(folder: Path) -> bool:
    """Return whether a code is looked at: five wrong ones close the first run for a quarter of an hour."""
    return int(cache.get(_name_tries(folder), 0)) < MOST_TRIES


def _name_tries(folder: Path) -> str:
    return f"first-run-{hashlib.sha256(bytes(folder)).hexdigest()}"


def forget_first_run_code(folder: Path) -> None:
    """Drop the code once it was used."""
    (folder / FIRST_RUN_CODE).unlink(missing_ok=True)


def get_demonstration_password(folder: Path) -> str:
    """Return the password of the demonstration's accounts, made when it is first asked for.

    Each demonstration has its own: whoever once saw another one cannot sign in here.
    """
    path = folder / DEMONSTRATION_PASSWORD
    if not path.exists():
        write_secret(path, f"cordee-{secrets.token_hex(4)}\n".encode())
    return path.read_text("utf-8").strip()
