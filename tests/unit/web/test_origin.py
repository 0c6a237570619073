from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from cordee.web.origin import OriginBehindProxies, find_origin, read_networks


TRUSTED = read_networks(["127.0.0.1", "10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "origin"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        # What a reader writes into the header stands before what the proxy wrote.
        ("127.0.0.1", "127.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.9, 192.0.2.7, 10.1.2.3", "192.0.2.7"),
        # Who does not come through a proxy is not believed.
        ("192.0.2.7", "198.51.100.9", "192.0.2.7"),
        ("", "198.51.100.9", ""),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7:50123", "192.0.2.7"),
        ("127.0.0.1", "[2001:db8::7]:50123", "2001:db8::7"),
        ("127.0.0.1", "nobody", "127.0.0.1"),
        ("10.1.2.3", "10.9.9.9", "10.9.9.9"),
    ],
)
def test_who_asked_the_outermost_trusted_proxy(peer: str, forwarded: str, origin: str) -> None:
    assert find_origin(peer, forwarded, TRUSTED) == origin


def test_without_proxies_nobody_is_believed() -> None:
    assert find_origin("127.0.0.1", "192.0.2.7", ()) == "127.0.0.1"


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="proxy"):
        read_networks(["proxy.example"])


def test_everything_behind_it_reads_the_same_origin(settings: Any) -> None:
    settings.CORDEE_PROXIES = ["127.0.0.1"]
    request, seen = HttpRequest(), []
    request.META.update(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7")

    def answer(asked: HttpRequest) -> HttpResponse:
        seen.append(asked.META["REMOTE_ADDR"])
        return HttpResponse()

    OriginBehindProxies(answer)(request)
    assert seen == ["192.0.2.7"]
    assert settings.MIDDLEWARE[0] == "cordee.web.origin.OriginBehindProxies"
