"""Letters about days to come: 12, 6 and 3 months ahead, to who keeps the agreement, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cordee.agreements.life import LIVE
from cordee.agreements.models import Agreement, Reminder
from cordee.agreements.periods import add_months
from cordee.agreements.portfolio import Due, list_due, read_lines
from cordee.directory.queries import get_lines
from cordee.ledger.queries import list_holders
from cordee.ledger.rights import RIGHTS
from cordee.ledger.states import Action


MONTHS_AHEAD = (12, 6, 3)
"""A renewal is decided in a year, negotiated in half of it, signed in a quarter."""


@dataclass(frozen=True)
class Letter:
    """What one account is to be written: the days to come that it was not written about yet."""

    account: UUID
    days: tuple[Due, ...]


def find_months(due: Due, *, on: date) -> tuple[int, ...]:
    """Return the months ahead that a day has come within, the most first."""
    return tuple(months for months in MONTHS_AHEAD if due.day <= add_months(on, months))


def list_letters(*, on: date) -> tuple[Letter, ...]:
    """Return the letters that are due on that day, each day once and by its nearest reminder."""
    lines = read_lines(Agreement.objects.filter(stage__in=[one.value for one in LIVE]), on=on)
    found = list_due(lines, on=on, until=add_months(on, MONTHS_AHEAD[0]))
    keepers = _list_keepers({due.line.office for due in found}, on)
    sent = set(Reminder.objects.values_list("agreement", "account", "is_notice", "day", "months"))
    days: dict[UUID, list[Due]] = defaultdict(list)
    for due in found:
        for account in keepers[due.line.office]:
            # A day first met three months ahead is written about once, not for each month missed.
            nearest = find_months(due, on=on)[-1]
            if (due.line.id, account, due.is_notice, due.day, nearest) not in sent:
                days[account].append(due)
    return tuple(Letter(account, tuple(some)) for account, some in sorted(days.items()))


def send_letters(send: Callable[[Letter], object], *, at: datetime) -> int:
    """Send every letter that is due by `send`, and return how many; a second call sends none again.

    A letter and the note that it was sent stand or fall together: what cannot be sent is tried anew.
    """
    letters = list_letters(on=at.date())
    for letter in letters:
        with transaction.atomic():
            Reminder.objects.bulk_create(
                (
                    Reminder(
                        agreement_id=due.line.id,
                        account=letter.account,
                        is_notice=due.is_notice,
                        day=due.day,
                        months=months,
                        sent_at=at,
                    )
                    for due in letter.days
                    for months in find_months(due, on=at.date())
                ),
                ignore_conflicts=True,
            )
            send(letter)
    return len(letters)


def _list_keepers(offices: set[UUID], on: date) -> dict[UUID, frozenset[UUID]]:
    """Return the accounts that may write the agreements of each office."""
    lines = get_lines(offices, on=on)
    holders = {
        place: list_holders(place, on=on)
        for place in {one for line in lines.values() for one in line}
    }
    return {
        office: frozenset(
            held.account
            for place in line
            for held in holders[place]
            if held.is_active and Action.EDIT_AGREEMENTS in RIGHTS[held.role]
        )
        for office, line in lines.items()
    }
