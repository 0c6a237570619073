"""Whether records changed since they were last read, as the audit tells it."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from cordee.ledger.models import Event


MOST_READ = 500
"""Lines of the audit read at a look; an import writes more, and then something surely changed."""


class Watch:
    """Looks at the lines that the audit grew by, to tell whether records of some kinds changed.

    Every write stands or falls with its line of the audit, and lines are written one after the other, so that
    a process that has seen the last line has missed no change. One question by the key is all it takes, where
    comparing the records themselves means reading them. `reads` are the actions that change nothing.
    """

    def __init__(self, kinds: Iterable[str], *, reads: Iterable[str]) -> None:
        self._kinds, self._reads = frozenset(kinds), frozenset(reads)
        self._lock = Lock()
        self._number, self._hash = 0, ""
        self._turn = 0

    def look(self) -> int:
        """Return a number that differs from the last one whenever something may have changed since.

        What is read afterwards is at least as new as the number tells.
        """
        with self._lock:
            lines = Event.objects.filter(number__gte=self._number).order_by("number")
            rows = list(lines.values_list("number", "hash", "kind", "action")[: MOST_READ + 1])
            # Another history, or the line seen last is not there: a ledger brought back, a write broken off.
            is_known = bool(rows) and rows[0][:2] == (self._number, self._hash)
            if not is_known or len(rows) > MOST_READ:
                self._turn += 1
                last = Event.objects.order_by("-number").values_list("number", "hash").first()
                self._number, self._hash = last or (0, "")
                return self._turn
            if any(kind in self._kinds and did not in self._reads for _, _, kind, did in rows[1:]):
                self._turn += 1
            self._number, self._hash = rows[-1][:2]
            return self._turn
