"""Cells of CSV that no spreadsheet runs as formulas, and the same cells read back."""

from __future__ import annotations

import re
from typing import TypeAlias, overload


Cell: TypeAlias = str | int | float | None

FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
"""A spreadsheet runs a cell that begins so as a formula, and titles and names come from outside
(OWASP, "CSV Injection"); full-width signs are read as the plain ones by some."""

RISKY = f"^'* *[{re.escape(FORMULA_SIGNS)}]"
"""What the cells that are guarded begin with. Apostrophes count, so that a cell which has one of its
own before such a sign comes back with it."""

_RISKY = re.compile(RISKY)
# A negative number is no formula, and an apostrophe before it would make a text of a measurement.
_NUMBER = re.compile(r"'*-\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?\Z")


@overload
def guard(cell: str) -> str: ...
@overload
def guard(cell: Cell) -> Cell: ...
def guard(cell: Cell) -> Cell:
    """Return a cell that a spreadsheet shows as text; numbers stay numbers.

    >>> guard("=HYPERLINK(1)"), guard(-0.5), guard("-0.5")
    ("'=HYPERLINK(1)", -0.5, '-0.5')
    """
    return f"'{cell}" if isinstance(cell, str) and _is_risky(cell) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given.

    >>> unguard("'=HYPERLINK(1)"), unguard("'s-Hertogenbosch")
    ('=HYPERLINK(1)', "'s-Hertogenbosch")
    """
    return cell[1:] if cell.startswith("'") and _is_risky(cell) else cell


def _is_risky(cell: str) -> bool:
    return bool(_RISKY.match(cell)) and not _NUMBER.match(cell)
