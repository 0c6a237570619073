"""Letters about days to come: 12, 6 and 3 months ahead, to who keeps the agreement, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cordee.agreements.life import LIVE
from cordee.agreements.listed import read_listed
from cordee.agreements.models import Agreement, Reminder
from cordee.agreements.periods import add_months
from cordee.agreements.portfolio import Due, list_due
from cordee.directory.queries.holders import list_who_may
from cordee.ledger.letters import Posted, post_once
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
    lines = read_listed(Agreement.objects.filter(stage__in=[one.value for one in LIVE]), on=on)
    found = list_due(lines, on=on, until=add_months(on, MONTHS_AHEAD[0]))
    keepers = list_who_may(Action.EDIT_AGREEMENTS, {due.line.office for due in found}, on=on)
    sent = set(Reminder.objects.values_list("agreement", "account", "is_notice", "day", "months"))
    days: dict[UUID, list[Due]] = defaultdict(list)
    for due in found:
        for account in keepers[due.line.office]:
            # A day first met three months ahead is written about once, not for each month missed.
            nearest = find_months(due, on=on)[-1]
            if (due.line.id, account, due.is_notice, due.day, nearest) not in sent:
                days[account].append(due)
    return tuple(Letter(account, tuple(some)) for account, some in sorted(days.items()))


def send_letters(send: Callable[[Letter], object], *, at: datetime) -> Posted:
    """Send every letter that is due by `send`, and return how many went and how many could not."""
    return post_once(
        ((one.account, one) for one in list_letters(on=at.date())),
        lambda letter: _claim(letter, at=at),
        send,
        lambda notes: Reminder.objects.filter(id__in=notes).delete(),
    )


@transaction.atomic
def _claim(letter: Letter, *, at: datetime) -> tuple[Letter, list[int]] | None:
    """Note that a letter is written, and return what of it nobody else noted, with the notes made."""
    days: list[Due] = []
    notes: list[int] = []
    for due in letter.days:
        made = {}
        for months in find_months(due, on=at.date()):
            note, is_new = Reminder.objects.get_or_create(
                agreement_id=due.line.id,
                account=letter.account,
                is_notice=due.is_notice,
                day=due.day,
                months=months,
                defaults={"sent_at": at},
            )
            if is_new:
                made[months] = note.pk
        # The nearest is the one that tells whether the day was written about.
        if find_months(due, on=at.date())[-1] in made:
            days.append(due)
        notes += made.values()
    return (Letter(letter.account, tuple(days)), notes) if days else None
