"""Identifiers written in a text: ROR, GRID and ISNI name their organisation outright."""

from __future__ import annotations

import re

from cordee.observatory.linking.index import NameIndex


_IDENTIFIER = re.compile(
    r"ror\.org/(0[a-z0-9]{8})|(grid\.\d{3,7}\.[0-9a-f]{1,2})"
    r"|isni\W{0,3}(?:\d{4}\W?){3}\d{3}[\dX]",
    re.IGNORECASE,
)
_ISNI_DIGITS = re.compile(r"(?:\d{4}\W?){3}\d{3}[\dX]", re.IGNORECASE)
_MAYBE = re.compile(r"ror\.org|grid\.\d|isni", re.IGNORECASE)


def read_identifiers(index: NameIndex, text: str) -> list[int]:
    """Return the organisations whose identifiers stand in `text`; unknown ones are passed over."""
    if not _may_hold_identifier(text):
        return []
    found = [_look_up(index, match) for match in _IDENTIFIER.finditer(text)]
    return list(dict.fromkeys(number for number in found if number is not None))


def _may_hold_identifier(text: str) -> bool:
    # The expression takes letters of other scripts for those they resemble (the Turkish i), and
    # looks twenty times longer; only texts that have such letters need it.
    if not text.isascii():
        return _MAYBE.search(text) is not None
    lowered = text.lower()
    return "isni" in lowered or "grid." in lowered or "ror.org" in lowered


def _look_up(index: NameIndex, match: re.Match[str]) -> int | None:
    if match[1]:
        return index.number_of.get(match[1].lower())
    if match[2]:
        return index.external.get(match[2].lower())
    digits = _ISNI_DIGITS.search(match[0])
    return index.external.get(re.sub(r"\W", "", digits[0]).upper()) if digits else None
