"""Numbers of a drawing."""

from __future__ import annotations


def write_number(value: float) -> str:
    """Return a coordinate as text to a hundredth, with a point in every language, as SVG reads it.

    >>> write_number(3.10), write_number(2.0)
    ('3.1', '2')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
