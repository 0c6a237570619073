"""Amounts in euro, to the cent, however a table writes them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal


MOST = Decimal(10) ** 12
"""Euro no one project can have: the whole of Horizon Europe has some ten to the eleventh."""

CENT = Decimal("0.01")

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def parse_amount(text: str) -> Decimal | None:
    """Return an amount as a decimal of cents, or None when `text` is none that can be true.

    A comma or a point before the last digits is the decimal sign; one that comes twice, or stands
    before the other, parts thousands.

    >>> parse_amount("1 499 998,75"), parse_amount("1499998.75"), parse_amount("1,499,998.75")
    (Decimal('1499998.75'), Decimal('1499998.75'), Decimal('1499998.75'))
    >>> parse_amount("about a million") is None
    True
    """
    plain = "".join(text.split()).replace("€", "").replace("'", "")
    last = max(plain, key=lambda sign: plain.rfind(sign) if sign in ",." else -1, default="")
    if last in {",", "."} and plain.count(last) == 1:
        other = "," if last == "." else "."
        plain = plain.replace(other, "").replace(last, ".")
    else:
        plain = plain.replace(",", "").replace(".", "")
    if not _NUMBER.fullmatch(plain):
        return None
    amount = Decimal(plain).quantize(CENT, ROUND_HALF_EVEN) if len(plain) < 40 else MOST
    return amount if amount < MOST else None
