"""Records taken out whole: tables as they stand, less what the reader may not see of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from cordee.ledger.bulk import ROWS_AT_ONCE


LEFT_OUT: Mapping[str, str] = {
    "Account": "of the installation and not of an organisation: in its backup",
    "RoleHeld": "of the installation; the page of an organisation's roles tells it",
    "Invitation": "of the installation, and over within days",
    "Token": "of an account, and of no use elsewhere",
    "Event": "the audit is one chain for everybody: `cordee audit export` takes it out",
    "ChainHead": "the end of that chain",
    "Import": "how records came in; the records themselves are taken out",
    "ImportedRecord": "what it takes to undo an import here",
    "Job": "long work of this server",
}
"""Tables of accounts, audit and work that are not taken out, each with the reason."""


@dataclass(frozen=True)
class Selection:
    """Some rows of a table, and the columns of these that are left empty for the reader."""

    rows: QuerySet[Any, Any]
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """A table that is taken out: its name in the archive, and which of its rows, some at a time.

    `left_out` are columns that tell nothing outside this ledger.
    """

    name: str
    model: type[models.Model]
    selections: tuple[Selection, ...]
    left_out: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, references as `…_id`."""
        every = (field.attname for field in self.model._meta.concrete_fields)
        return tuple(name for name in every if name not in self.left_out)

    def count(self) -> int:
        """Return how many rows there are at most: one that is selected twice counts twice."""
        return sum(one.rows.count() for one in self.selections)

    def iterate(self) -> Iterator[dict[str, object]]:
        """Yield each row once, as values by the names of the columns."""
        seen: set[object] = set()
        for one in self.selections:
            rows = one.rows.order_by("pk").values("pk", *self.columns)
            for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
                key = row.pop("pk")
                if key not in seen:
                    seen.add(key)
                    yield {**row, **dict.fromkeys(one.withheld, "")}


@dataclass(frozen=True)
class Takings:
    """What of a room may be taken out, and what rights hold back, as `table` or `table.column`."""

    tables: tuple[Table, ...]
    withheld: tuple[str, ...] = ()
