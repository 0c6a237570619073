"""Where a request came from, behind the proxies that a deployment trusts, and behind no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.http import HttpRequest, HttpResponse


Network = IPv4Network | IPv6Network


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return addresses and networks as they are written in a setting; `ValueError` for anything else.

    >>> read_networks(["127.0.0.1", "10.0.0.0/8"])
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    return tuple(ip_network(text) for text in texts)


class OriginBehindProxies:
    """Write into `REMOTE_ADDR` who asked the outermost trusted proxy; stands before all other middleware.

    The audit, the lock-outs, the list of sessions and the demonstration's waiver all read it there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = read_networks(settings.CORDEE_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.headers.get("X-Forwarded-For", "")
        request.META["REMOTE_ADDR"] = find_origin(peer, forwarded, self.trusted)
        return self.get_response(request)


def find_origin(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Return the last address in the line of those who passed a request on that is no trusted proxy.

    `forwarded` is what each proxy wrote behind what it was given, so it is read from its end: what a
    reader wrote into it beforehand is never reached.

    >>> find_origin("127.0.0.1", "198.51.100.9, 192.0.2.7", read_networks(["127.0.0.1"]))
    '192.0.2.7'
    >>> find_origin("192.0.2.7", "198.51.100.9", read_networks(["127.0.0.1"]))
    '192.0.2.7'
    """
    origin = peer
    for text in reversed(forwarded.split(",")):
        known = _read_address(origin)
        if known is None or not any(known in network for network in trusted):
            break
        before = _read_address(text.strip())
        if before is None:
            break
        origin = str(before)
    return origin


def _read_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, without the port some proxies write beside it; None for what is none."""
    bare = text
    if text.startswith("["):
        bare = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        bare = text.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
