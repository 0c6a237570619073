"""How often one may ask: a bucket that fills as time passes and is emptied by one with each request."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock


MOST_BUCKETS = 10_000
"""Buckets kept at once: a few megabytes. Beyond them those that filled up meanwhile are dropped."""


@dataclass
class _Bucket:
    left: float
    seen: float


class Rates:
    """The buckets of all who ask, in the memory of this process: the server is one process.

    A restart fills them, which costs nothing: the limit is there to keep one program from taking the
    server from all others, not to count.
    """

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}
        self._lock = Lock()

    def take(self, who: Hashable, *, a_minute: int, now: float) -> float:
        """Take one request from somebody's bucket; return 0, or the seconds until there is one again.

        `now` are seconds of a clock that never goes back. A bucket holds a minute's requests, so that
        a program may ask in bursts.

        >>> rates = Rates()
        >>> [round(rates.take("192.0.2.1", a_minute=2, now=second)) for second in (0, 1, 2, 31)]
        [0, 0, 28, 0]
        """
        each = a_minute / 60
        with self._lock:
            if who not in self._buckets and len(self._buckets) >= MOST_BUCKETS:
                self._drop_full(a_minute, now)
            bucket = self._buckets.setdefault(who, _Bucket(a_minute, now))
            bucket.left = min(a_minute, bucket.left + (now - bucket.seen) * each)
            bucket.seen = now
            if bucket.left < 1:
                return (1 - bucket.left) / each
            bucket.left -= 1
            return 0.0

    def _drop_full(self, a_minute: int, now: float) -> None:
        """Drop the buckets that are full again, and all where none is: a flood of addresses ends there."""
        self._buckets = {
            who: one
            for who, one in self._buckets.items()
            if one.left + (now - one.seen) * a_minute / 60 < a_minute
        }
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.clear()

    def forget(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._buckets.clear()


RATES = Rates()
"""Those of access tokens and of network addresses."""
