"""The one place of the command line that uses the network: an address in, an answer out."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import urlencode, urlsplit

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_
from cordee.observatory.harvest.polite import Answer
from cordee.observatory.sources.transport import Readable


TIMEOUT = 90.0
"""Seconds without a byte after which an answer is given up: the slowest documented queries take
half a minute."""

MAX_ANSWER = 128 * 2**20
"""Plain bytes one answer may have; the largest pages we ask for have some 20 MB."""

_BLOCK = 2**16


class HttpTransport:
    """Fetches over HTTP with the standard library, which knows the system's proxies and keys.

    A library of its own would pool connections; at a few requests a second that gains nothing.
    """

    def __init__(self, agent: str, timeout: float = TIMEOUT) -> None:
        self._headers = {
            "User-Agent": agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        self._timeout = timeout

    def get(self, address: str, parameters: Mapping[str, str]) -> Answer:
        """Return the answer; raise `OSError` when there is none, or only part of one."""
        whole = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
        request = urllib.request.Request(whole, headers=self._headers)  # noqa: S310 -- see check_address
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as stream:  # noqa: S310 -- see check_address
                return _read_answer(stream.status, stream.headers, stream)
        except urllib.error.HTTPError as fault:
            with fault:
                return _read_answer(fault.code, fault.headers, fault)
        except http.client.HTTPException as fault:
            # A connection cut in the middle; its class says more than its text.
            raise OSError(f"{type(fault).__name__}: {fault}") from fault


class SystemClock:
    """The system's time."""

    def tell(self) -> float:
        """Return seconds since some moment; never set back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        time.sleep(seconds)

    def now(self) -> datetime:
        """Return the time, with its zone."""
        return datetime.now(UTC)


def check_address(address: str) -> str:
    """Return an address we may fetch from; raise `UsageError` for any that is not HTTP."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        known = False
    if not known:
        raise UsageError(
            N_("“{address}” is not an address of the Web. Give one that begins with https://."),
            address=address,
        )
    return address


def _read_answer(status: int, headers: Message, stream: Readable) -> Answer:
    names = {name.lower(): value for name, value in headers.items()}
    packed = names.get("content-encoding", "").lower() == "gzip"
    unpack = zlib.decompressobj(wbits=31) if packed else None
    body = bytearray()
    while block := stream.read(_BLOCK):
        # Unpacked no further than the limit, so that a small answer cannot fill the memory.
        body += _unpack(unpack, block, MAX_ANSWER - len(body) + 1) if unpack else block
        if len(body) > MAX_ANSWER:
            raise OSError(f"more than {MAX_ANSWER // 2**20} MB")
    if unpack and not unpack.eof:
        raise OSError("cut short")
    return Answer(status, bytes(body), names)


def _unpack(unpack: zlib._Decompress, block: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(block, most)
    except zlib.error as error:
        # A failure of the network like any other: whoever asked tries again, then says so.
        raise OSError(f"damaged: {error}") from error
