"""Lines of a file on their way to records: what each means, what it says otherwise, what leans on what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from cordee.ledger.bulk import read_values
from cordee.ledger.imports import Outcome
from cordee.ledger.sheets import Row, Table


Record = TypeVar("Record")


@dataclass
class Incoming(Generic[Record]):
    """A line on its way: the record it means, if there is one, and what it says otherwise."""

    row: Row
    id: UUID
    record: Record | None = None
    values: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Return whether the line enters a record."""
        return self.record is None

    @property
    def added(self) -> Collection[object]:
        """Return what the line adds beside the record's own columns."""
        return ()

    @property
    def outcome(self) -> Outcome:
        """Return what becomes of the line."""
        if self.is_new:
            return Outcome.NEW
        return Outcome.CHANGED if self.values or self.added else Outcome.SAME

    def compare(self, given: Mapping[str, object]) -> None:
        """Keep the values that differ from the record. An empty cell leaves what stands there."""
        if self.record is None:
            self.values = dict(given)
            return
        now = read_values(self.record, given)
        self.values = {name: one for name, one in given.items() if now[name] != one}
        self.before = {name: now[name] for name in self.values}

    def get(self, name: str) -> Any:
        """Return what the record will say: what is new of the line, else what stands there."""
        return self.values.get(name, getattr(self.record, name, None))


AnyIncoming = TypeVar("AnyIncoming", bound=Incoming[Any])


class FirstLines:
    """Which line of a file said each thing first."""

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def find_earlier(self, line: int, keys: Iterable[object]) -> int | None:
        """Return the line that said any of this before; None when this one is the first, which is noted."""
        every = list(keys)
        earlier = next((self._lines[key] for key in every if key in self._lines), None)
        if earlier is None:
            self._lines.update(dict.fromkeys(every, line))
        return earlier


def note_leaning(
    table: Table,
    incoming: Sequence[AnyIncoming],
    name: str,
    sentence: str,
    find_needed: Callable[[AnyIncoming], Iterable[object]],
) -> None:
    """Note lines that lean on a new record whose own line has a fault: it will not be there."""
    new: dict[object, int] = {one.id: one.row.line for one in incoming if one.is_new}
    faulty, found = table.faults.lines, True
    while found:
        found = False
        for one in incoming:
            lines = [line for key in find_needed(one) if (line := new.get(key)) in faulty]
            if lines and one.row.line not in faulty:
                found = True
                table.say(one.row.line, name, sentence, line=lines[0])
