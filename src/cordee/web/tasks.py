"""What waits for somebody in all rooms, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.agreements import tasks as agreements
from cordee.directory.queries import tasks as directory
from cordee.ledger.rights import Actor
from cordee.ledger.tasks import Task, Urgency, get_order
from cordee.ledger.worded import Worded, list_names
from cordee.programmes.queries import tasks as programmes
from cordee.web.calendars import Dated
from cordee.web.errors import say_sentence
from cordee.web.wording import get_reader_language


class Room(Worded):
    """Where something waits."""

    AGREEMENTS = "agreements", _("Agreements")
    DIRECTORY = "directory", _("Directory")
    PROGRAMMES = "programmes", _("Programmes")


ROOM_NAMES = list_names(Room)

SOURCES: tuple[tuple[Room, Callable[[Actor, datetime], tuple[Task, ...]]], ...] = (
    (Room.AGREEMENTS, lambda by, at: agreements.list_tasks(by, on=at.date())),
    (Room.DIRECTORY, lambda by, at: directory.list_tasks(by, on=at.date())),
    (Room.PROGRAMMES, lambda by, at: programmes.list_tasks(by, at=at)),
)

PAGES = {
    "agreement": "agreements:record",
    "agreement_day": "agreements:record",
    "application": "programmes:application",
    "applications": "programmes:call_applications",
    "call": "programmes:call",
    "confirmation": "directory:to_confirm",
    "project": "programmes:grant",
    "question": "programmes:answer",
    "request": "directory:request",
    "reviewers": "programmes:call_reviewers",
    "reviewers_of": "programmes:application_reviewers",
    "session": "programmes:session",
}
"""The page on which a task about each kind of record is done."""

ABROAD = frozenset({"mission", "delegation"})
"""Kinds whose page is the one of people on the move."""

IN_CALENDAR = ABROAD | {"agreement_day"}
"""Kinds whose days a calendar shows by themselves, of those kept by others too."""


@dataclass(frozen=True)
class ToDo:
    """A task in the reader's language, with the address of its page."""

    room: Room
    deed: str
    title: str
    address: str
    due: date | None
    urgency: Urgency
    is_in_calendar: bool
    mark: str
    """The same for the same task whenever it is asked for: a calendar tells events apart by it."""


def list_to_do(by: Actor, *, at: datetime) -> tuple[ToDo, ...]:
    """Return what waits for `by`, the nearest day first, in the reader's language."""
    found = [(room, task) for room, list_tasks in SOURCES for task in list_tasks(by, at)]
    found.sort(key=lambda pair: get_order(pair[1]))
    return tuple(_present(room, task, on=at.date()) for room, task in found)


def list_task_days(
    by: Actor, make_address: Callable[[str], str], *, at: datetime
) -> tuple[Dated, ...]:
    """Return the tasks that have a day, for a calendar; `make_address` makes a whole address of a page's.

    What a calendar has already is left out: the days of agreements and of what goes on abroad.
    """
    return tuple(
        Dated(
            key=one.mark,
            first=one.due,
            last=one.due,
            summary=" · ".join(filter(None, (one.deed, one.title))),
            description=str(ROOM_NAMES[one.room]),
            address=make_address(one.address),
        )
        for one in list_to_do(by, at=at)
        if one.due is not None and not one.is_in_calendar
    )


def find_address(kind: str, record: UUID | None) -> str:
    """Return the address of the page on which a task is done."""
    if kind in ABROAD:
        return reverse("programmes:move", args=[kind, record])
    return reverse(PAGES[kind], args=[record] if record else [])


def _present(room: Room, task: Task, *, on: date) -> ToDo:
    day = task.due.isoformat() if task.due else "open"
    return ToDo(
        room=room,
        deed=say_sentence(task.deed),
        title=task.to_title(get_reader_language()),
        address=find_address(task.kind, task.record),
        due=task.due,
        urgency=task.find_urgency(on=on),
        is_in_calendar=task.kind in IN_CALENDAR,
        mark=f"{task.kind}-{task.record or 'all'}-{day}",
    )
