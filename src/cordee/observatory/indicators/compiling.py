"""Expressions compiled to an engine's SQL, once a process and, those with a name, once a machine.

Building and compiling an expression takes tens of milliseconds, running it one; since no question's
value stands in an expression, the text can be kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, lru_cache

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


MOST_SELECTIONS = 512
"""Selections whose SQL a process remembers: some forty of one kind, and a few hundred of the pairs and
triples that pages lead to, five kilobytes each. An address can combine kinds in billions of ways."""


@lru_cache(maxsize=MOST_SELECTIONS)
def compile_selection(kinds: tuple[str, ...], dialect: str = "duckdb") -> str:
    """Return the SQL of `selected_works(kinds)`.

    That of one kind or none is kept between processes. Combinations are not: whoever asks by address
    could fill the disk with them.
    """

    def write() -> str:
        return str(ibis.to_sql(selected_works(kinds), dialect=dialect))

    name = f"selection.{''.join(kinds)}.{dialect}"
    return keep(name, write) if len(kinds) <= 1 else write()
