"""Identifiers of the outside world, in one written form each."""

from __future__ import annotations

import hashlib
import re


_ROR = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?$", re.IGNORECASE
)
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_ORCID = re.compile(
    r"^(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])$", re.IGNORECASE
)


def parse_ror(text: str) -> str | None:
    """Return the nine characters of a ROR id, or None when `text` is not one.

    >>> parse_ror("https://ror.org/02vjkv261")
    '02vjkv261'
    >>> parse_ror("Inserm") is None
    True
    """
    found = _ROR.match(text.strip())
    return found[1].lower() if found else None


def parse_doi(text: str) -> str | None:
    """Return a DOI in lower case without its address, or None when `text` is not one.

    >>> parse_doi("https://doi.org/10.1000/ABC")
    '10.1000/abc'
    """
    found = _DOI.match(text.strip())
    return found[1].lower() if found else None


def parse_orcid(text: str) -> str | None:
    """Return an ORCID in its four dashed groups, or None when `text` is not one.

    >>> parse_orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    found = _ORCID.match(text.strip())
    return "-".join(found.groups()).upper() if found else None


def has_check_digit(orcid: str) -> bool:
    """Return whether the last character of an ORCID is the one its others ask for (ISO 7064, MOD 11-2).

    `orcid` is in its four dashed groups, as `parse_orcid` returns it.

    >>> has_check_digit("0000-0002-1825-0097"), has_check_digit("0000-0002-1825-0079")
    (True, False)
    """
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return orcid[-1] == ("X" if rest == 10 else str(rest))


def hash_key(text: str) -> int:
    """Return a stable signed 64-bit key for `text` (BLAKE2b, 8 bytes).

    With ten million keys the chance of any collision is about 3 in a million (birthday bound
    n²/2⁶⁵), which is why eight bytes are enough and sixteen are not worth their storage.
    """
    return int.from_bytes(
        hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True
    )
