"""The cells of a dossier as people read them."""

from __future__ import annotations

import math
from collections.abc import Callable

from cordee.kernel.messages import N_, Sentence
from cordee.kernel.numbers import (
    NARROW_SPACE,
    NOTHING,
    write_change,
    write_count,
    write_decimal,
    write_interval,
    write_share,
)
from cordee.observatory.dossiers.model import Cell, KeyFigure, Kind


def write_cell(cell: Cell, kind: Kind, language: str) -> str:
    """Return `cell` as a reader of `language` writes what is of `kind`; a dash for None.

    >>> write_cell(0.5123, Kind.SHARE, "en"), write_cell(2021, Kind.YEAR, "en")
    ('51.2%', '2021')
    """
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return NOTHING
    if isinstance(cell, str):
        return cell
    return _WRITERS[kind](cell, language)


def _write_number(number: float, language: str) -> str:
    # Fractional counting gives counts that are not whole.
    if isinstance(number, int) or number.is_integer():
        return write_count(int(number), language)
    return write_decimal(number, language)


_WRITERS: dict[Kind, Callable[[float, str], str]] = {
    Kind.TEXT: lambda number, _: str(number),
    Kind.YEAR: lambda number, _: str(int(number)),
    Kind.COUNT: _write_number,
    Kind.DECIMAL: write_decimal,
    Kind.SHARE: write_share,
    Kind.RATE: write_change,
    Kind.INDEX: lambda number, language: write_decimal(number, language, 2),
}


def describe_basis(figure: KeyFigure, language: str) -> str:
    """Return what a key figure rests on: its parts, its interval; empty when it stands alone.

    >>> figure = KeyFigure("Share", 0.5, Kind.SHARE, "", "", works=5, of=10, low=0.24, high=0.76)
    >>> describe_basis(figure, "en")
    '5 of 10; 95% interval 24.0–76.0%'
    """
    parts = []
    if figure.works is not None and figure.of is not None:
        parts.append(
            Sentence(
                N_("{works} of {of}"),
                {
                    "works": write_count(figure.works, language),
                    "of": write_count(figure.of, language),
                },
            ).to_text(language)
        )
    interval = write_interval(figure.low, figure.high, language)
    if interval:
        parts.append(
            Sentence(N_("95% interval {interval}"), {"interval": interval}).to_text(language)
        )
    return (f"{NARROW_SPACE}; " if language == "fr" else "; ").join(parts)
