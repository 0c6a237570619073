"""Letters about days to come: 12, 6 and 3 months ahead, to who keeps the agreement, once each."""

from __future__ import annotations

import logging
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
from cordee.directory.queries import get_lines
from cordee.ledger.letters import Posted
from cordee.ledger.queries import list_holders
from cordee.ledger.rights import gives
from cordee.ledger.states import Action


logger = logging.getLogger(__name__)

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


def send_letters(send: Callable[[Letter], object], *, at: datetime) -> Posted:
    """Send every letter that is due by `send`, and return how many went and how many could not.

    The days of a letter are claimed before it is sent: of two senders at once one writes, and nobody
    is written to twice. What cannot be sent is logged, given back and tried anew; it keeps no other
    letter back. No transaction is open meanwhile, so that nobody waits for a mail server.
    """
    sent = failed = 0
    for letter in list_letters(on=at.date()):
        claimed, notes = _claim(letter, at=at)
        if not claimed.days:
            continue
        try:
            send(claimed)
        except Exception:
            Reminder.objects.filter(id__in=notes).delete()
            logger.exception("the letter to account %s could not be sent", letter.account)
            failed += 1
        else:
            sent += 1
    return Posted(sent, failed)


@transaction.atomic
def _claim(letter: Letter, *, at: datetime) -> tuple[Letter, list[int]]:
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
    return Letter(letter.account, tuple(days)), notes


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
            if held.is_active
            and gives(held.role, Action.EDIT_AGREEMENTS, has_second_factor=held.has_second_factor)
        )
        for office, line in lines.items()
    }
