"""Ask a service at a pace it can bear, and again when it is busy or was cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from cordee.kernel.errors import RemoteError
from cordee.kernel.messages import N_
from cordee.observatory.harvest.catalogues import Catalogue, Page, PageError


ATTEMPTS = 8
"""Requests for one page before we give up: with the waits below some two minutes, which is what a
service needs to be started again."""

LONGEST_WAIT = 60.0  # seconds between two attempts when the service does not say how long
LONGEST_OBEYED = 15 * 60.0
"""Seconds we wait when told to. A daily allowance that is used up asks for hours: better to stop and
say so, since the same command goes on from there."""

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that mean later, not never (RFC 9110, RFC 6585)."""

REFUSING = frozenset({401, 403})


@dataclass(frozen=True)
class Answer:
    """What a service sent back; names of headers are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Fetches one address. The one that uses the network is in `cordee.cli`."""

    def get(self, address: str, parameters: Mapping[str, str]) -> Answer:
        """Return the answer; raise `OSError` when there is none, or only part of one."""


class Clock(Protocol):
    """Time, which tests do not wait for."""

    def tell(self) -> float:
        """Return seconds since some moment."""

    def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed."""

    def now(self) -> datetime:
        """Return the time with its zone, against which a date to retry at is read."""


class ExpiredError(Exception):
    """The service no longer knows the mark of a page."""


class Asker:
    """Asks one catalogue for pages, never faster than `per_second`."""

    def __init__(
        self, catalogue: Catalogue, transport: Transport, clock: Clock, per_second: float
    ) -> None:
        self.catalogue = catalogue
        self._transport = transport
        self._clock = clock
        self._pause = 1 / per_second
        self._last: float | None = None

    def get_page(self, address: str, parameters: Mapping[str, str]) -> Page:
        """Return a page, after as many attempts as it takes.

        Raises `ExpiredError` when the service refuses the request as such, `RemoteError` when it
        asks for a key, or stays busy, silent or broken.
        """
        reason = ""
        for attempt in range(ATTEMPTS):
            answer = self._fetch(address, parameters)
            if isinstance(answer, Answer):
                self._check_refusal(answer)
                if answer.status == 200:
                    try:
                        return self.catalogue.read(answer.body)
                    except PageError as fault:
                        reason = str(fault)
                else:
                    reason = f"HTTP {answer.status}"
                wait = self._read_wait(answer)
            else:
                reason, wait = answer, None
            if attempt < ATTEMPTS - 1:
                self._clock.sleep(min(2.0**attempt, LONGEST_WAIT) if wait is None else wait)
        raise RemoteError(
            N_(
                "{service} did not answer as it should ({reason}), {attempts} times. What was fetched "
                "is kept; the same command goes on from there."
            ),
            service=self.catalogue.title,
            reason=reason,
            attempts=ATTEMPTS,
        )

    def _fetch(self, address: str, parameters: Mapping[str, str]) -> Answer | str:
        """Return the answer, or why there is none."""
        if self._last is not None:
            self._clock.sleep(max(0.0, self._last + self._pause - self._clock.tell()))
        self._last = self._clock.tell()
        try:
            return self._transport.get(address, parameters)
        except OSError as fault:
            return str(fault) or type(fault).__name__

    def _check_refusal(self, answer: Answer) -> None:
        if answer.status == 200 or answer.status in BUSY:
            return
        if answer.status in REFUSING and "retry-after" in answer.headers:
            return
        if answer.status in REFUSING:
            raise RemoteError(
                N_(
                    "{service} refuses us (HTTP {status}): {message} It may ask for a key, or for "
                    "fewer requests; see --key and --rate."
                ),
                service=self.catalogue.title,
                status=answer.status,
                message=_quote(answer.body),
            )
        raise ExpiredError(f"HTTP {answer.status}: {_quote(answer.body)}")

    def _read_wait(self, answer: Answer) -> float | None:
        """Return how many seconds the service asks us to wait, None when it does not say."""
        text = answer.headers.get("retry-after", "").strip()
        if not text:
            return None
        seconds = _read_seconds(text, self._clock.now())
        if seconds is not None and seconds > LONGEST_OBEYED:
            raise RemoteError(
                N_(
                    "{service} asks us to come back in {minutes} minutes. What was fetched is kept; "
                    "the same command goes on from there."
                ),
                service=self.catalogue.title,
                minutes=round(seconds / 60),
            )
        return seconds


def _read_seconds(text: str, now: datetime) -> float | None:
    """Return the seconds of a ``Retry-After``, a number or a date (RFC 9110, 10.2.3)."""
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _quote(body: bytes) -> str:
    """Return the beginning of what the service says, on one line."""
    return " ".join(body[:300].decode("utf-8", errors="replace").split())
