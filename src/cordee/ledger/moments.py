"""Reading many tables as they stood at one moment, while people go on working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection, transaction


@contextmanager
def reading_at_one_moment() -> Iterator[None]:
    """Hold all that is read in it to one moment. Nothing may be written in it."""
    outermost = not connection.in_atomic_block
    with ExitStack() as stack:
        with _holding_up_nobody():
            stack.enter_context(transaction.atomic())
        # SQLite's transaction sees one moment anyway; PostgreSQL's only when asked before it reads.
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def _holding_up_nobody() -> Iterator[None]:
    """Begin transactions of SQLite as readers do; the usual ones take the writers' turn at once."""
    usual = getattr(connection, "transaction_mode", None)
    if usual is None:  # not SQLite's
        yield
        return
    setattr(connection, "transaction_mode", "DEFERRED")  # noqa: B010 -- only SQLite's connection has it
    try:
        yield
    finally:
        setattr(connection, "transaction_mode", usual)  # noqa: B010
