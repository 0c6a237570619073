"""Cells of CSV: guarded so that no spreadsheet runs them as formulas, and read back with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def number_rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a `csv.reader` that is not blank with the line it begins on.

    A quoted cell may hold line breaks, so the reader's own number is that of a row's last line.
    """
    # The class of csv readers has no name to be typed by.
    first = reader.line_num + 1  # type: ignore[attr-defined]
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield first, cells
        first = reader.line_num + 1  # type: ignore[attr-defined]


def _is_risky(cell: str) -> bool:
    return bool(_RISKY.match(cell)) and not _NUMBER.match(cell)
