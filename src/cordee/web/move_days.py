"""The days of people on the move for a reader's calendar: what they last, and what is still to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from cordee.ledger.rights import Actor
from cordee.programmes.moving.states import SORT_NAMES, MissionStage, Sort
from cordee.programmes.moving.values import Due
from cordee.programmes.queries.moves import list_due, list_lines
from cordee.web.calendars import PAST, Dated
from cordee.web.wording import format_country


SHOWN = (Sort.MISSION, Sort.STAY, Sort.DELEGATION, Sort.EVENT)
"""Sorts that take place on days; trainings and prizes go on for years."""


def list_move_days(by: Actor, make_address: Callable[[str], str], *, on: date) -> Iterator[Dated]:
    """Yield what a person may see, but for what was cancelled or ended over a quarter ago."""
    for sort in SHOWN:
        for line in list_lines(sort, by=by, on=on):
            first = line.starts_on
            last = line.ends_on or first
            if first is None or last is None or last < on - PAST:
                continue
            if line.stage == MissionStage.CANCELLED.value:
                continue
            yield Dated(
                key=f"{sort}-{line.id}",
                first=first,
                last=last,
                summary=f"{SORT_NAMES[sort]} · {line.title}",
                description=", ".join(
                    filter(
                        None, (line.detail, format_country(line.country) if line.country else "")
                    )
                ),
                address=make_address(reverse("programmes:move", args=[sort, line.id])),
            )
    for due in list_due(by=by, on=on):
        yield Dated(
            key=f"due-{due.item}",
            first=due.due_on,
            last=due.due_on,
            summary=f"{say_due(due)} · {due.title}",
            description=due.owner,
            address=make_address(reverse("programmes:move", args=[due.sort, due.record])),
        )


def say_due(one: Due) -> str:
    """Return what is to be done, in words."""
    if one.text:
        return one.text
    return ngettext(
        "Look back after %(count)s month", "Look back after %(count)s months", one.months
    ) % {"count": one.months}
