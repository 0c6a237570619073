"""What the directory refuses, and why. `check_…` raises with the reason; `can_…` answers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.states import (
    MOVES,
    ROLES_REACH_THROUGH,
    Audience,
    Move,
    RequestState,
    Standing,
)
from cordee.kernel.errors import RuleError, StaleError


CONFIRMED_FOR = timedelta(days=365)
"""An entry nobody confirmed for a year is greyed: people, machines and addresses change within one."""


def check_dates(start: date | None, end: date | None) -> None:
    """Raise `RuleError` when something ends before it starts."""
    if start is not None and end is not None and end < start:
        raise RuleError(gettext_noop("The last day comes before the first. Correct one of them."))


def check_has_name(name_fr: str, name_en: str) -> None:
    """Raise `RuleError` unless there is a name in French or in English."""
    if not (name_fr.strip() or name_en.strip()):
        raise RuleError(gettext_noop("Give a name, in French or in English."))


def check_joins_two(first: UUID, second: UUID) -> None:
    """Raise `RuleError` when something is linked to itself."""
    if first == second:
        raise RuleError(gettext_noop("An organisation cannot be linked to itself."))


def check_no_circle(standing: Standing, first: UUID, above_second: frozenset[UUID]) -> None:
    """Raise `RuleError` when the link would make an organisation a part of itself.

    `above_second` is the second organisation with all it is part of while the link holds.
    """
    if standing in ROLES_REACH_THROUGH and first in above_second:
        raise RuleError(
            gettext_noop(
                "That would run in a circle: the second organisation is itself a part of the first."
            )
        )


def check_version(known: int, current: int) -> None:
    """Raise `StaleError` when an entry was changed since its form was opened."""
    if known != current:
        raise StaleError(
            gettext_noop(
                "Somebody changed this entry since you opened it. Nothing of theirs is overwritten: compare, then save again."
            )
        )


def check_share(share: object) -> None:
    """Raise `RuleError` unless a share lies above 0 and at most at 100 percent."""
    if share is not None and not 0 < float(str(share)) <= 100:
        raise RuleError(gettext_noop("A share lies above 0 and is at most 100 percent."))


def check_is_open(start: date | None, end: date | None, *, on: date) -> None:
    """Raise `RuleError` when an offer has not begun or is over."""
    if start is not None and on < start:
        raise RuleError(gettext_noop("The offer begins on {day}."), day=start)
    if end is not None and end < on:
        raise RuleError(gettext_noop("The offer ended on {day}."), day=end)


def check_may_be_asked(audience: Audience, keeper: UUID, asking_line: frozenset[UUID]) -> None:
    """Raise `RuleError` when an offer is for the own people of `keeper` and the others ask.

    Whether an agreement makes somebody a partner is for those who answer to see.
    """
    if audience is Audience.OWN and keeper not in asking_line:
        raise RuleError(gettext_noop("This is offered to the organisation's own people alone."))


def check_move(move: Move, state: RequestState, text: str) -> None:
    """Raise `RuleError` unless a request in that state may be moved so, with a text that says why."""
    if state not in MOVES[move].sources:
        raise RuleError(gettext_noop("The request has moved on. Look at it again."))
    if not text.strip():
        raise RuleError(gettext_noop("Write a sentence: the other side reads it."))


def is_confirmed(confirmed_on: date | None, *, on: date) -> bool:
    """Return whether somebody confirmed the entry within the last year.

    >>> is_confirmed(date(2025, 3, 1), on=date(2026, 3, 1))
    True
    >>> is_confirmed(date(2025, 3, 1), on=date(2026, 3, 2))
    False
    """
    return confirmed_on is not None and on - confirmed_on <= CONFIRMED_FOR
