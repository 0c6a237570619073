"""How many letters of a day went, which every room tells in the same words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from cordee.kernel.errors import LedgerError


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
