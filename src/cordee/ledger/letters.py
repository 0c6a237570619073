"""Sending the letters of a day once each, and how many went, which every room tells in the same words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.kernel.errors import LedgerError


Letter = TypeVar("Letter")
Note = TypeVar("Note")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Posted:
    """How many letters were sent, and how many could not be."""

    sent: int
    failed: int

    def check_all_sent(self) -> None:
        """Raise `LedgerError` when a letter could not be sent."""
        if self.failed:
            raise LedgerError(
                gettext_noop(
                    "Letters that could not be sent: {count}. The log says why; they are tried again, and none is sent twice."
                ),
                count=self.failed,
            )


def post_once(
    letters: Iterable[tuple[UUID, Letter]],
    claim: Callable[[Letter], tuple[Letter, Note] | None],
    send: Callable[[Letter], object],
    give_back: Callable[[Note], object],
) -> Posted:
    """Send letters, each beside the account it goes to, and return how many went and how many could not.

    What a letter tells is claimed before it is sent, so that of two senders at once one writes; `claim`
    returns what of it nobody else claimed, with the notes it made, or None where nothing is left. What
    cannot be sent is logged, given back and tried anew; it keeps no other letter back. No transaction is
    open meanwhile, so that nobody waits for a mail server.
    """
    sent = failed = 0
    for account, letter in letters:
        claimed = claim(letter)
        if claimed is None:
            continue
        left, notes = claimed
        try:
            send(left)
        except Exception:
            give_back(notes)
            logger.exception("the letter to account %s could not be sent", account)
            failed += 1
        else:
            sent += 1
    return Posted(sent, failed)
