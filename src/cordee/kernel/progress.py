"""How long work tells its progress without knowing who watches."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A watcher of one long task; the command line draws a bar, a test counts, a page stores."""

    def start(self, label: str, total: int | None, unit: str) -> None:
        """Begin a step of `total` units (None when unknown)."""

    def advance(self, amount: int) -> None:
        """Say that `amount` more units of the current step are done."""

    def finish(self) -> None:
        """End the current step."""


class Silent:
    """A watcher that shows nothing."""

    def start(self, label: str, total: int | None, unit: str) -> None:
        """Begin a step, unseen."""

    def advance(self, amount: int) -> None:
        """Advance, unseen."""

    def finish(self) -> None:
        """End, unseen."""


SILENT = Silent()
"""Has no state, so one is enough for all."""
