"""The figures of a dossier as rows, for files that spreadsheets and programs read."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cordee.observatory.dossiers.model import (
    Cell,
    Chart,
    Dossier,
    KeyFigures,
    Kind,
    Table,
    WorldMap,
)
from cordee.observatory.dossiers.phrases import Phrases, make_address, walk_blocks


def list_rows(table: Table, base: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a table, each with the address it opens at its end."""
    for place, row in enumerate(table.rows):
        link = table.links[place] if place < len(table.links) else ""
        yield (*(settle(cell) for cell in row), make_address(base, link))


def list_points(chart: Chart) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a category of a chart: its name, then the value of each series."""
    values = (map(settle, series.values) for series in chart.series)
    return zip(chart.categories, *values, strict=True)


def head_map(world_map: WorldMap, words: Phrases, value: str) -> tuple[str, ...]:
    """Return the headers of `list_map`, that of the numbers being `value`."""
    if world_map.spots:
        return (words.place, words.latitude, words.longitude, value, words.link)
    return (words.code, words.country, value)


def list_map(world_map: WorldMap, base: str) -> Iterator[tuple[Cell, ...]]:
    """Yield a row each of what a map shows: its places when it has any, else its countries."""
    if not world_map.spots:
        yield from ((one.country, one.label, one.value) for one in world_map.shades)
    for one in world_map.spots:
        link = make_address(base, one.link)
        yield one.label, one.latitude, one.longitude, settle(one.value), link


def list_map_kinds(world_map: WorldMap) -> tuple[Kind, ...]:
    """Return the kinds of the columns of `list_map`."""
    if world_map.spots:
        return (Kind.TEXT, Kind.DECIMAL, Kind.DECIMAL, world_map.kind, Kind.TEXT)
    return (Kind.TEXT, Kind.TEXT, world_map.kind)


def head_key_figures(words: Phrases) -> tuple[str, ...]:
    """Return the headers of `list_key_figures`."""
    return (
        words.section,
        words.indicator,
        words.value,
        words.numerator,
        words.denominator,
        words.low,
        words.high,
        words.note,
        words.definition,
        words.link,
    )


def list_key_figures(
    dossier: Dossier, base: str, words: Phrases
) -> Iterator[tuple[Kind, tuple[Cell, ...]]]:
    """Yield the key figures of a dossier: the kind of each and its row under `head_key_figures`."""
    for section, block in walk_blocks(dossier):
        if not isinstance(block, KeyFigures):
            continue
        for one in block.figures:
            notes = (words.few if one.is_small else "", one.note)
            yield (
                one.kind,
                (
                    section.title,
                    one.label,
                    settle(one.value),
                    one.works,
                    one.of,
                    one.low,
                    one.high,
                    ". ".join(note for note in notes if note),
                    one.definition,
                    make_address(base, one.link),
                ),
            )


def settle(cell: Cell) -> Cell:
    """Return a cell that files can hold: no number for what is not one."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
