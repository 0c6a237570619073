"""Numbers, shares and intervals as readers of each language write them.

The page, the command line and the documents all write numbers here, so a figure reads the same
wherever it is met: French sets a narrow no-break space between groups of three digits, a no-break
space before a per cent sign, and a comma for the point.
"""

from __future__ import annotations


NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
NOTHING = "–"
"""Stands where there is nothing to reckon from."""

_FRENCH = str.maketrans({",": NARROW_SPACE, ".": ","})


def write_decimal(number: float, language: str, digits: int = 1) -> str:
    """Return `number` with `digits` after the point, in groups of three.

    >>> write_decimal(1234.56, "en"), write_decimal(1234.56, "fr").replace(NARROW_SPACE, " ")
    ('1,234.6', '1 234,6')
    """
    text = f"{number:,.{digits}f}"
    return text.translate(_FRENCH) if language == "fr" else text


def write_count(number: int, language: str) -> str:
    """Return a whole number in groups of three.

    >>> write_count(9876543, "en")
    '9,876,543'
    """
    return write_decimal(number, language, 0)


def get_percent_sign(language: str) -> str:
    """Return the sign with the space that stands before it in French."""
    return f"{NO_BREAK_SPACE}%" if language == "fr" else "%"


def write_share(share: float | None, language: str, digits: int = 1) -> str:
    """Return a share between 0 and 1 in percent; a dash when it has no denominator.

    >>> write_share(0.1234, "en"), write_share(None, "en")
    ('12.3%', '–')
    """
    if share is None:
        return NOTHING
    return write_decimal(100 * share, language, digits) + get_percent_sign(language)


def write_interval(low: float | None, high: float | None, language: str) -> str:
    """Return the bounds of a share in percent; empty when it has none.

    >>> write_interval(0.1, 0.25, "en")
    '10.0–25.0%'
    """
    if low is None or high is None:
        return ""
    return f"{write_decimal(100 * low, language)}–{write_share(high, language)}"


def write_change(rate: float | None, language: str, digits: int = 1) -> str:
    """Return a change in percent with its sign, a true minus; a dash when there is none.

    >>> write_change(0.052, "en"), write_change(-0.5, "en"), write_change(0.0, "en")
    ('+5.2%', '−50.0%', '0.0%')
    """
    if rate is None:
        return NOTHING
    size = write_share(abs(rate), language, digits)
    # What is rounded to nought has no direction.
    if not any(digit in "123456789" for digit in size):
        return size
    return f"{'+' if rate > 0 else MINUS}{size}"
