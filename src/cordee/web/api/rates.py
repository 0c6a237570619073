"""How often a token may ask: a bucket that fills as time passes and is emptied by one with each request."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from uuid import UUID


@dataclass
class _Bucket:
    left: float
    seen: float


class Rates:
    """The buckets of all tokens, in the memory of this process: the server is one process.

    A restart fills them, which costs nothing: the limit is there to keep one program from taking the
    server from all others, not to count.
    """

    def __init__(self) -> None:
        self._buckets: dict[UUID, _Bucket] = {}
        self._lock = Lock()

    def take(self, token: UUID, *, a_minute: int, now: float) -> float:
        """Take one request from a token's bucket; return 0, or the seconds until there is one again.

        `now` are seconds of a clock that never goes back. A bucket holds a minute's requests, so that
        a program may ask in bursts.

        >>> rates, token = Rates(), UUID(int=1)
        >>> [round(rates.take(token, a_minute=2, now=second)) for second in (0, 1, 2, 31)]
        [0, 0, 28, 0]
        """
        each = a_minute / 60
        with self._lock:
            bucket = self._buckets.setdefault(token, _Bucket(a_minute, now))
            bucket.left = min(a_minute, bucket.left + (now - bucket.seen) * each)
            bucket.seen = now
            if bucket.left < 1:
                return (1 - bucket.left) / each
            bucket.left -= 1
            return 0.0

    def forget(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._buckets.clear()


RATES = Rates()
