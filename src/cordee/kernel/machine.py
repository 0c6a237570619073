"""What a machine is called by itself, and what its environment switches on."""

from __future__ import annotations

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Return whether a name or an address is this machine's own and no other's.

    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.2", "[::1]", "0.0.0.0", "")]
    [True, True, True, False, False]
    """
    try:
        return (
            host == "localhost" or ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
        )
    except ValueError:
        return False  # A name may lead anywhere, and where none is known nothing is allowed.


def is_on(text: str) -> bool:
    """Return whether a variable of the environment switches something on.

    >>> [is_on(text) for text in ("1", "Yes", "0", "")]
    [True, True, False, False]
    """
    return text.strip().lower() in {"1", "true", "yes", "on"}
