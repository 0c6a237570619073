"""Letters about what is late: looks back at missions, actions promised to delegations, once each."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cordee.directory.queries import get_lines
from cordee.ledger.letters import Posted
from cordee.ledger.queries import list_holders
from cordee.ledger.rights import gives
from cordee.ledger.states import Action
from cordee.programmes.models import MoveReminder
from cordee.programmes.moving.values import Due
from cordee.programmes.queries.moves import read_due


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LateLetter:
    """What one account is to be written about: what is late and was not written about yet."""

    account: UUID
    late: tuple[Due, ...]


def list_late_letters(*, on: date) -> tuple[LateLetter, ...]:
    """Return the letters that are due on that day, to who runs programmes at the offices."""
    late = [one for one in read_due() if one.is_late(on)]
    keepers = _list_keepers({one.office for one in late}, on)
    sent = set(MoveReminder.objects.values_list("account", "item", "due_on"))
    found: dict[UUID, list[Due]] = defaultdict(list)
    for one in late:
        for account in keepers[one.office]:
            if (account, one.item, one.due_on) not in sent:
                found[account].append(one)
    return tuple(LateLetter(account, tuple(some)) for account, some in sorted(found.items()))


def send_late_letters(send: Callable[[LateLetter], object], *, at: datetime) -> Posted:
    """Send every letter that is due by `send`, and return how many went and how many could not.

    What a letter is about is claimed before it is sent, so that of two senders one writes; what cannot
    be sent is given back and tried anew, and keeps no other letter back.
    """
    sent = failed = 0
    for letter in list_late_letters(on=at.date()):
        claimed, notes = _claim(letter, at=at)
        if not claimed.late:
            continue
        try:
            send(claimed)
        except Exception:
            MoveReminder.objects.filter(id__in=notes).delete()
            logger.exception("the letter to account %s could not be sent", letter.account)
            failed += 1
        else:
            sent += 1
    return Posted(sent, failed)


@transaction.atomic
def _claim(letter: LateLetter, *, at: datetime) -> tuple[LateLetter, list[int]]:
    late: list[Due] = []
    notes: list[int] = []
    for one in letter.late:
        note, is_new = MoveReminder.objects.get_or_create(
            account=letter.account, item=one.item, due_on=one.due_on, defaults={"sent_at": at}
        )
        if is_new:
            late.append(one)
            notes.append(note.pk)
    return LateLetter(letter.account, tuple(late)), notes


def _list_keepers(offices: set[UUID], on: date) -> dict[UUID, frozenset[UUID]]:
    """Return the accounts that run programmes at each office."""
    return {
        office: frozenset(
            held.account
            for place in line
            for held in list_holders(place, on=on)
            if held.is_active
            and gives(held.role, Action.RUN_PROGRAMMES, has_second_factor=held.has_second_factor)
        )
        for office, line in get_lines(offices, on=on).items()
    }
