"""Letters about what is late: looks back at missions, actions promised to delegations, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cordee.directory.queries.holders import list_who_may
from cordee.ledger.letters import Posted, post_once
from cordee.ledger.states import Action
from cordee.programmes.models import MoveReminder
from cordee.programmes.moving.values import Due
from cordee.programmes.queries.moves import read_due


@dataclass(frozen=True)
class LateLetter:
    """What one account is to be written about: what is late and was not written about yet."""

    account: UUID
    late: tuple[Due, ...]


def list_late_letters(*, on: date) -> tuple[LateLetter, ...]:
    """Return the letters that are due on that day, to who runs programmes at the offices."""
    late = [one for one in read_due() if one.is_late(on)]
    keepers = list_who_may(Action.RUN_PROGRAMMES, {one.office for one in late}, on=on)
    sent = set(MoveReminder.objects.values_list("account", "item", "due_on"))
    found: dict[UUID, list[Due]] = defaultdict(list)
    for one in late:
        for account in keepers[one.office]:
            if (account, one.item, one.due_on) not in sent:
                found[account].append(one)
    return tuple(LateLetter(account, tuple(some)) for account, some in sorted(found.items()))


def send_late_letters(send: Callable[[LateLetter], object], *, at: datetime) -> Posted:
    """Send every letter that is due by `send`, and return how many went and how many could not."""
    return post_once(
        ((one.account, one) for one in list_late_letters(on=at.date())),
        lambda letter: _claim(letter, at=at),
        send,
        lambda notes: MoveReminder.objects.filter(id__in=notes).delete(),
    )


@transaction.atomic
def _claim(letter: LateLetter, *, at: datetime) -> tuple[LateLetter, list[int]] | None:
    late: list[Due] = []
    notes: list[int] = []
    for one in letter.late:
        note, is_new = MoveReminder.objects.get_or_create(
            account=letter.account, item=one.item, due_on=one.due_on, defaults={"sent_at": at}
        )
        if is_new:
            late.append(one)
            notes.append(note.pk)
    return (LateLetter(letter.account, tuple(late)), notes) if late else None
