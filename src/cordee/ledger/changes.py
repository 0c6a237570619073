"""Whether records changed since they were last read, as the audit tells it; and what is kept until they do."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from cordee.ledger.models import Event


Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_READ = 500
"""Lines of the audit read at a look; an import writes more, and then something surely changed."""

READING = 16
"""Places where something is read; two things that share one are read one after the other, which is rare among
the few threads of a server."""


class Watch:
    """Looks at the lines that the audit grew by, to tell whether records changed that somebody reads.

    Every write stands or falls with its line of the audit, and lines are written one after the other, so that
    a process that has seen the last line has missed no change. One question by the key is all it takes, where
    comparing the records themselves means reading them. `concerns` says of the kind of a line's record, and of
    what was done to it, whether what is read may differ afterwards.
    """

    def __init__(self, concerns: Callable[[str, str], bool]) -> None:
        self._concerns = concerns
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
            if any(self._concerns(kind, action) for _, _, kind, action in rows[1:]):
                self._turn += 1
            self._number, self._hash = rows[-1][:2]
            return self._turn


class Kept(Generic[Key, Value]):
    """What was read, each until something changes; of more than `most`, the longest unasked is given up.

    Of several threads that ask for the same, one reads and the others wait for what it read.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[Key, tuple[int, Value]] = OrderedDict()
        self._reading = tuple(Lock() for _ in range(READING))

    def get(self, key: Key, turn: int, read: Callable[[], Value]) -> Value:
        """Return what was read at this turn of a `Watch` or later, or read it now."""
        known = self._look_up(key, turn)
        if known is None:
            with self._reading[hash(key) % READING]:
                # Another thread may have read it while this one waited for its place.
                known = self._look_up(key, turn)
                if known is None:
                    known = (turn, read())
                    self._keep(key, known)
        return known[1]

    def _look_up(self, key: Key, turn: int) -> tuple[int, Value] | None:
        with self._lock:
            known = self._values.get(key)
            if known is None or known[0] < turn:
                return None
            self._values.move_to_end(key)
            return known

    def _keep(self, key: Key, known: tuple[int, Value]) -> None:
        with self._lock:
            self._values[key] = known
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
