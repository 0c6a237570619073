"""The geometry of small drawings: sparklines, bars made of parts, intervals. Plain strings for SVG.

Coordinates are text with a point, whatever the page's language: a template would otherwise write a
decimal comma in French, which SVG cannot read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cordee.observatory.pictures.points import write_number


WIDTH, HEIGHT = 100.0, 24.0
"""The inside measure of a sparkline; the style sheet sets its size on the page."""

FEWEST_FOR_LINE = 4
"""With fewer years a line suggests a movement that three points cannot show; bars do not."""


@dataclass(frozen=True)
class Column:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Sparkline:
    """A trend: a `path` when there are years enough, `columns` when not; neither for one year."""

    label: str
    path: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One part of a bar, in percent of its width."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Interval:
    """A share between the bounds of its interval, in percent of a track from 0 to 100."""

    low: str
    width: str
    share: str


def draw_sparkline(values: Sequence[int], label: str) -> Sparkline:
    """Draw one value a year, from zero up, so that twice the works is twice as high."""
    if len(values) < 2:
        return Sparkline(label)
    top = max(*values, 1)
    if len(values) < FEWEST_FOR_LINE:
        return Sparkline(label, columns=tuple(_draw_columns(values, top)))
    step = WIDTH / (len(values) - 1)
    points = (
        f"{write_number(place * step)},{write_number(HEIGHT - 1 - (HEIGHT - 2) * value / top)}"
        for place, value in enumerate(values)
    )
    return Sparkline(label, path="M" + "L".join(points))


def _draw_columns(values: Sequence[int], top: int) -> Iterable[Column]:
    slot = WIDTH / FEWEST_FOR_LINE
    for place, value in enumerate(values):
        height = max(HEIGHT * value / top, 1.0 if value else 0.0)
        yield Column(
            x=write_number(place * slot),
            y=write_number(HEIGHT - height),
            width=write_number(slot * 0.7),
            height=write_number(height),
        )


def draw_pieces(parts: Iterable[tuple[str, float]]) -> tuple[Piece, ...]:
    """Draw `parts` (kind, amount) one after the other over the whole width of a bar."""
    kept = [(kind, amount) for kind, amount in parts if amount > 0]
    total = sum(amount for _, amount in kept)
    pieces, reached = [], 0.0
    for kind, amount in kept:
        width = 100 * amount / total
        pieces.append(Piece(kind, f"{write_number(reached)}%", f"{write_number(width)}%"))
        reached += width
    return tuple(pieces)


def draw_bar(amount: float, most: float) -> str:
    """Return the width in percent of a bar for `amount` where `most` fills it."""
    return f"{write_number(100 * amount / most if most else 0.0)}%"


def draw_interval(share: float | None, low: float | None, high: float | None) -> Interval | None:
    if share is None or low is None or high is None:
        return None
    return Interval(
        low=f"{write_number(100 * low)}%",
        width=f"{write_number(100 * (high - low))}%",
        share=f"{write_number(100 * share)}%",
    )
