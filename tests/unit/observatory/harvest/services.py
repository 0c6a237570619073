"""A service that answers as told, a clock nobody waits for, and a watcher that counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from cordee.observatory.harvest.polite import Answer


Reply = Answer | OSError


class Service:
    """Answers each request by `reply`, given the parameters and how many came before."""

    def __init__(self, reply: Callable[[Mapping[str, str], int], Reply]) -> None:
        self.reply = reply
        self.address = ""
        self.requests: list[dict[str, str]] = []

    def get(self, address: str, parameters: Mapping[str, str]) -> Answer:
        self.address = address
        self.requests.append(dict(parameters))
        answer = self.reply(parameters, len(self.requests) - 1)
        if isinstance(answer, OSError):
            raise answer
        return answer


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def tell(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.time)
