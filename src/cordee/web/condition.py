"""How the installation stands: versions, the database, the disk, what was signed and backed up last."""

from __future__ import annotations

import json
import platform
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cordee.ledger.audit import find_last
from cordee.ledger.heads import HEADS


BACKED_UP = "ledger.back_up"
"""What the audit calls a backup, whether asked for on the page or by the command."""


@dataclass(frozen=True)
class Condition:
    """What an administrator asks of the server. Sizes are in bytes; `waiting` counts migrations to come."""

    cordee: str
    python: str
    django: str
    engine: str
    size: int
    applied: int
    waiting: int
    free: int
    signed_on: date | None
    signed_number: int
    backed_up_at: datetime | None


def read_condition(state: Path) -> Condition:
    """Return how things stand now."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    signed_on, number = _read_last_head(state / HEADS)
    return Condition(
        cordee=version("cordee"),
        python=platform.python_version(),
        django=version("django"),
        engine=_name_engine(),
        size=_measure(),
        applied=len(executor.loader.applied_migrations),
        waiting=len(waiting),
        free=shutil.disk_usage(state).free,
        signed_on=signed_on,
        signed_number=number,
        backed_up_at=find_last(BACKED_UP),
    )


def _name_engine() -> str:
    number = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {number}"


def _measure() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            )
        return int(cursor.fetchone()[0])


def _read_last_head(path: Path) -> tuple[date | None, int]:
    """Return the day and the number of the last signed head. Whether it holds, `audit verify` says."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    if not lines:
        return None, 0
    try:
        told = json.loads(lines[-1])
        return date.fromisoformat(told["date"]), int(told["number"])
    except (ValueError, KeyError, TypeError):
        return None, 0
