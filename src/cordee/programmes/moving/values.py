"""Records of this part as values: what pages, books and calendars are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cordee.programmes.moving.states import Sort


@dataclass(frozen=True)
class PartTold:
    """One line of a record, by the names of its columns."""

    id: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A record; `values` by the names of its columns, `parts` by the names of its lists.

    `hidden` are lists that the reader may not see. `names` are those of organisations and people of the
    directory that the record names, in English and in French.
    """

    sort: Sort
    id: UUID
    office: UUID
    country: str
    title: str
    stage: str
    starts_on: date | None
    ends_on: date | None
    agreement: UUID | None
    is_demonstration: bool
    may_run: bool
    version: int
    changed_at: datetime
    changed_by: str
    values: Mapping[str, Any]
    parts: Mapping[str, tuple[PartTold, ...]]
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """A record in a list."""

    sort: Sort
    id: UUID
    office: UUID
    country: str
    title: str
    detail: str
    stage: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    is_demonstration: bool


@dataclass(frozen=True)
class Due:
    """Something to do by a day: a look back at a mission, an action promised to a delegation."""

    item: UUID
    sort: Sort
    record: UUID
    office: UUID
    title: str
    text: str
    months: int
    owner: str
    due_on: date

    def is_late(self, on: date) -> bool:
        """Return whether the day has passed."""
        return self.due_on < on


@dataclass(frozen=True)
class Sought:
    """What is looked for in a list; what is empty narrows nothing."""

    text: str = ""
    country: str = ""
    year: int | None = None
    stage: str = ""
    kind: str = ""
