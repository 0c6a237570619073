"""What waits, put together by how near its day is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cordee.ledger.tasks import URGENCY_NAMES, Urgency
from cordee.web.tasks import ROOM_NAMES, Room, ToDo
from cordee.web.wording import format_count, format_date


@dataclass(frozen=True)
class Line:
    deed: str
    title: str
    address: str
    room: str
    due: str


@dataclass(frozen=True)
class Group:
    name: str
    is_late: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Choice:
    """A room that the list can be narrowed to, with how much waits in it."""

    name: str
    value: str
    count: str
    is_current: bool


def present_groups(found: Sequence[ToDo]) -> tuple[Group, ...]:
    """Return the tasks by urgency, what is late first; groups without any are left out."""
    return tuple(
        Group(str(name), urgency is Urgency.LATE, lines)
        for urgency, name in URGENCY_NAMES.items()
        if (lines := tuple(_present(one) for one in found if one.urgency is urgency))
    )


def present_choices(found: Sequence[ToDo], current: Room | None) -> tuple[Choice, ...]:
    """Return the rooms in which something waits."""
    counts = Counter(one.room for one in found)
    return tuple(
        Choice(str(name), room.value, format_count(counts[room]), room is current)
        for room, name in ROOM_NAMES.items()
        if counts[room] or room is current
    )


def _present(one: ToDo) -> Line:
    return Line(
        deed=one.deed,
        title=one.title,
        address=one.address,
        room=str(ROOM_NAMES[one.room]),
        due=format_date(one.due) if one.due else "",
    )
