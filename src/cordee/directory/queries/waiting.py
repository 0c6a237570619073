"""The entries of one's own that nobody confirmed for a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from cordee.directory.models import Offer, Organisation, Person, Resource, Theme
from cordee.directory.queries.access import list_own
from cordee.directory.queries.lines import get_parts
from cordee.directory.rules import CONFIRMED_FOR
from cordee.directory.states import Sort
from cordee.ledger.queries import list_held
from cordee.ledger.rights import Actor
from cordee.ledger.states import Action


Row = TypeVar("Row", Offer, Organisation, Person, Resource, Theme)
Entitled = Offer | Organisation | Resource | Theme
"""Entries with a name in each language."""

MOST_SHOWN = 100
"""More than a person confirms at a sitting; the next ones show up as these go."""


@dataclass(frozen=True)
class Waiting:
    """An entry that waits to be confirmed."""

    record: UUID
    sort: Sort
    name_fr: str
    name_en: str
    confirmed_on: date | None


def list_waiting(by: Actor, *, on: date) -> tuple[tuple[Waiting, ...], int]:
    """Return the entries `by` may confirm that wait for it, the oldest first, and how many there are.

    At most `MOST_SHOWN` are returned.
    """
    own = list_own(by, Action.CONFIRM_ENTRIES, on=on)
    parts = (
        _take(_select_organisations(own, on=on), _present),
        _take(_select_kept(Person, own, on=on), _present_person),
        _take(_select_kept(Resource, own, on=on), _present),
        _take(_select_kept(Theme, own, on=on), _present),
        _take(_select_kept(Offer, own, on=on), _present),
    )
    found = [one for some, _count in parts for one in some]
    count = sum(count for _some, count in parts)
    found.sort(key=lambda one: (one.confirmed_on or date.min, one.name_en, one.name_fr))
    return tuple(found[:MOST_SHOWN]), count


def _take(rows: QuerySet[Row], present: Callable[[Row], Waiting]) -> tuple[list[Waiting], int]:
    """Return the first entries, and how many there are; those that were all read are not counted again."""
    found = [present(row) for row in rows[:MOST_SHOWN]]
    return found, rows.count() if len(found) == MOST_SHOWN else len(found)


def _present(row: Entitled) -> Waiting:
    sort = Sort.OFFER if isinstance(row, Offer) else Sort(row.kind)
    return Waiting(row.id, sort, row.name_fr, row.name_en, row.confirmed_on)


def _present_person(row: Person) -> Waiting:
    return Waiting(row.id, Sort.PERSON, str(row), str(row), row.confirmed_on)


def _select_organisations(own: frozenset[UUID], *, on: date) -> QuerySet[Organisation]:
    # Whom somebody speaks for is no longer confirmed by who entered it (`get_keeping_line`).
    spoken_for = get_parts(list_held(on=on), on=on) - own
    return (
        Organisation.objects.filter(is_waiting(on), runs(on))
        .filter(Q(id__in=own) | (Q(keeper__in=own) & ~Q(id__in=spoken_for)))
        .order_by("confirmed_on", "id")
    )


def _select_kept(table: type[Row], own: frozenset[UUID], *, on: date) -> QuerySet[Row]:
    rows = table._default_manager.filter(is_waiting(on), runs(on), keeper__in=own)
    return rows.order_by("confirmed_on", "id")


def is_waiting(on: date) -> Q:
    """Return the condition that nobody confirmed an entry for a year, or ever."""
    return Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=on - CONFIRMED_FOR)


def runs(on: date) -> Q:
    """Return the condition that something is not over."""
    return Q(end__isnull=True) | Q(end__gte=on)
