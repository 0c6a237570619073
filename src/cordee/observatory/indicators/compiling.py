"""Expressions compiled to an engine's SQL, once a process and, those with a name, once a machine.

Building and compiling an expression takes tens of milliseconds, running it one; since no question's
value stands in an expression, the text can be kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.kept import keep
from cordee.observatory.indicators.selections import selected_works


@cache
def compile_indicator(make: Callable[[], ir.Table], dialect: str = "duckdb") -> str:
    """Return the SQL of the expression `make` builds.

    >>> from cordee.observatory.indicators.themes import themed_works
    >>> "home_themes" in compile_indicator(themed_works)
    True
    """

    def write() -> str:
        return str(ibis.to_sql(make(), dialect=dialect))

    # What is made inside another function has no name that says what it is.
    named = getattr(sys.modules[make.__module__], make.__name__, None) is make
    return keep(f"{make.__module__}.{make.__name__}.{dialect}", write) if named else write()


@cache
def compile_selection(kinds: tuple[str, ...], dialect: str = "duckdb") -> str:
    """Return the SQL of `selected_works(kinds)`."""
    return keep(
        f"selection.{'+'.join(kinds)}.{dialect}",
        lambda: str(ibis.to_sql(selected_works(kinds), dialect=dialect)),
    )
