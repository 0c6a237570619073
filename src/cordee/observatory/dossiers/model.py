"""A dossier as plain values: sections of text, key figures, tables, charts and maps.

One value is what the page shows and what each document holds (PDF, Word, Excel, PowerPoint), so none
of them can say something else. Words are in the dossier's language already; numbers are numbers, so a
spreadsheet can reckon on with them and each writer prints them as its readers do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What a number or a text is, which is how it is printed.

    `SHARE` is between 0 and 1 and printed in percent; `RATE` is a change a year, printed in percent
    with its sign; `INDEX` has no unit and is printed with two decimals.
    """

    TEXT = "text"
    YEAR = "year"
    COUNT = "count"
    DECIMAL = "decimal"
    SHARE = "share"
    RATE = "rate"
    INDEX = "index"


Cell: TypeAlias = str | int | float | None
"""None is printed as a dash: there is nothing to reckon from."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure with what it takes to judge it."""

    label: str
    value: Cell
    kind: Kind
    definition: str  # a code of `figures.definitions`; empty when the label says it all
    link: str  # path and query of the page that opens on it; empty when there is none
    works: int | None = None  # numerator and denominator of a share
    of: int | None = None
    low: float | None = None  # 95 % interval of a share
    high: float | None = None
    is_small: bool = False  # rests on too few works to be compared
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures at the head of a section."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header and what stands in it."""

    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by columns. `links` has the path and query of each row, empty where a row opens nothing."""

    name: str  # of the sheet or file: "partner-organisations"; unique in a dossier
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: str
    link: str  # of the whole table
    links: tuple[str, ...] = ()  # one a row, or none at all
    note: str = ""  # "10 of 383", what the dashes mean


class Shape(StrEnum):
    """How a chart draws its series: a line each, bars side by side, or parts of one bar."""

    LINES = "lines"
    BARS = "bars"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True)
class Series:
    """One named series; a value a category, None where there is none."""

    name: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over categories. `description` says what it shows to who cannot see it."""

    name: str
    title: str
    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind
    definition: str
    link: str
    description: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shade:
    """One country of a map, with its number."""

    country: str  # ISO 3166-1 alpha-2
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a map, drawn as a circle whose area follows `value`. Degrees, north and east up."""

    label: str
    latitude: float
    longitude: float
    value: float
    link: str  # path and query of what the place opens; empty when it opens nothing


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Countries by a number; the home's own are drawn in another colour.

    With `spots`, the places are what is shown and `shades` are their ground; with `focus`, the map is
    of that country alone (ISO 3166-1 alpha-2).
    """

    name: str
    title: str
    shades: tuple[Shade, ...]
    homes: tuple[str, ...]
    kind: Kind
    definition: str
    link: str
    description: str
    spots: tuple[Spot, ...] = ()
    focus: str = ""


Block: TypeAlias = Paragraph | KeyFigures | Table | Chart | WorldMap


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `key` names it in addresses and files, and is unique in a dossier."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator the dossier uses, explained at its end; all words in the dossier's language."""

    code: str
    label: str
    definition: str
    formula: str
    source: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What there is to say of one subject.

    `made_from` are pairs of a name and a value: sources, latest day, registry, linker, snapshot.
    `address` is the path and query of the dossier's page, to which documents lead back.
    """

    kind: str  # "country", "organisation", "theme", "pair", "alliance", "unit"
    file_name: str  # without suffix: "cordee-country-gb-02vjkv261"
    title: str
    subtitle: str
    language: str  # "en" or "fr"
    sections: tuple[Section, ...]
    cautions: tuple[str, ...]
    terms: tuple[Term, ...]
    made_from: tuple[tuple[str, str], ...]
    made_on: date
    address: str
